public import WireBytes

/// Set-points of the control loops.
///
/// 36 bytes in SDK 1.x, 88 in 2.x.
public struct ReferencesOption: NavdataOption {
    /// Tag 6.
    public static let tag = NavdataTag.references
    /// The option's length on the wire, bytes with its head of four.
    public var size = 88
    /// Pitch set-point.
    public var pitchMillidegrees: Int32 = 0
    /// Roll set-point.
    public var rollMillidegrees: Int32 = 0
    /// Integrated pitch term.
    public var pitchIntegralMillidegrees: Int32 = 0
    /// Integrated roll term.
    public var rollIntegralMillidegrees: Int32 = 0
    /// Pitch set-point before integration.
    public var commandedPitchMillidegrees: Int32 = 0
    /// Roll set-point before integration.
    public var commandedRollMillidegrees: Int32 = 0
    /// Yaw rate set-point.
    public var yawRateMillidegreesPerSecond: Int32 = 0
    /// Heading set-point; the last field of SDK 1.x.
    public var headingMillidegrees: Int32 = 0
    /// Speed set-point, forward.
    public var forwardMillimetresPerSecond: Float = 0
    /// Speed set-point, right.
    public var rightMillimetresPerSecond: Float = 0
    /// Pitch of the model.
    public var modelPitchRadians: Float = 0
    /// Roll of the model.
    public var modelRollRadians: Float = 0
    /// Gain of the forward speed.
    public var forwardGain: Float = 0
    /// Gain of the rightward speed.
    public var rightGain: Float = 0
    /// Gain mode.
    public var gainMode: UInt32 = 0
    /// Time of the last user command.
    public var userTime: Float = 0
    /// Pitch last commanded by the user.
    public var userPitch: Float = 0
    /// Roll last commanded by the user.
    public var userRoll: Float = 0
    /// Heading last sent by the user.
    public var userHeading: Float = 0
    /// Accuracy of that heading.
    public var userHeadingAccuracy: Float = 0
    /// Sequence number of the AT command in use.
    public var userSequence: Int32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("ref_theta", unit: "mdeg", &pitchMillidegrees)
        coder.field("ref_phi", unit: "mdeg", &rollMillidegrees)
        coder.field("ref_theta_I", unit: "mdeg", &pitchIntegralMillidegrees)
        coder.field("ref_phi_I", unit: "mdeg", &rollIntegralMillidegrees)
        coder.field("ref_pitch", unit: "mdeg", &commandedPitchMillidegrees)
        coder.field("ref_roll", unit: "mdeg", &commandedRollMillidegrees)
        coder.field("ref_yaw", unit: "mdeg/s", &yawRateMillidegreesPerSecond)
        coder.field("ref_psi", unit: "mdeg", &headingMillidegrees)
        coder.field("vx_ref", unit: "mm/s", &forwardMillimetresPerSecond)
        coder.field("vy_ref", unit: "mm/s", &rightMillimetresPerSecond)
        coder.field("theta_mod", unit: "rad", &modelPitchRadians)
        coder.field("phi_mod", unit: "rad", &modelRollRadians)
        coder.field("k_v_x", unit: "", &forwardGain)
        coder.field("k_v_y", unit: "", &rightGain)
        coder.field("k_mode", unit: "", &gainMode)
        coder.field("ui_time", unit: "", &userTime)
        coder.field("ui_theta", unit: "", &userPitch)
        coder.field("ui_phi", unit: "", &userRoll)
        coder.field("ui_psi", unit: "", &userHeading)
        coder.field("ui_psi_accuracy", unit: "", &userHeadingAccuracy)
        coder.field("ui_seq", unit: "", &userSequence)
    }
}

/// Trims that a flat trim stored.
public struct TrimsOption: NavdataOption {
    /// Tag 7.
    public static let tag = NavdataTag.trims
    /// The option's length on the wire, bytes with its head of four.
    public var size = 16
    /// Trim of the yaw rate.
    public var yawRateTrim: Float = 0
    /// Trim of the pitch.
    public var pitchTrimMillidegrees: Float = 0
    /// Trim of the roll.
    public var rollTrimMillidegrees: Float = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("angular_rates_trim_r", unit: "", &yawRateTrim)
        coder.field("euler_angles_trim_theta", unit: "mdeg", &pitchTrimMillidegrees)
        coder.field("euler_angles_trim_phi", unit: "mdeg", &rollTrimMillidegrees)
    }
}

/// What the pilot commands, as the drone understood it.
public struct RCReferencesOption: NavdataOption {
    /// Tag 8.
    public static let tag = NavdataTag.rcReferences
    /// The option's length on the wire, bytes with its head of four.
    public var size = 24
    /// Pitch command.
    public var pitch: Int32 = 0
    /// Roll command.
    public var roll: Int32 = 0
    /// Yaw command.
    public var yaw: Int32 = 0
    /// Vertical command.
    public var thrust: Int32 = 0
    /// State of the start button.
    public var startButton: Int32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("rc_ref_pitch", unit: "", &pitch)
        coder.field("rc_ref_roll", unit: "", &roll)
        coder.field("rc_ref_yaw", unit: "", &yaw)
        coder.field("rc_ref_gaz", unit: "", &thrust)
        coder.field("rc_ref_ag", unit: "", &startButton)
    }
}

