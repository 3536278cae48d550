/// The thrust law of one drone from a bench: thrust of each motor against its command.
///
/// √thrust is linear in the command; what the bench says of a drone in the air still lacks the air that a flying drone
/// moves through.
public struct BenchThrust: Equatable, Sendable {
    /// One reading.
    public struct Reading: Equatable, Sendable {
        /// Which of the motors, from 0.
        public var motor: Int
        /// The command, 0–100 %.
        public var percent: Double
        /// The thrust, N.
        public var thrust: Double

        /// A reading.
        public init(motor: Int, percent: Double, thrust: Double) {
            self.motor = motor
            self.percent = percent
            self.thrust = thrust
        }
    }

    /// √thrust of a mean motor against command: intercept, slope per percent.
    public let fit: LeastSquares
    /// How the motors differ, as a share of thrust at the middle of the readings (one standard deviation).
    public let motorSpread: Double
    private let motors: Int

    /// Readings from the first that the motor follows to the last before the supply gives way are used, %.
    public static let used = 20.0...90.0

    /// The law of readings; nil where they do not determine one.
    public init?(_ readings: [Reading]) {
        let used = readings.filter { Self.used.contains($0.percent) && $0.thrust > 0 }
        motors = Set(used.map(\.motor)).count
        let levels = Set(used.map(\.percent)).sorted()
        // Readings of one motor belong together: the mean of all at a level is one observation.
        let means = levels.map { level in
            let values = used.filter { $0.percent == level }.map(\.thrust)
            return (values.reduce(0, +) / Double(values.count)).squareRoot()
        }
        guard levels.count >= 4, let fit = LeastSquares(design: levels.map { [1, $0] }, observations: means),
            fit.coefficients[1] > 1e-6
        else { return nil }
        self.fit = fit
        let middle = levels[levels.count / 2]
        let each = Set(used.map(\.motor)).map { motor in
            let own = used.filter { $0.motor == motor && $0.percent == middle }.map(\.thrust)
            return own.reduce(0, +) / Double(max(1, own.count))
        }
        let spread = Spread(each)
        motorSpread = spread.mean > 0 ? spread.deviation / spread.mean : 0
    }

    /// The command, 0–255, at which four such motors carry `grossMass` kilograms, and its 95 % interval: the fit, and the
    /// mean of as few motors as were on the bench.
    public func hoverCounts(grossMass: Double) -> (counts: Double, interval: ClosedRange<Double>) {
        let root = (grossMass * ThrustLaw.gravity / 4).squareRoot()
        let percent = (root - fit.coefficients[0]) / fit.coefficients[1]
        let line = fit.standardError(ofMeanAt: [1, percent]) / fit.coefficients[1]
        let share = motorSpread / Double(max(1, motors)).squareRoot()
        let spread = root * share / 2 / fit.coefficients[1]
        let t = StudentT(degreesOfFreedom: Double(max(1, fit.degreesOfFreedom))).halfWidth(confidence: 0.95)
        let fewMotors = StudentT(degreesOfFreedom: Double(max(1, motors - 1))).halfWidth(confidence: 0.95)
        let half = squareRootOfSum(t * line, fewMotors * spread)
        return (percent * 2.55, (percent - half) * 2.55...(percent + half) * 2.55)
    }
}
