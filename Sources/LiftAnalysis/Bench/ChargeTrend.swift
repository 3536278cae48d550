/// Whether the hover collective moves as the battery empties.
///
/// Motor controllers that hold their speed keep it flat; open-loop ones need more counts as the voltage falls.
public struct ChargeTrend: Equatable, Sendable {
    /// Counts per percent of charge.
    public let slope: Double
    /// Half its 95 % interval, counts per percent.
    public let halfWidth: Double
    /// How many stretches of hover it is from.
    public let count: Int
    /// From which to which charge, percent.
    public let span: ClosedRange<Double>
    /// The mean collective, counts.
    public let collective: Double

    /// Whether chance explains the slope.
    public var isFlat: Bool { abs(slope) <= halfWidth }

    /// A stretch of hover.
    public struct Stretch: Equatable, Sendable {
        /// Mean charge, percent.
        public var charge: Double
        /// Mean collective, counts.
        public var collective: Double

        /// A stretch.
        public init(charge: Double, collective: Double) {
            self.charge = charge
            self.collective = collective
        }
    }

    /// The trend of stretches in the order of time; nil for fewer than five, or where the charge does not change.
    ///
    /// Neighbours in time may be alike for reasons of their own, such as wind: their correlation widens the interval.
    public init?(_ stretches: [Stretch]) {
        guard stretches.count >= 5,
            let line = LeastSquares(
                design: stretches.map { [1, $0.charge] }, observations: stretches.map(\.collective)),
            let low = stretches.map(\.charge).min(), let high = stretches.map(\.charge).max()
        else { return nil }
        let residuals = line.residuals
        let power = residuals.reduce(0) { $0 + $1 * $1 }
        let neighbours = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        let correlation = power > 0 ? min(0.9, max(0, neighbours / power)) : 0
        let inflation = (1 + correlation) / (1 - correlation)
        let freedom = max(1, Double(line.degreesOfFreedom) / inflation)
        slope = line.coefficients[1]
        halfWidth =
            StudentT(degreesOfFreedom: freedom).halfWidth(confidence: 0.95) * line.standardError(1)
            * inflation.squareRoot()
        count = stretches.count
        span = low...high
        collective = Spread(stretches.map(\.collective)).mean
    }
}

/// Cuts hover into stretches for a ``ChargeTrend``.
public struct HoverStretches: Sendable {
    /// Length of a stretch, s.
    public static let length = 5.0
    /// Without a packet for so long a stretch ends, s.
    public static let longestGap = 2.0
    private static let leastSamples = 8
    private static let capacity = 10_000

    /// The stretches so far, in the order of time.
    public private(set) var all: [ChargeTrend.Stretch] = []
    private var start: Double?
    private var last = -Double.infinity
    private var sum = (count: 0.0, charge: 0.0, collective: 0.0)

    /// Nothing yet.
    public init() {}

    /// Takes the next sample with the charge that the drone told, percent; only hover counts.
    public mutating func receive(_ sample: LiftSample, charge: Double?) {
        guard let charge, sample.isFlying, sample.isHovering, sample.climb == 0, sample.time - last <= Self.longestGap
        else {
            start = nil
            last = sample.time
            return
        }
        last = sample.time
        guard let begun = start else {
            start = sample.time
            sum = (1, charge, sample.collective)
            return
        }
        sum = (sum.count + 1, sum.charge + charge, sum.collective + sample.collective)
        guard sample.time - begun >= Self.length else { return }
        if sum.count >= Double(Self.leastSamples), all.count < Self.capacity {
            all.append(.init(charge: sum.charge / sum.count, collective: sum.collective / sum.count))
        }
        start = nil
    }
}