/// Motor mixer.
///
/// 68 bytes in SDK 1.x, 76 up to firmware 2.3, 92 in 2.4.x.
public struct PWMOption: NavdataOption {
    /// Tag 9.
    public static let tag = NavdataTag.pwm
    /// The option's length on the wire, bytes with its head of four.
    public var size = 92
    /// Set-points: front left, front right, rear right, rear left; 0 when stopped.
    public var motors = FixedArray<4, UInt8>(repeating: 0)
    /// Saturation limits, in the same order.
    public var saturatedMotors = FixedArray<4, UInt8>(repeating: 0)
    /// Feed-forward thrust; an integer in SDK 1.x, a float later: see ``hasIntegerThrust``.
    public var thrustFeedForward = IntegerOrFloat(bits: 0)
    /// Thrust of the altitude loop; an integer in SDK 1.x, a float later: see ``hasIntegerThrust``.
    public var thrustAltitude = IntegerOrFloat(bits: 0)
    /// Integral of the altitude loop.
    public var altitudeIntegralMillimetresPerSecond: Float = 0
    /// Vertical speed set-point.
    public var verticalReferenceMillimetresPerSecond: Float = 0
    /// Output of the pitch loop.
    public var pitchOutput: Int32 = 0
    /// Output of the roll loop.
    public var rollOutput: Int32 = 0
    /// Output of the yaw loop.
    public var yawOutput: Int32 = 0
    /// Integral of the yaw loop.
    public var yawIntegral: Float = 0
    /// Pitch output after planning.
    public var plannedPitchOutput: Int32 = 0
    /// Roll output after planning.
    public var plannedRollOutput: Int32 = 0
    /// Yaw output after planning.
    public var plannedYawOutput: Int32 = 0
    /// Thrust output after planning.
    public var plannedThrustOutput: Float = 0
    /// Motor currents, 0 on 2.0; the last fields of SDK 1.x.
    public var motorCurrentsMilliamperes = FixedArray<4, UInt16>(repeating: 0)
    /// Proportional term of the altitude loop.
    public var altitudeProportional: Float = 0
    /// Derivative term of the altitude loop; the last field up to firmware 2.3.
    public var altitudeDerivative: Float = 0
    /// 0 dead, 1 flash good, 2 flash failed, 3 idle, 4 ramp, 5 running, 6 stalled.
    public var motorStatus = FixedArray<4, UInt32>(repeating: 0)

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.fields("motor", unit: "PWM", &motors)
        coder.fields("sat_motor", unit: "PWM", &saturatedMotors)
        if hasIntegerThrust {
            coder.field("gaz_feed_forward", unit: "PWM", &thrustFeedForward.integer)
            coder.field("gaz_altitude", unit: "PWM", &thrustAltitude.integer)
        } else {
            coder.field("gaz_feed_forward", unit: "PWM", &thrustFeedForward.float)
            coder.field("gaz_altitude", unit: "PWM", &thrustAltitude.float)
        }
        coder.field("altitude_integral", unit: "mm/s", &altitudeIntegralMillimetresPerSecond)
        coder.field("vz_ref", unit: "mm/s", &verticalReferenceMillimetresPerSecond)
        coder.field("u_pitch", unit: "PWM", &pitchOutput)
        coder.field("u_roll", unit: "PWM", &rollOutput)
        coder.field("u_yaw", unit: "PWM", &yawOutput)
        coder.field("yaw_u_I", unit: "PWM", &yawIntegral)
        coder.field("u_pitch_planif", unit: "PWM", &plannedPitchOutput)
        coder.field("u_roll_planif", unit: "PWM", &plannedRollOutput)
        coder.field("u_yaw_planif", unit: "PWM", &plannedYawOutput)
        coder.field("u_gaz_planif", unit: "PWM", &plannedThrustOutput)
        coder.fields("current_motor", unit: "mA", &motorCurrentsMilliamperes)
        coder.field("altitude_prop", unit: "PWM", &altitudeProportional)
        coder.field("altitude_der", unit: "PWM", &altitudeDerivative)
        coder.fields("motor_status", unit: "", &motorStatus)
    }
}

/// Set-points received from the client; firmware 2.4.x.
///
/// 32 bytes in the maker's header, 36 measured.
public struct HostOption: NavdataOption {
    /// Tag 29.
    public static let tag = NavdataTag.host
    /// The option's length on the wire, bytes with its head of four.
    public var size = 36
    /// Flags of the progressive command.
    public var flags: Int32 = 0
    /// Vertical command.
    public var thrust: Float = 0
    /// Yaw command.
    public var yaw: Float = 0
    /// Roll command.
    public var roll: Float = 0
    /// Pitch command.
    public var pitch: Float = 0
    /// Heading of the client.
    public var heading: Float = 0
    /// Accuracy of that heading.
    public var headingAccuracy: Float = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("host_flag", unit: "", &flags)
        coder.field("host_gaz", unit: "", &thrust)
        coder.field("host_yaw", unit: "", &yaw)
        coder.field("host_phi", unit: "", &roll)
        coder.field("host_theta", unit: "", &pitch)
        coder.field("host_magneto_psi", unit: "", &heading)
        coder.field("host_magneto_psi_accuracy", unit: "", &headingAccuracy)
    }
}

extension PWMOption {
    /// Whether the two thrust words are integers, as in SDK 1.x, whose option is shorter than 76 bytes.
    public var hasIntegerThrust: Bool { size < 76 }
}
