import DroneModel

/// Reads the samples of one flight in their order; memory does not grow with the flight beyond half an hour of hover.
///
///     var analyzer = LiftRunAnalyzer()
///     for sample in samples { analyzer.receive(sample) }
///     let run = analyzer.finish(conditions)
public struct LiftRunAnalyzer: Sendable {
    /// Below so much steady hover a flight does not count, s.
    public static let leastSteadyTime = 10.0
    /// So many tenths of a second of steady hover are kept.
    private static let capacity = 18_000

    private let law: ThrustLaw
    private var window: [SteadyWindow.Point] = []
    private var steadyUntil = -Double.infinity
    private var lastWindow = -Double.infinity
    private var lastTime: Double?
    private var motorTotal = SIMD4<Double>(repeating: 0)
    private var squareTotal = SIMD4<Double>(repeating: 0)
    private var pointCount = 0.0
    private var heights: [Double] = []
    private var rolls: [Double] = []
    private var pitches: [Double] = []
    private var collectives: [Double] = []
    private var voltages: [Double] = []
    private var tenth: (count: Double, collective: Double, height: Double, roll: Double, pitch: Double) = (
        0, 0, 0, 0, 0
    )
    private var tenthEnd = -Double.infinity
    private var busiest = [Int](repeating: 0, count: 256)
    private var saturated = 0
    private var flown = 0
    private var spinUp: Double?
    private var result = LiftRun(conditions: LiftConditions(name: "", order: 1))
    private var steadyTime = 0.0

    /// An analyzer with the law that turns counts into thrust.
    public init(law: ThrustLaw = ThrustLaw()) { self.law = law }

    /// Takes the next sample; one that is not later than the last is passed over.
    public mutating func receive(_ sample: LiftSample) {
        guard sample.time.isFinite, sample.time > (lastTime ?? -.infinity) else { return }
        let step = lastTime.map { sample.time - $0 } ?? 0
        lastTime = sample.time
        noteFlight(sample, step: step)
        guard sample.isHovering, sample.climb == 0, step <= SteadyWindow.longestGap, let height = sample.height,
            let attitude = sample.attitude, height.isFinite
        else {
            window = []
            return
        }
        if let last = window.last, sample.time - last.time < 0.019 { return }
        let all = sample.motors.all
        window.append(
            SteadyWindow.Point(
                time: sample.time, height: height, roll: attitude.roll.radians, pitch: attitude.pitch.radians,
                motors: SIMD4(Double(all[0]), Double(all[1]), Double(all[2]), Double(all[3])), voltage: sample.voltage))
        guard let first = window.first, sample.time - first.time >= SteadyWindow.length else { return }
        if SteadyWindow.isSteady(window[...]) { accept(window) }
        let half = first.time + SteadyWindow.length / 2
        window.removeAll { $0.time < half }
    }

    private mutating func noteFlight(_ sample: LiftSample, step: Double) {
        let most = sample.motors.all.max() ?? 0
        if spinUp == nil, most > 0 { spinUp = sample.time }
        if let spinUp, let height = sample.height {
            if result.takeOffTime == nil, height >= 0.7 { result.takeOffTime = sample.time - spinUp }
            if sample.time - spinUp <= 10 { result.takeOffPeak = max(result.takeOffPeak ?? height, height) }
        }
        guard sample.isFlying else { return }
        flown += 1
        busiest[Int(most)] += 1
        let ceiling = sample.voltage.map { law.ceilingCounts(voltage: $0) - 3 } ?? 250
        if Double(most) >= min(250, ceiling) { saturated += 1 }
        if let voltage = sample.voltage {
            if result.firstVoltage == nil { result.firstVoltage = voltage }
            result.lastVoltage = voltage
        }
        guard step <= 1 else { return }
        result.airTime += step
        let square = sample.motors.all.reduce(0) { $0 + law.square(counts: Double($1)) } / 4
        let mass = 4 * law.thrustCoefficient * law.speedPerCount * law.speedPerCount * square / ThrustLaw.gravity
        result.energy += step * law.hoverPower(grossMass: mass)
    }

