import DroneModel
public import LiftAnalysis

/// The curves of one flight, twenty points a second, as the plots of a lift report show them.
public struct LiftTrace: Equatable, Sendable {
    /// One instant.
    public struct Point: Equatable, Sendable {
        /// Since the first turning motor, s.
        public var time: Double
        /// Height, m; NaN where unknown.
        public var height: Double
        /// Mean of the motors, counts.
        public var collective: Double
        /// The busiest motor, counts.
        public var busiest: Double
        /// Voltage, V; NaN where unknown.
        public var voltage: Double
        /// Whether it flies.
        public var isFlying: Bool
    }

    /// Twenty points a second, half an hour at most.
    public private(set) var points: [Point] = []
    /// When the motors first turned, since the recording began, s; nil where they never did.
    public private(set) var spinUp: Double?

    private static let spacing = 0.05
    private static let capacity = 36_000
    /// Without a packet for so long a curve is broken, s.
    static let longestGap = 0.5

    /// Nothing yet.
    public init() {}

    /// Takes the next sample.
    public mutating func note(_ sample: LiftSample) {
        let motors = sample.motors
        let busiest = max(max(motors.frontLeft, motors.frontRight), max(motors.rearRight, motors.rearLeft))
        if spinUp == nil, busiest > 0 { spinUp = sample.time }
        guard let spinUp, points.count < Self.capacity else { return }
        let time = sample.time - spinUp
        let flat = Double(busiest)
        if let last = points.last, time - last.time < Self.spacing - 1e-6 {
            // Peaks stay.
            points[points.count - 1].busiest = max(last.busiest, flat)
            return
        }
        points.append(
            Point(
                time: time, height: sample.height ?? .nan, collective: sample.collective, busiest: flat,
                voltage: sample.voltage ?? .nan, isFlying: sample.isFlying))
    }

    /// A curve of the instants that `value` has a number for.
    func curve(from start: Double = 0, to end: Double = .infinity, _ value: (Point) -> Double) -> [PlotPoint] {
        var curve: [PlotPoint] = []
        for point in points where point.time >= start && point.time <= end {
            let y = value(point)
            guard y.isFinite else { continue }
            let isBroken = curve.last.map { point.time - $0.x > Self.longestGap } ?? true
            curve.append(PlotPoint(x: point.time, y: y, startsRun: isBroken))
        }
        return curve
    }
}
