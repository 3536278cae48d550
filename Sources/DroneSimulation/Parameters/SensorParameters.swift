public import DroneModel

/// Errors and delays of what the drone measures.
///
/// Deviations are one standard deviation.
public struct SensorParameters: Equatable, Sendable {
    /// Whether the drone carries a magnetometer: 2.0 only (documented).
    public var hasMagnetometer: Bool
    /// Whether the drone carries a barometer: 2.0 only (documented).
    public var hasBarometer: Bool

    /// Ultrasound cycles per second (documented default; the other choice is 22.22).
    public var ultrasoundRate: Double = 25
    /// Height of the first echo heard in a take-off, m (measured: 0.274 reported; the drone is 3 to 4 cm higher
    /// by the time it knows; recorded: 0.284 in the first packet after it).
    public var firstEchoHeight: Double = 0.25
    /// Farthest echo, m (recalled; reliable to 2.5–3).
    public var ultrasoundRange: Double = 6
    /// Height above which the 2.0 trusts its barometer instead, m (documented as "above 3 m").
    public var barometerHeight: Double = 3
    /// High-frequency deviation of the altitude, m (2.0 measured; 1.0 assumed).
    public var altitudeNoise: Double
    /// Slow deviation of the altitude, m (2.0 measured), forgotten in ``altitudeDriftTime``.
    public var altitudeDrift: Double
    /// Correlation time of the slow altitude error, s (assumed).
    public var altitudeDriftTime: Double = 5
    /// Constant error of the altitude, m (2.0 measured against motion capture, marker height removed).
    public var altitudeBias: Double
    /// Age of the altitude on board, s; 95 ms were measured with Wi-Fi included.
    public var altitudeDelay: Double = 0.060
    /// Deviation of the vertical speed estimate, m/s (assumed).
    public var verticalSpeedNoise: Double = 0.02

    /// Deviation of the barometer's height drift, m: heights of −0.4 and −1.0 m were recorded near the ground.
    public var barometerDrift: Double = 0.3
    /// Correlation time of the barometer's drift, s (assumed).
    public var barometerDriftTime: Double = 60
    /// Deviation of one pressure reading, Pa (assumed).
    public var pressureNoise: Double = 3
    /// How much warmer the pressure sensor is than the air, K: a landed drone indoors shows 43.5 °C (recorded once).
    public var selfHeating: Double = 20

    /// Gyro deviation with turning propellers, rad/s, white at 200 Hz (measured).
    public var gyroNoise: Double = 0.03
    /// Gyro deviation at rest, rad/s (measured).
    public var gyroNoiseAtRest: Double = 0.0007
    /// Accelerometer deviation with turning propellers, g (measured 0.005–0.008).
    public var accelerometerNoise: Double = 0.0065
    /// Accelerometer deviation at rest, g (measured 0.001–0.003).
    public var accelerometerNoiseAtRest: Double = 0.002
    /// Lowest gain of the accelerometer; each drone gets one between this and 1 (measured 0.92–0.93).
    public var accelerometerGainFloor: Double = 0.93
    /// Deviation of the accelerometer's bias between drones, g (measured).
    public var accelerometerBias: Double = 0.02

    /// Deviation of the tilt error between drones before a flat trim, degrees, never beyond 1° (measured range).
    public var attitudeBias: Double = 0.5
    /// Deviation of the tilt error that a flat trim leaves, degrees (assumed).
    public var flatTrimResidual: Double = 0.05
    /// High-frequency deviation of pitch and roll, degrees (measured).
    public var attitudeNoise: Double = 0.04
    /// Step in which angles are reported, degrees (measured).
    public var attitudeQuantum: Double = 0.001
    /// Drift of the heading where nothing but the gyro gives it, rad/s, one deviation between drones (assumed).
    public var headingDrift: Double = 0.002

    /// Share of the true speed that the optical flow shows: 18 % low at walking pace (measured).
    public var flowScale: Double = 0.82
    /// Deviation of the optical flow's speed, m/s (fitted below the measured 0.054, which includes the scale).
    public var flowNoise: Double = 0.015
    /// Correlation time of the flow's error, s (assumed).
    public var flowNoiseTime: Double = 0.2
    /// Below this height the camera sees no speed, m (assumed).
    public var flowFloor: Double = 0.25

    /// Horizontal field of the Earth, mG, towards magnetic north (recalled, central Europe).
    public var horizontalField: Double = 200
    /// Vertical field of the Earth, mG, downwards (recalled, central Europe).
    public var verticalField: Double = 430
    /// Deviation of one magnetometer reading per axis, mG (assumed).
    public var magnetometerNoise: Double = 3
    /// Heading error of an uncalibrated magnetometer, degrees, one deviation between drones (assumed).
    public var uncalibratedHeadingError: Double = 25
    /// Whether the magnetometer was calibrated before this flight.
    public var startsCalibrated: Bool = true
    /// Time constant of the wind estimate, s (assumed).
    public var windFilterTime: Double = 3

    /// The sensors of one generation.
    public init(generation: DroneGeneration) {
        let isSecond = generation == .ardrone2
        hasMagnetometer = isSecond
        hasBarometer = isSecond
        altitudeNoise = isSecond ? 0.002 : 0.005
        altitudeDrift = isSecond ? 0.005 : 0
        altitudeBias = isSecond ? -0.010 : 0
    }
}
