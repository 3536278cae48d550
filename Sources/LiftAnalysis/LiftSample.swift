public import DroneModel

/// What one packet tells the lift analysis.
public struct LiftSample: Equatable, Sendable {
    /// Since the recording began, s.
    public var time: Double
    /// Whether the drone says it flies (status bit).
    public var isFlying: Bool
    /// Whether it says it holds its place.
    public var isHovering: Bool
    /// Whether it says it is in an emergency: its motors are cut.
    public var isEmergency = false
    /// The pilot's climb command, −1 to 1; 0 while it hovers by itself.
    public var climb: Double
    /// Height above the take-off surface, m; nil while unknown.
    public var height: Double?
    /// Orientation; nil while unknown.
    public var attitude: Attitude?
    /// Set-points of the four motors, counts.
    public var motors: MotorPWM
    /// At the battery's terminals, V; nil while unknown.
    public var voltage: Double?
    /// The charge that the drone tells, percent; nil while unknown.
    public var charge: Double?
    /// Speed over ground by the drone's camera; nil while unknown.
    public var velocity: Velocity?
    /// Vibration above 5 Hz, m/s²; nil while unknown.
    public var vibration: Double?
    /// The longest silence of the pilot's side that ended since the last sample, s; nil where none ended.
    public var commandGap: Double?

    /// A sample.
    public init(
        time: Double, isFlying: Bool, isHovering: Bool, climb: Double = 0, height: Double?, attitude: Attitude?,
        motors: MotorPWM, voltage: Double?
    ) {
        self.time = time
        self.isFlying = isFlying
        self.isHovering = isHovering
        self.climb = climb
        self.height = height
        self.attitude = attitude
        self.motors = motors
        self.voltage = voltage
    }

    /// Mean of the four set-points, counts.
    public var collective: Double {
        Double(Int(motors.frontLeft) + Int(motors.frontRight) + Int(motors.rearRight) + Int(motors.rearLeft)) / 4
    }
}

/// What was known of a flight besides its packets.
public struct LiftConditions: Equatable, Sendable {
    /// What the run is called: its recording.
    public var name: String
    /// Its place in the order of flights, from 1.
    public var order: Int
    /// What was on board; nil where nobody said.
    public var payload: PayloadOnBoard?
    /// The battery's name; nil where nobody said.
    public var battery: String?
    /// Voltage of the battery at rest before the flight, V; nil while unknown.
    public var restingVoltage: Double?
    /// Of the air, degrees Celsius; nil while unknown.
    public var temperature: Double?
    /// Of the air, Pa; nil while unknown.
    public var pressure: Double?
    /// Whether ``pressure`` is what the drone's own barometer read, and nobody's word.
    public var isPressureMeasured = false
    /// What the drone's pressure sensor read of its own temperature, degrees Celsius: it warms itself. Nil while unknown.
    public var sensorTemperature: Double?
    /// Whether ``temperature`` is estimated from ``sensorTemperature``, and nobody's word.
    public var isTemperatureEstimated = false
    /// Where it was flown; nil where nobody said.
    public var place: String?
    /// The wind in the operator's words; nil where nobody said.
    public var wind: String?
    /// The fastest climb that full stick asks for, m/s; nil while unknown.
    public var climbScale: Double?
    /// Whether the flight log says that it did not come off the ground.
    public var hasFailedTakeOff = false
    /// Why the flight does not count, where somebody says so, such as a flight that was ended early.
    public var objection: String?

    /// Conditions.
    public init(name: String, order: Int, payload: PayloadOnBoard? = nil) {
        self.name = name
        self.order = order
        self.payload = payload
    }

    /// How much warmer the pressure sensor is than the air, K: a landed drone indoors showed 43.5 °C (recorded once).
    public static let sensorSelfHeating = 20.0

    /// Density of the air, kg/m³; nil where temperature or pressure is unknown, or nothing that a drone flies in:
    /// −60…80 °C, 200…1200 hPa.
    public var density: Double? {
        guard let temperature, let pressure, (-60...80).contains(temperature), (20_000...120_000).contains(pressure)
        else { return nil }
        return ThrustLaw.density(temperature: temperature, pressure: pressure)
    }
}
