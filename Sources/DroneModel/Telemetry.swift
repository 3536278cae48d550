/// What is known of a drone right now: SI units, each value with its arrival time, nil where never received.
///
/// Body frame: x forward, y right, z down. The same value feeds the cockpit, the JSON feed, missions and
/// recordings, so that no number is computed twice.
public struct Telemetry: Equatable, Sendable {
    /// The 32 status bits.
    public var status: Reading<DroneStatus>?
    /// What the drone says it is doing.
    public var state: Reading<FlightState>?
    /// The minor control state, a number whose meaning depends on ``state``.
    public var minorState: Reading<Int>?
    /// Pitch, roll and yaw.
    public var attitude: Reading<Attitude>?
    /// Height above the take-off surface as the drone fuses it, metres; signed, it drifts.
    public var altitude: Reading<Double>?
    /// Height by ultrasound alone, metres.
    public var ultrasoundAltitude: Reading<Double>?
    /// Height by the barometer's estimator, metres; 2.0 only.
    public var barometricAltitude: Reading<Double>?
    /// Vertical speed, metres per second, positive up, derived from the altitude: the drone's own value is
    /// 0 throughout on real drones.
    public var verticalSpeed: Reading<Double>?
    /// Speed over ground in the body frame as the drone estimates it, metres per second.
    public var velocity: Reading<Velocity>?
    /// Remaining battery, percent as the drone computes it. It may rise again under lighter load.
    public var batteryPercent: Reading<Int>?
    /// Battery voltage at the terminals, volts; full navdata only.
    public var batteryVoltage: Reading<Double>?
    /// Motor set-points, PWM 0–255.
    public var motors: Reading<MotorPWM>?
    /// Wi-Fi link quality as the drone sees it, 0 (lost) to 1 (perfect).
    public var wifiQuality: Reading<Double>?
    /// Air pressure, pascals; 2.0 only.
    public var pressure: Reading<Double>?
    /// Temperature of the pressure sensor, degrees Celsius; 2.0 only.
    public var temperature: Reading<Double>?
    /// Magnetic heading, clockwise from north; 2.0 only.
    public var heading: Reading<Angle>?
    /// Position by the GPS dongle; nil also while it has no fix.
    public var position: Reading<GeoPosition>?
    /// The drone's own clock since boot, from its time option; wraps every 2048 s.
    public var droneTime: Reading<Duration>?

    /// Nothing known yet.
    public init() {}

    /// Whether the drone flies: by its status bit, which never depended on the firmware. Nil when unknown.
    public func isFlying(at now: Duration) -> Bool? {
        status.current(at: now)?.contains(.flying)
    }
}

/// Orientation of the body against the horizon and north.
public struct Attitude: Equatable, Sendable {
    /// Positive nose up.
    public var pitch: Angle
    /// Positive right side down.
    public var roll: Angle
    /// Positive clockwise seen from above; −180° to 180°.
    public var yaw: Angle

    /// An attitude from its three angles.
    public init(pitch: Angle, roll: Angle, yaw: Angle) {
        self.pitch = pitch
        self.roll = roll
        self.yaw = yaw
    }
}

/// Horizontal speed in the body frame, metres per second.
public struct Velocity: Equatable, Sendable {
    /// Positive forward.
    public var forward: Double
    /// Positive to the right.
    public var right: Double

    /// A velocity from its components.
    public init(forward: Double, right: Double) {
        self.forward = forward
        self.right = right
    }

    /// The speed regardless of direction, metres per second.
    public var magnitude: Double { (forward * forward + right * right).squareRoot() }
}

/// The four motor set-points, PWM 0–255.
public struct MotorPWM: Equatable, Sendable {
    /// Front left, motor 1.
    public var frontLeft: UInt8
    /// Front right, motor 2.
    public var frontRight: UInt8
    /// Rear right, motor 3.
    public var rearRight: UInt8
    /// Rear left, motor 4.
    public var rearLeft: UInt8

    /// Set-points from the four numbers, in the drone's order.
    public init(frontLeft: UInt8, frontRight: UInt8, rearRight: UInt8, rearLeft: UInt8) {
        self.frontLeft = frontLeft
        self.frontRight = frontRight
        self.rearRight = rearRight
        self.rearLeft = rearLeft
    }

    /// The four set-points in the drone's order.
    public var all: [UInt8] { [frontLeft, frontRight, rearRight, rearLeft] }

    /// What the busiest motor still has to give before its set-point is at the end of the scale, counts.
    public var headroom: Int { 255 - Int(max(max(frontLeft, frontRight), max(rearRight, rearLeft))) }

    /// The difference between the busiest and the least busy motor, counts: a load off-centre, a bent propeller.
    public var spread: Int {
        Int(max(max(frontLeft, frontRight), max(rearRight, rearLeft)))
            - Int(min(min(frontLeft, frontRight), min(rearRight, rearLeft)))
    }

    /// The mean of the four: hover throttle in counts when hovering.
    public var mean: Double { Double(Int(frontLeft) + Int(frontRight) + Int(rearRight) + Int(rearLeft)) / 4 }
}

/// A place on Earth, WGS 84.
public struct GeoPosition: Equatable, Sendable {
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    /// Metres above the ellipsoid or sea, as the receiver reports it.
    public var elevation: Double

    /// A position from its coordinates.
    public init(latitude: Double, longitude: Double, elevation: Double) {
        self.latitude = latitude
        self.longitude = longitude
        self.elevation = elevation
    }
}
