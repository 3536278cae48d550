/// What one flight says about the load.
public struct LiftRun: Equatable, Sendable {
    /// What was known of the flight.
    public var conditions: LiftConditions
    /// Why it does not count for the regression; nil where it does. It stays visible either way.
    public var exclusion: String?
    /// Steady hover found, s.
    public var steadyTime = 0.0
    /// What the steady hover says; nil where there was none.
    public var hover: Hover?
    /// Share of the time in the air with a motor at 250 or more, or within 3 of what the battery can follow; nil where it
    /// never flew.
    public var saturatedShare: Double?
    /// 255 less the 99th percentile of the busiest motor in the air, counts; nil where it never flew.
    public var headroom: Double?
    /// From the first turning motor to 0.70 m, s; nil where it never came there.
    public var takeOffTime: Double?
    /// Greatest height in the first ten seconds after that first turn, m.
    public var takeOffPeak: Double?
    /// Time in the air, s.
    public var airTime = 0.0
    /// Estimated energy used in the air, J, by the motor map (±10 %).
    public var energy = 0.0
    /// First and last voltage in the air, V.
    public var voltages: (first: Double, last: Double)? {
        firstVoltage.flatMap { first in lastVoltage.map { (first, $0) } }
    }
    var firstVoltage: Double?
    var lastVoltage: Double?

    /// A steady hover.
    public struct Hover: Equatable, Sendable {
        /// Mean of the four motors, counts.
        public var collective: Double
        /// Its standard error from the effective number of samples, counts.
        public var collectiveError: Double
        /// How many independent samples that mean has.
        public var effectiveCount: Double
        /// Mean of the four squares (count + 90.2)².
        public var square: Double
        /// Its standard error.
        public var squareError: Double
        /// The square brought to ``ThrustLaw/referenceDensity``; the square itself where the density is unknown.
        public var correctedSquare: Double
        /// Set-points, front left, front right, rear right, rear left, counts.
        public var motors: SIMD4<Double>
        /// Where the motors feel the centre of mass, m forward and right, motor spread included.
        public var centre: SIMD2<Double>
        /// Standard deviation of the height, m.
        public var heightDeviation: Double
        /// Standard deviation of the roll, rad.
        public var rollDeviation: Double
        /// Standard deviation of the pitch, rad.
        public var pitchDeviation: Double
        /// Mean voltage, V; nil while unknown.
        public var voltage: Double?
        /// Thrust-to-weight at the measured voltage; nil while unknown.
        public var ratio: Double?
        /// Thrust-to-weight at ``ThrustLaw/referenceVoltage``.
        public var referenceRatio: Double

        /// What is left at the reference voltage, 0–1.
        public var reserve: Double { 1 - 1 / referenceRatio }
    }
}

extension LiftRun {
    /// Everything equal, the voltages included.
    public static func == (left: LiftRun, right: LiftRun) -> Bool {
        left.conditions == right.conditions && left.exclusion == right.exclusion && left.hover == right.hover
            && left.steadyTime == right.steadyTime && left.takeOffTime == right.takeOffTime
            && left.saturatedShare == right.saturatedShare && left.energy == right.energy
    }
}