    /// Takes the part of a steady window that no earlier one had.
    private mutating func accept(_ points: [SteadyWindow.Point]) {
        for point in points where point.time > steadyUntil {
            if collectives.count >= Self.capacity { break }
            steadyTime += min(SteadyWindow.longestGap, max(0, point.time - max(steadyUntil, points[0].time)))
            steadyUntil = point.time
            motorTotal += point.motors
            let shifted = point.motors + law.speedOffset / law.speedPerCount
            squareTotal += shifted * shifted
            pointCount += 1
            if let voltage = point.voltage, voltages.count < Self.capacity { voltages.append(voltage) }
            if point.time >= tenthEnd {
                closeTenth()
                tenthEnd = point.time + 0.099
            }
            tenth.count += 1
            tenth.collective += point.collective
            tenth.height += point.height
            tenth.roll += point.roll
            tenth.pitch += point.pitch
        }
    }

    private mutating func closeTenth() {
        guard tenth.count > 0 else { return }
        collectives.append(tenth.collective / tenth.count)
        heights.append(tenth.height / tenth.count)
        rolls.append(tenth.roll / tenth.count)
        pitches.append(tenth.pitch / tenth.count)
        tenth = (0, 0, 0, 0, 0)
    }

    /// What the flight says.
    public consuming func finish(_ conditions: LiftConditions) -> LiftRun {
        closeTenth()
        result.conditions = conditions
        result.steadyTime = steadyTime
        if flown > 0 {
            result.saturatedShare = Double(saturated) / Double(flown)
            var rest = flown / 100
            let top = busiest.indices.reversed().first { index in
                rest -= busiest[index]
                return rest < 0
            }
            result.headroom = 255 - Double(top ?? 0)
        }
        result.hover = hover(density: conditions.density)
        result.exclusion = exclusion(conditions)
        return result
    }

    private func exclusion(_ conditions: LiftConditions) -> String? {
        if let objection = conditions.objection { return objection }
        if flown == 0 { return "it never flew" }
        if hover(density: nil) == nil || steadyTime < Self.leastSteadyTime {
            return "insufficient: \(Int(steadyTime)) s of steady hover, \(Int(Self.leastSteadyTime)) s are needed"
        }
        if conditions.payload == nil { return "nobody said what was on board" }
        return nil
    }

    private func hover(density: Double?) -> LiftRun.Hover? {
        // A correlation time of 0.4 s was measured on a real hover; nothing shorter is believed.
        guard pointCount > 0, let mean = CorrelatedMean(collectives, shortest: 4) else { return nil }
        let squares = squareTotal / pointCount
        let square = squares.sum() / 4
        let arm = law.motorOffset / squares.sum()
        let voltage = voltages.isEmpty ? nil : voltages.reduce(0, +) / Double(voltages.count)
        let ceiling = { law.square(counts: law.ceilingCounts(voltage: $0)) }
        return LiftRun.Hover(
            collective: motorTotal.sum() / 4 / pointCount, collectiveError: mean.standardError,
            effectiveCount: mean.effectiveCount, square: square,
            squareError: 2 * square.squareRoot() * mean.standardError,
            correctedSquare: square * (density ?? ThrustLaw.referenceDensity) / ThrustLaw.referenceDensity,
            motors: motorTotal / pointCount,
            centre: SIMD2(
                arm * (squares[0] + squares[1] - squares[2] - squares[3]),
                arm * (squares[1] + squares[2] - squares[0] - squares[3])),
            heightDeviation: Spread(heights).deviation, rollDeviation: Spread(rolls).deviation,
            pitchDeviation: Spread(pitches).deviation, voltage: voltage,
            ratio: voltage.map { ceiling($0) / square }, referenceRatio: ceiling(ThrustLaw.referenceVoltage) / square)
    }
}
