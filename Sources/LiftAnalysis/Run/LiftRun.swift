import DroneModel

/// What one flight says about the load.
public struct LiftRun: Equatable, Sendable {
    /// What was known of the flight.
    public var conditions: LiftConditions
    /// Why it does not count for the regression; nil where it does. It stays visible either way.
    public var exclusion: String?
    /// Steady hover found, s.
    public var steadyTime = 0.0
    /// What the steady hover says; nil where there was none.
    public var hover: SteadyHover?
    /// Share of the time in the air with a motor at 250 or more, or within 3 of what the battery can follow; nil where it
    /// never flew.
    public var saturatedShare: Double?
    /// 255 less the 99th percentile of the busiest motor in the air, counts; nil where it never flew.
    public var headroom: Double?
    /// How it came off the ground; nil where its motors never turned.
    public var takeOff: TakeOff?
    /// How it answered the pilot's climb commands, in their order.
    public var climbs: [ClimbStep] = []
    /// Time in the air, s.
    public var airTime = 0.0
    /// Estimated energy used in the air, J, by the motor map (±10 %).
    public var energy = 0.0
    /// First voltage in the air, V; nil while unknown.
    public var firstVoltage: Double?
    /// Last voltage in the air, V; nil while unknown.
    public var lastVoltage: Double?
    /// First charge in the air, percent; nil while unknown.
    public var firstCharge: Double?
    /// Last charge in the air, percent; nil while unknown.
    public var lastCharge: Double?
    /// The longest silence of the pilot's side in the air, s; nil while unknown.
    public var longestCommandGap: Double?
    /// Whether the motors were cut in the air.
    public var wasCut = false
    /// How far it leaned at most in the air, rad; nil while unknown.
    public var greatestLean: Double?

    /// A run of which nothing is known but its conditions.
    public init(_ conditions: LiftConditions) { self.conditions = conditions }

    /// Takes the air's temperature, degrees Celsius, as estimated afterwards from what all flights of a campaign read:
    /// the same for all of them, because the sensor's own warmth changes more than the air does.
    public mutating func take(estimatedTemperature: Double, law: ThrustLaw = ThrustLaw()) {
        conditions.temperature = estimatedTemperature
        conditions.isTemperatureEstimated = true
        hover?.take(density: conditions.density, law: law)
    }

    /// Takes the air's temperature, degrees Celsius, by the operator's word.
    public mutating func take(toldTemperature: Double, law: ThrustLaw = ThrustLaw()) {
        conditions.temperature = toldTemperature
        conditions.isTemperatureEstimated = false
        hover?.take(density: conditions.density, law: law)
    }

    /// Takes the air's pressure, Pa, by the operator's word.
    public mutating func take(toldPressure: Double, law: ThrustLaw = ThrustLaw()) {
        conditions.pressure = toldPressure
        conditions.isPressureMeasured = false
        hover?.take(density: conditions.density, law: law)
    }

    /// The payload, kg; nil where nobody said.
    public var payload: Double? { conditions.payload?.mass }

    /// Whether it counts for the regression.
    public var counts: Bool { exclusion == nil && hover != nil && payload != nil }

    /// How it lay soon after the flight, rad from level; nil while unknown.
    public var restingLean: Double?

    /// Whether it leaned so far that the motors were cut, or lay on its side afterwards: no steering leans that much.
    public var hasRolledOver: Bool {
        wasCut && greatestLean ?? 0 > Self.rollOverLean || restingLean ?? 0 > Self.lyingLean
    }

    /// Whether it did not come off the ground because one side rose before the other.
    public var hasTippedOver: Bool { conditions.hasFailedTakeOff && greatestLean ?? 0 > Self.tippingLean }

    /// Beyond what pilots have the drone lean by default, 12° indoors and 20° outdoors, and its overshoot: 25°.
    static let rollOverLean = 0.436
    /// No drone stands like this: 45°.
    static let lyingLean = 0.785
    /// No take-off with the load in the middle leans so much: 15°, three times what steady hover may.
    static let tippingLean = 0.26

    /// The climb with the greatest command; nil without any.
    public var greatestClimb: ClimbStep? { climbs.max { $0.command < $1.command } }
}

/// A take-off, from the first turning motor.
public struct TakeOff: Equatable, Sendable {
    /// Until 0.70 m, s; nil where it never came there.
    public var time: Double?
    /// Greatest height in the first ten seconds, m; nil while unknown.
    public var peak: Double?
    /// Mean of the motors when the first height was told, counts: the ultrasound hears nothing below about 0.3 m. The
    /// ground still helps there.
    public var liftOffCounts: Double?
}

/// What the steady stretches of a flight say.
public struct SteadyHover: Equatable, Sendable {
    /// Mean of the four motors, counts.
    public var collective: Double
    /// Its standard error from the effective number of samples, counts.
    public var collectiveError: Double
    /// How many independent samples that mean has.
    public var effectiveCount: Double
    /// S = (collective + 90.2)², proportional to gross weight over density.
    public var square: Double
    /// Its standard error.
    public var squareError: Double
    /// S brought to ``ThrustLaw/referenceDensity``; S itself where the density is unknown.
    public var correctedSquare: Double
    /// Set-points, front left, front right, rear right, rear left, counts.
    public var motors: SIMD4<Double>
    /// Of each motor the mean of (count + 90.2)², which its thrust is proportional to.
    public var motorSquares: SIMD4<Double>
    /// Standard deviation of the height about its straight trend in each stretch, m.
    public var heightDeviation: Double
    /// Highest less lowest height in one stretch, m.
    public var heightRange: Double
    /// Mean climb, m/s.
    public var drift: Double
    /// Standard deviation of the roll, rad.
    public var rollDeviation: Double
    /// Standard deviation of the pitch, rad.
    public var pitchDeviation: Double
    /// Standard deviation of the yaw within a stretch, rad.
    public var yawDeviation: Double
    /// Root of the mean square of the horizontal speed, m/s; nil while unknown.
    public var speed: Double?
    /// Mean vibration above 5 Hz, m/s²; nil while unknown.
    public var vibration: Double?
    /// Mean voltage, V; nil while unknown.
    public var voltage: Double?
    /// How fast the voltage fell in the hover, V/min, positive; nil while unknown.
    public var voltageFall: Double?
    /// Estimated electrical power, W, by the motor map (±10 %).
    public var power: Double
    /// Thrust-to-weight at the measured voltage; nil while unknown.
    public var ratio: Double?
    /// Thrust-to-weight at ``ThrustLaw/referenceVoltage``.
    public var referenceRatio: Double

    /// Brings what depends on the air to its density, kg/m³; nil while unknown.
    mutating func take(density: Double?, law: ThrustLaw) {
        correctedSquare = square * (density ?? ThrustLaw.referenceDensity) / ThrustLaw.referenceDensity
        let gross = 4 * law.thrust(square: square, density: density ?? law.coefficientDensity) / ThrustLaw.gravity
        power = law.hoverPower(grossMass: gross)
    }

    /// What is left at the measured voltage, 0–1; nil while unknown.
    public var reserve: Double? { ratio.map { 1 - 1 / $0 } }
    /// What is left at the reference voltage, 0–1.
    public var referenceReserve: Double { 1 - 1 / referenceRatio }
    /// Estimated current, A; nil while the voltage is unknown.
    public var current: Double? { voltage.flatMap { $0 > 0 ? power / $0 : nil } }
}
