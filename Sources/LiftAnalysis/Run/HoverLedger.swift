import DroneModel

/// Collects the steady stretches of a flight in tenths of a second, half an hour at most.
struct HoverLedger: Sendable {
    /// So many tenths of a second are kept.
    private static let capacity = 18_000
    /// After this without a steady point a new stretch begins, s.
    private static let longestBreak = 1.0

    private let law: ThrustLaw
    private(set) var steadyTime = 0.0
    private var steadyUntil = -Double.infinity
    private var tenths: [Tenth] = []
    private var open = Sums()
    private var openEnd = -Double.infinity
    private var motors = SIMD4<Double>(repeating: 0)
    private var squares = SIMD4<Double>(repeating: 0)
    private var points = 0.0
    private var voltage = (count: 0.0, sum: 0.0)
    private var vibration = (count: 0.0, sum: 0.0)
    private var speed = (count: 0.0, sum: 0.0)

    private struct Sums {
        var count = 0.0
        var time = 0.0
        var collective = 0.0
        var height = 0.0
        var roll = 0.0
        var pitch = 0.0
        var yaw: (sine: Double, cosine: Double) = (0, 0)
        var voltage = 0.0
        var voltages = 0.0
    }

    private struct Tenth {
        var time: Double
        var stretch: Int
        var collective: Double
        var height: Double
        var roll: Double
        var pitch: Double
        var yaw: Double
        var voltage: Double?
    }

    private var stretch = 0

    init(law: ThrustLaw) { self.law = law }

    /// Takes the part of a steady window that no earlier one had.
    mutating func accept(_ window: [SteadyWindow.Point]) {
        guard let first = window.first, tenths.count < Self.capacity else { return }
        for point in window where point.time > steadyUntil {
            let from = max(steadyUntil, first.time)
            if point.time - steadyUntil > Self.longestBreak {
                closeTenth()
                stretch += 1
            }
            steadyTime += min(SteadyWindow.longestGap, max(0, point.time - from))
            steadyUntil = point.time
            motors += point.motors
            let shifted = point.motors + law.speedOffset / law.speedPerCount
            squares += shifted * shifted
            points += 1
            if let value = point.voltage { voltage = (voltage.count + 1, voltage.sum + value) }
            if let value = point.vibration { vibration = (vibration.count + 1, vibration.sum + value) }
            if let value = point.speed { speed = (speed.count + 1, speed.sum + value * value) }
            if point.time >= openEnd {
                closeTenth()
                openEnd = point.time + 0.099
            }
            open.count += 1
            open.time += point.time
            open.collective += point.collective
            open.height += point.height
            open.roll += point.roll
            open.pitch += point.pitch
            open.yaw.sine += sine(point.yaw)
            open.yaw.cosine += cosine(point.yaw)
            if let value = point.voltage { (open.voltage, open.voltages) = (open.voltage + value, open.voltages + 1) }
        }
    }

    private mutating func closeTenth() {
        guard open.count > 0 else { return }
        let n = open.count
        tenths.append(
            Tenth(
                time: open.time / n, stretch: stretch, collective: open.collective / n, height: open.height / n,
                roll: open.roll / n, pitch: open.pitch / n, yaw: arcTangent(open.yaw.sine, open.yaw.cosine),
                voltage: open.voltages > 0 ? open.voltage / open.voltages : nil))
        open = Sums()
    }

    /// What was collected; nil where nothing was steady.
    consuming func finish(density: Double?) -> SteadyHover? {
        closeTenth()
        // A correlation time of 0.4 s was measured on a real hover; nothing shorter is believed.
        guard points > 0, let mean = CorrelatedMean(tenths.map(\.collective), shortest: 4) else { return nil }
        let collective = motors.sum() / 4 / points
        let square = law.square(counts: collective)
        let ceiling = { [law] in law.square(counts: law.ceilingCounts(voltage: $0)) }
        let volts = Self.mean(voltage)
        let heights = heightFigures()
        var hover = SteadyHover(
            collective: collective, collectiveError: mean.standardError, effectiveCount: mean.effectiveCount,
            square: square, squareError: 2 * square.squareRoot() * mean.standardError,
            correctedSquare: square, motors: motors / points,
            motorSquares: squares / points, heightDeviation: heights.deviation, heightRange: heights.range,
            drift: heights.drift, rollDeviation: Spread(tenths.map(\.roll)).deviation,
            pitchDeviation: Spread(tenths.map(\.pitch)).deviation, yawDeviation: yawDeviation(),
            speed: Self.mean(speed).map { $0.squareRoot() }, vibration: Self.mean(vibration), voltage: volts,
            voltageFall: voltageFall(), power: 0, ratio: volts.map { ceiling($0) / square },
            referenceRatio: ceiling(ThrustLaw.referenceVoltage) / square)
        hover.take(density: density, law: law)
        return hover
    }

    private static func mean(_ sums: (count: Double, sum: Double)) -> Double? {
        sums.count > 0 ? sums.sum / sums.count : nil
    }

    private var stretches: [ArraySlice<Tenth>] {
        var parts: [ArraySlice<Tenth>] = []
        var start = tenths.startIndex
        for index in tenths.indices where tenths[index].stretch != tenths[start].stretch {
            parts.append(tenths[start..<index])
            start = index
        }
        if start < tenths.endIndex { parts.append(tenths[start...]) }
        return parts
    }

    /// The height about a straight line in each stretch.
    private func heightFigures() -> (deviation: Double, range: Double, drift: Double) {
        var (power, freedom, range) = (0.0, 0.0, 0.0)
        var (climb, time) = (0.0, 0.0)
        for part in stretches {
            let heights = part.map(\.height)
            if let low = heights.min(), let high = heights.max() { range = max(range, high - low) }
            guard let first = part.first, let last = part.last,
                let line = LeastSquares(design: part.map { [1, $0.time - first.time] }, observations: heights)
            else { continue }
            power += line.residuals.reduce(0) { $0 + $1 * $1 }
            freedom += Double(line.degreesOfFreedom)
            climb += line.coefficients[1] * (last.time - first.time)
            time += last.time - first.time
        }
        return (freedom > 0 ? (power / freedom).squareRoot() : 0, range, time > 0 ? climb / time : 0)
    }

    private func yawDeviation() -> Double {
        var (power, count) = (0.0, 0.0)
        for part in stretches {
            let middle = arcTangent(part.reduce(0) { $0 + sine($1.yaw) }, part.reduce(0) { $0 + cosine($1.yaw) })
            for tenth in part {
                let off = arcTangent(sine(tenth.yaw - middle), cosine(tenth.yaw - middle))
                power += off * off
                count += 1
            }
        }
        return count > 1 ? (power / (count - 1)).squareRoot() : 0
    }

    /// From the longest stretch: between stretches the drone did other things.
    private func voltageFall() -> Double? {
        guard let longest = stretches.max(by: { $0.count < $1.count }), let first = longest.first else { return nil }
        let known = longest.compactMap { tenth in tenth.voltage.map { (tenth.time - first.time, $0) } }
        guard known.count >= 50,
            let line = LeastSquares(design: known.map { [1, $0.0] }, observations: known.map(\.1))
        else { return nil }
        return -60 * line.coefficients[1]
    }
}
