/// Decides whether a stretch of flight is a steady hover, whose motors weigh the drone.
struct SteadyWindow {
    /// Seconds of one window; windows overlap by half.
    static let length = 5.0
    /// No packet for so long ends a window, s.
    static let longestGap = 0.3

    /// One instant of a window, thinned to 50 per second.
    struct Point {
        var time: Double
        var height: Double
        var roll: Double
        var pitch: Double
        var yaw = 0.0
        var motors: SIMD4<Double>
        var voltage: Double?
        var speed: Double?
        var vibration: Double?

        var collective: Double { motors.sum() / 4 }
    }

    /// Whether the points are steady by the limits of the method: climb below 0.05 m/s on average and 0.25 m/s at most,
    /// height within 0.06 m (1 sd), lean below 5° on average and 3° (1 sd), no motor at its end, and no drift of the
    /// collective beyond 0.3 counts/s that its own noise does not explain.
    static func isSteady(_ points: ArraySlice<Point>) -> Bool {
        guard points.count >= 20, let first = points.first, let last = points.last,
            last.time - first.time > 0.8 * length
        else { return false }
        let times = points.map(\.time)
        let heights = points.map(\.height)
        guard let climb = LeastSquares(design: times.map { [1, $0 - first.time] }, observations: heights),
            abs(climb.coefficients[1]) < 0.05, Spread(heights).deviation < 0.06
        else { return false }
        for values in [points.map(\.roll), points.map(\.pitch)] {
            let spread = Spread(values)
            if abs(spread.mean) >= 5 * .pi / 180 || spread.deviation >= 3 * .pi / 180 { return false }
        }
        if points.contains(where: { $0.motors.max() >= 250 }) { return false }
        // Climb over a fifth of a second: the altitude comes in steps of a millimetre.
        var index = points.startIndex
        for point in points where point.time - points[index].time >= 0.2 {
            if abs(point.height - points[index].height) / (point.time - points[index].time) >= 0.25 { return false }
            index += 1
        }
        let collective = points.map(\.collective)
        guard let drift = LeastSquares(design: times.map { [1, $0 - first.time] }, observations: collective),
            let mean = CorrelatedMean(collective)
        else { return false }
        let span = last.time - first.time
        let noise = mean.deviation * (12 / mean.effectiveCount).squareRoot() / span
        return abs(drift.coefficients[1]) < 0.3 + 2 * noise
    }
}

/// Mean and standard deviation.
struct Spread {
    let mean: Double
    let deviation: Double

    init(_ values: [Double]) {
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        self.mean = mean
        deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)).squareRoot()
    }
}
