/// Gains of the on-board controller, in PWM counts (8-bit) per SI unit.
public struct ControllerParameters: Equatable, Sendable {
    /// Control steps per second.
    ///
    /// Real drones run at 200 Hz (documented).
    public static let rate = 200
    /// One control step, s.
    public static let step = 0.005

    /// Counts per radian of roll or pitch error (measured: 88–90).
    public var attitudeGain: Double = 88
    /// Counts per rad/s of roll or pitch rate (fitted: of five values tried, this gives the 11 rad/s and the
    /// damping of 0.4 seen on 1.0 drones; the measured lower bound is 6–7).
    public var attitudeRateGain: Double = 10
    /// Counts per radian and second of error (assumed).
    public var attitudeIntegralGain: Double = 50
    /// Largest share of the integral, counts (assumed).
    public var attitudeIntegralLimit: Double = 30

    /// Counts per rad/s of yaw rate error (measured: 86).
    public var yawGain: Double = 86
    /// Counts per radian of heading error (fitted: 5 % overshoot).
    public var yawIntegralGain: Double = 40
    /// Largest yaw command, counts (fitted).
    public var yawLimit: Double = 60

    /// Mean command of the four motors that the controller starts from, counts: the recorded feed-forward of 336
    /// in 9-bit units, halved.
    public var hoverFeedForward: Double = 168
    /// Counts per metre of height error (measured: 53).
    public var altitudeGain: Double = 53
    /// Largest height error that counts, m (fitted).
    public var altitudeErrorLimit: Double = 0.6
    /// Counts per m/s of vertical speed error (measured: 31).
    public var verticalSpeedGain: Double = 31
    /// Counts per metre and second of height error (measured: 24).
    public var altitudeIntegralGain: Double = 24
    /// Largest share of the altitude integral, counts (assumed).
    public var altitudeIntegralLimit: Double = 60

    /// Lean against horizontal speed while hovering, rad per m/s (documented: 8000/32768).
    public var hoverSpeedGain: Double = 0.244
    /// Lean against distance travelled while hovering, rad per m (fitted).
    public var hoverDistanceGain: Double = 0.10
    /// Largest lean while hovering, degrees (documented default of the tilt limit).
    public var hoverTiltLimit: Double = 12
    /// Gain of the turn-rate loop during a flip, counts per rad/s (assumed).
    public var flipRateGain: Double = 12

    /// Smallest command of a turning motor, counts (documented).
    public var lowestCommand: Double = 60
    /// Largest command, counts (recorded: `sat_motor` is 255).
    public var highestCommand: Double = 255

    /// The numbers of both generations.
    public init() {}
}

/// Heights, times and limits of take-off, landing and emergencies.
///
/// Heights are metres, times seconds.
public struct ProcedureParameters: Equatable, Sendable {
    /// From a command's arrival to its effect.
    ///
    /// The FLY bit follows the take-off command by 40–60 ms (recorded on the air, so this much or less on board);
    /// other estimates of command delay are 40–200 ms.
    public var commandDelay: Double = 0.040
    /// First stage of spin-up: ``spinUpCommand`` for so long (measured).
    public var spinUpTime: Double = 0.8
    /// PWM of the first stage (measured).
    public var spinUpCommand: Double = 70
    /// Second stage of spin-up.
    ///
    /// One log has 0.9 (measured, ``loggedIdleTime``), with which FLY to first echo takes 3.3 s; the two recorded
    /// take-offs have 3.01 and 3.14 s, which this value gives (fitted to the recordings).
    public var idleTime: Double = 0.65
    /// The second stage in the one log that has motor commands (measured).
    public static let loggedIdleTime = 0.9
    /// PWM of the second stage (measured).
    public var idleCommand: Double = 72
    /// PWM at which the take-off ramp begins (measured).
    public var rampStart: Double = 74
    /// Slope of the ramp, PWM counts per second (measured).
    public var rampRate: Double = 85
    /// Where the ramp ends, PWM.
    ///
    /// It decides which payload can take off: about 30 g per 5 counts. 198 was seen while climbing, the true value is
    /// unknown (assumed).
    public var rampCap: Double = 200
    /// Hover height after take-off (recorded: 0.7–0.9 m).
    public var hoverHeight: Double = 0.75
    /// How long the ramp may run without a first echo before take-off is given up (assumed; the maker's example
    /// programs also allow 5 s).
    public var takeOffTimeout: Double = 5
    /// From the first echo to the hovering state (recorded twice: 3.06 and 3.07 s; with the 3.1 s before it, FLY to
    /// hovering takes the recorded 6.0–6.2 s).
    public var takeOffSettlingTime: Double = 3.07
    /// Distance from the hover height within which take-off may end (assumed).
    public var takeOffTolerance: Double = 0.2
    /// Descent speed of a landing, m/s (recorded: 9.96 m take 13.0 s, 0.7–0.9 m take 0.9–1.7 s).
    public var landingSpeed: Double = 0.80
    /// Contact with the ground for so long ends a landing (assumed).
    public var touchdownTime: Double = 0.05
    /// Below this horizontal speed braking is over, m/s (assumed).
    public var brakingSpeed: Double = 0.25
    /// Braking never takes longer than this (assumed).
    public var brakingTimeout: Double = 3

    /// Roll or pitch beyond which the motors are cut, degrees (assumed).
    public var tiltCutoff: Double = 70
    /// Share of its commanded speed below which a motor counts as blocked (assumed).
    public var stallShare: Double = 0.5
    /// How long a motor may be that slow (assumed).
    public var stallTime: Double = 0.1
    /// Silence of the ultrasound before its bit is set: the watchdog's count is 3 (documented), taken as seconds.
    public var deafTime: Double = 3
    /// How long the drone holds its thrust without ultrasound before it goes down (assumed).
    public var deafHoldTime: Double = 3
    /// Descent speed without ultrasound, m/s (assumed).
    public var deafDescentSpeed: Double = 0.3
    /// How long the drone hovers without its pilot before it lands; nil hovers for ever (assumed).
    public var lostLinkLandingDelay: Double? = 10

    /// Turn rate of the magnetometer calibration, degrees per second (assumed; it takes about one turn, documented).
    public var calibrationRate: Double = 100
    /// Height below which flips are refused (assumed; that they need height is documented).
    public var flipHeight: Double = 1.5
    /// Battery percentage below which flips are refused (recalled from the maker's app).
    public var flipBatteryPercent: Int = 30
    /// Turn rate of a flip, rad/s (assumed).
    public var flipRate: Double = 12

    /// The numbers of both generations.
    public init() {}
}
