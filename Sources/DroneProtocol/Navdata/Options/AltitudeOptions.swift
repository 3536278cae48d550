public import WireBytes

/// Altitude estimator.
///
/// 20 bytes in SDK 1.5, 56 later.
public struct AltitudeOption: NavdataOption {
    /// Tag 10.
    public static let tag = NavdataTag.altitude
    /// The option's length on the wire, bytes with its head of four.
    public var size = 56
    /// Height as the vision uses it, above zero also on the ground.
    public var visionMillimetres: Int32 = 0
    /// Vertical speed.
    public var verticalMillimetresPerSecond: Float = 0
    /// Height set-point.
    public var referenceMillimetres: Int32 = 0
    /// Height by ultrasound; the last field of SDK 1.5.
    public var rawMillimetres: Int32 = 0
    /// Vertical acceleration of the observer.
    public var observedAcceleration: Float = 0
    /// Height of the observer.
    public var observedAltitudeMetres: Float = 0
    /// Internals of the observer.
    public var observerState = FixedArray<3, Float>(repeating: 0)
    /// Mode of the observer.
    public var observerMode: UInt32 = 0
    /// Estimated speed.
    public var estimatedSpeed = FixedArray<2, Float>(repeating: 0)
    /// Mode of the estimator.
    public var estimatorMode: UInt32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("altitude_vision", unit: "mm", &visionMillimetres)
        coder.field("altitude_vz", unit: "mm/s", &verticalMillimetresPerSecond)
        coder.field("altitude_ref", unit: "mm", &referenceMillimetres)
        coder.field("altitude_raw", unit: "mm", &rawMillimetres)
        coder.field("obs_accZ", unit: "m/s2", &observedAcceleration)
        coder.field("obs_alt", unit: "m", &observedAltitudeMetres)
        coder.fields("obs_x", unit: "", &observerState)
        coder.field("obs_state", unit: "", &observerMode)
        coder.fields("est_vb", unit: "", &estimatedSpeed)
        coder.field("est_state", unit: "", &estimatorMode)
    }
}

/// Wind estimate; 2.0 only.
///
/// 56 bytes up to firmware 2.3, 64 in 2.4.x.
public struct WindSpeedOption: NavdataOption {
    /// Tag 23.
    public static let tag = NavdataTag.windSpeed
    /// The option's length on the wire, bytes with its head of four.
    public var size = 64
    /// Wind speed.
    public var speedMetresPerSecond: Float = 0
    /// Direction that the wind blows to, from north to east.
    public var angleRadians: Float = 0
    /// Pitch against the wind.
    public var pitchCompensationRadians: Float = 0
    /// Roll against the wind.
    public var rollCompensationRadians: Float = 0
    /// States 1 to 6 of the estimator; the first two are the speed by vision, mm/s.
    public var states = FixedArray<6, Float>(repeating: 0)
    /// Internals; the last fields up to firmware 2.3.
    public var magnetometerDebug = FixedArray<3, Float>(repeating: 0)
    /// States 7 and 8 of the estimator.
    public var lateStates = FixedArray<2, Float>(repeating: 0)

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("wind_speed", unit: "m/s", &speedMetresPerSecond)
        coder.field("wind_angle", unit: "rad", &angleRadians)
        coder.field("wind_compensation_theta", unit: "rad", &pitchCompensationRadians)
        coder.field("wind_compensation_phi", unit: "rad", &rollCompensationRadians)
        coder.fields("state_x", unit: "", &states)
        coder.fields("magneto_debug", unit: "", &magnetometerDebug)
        coder.fields("state_x7_8", unit: "", &lateStates)
    }
}

/// Altitude filter with the barometer; 2.0 only.
public struct KalmanPressureOption: NavdataOption {
    /// Tag 24.
    public static let tag = NavdataTag.kalmanPressure
    /// The option's length on the wire, bytes with its head of four.
    public var size = 72
    /// Pressure at the take-off place.
    public var groundPressurePascals: Float = 0
    /// Estimated height; the maker gives no unit.
    public var altitude: Float = 0
    /// Estimated vertical speed; the maker gives no unit.
    public var verticalSpeed: Float = 0
    /// Estimated bias of the thrust.
    public var thrustBias: Float = 0
    /// Estimated bias of the pressure.
    public var pressureBias: Float = 0
    /// Offset of the ultrasound.
    public var ultrasoundOffset: Float = 0
    /// Predicted ultrasound.
    public var ultrasoundPrediction: Float = 0
    /// Covariance of the height.
    public var altitudeCovariance: Float = 0
    /// Covariance of the thrust.
    public var thrustCovariance: Float = 0
    /// Covariance of the speed.
    public var speedCovariance: Float = 0
    /// 1 in ground effect.
    public var groundEffect: Int32 = 0
    /// Sum of the innovations.
    public var innovationSum: Float = 0
    /// 1 when the ultrasound is rejected.
    public var ultrasoundRejected: Int32 = 0
    /// Test signal.
    public var multisinus: Float = 0
    /// Thrust of the altitude loop.
    public var thrustAltitude: Float = 0
    /// 1 during the test signal.
    public var multisinusFlag: Int32 = 0
    /// 1 at the start of the test signal.
    public var multisinusStart: Int32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("offset_pressure", unit: "Pa", &groundPressurePascals)
        coder.field("est_z", unit: "", &altitude)
        coder.field("est_zdot", unit: "", &verticalSpeed)
        coder.field("est_bias_PWM", unit: "", &thrustBias)
        coder.field("est_biais_pression", unit: "", &pressureBias)
        coder.field("offset_US", unit: "", &ultrasoundOffset)
        coder.field("prediction_US", unit: "", &ultrasoundPrediction)
        coder.field("cov_alt", unit: "", &altitudeCovariance)
        coder.field("cov_PWM", unit: "", &thrustCovariance)
        coder.field("cov_vitesse", unit: "", &speedCovariance)
        coder.field("bool_effet_sol", unit: "", &groundEffect)
        coder.field("somme_inno", unit: "", &innovationSum)
        coder.field("flag_rejet_US", unit: "", &ultrasoundRejected)
        coder.field("u_multisinus", unit: "", &multisinus)
        coder.field("gaz_altitude", unit: "", &thrustAltitude)
        coder.field("Flag_multisinus", unit: "", &multisinusFlag)
        coder.field("Flag_multisinus_debut", unit: "", &multisinusStart)
    }
}
