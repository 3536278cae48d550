public import DroneModel

/// Everything the firmware knows by measuring, as it would put it into navdata: late, noisy, biased, quantised.
///
/// Body frame: x forward, y right, z down. Nil where the drone has no such sensor or hears nothing.
public struct SensorReadings: Equatable, Sendable {
    /// Pitch nose up, roll right side down, yaw clockwise, −180…180°.
    ///
    /// On a 2.0 yaw is relative to the heading at power-up until the first echo of the first flight, then jumps to
    /// the magnetic heading; on a 1.0 it stays relative and drifts.
    public var attitude = Attitude(pitch: .zero, roll: .zero, yaw: .zero)
    /// Fused height above the take-off surface, m, in steps of 1 mm; 0 until the first echo and after landing.
    public var altitude = 0.0
    /// Height of the last ultrasound echo, m; about 0.24 on the ground; nil while deaf.
    public var ultrasoundAltitude: Double?
    /// Height by air pressure alone, m; it drifts.
    public var barometricAltitude: Double?
    /// Air pressure, Pa, in steps of 1 Pa.
    public var pressure: Double?
    /// Air pressure on the ground before take-off, Pa.
    public var groundPressure: Double?
    /// Temperature of the pressure sensor, °C, in steps of 0.1; about 20 K warmer than the air.
    public var temperature: Double?
    /// Speed over ground by the camera, m/s: reads 18 % low.
    public var velocity = Velocity(forward: 0, right: 0)
    /// Vertical speed of the altitude estimator, m/s, positive up.
    ///
    /// The demo option does not carry it: real drones send 0 there.
    public var verticalSpeed = 0.0
    /// Specific force, g; about (0, 0, −1) at rest, up to 7 % less.
    public var acceleration = Vector3(x: 0, y: 0, z: -1)
    /// Turn rates about the body axes, rad/s.
    public var angularRate = Vector3.zero
    /// The Earth's field in the body frame, mG.
    public var magneticField: Vector3?
    /// Magnetic heading, clockwise from north, −180…180°.
    public var heading: Angle?
    /// Battery voltage at the terminals, V, in the converter's steps.
    public var batteryVoltage = 0.0
    /// Remaining charge as the drone reckons it, 0–100; ordinal, may rise under lighter load.
    public var batteryPercent = 0
    /// Motor set-points.
    public var motors = MotorPWM(frontLeft: 0, frontRight: 0, rearRight: 0, rearLeft: 0)
    /// The wind that the firmware infers from its lean.
    public var wind: WindEstimate?
    /// Set-points and contributions of the control loops.
    public var control = ControlReadings()

    /// `sat_motor`: 255 in every recorded packet.
    public static let motorSaturation: UInt8 = 255
    /// Motor currents: 0 in every recorded packet, so none are simulated.
    public static let motorCurrent: UInt16 = 0

    /// Nothing measured yet.
    public init() {}
}

/// The wind that the firmware infers.
public struct WindEstimate: Equatable, Sendable {
    /// m/s.
    public var speed: Double
    /// Where the wind blows to, clockwise from north.
    public var direction: Angle

    /// An estimate from its values.
    public init(speed: Double, direction: Angle) {
        self.speed = speed
        self.direction = direction
    }
}

/// Set-points and contributions of the control loops.
///
/// Contributions are in 9-bit PWM units as navdata carries them, twice the 8-bit counts of ``SensorReadings/motors``.
public struct ControlReadings: Equatable, Sendable {
    /// Wanted pitch, nose up positive.
    public var pitch = Angle.zero
    /// Wanted roll, right side down positive.
    public var roll = Angle.zero
    /// Wanted turn rate, rad/s, clockwise positive.
    public var yawRate = 0.0
    /// Wanted height, m.
    public var altitude = 0.0
    /// Wanted vertical speed, m/s, positive up.
    public var verticalSpeed = 0.0
    /// The constant share of the mean motor command: 336 on real drones.
    public var gazFeedForward = 0.0
    /// The altitude loop's share of the mean motor command.
    public var gazAltitude = 0.0
    /// Its part proportional to the height error.
    public var altitudeProportional = 0.0
    /// Its part proportional to the vertical speed error.
    public var altitudeDerivative = 0.0
    /// Its integrated part.
    public var altitudeIntegral = 0.0
    /// Pitch command: positive raises the nose.
    public var pitchCommand = 0.0
    /// Roll command: positive lowers the right side.
    public var rollCommand = 0.0
    /// Yaw command: positive turns clockwise.
    public var yawCommand = 0.0
    /// Integrated part of the yaw command.
    public var yawIntegral = 0.0
    /// Lean added to hold the place, integrated over the distance: pitch.
    public var pitchIntegral = Angle.zero
    /// Lean added to hold the place, integrated over the distance: roll.
    public var rollIntegral = Angle.zero

    /// Everything at rest.
    public init() {}
}

/// What is really so: for tests and reports, never for navdata.
public struct GroundTruth: Equatable, Sendable {
    /// Place of the drone above its starting point, m: x east, y north; z is the height of the feet when level,
    /// 0 on the ground.
    public var position: Vector3
    /// Velocity, m/s, in the same frame.
    public var velocity: Vector3
    /// Turns vectors of the body frame (x forward, y left, z up) into the world.
    public var orientation: Quaternion
    /// The same orientation as angles; yaw is the true heading clockwise from north.
    public var attitude: Attitude
    /// Turn rates about forward, right and down, rad/s.
    public var angularRate: Vector3
    /// Propeller speeds, rad/s.
    public var motorSpeeds: PerMotor<Double>
    /// Sum of the four static thrusts, N.
    public var thrust: Double
    /// Electrical power of the whole drone, W.
    public var power: Double
    /// Battery current, A.
    public var current: Double
    /// Battery voltage at the terminals, V.
    public var voltage: Double
    /// Remaining charge, 0–1.
    public var stateOfCharge: Double
    /// Mass with payload, kg.
    public var grossMass: Double
    /// Centre of mass with payload, m from that without: x forward, y right, z down.
    public var centreOfMass: Vector3
    /// Velocity of the air at the drone, m/s, east, north, up.
    public var airVelocity: Vector3
    /// Whether any part touches the ground.
    public var touchesGround: Bool
}
