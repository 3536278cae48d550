public import WireBytes

/// The drone's clock.
public struct TimeOption: NavdataOption {
    /// Tag 1.
    public static let tag = NavdataTag.time
    /// The option's length on the wire, bytes with its head of four.
    public var size = 8
    /// Seconds in bits 31 to 21, which wrap every 2048 s, microseconds in bits 20 to 0.
    public var ticks: UInt32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("time", unit: "", &ticks)
    }
}

/// Sensor words as the converters give them.
///
/// 38 bytes in SDK 1.5, 40 in 1.8, 52 in 2.x.
public struct RawMeasuresOption: NavdataOption {
    /// Tag 2.
    public static let tag = NavdataTag.rawMeasures
    /// The option's length on the wire, bytes with its head of four.
    public var size = 52
    /// Accelerometers x, y, z, filtered; about 2048 at 0 g and 512 per g on a 2.0.
    public var accelerometers = FixedArray<3, UInt16>(repeating: 0)
    /// Gyros x, y, z.
    ///
    /// SDK 1.x declares them unsigned; they are signed on the wire all the same.
    public var gyros = FixedArray<3, Int16>(repeating: 0)
    /// Gyros x, y with a range of 110 degrees per second; 1.0 only.
    public var preciseGyros = FixedArray<2, Int16>(repeating: 0)
    /// Battery voltage.
    public var batteryMillivolts: UInt32 = 0
    /// Start of the ultrasound echo.
    public var echoStart: UInt16 = 0
    /// End of the ultrasound echo.
    public var echoEnd: UInt16 = 0
    /// Association of the ultrasound echo.
    public var echoAssociation: UInt16 = 0
    /// Distance of the ultrasound echo.
    public var echoDistance: UInt16 = 0
    /// Curve time of the ultrasound echo.
    public var echoCurveTime: UInt16 = 0
    /// Curve value of the ultrasound echo.
    public var echoCurveValue: UInt16 = 0
    /// Curve reference of the ultrasound echo; the last field of SDK 1.5.
    public var echoCurveReference: UInt16 = 0
    /// Initial echo flag; the last field of SDK 1.8.
    public var echoInitialised: UInt16 = 0
    /// Number of echoes.
    public var echoCount: UInt16 = 0
    /// Energy of the echoes.
    public var echoEnergy: UInt32 = 0
    /// Height by ultrasound, not filtered.
    public var ultrasoundAltitudeMillimetres: Int32 = 0
    /// Gradient of the echo.
    public var gradient: Int16 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.fields("raw_accs", unit: "LSB", &accelerometers)
        coder.fields("raw_gyros", unit: "LSB", &gyros)
        coder.fields("raw_gyros_110", unit: "LSB", &preciseGyros)
        coder.field("vbat_raw", unit: "mV", &batteryMillivolts)
        coder.field("us_debut_echo", unit: "LSB", &echoStart)
        coder.field("us_fin_echo", unit: "LSB", &echoEnd)
        coder.field("us_association_echo", unit: "LSB", &echoAssociation)
        coder.field("us_distance_echo", unit: "LSB", &echoDistance)
        coder.field("us_courbe_temps", unit: "LSB", &echoCurveTime)
        coder.field("us_courbe_valeur", unit: "LSB", &echoCurveValue)
        coder.field("us_courbe_ref", unit: "LSB", &echoCurveReference)
        coder.field("flag_echo_ini", unit: "", &echoInitialised)
        coder.field("nb_echo", unit: "", &echoCount)
        coder.field("sum_echo", unit: "LSB", &echoEnergy)
        coder.field("alt_temp_raw", unit: "mm", &ultrasoundAltitudeMillimetres)
        coder.field("gradient", unit: "LSB", &gradient)
    }
}

/// Calibrated accelerometers and gyros.
public struct PhysMeasuresOption: NavdataOption {
    /// Tag 3.
    public static let tag = NavdataTag.physMeasures
    /// The option's length on the wire, bytes with its head of four.
    public var size = 46
    /// Temperature of the accelerometers.
    public var accelerometerTemperatureCelsius: Float = 0
    /// Temperature of the gyros, raw.
    public var gyroTemperature: UInt16 = 0
    /// Acceleration x forward, y right, z; z is about −1000 when level.
    public var accelerationsMilligravity = FixedArray<3, Float>(repeating: 0)
    /// Body rates without bias.
    public var ratesDegreesPerSecond = FixedArray<3, Float>(repeating: 0)
    /// The 3.3 V rail; 0 on 2.0.
    public var supply3V3: UInt32 = 0
    /// Reference voltage of the yaw gyro; 0 on 2.0.
    public var yawGyroReference: UInt32 = 0
    /// Reference voltage of the roll and pitch gyro; 0 on 2.0.
    public var tiltGyroReference: UInt32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("accs_temp", unit: "degC", &accelerometerTemperatureCelsius)
        coder.field("gyro_temp", unit: "LSB", &gyroTemperature)
        coder.fields("phys_accs", unit: "mg", &accelerationsMilligravity)
        coder.fields("phys_gyros", unit: "deg/s", &ratesDegreesPerSecond)
        coder.field("alim3V3", unit: "LSB", &supply3V3)
        coder.field("vrefEpson", unit: "LSB", &yawGyroReference)
        coder.field("vrefIDG", unit: "LSB", &tiltGyroReference)
    }
}

/// Learned gyro bias.
public struct GyrosOffsetsOption: NavdataOption {
    /// Tag 4.
    public static let tag = NavdataTag.gyrosOffsets
    /// The option's length on the wire, bytes with its head of four.
    public var size = 16
    /// Bias of x, y, z.
    public var offsetsDegreesPerSecond = FixedArray<3, Float>(repeating: 0)

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.fields("offset_g", unit: "deg/s", &offsetsDegreesPerSecond)
    }
}

/// Attitude from the gravity vector alone.
public struct EulerAnglesOption: NavdataOption {
    /// Tag 5.
    public static let tag = NavdataTag.eulerAngles
    /// The option's length on the wire, bytes with its head of four.
    public var size = 12
    /// Pitch, positive nose up.
    public var pitchMillidegrees: Float = 0
    /// Roll, positive right side down.
    public var rollMillidegrees: Float = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("theta_a", unit: "mdeg", &pitchMillidegrees)
        coder.field("phi_a", unit: "mdeg", &rollMillidegrees)
    }
}

/// Barometer; 2.0 only.
public struct PressureRawOption: NavdataOption {
    /// Tag 21.
    public static let tag = NavdataTag.pressureRaw
    /// The option's length on the wire, bytes with its head of four.
    public var size = 18
    /// Pressure before compensation.
    public var rawPressure: Int32 = 0
    /// Temperature before compensation.
    public var rawTemperature: Int16 = 0
    /// Temperature of the sensor, tenths of a degree.
    public var temperatureDecicelsius: Int32 = 0
    /// Pressure.
    public var pressurePascals: Int32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("up", unit: "LSB", &rawPressure)
        coder.field("ut", unit: "LSB", &rawTemperature)
        coder.field("Temperature_meas", unit: "0.1 degC", &temperatureDecicelsius)
        coder.field("Pression_meas", unit: "Pa", &pressurePascals)
    }
}

/// Magnetometer; 2.0 only.
///
/// 75 bytes up to firmware 2.3, 83 in 2.4.x.
public struct MagnetoOption: NavdataOption {
    /// Tag 22.
    public static let tag = NavdataTag.magneto
    /// The option's length on the wire, bytes with its head of four.
    public var size = 83
    /// Field x, y, z as measured.
    public var raw = FixedArray<3, Int16>(repeating: 0)
    /// Field x, y, z in the body frame.
    public var rawMilligauss = FixedArray<3, Float>(repeating: 0)
    /// Field without offset, rotated to level.
    public var rectifiedMilligauss = FixedArray<3, Float>(repeating: 0)
    /// Offset learned by the calibration.
    public var offsetMilligauss = FixedArray<3, Float>(repeating: 0)
    /// Heading by the magnetometer, unwrapped.
    public var headingDegrees: Float = 0
    /// Heading by the gyro, unwrapped.
    public var gyroHeadingDegrees: Float = 0
    /// Heading by both, unwrapped.
    public var fusedHeadingDegrees: Float = 0
    /// 1 when calibrated.
    public var calibrationOK: UInt8 = 0
    /// State of the calibration.
    public var state: UInt32 = 0
    /// Norm of the calibrated field.
    public var radiusMilligauss: Float = 0
    /// Mean of the error.
    public var errorMean: Float = 0
    /// Variance of the error; the last field up to firmware 2.3.
    public var errorVariance: Float = 0
    /// Mean of the background's error.
    public var backgroundErrorMean: Float = 0
    /// Variance of the background's error.
    public var backgroundErrorVariance: Float = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.fields("m", unit: "LSB", &raw)
        coder.fields("magneto_raw", unit: "mG", &rawMilligauss)
        coder.fields("magneto_rectified", unit: "mG", &rectifiedMilligauss)
        coder.fields("magneto_offset", unit: "mG", &offsetMilligauss)
        coder.field("heading_unwrapped", unit: "deg", &headingDegrees)
        coder.field("heading_gyro_unwrapped", unit: "deg", &gyroHeadingDegrees)
        coder.field("heading_fusion_unwrapped", unit: "deg", &fusedHeadingDegrees)
        coder.field("magneto_calibration_ok", unit: "", &calibrationOK)
        coder.field("magneto_state", unit: "", &state)
        coder.field("magneto_radius", unit: "mG", &radiusMilligauss)
        coder.field("error_mean", unit: "", &errorMean)
        coder.field("error_var", unit: "", &errorVariance)
        coder.field("error_mean_background", unit: "", &backgroundErrorMean)
        coder.field("error_var_background", unit: "", &backgroundErrorVariance)
    }
}

/// Control loop counter.
public struct WatchdogOption: NavdataOption {
    /// Tag 17.
    public static let tag = NavdataTag.watchdog
    /// The option's length on the wire, bytes with its head of four.
    public var size = 8
    /// Counts control loops.
    public var counter: Int32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("watchdog", unit: "", &counter)
    }
}

/// Raw frame of the navigation board.
public struct ADCDataFrameOption: NavdataOption {
    /// Tag 18.
    public static let tag = NavdataTag.adcDataFrame
    /// The option's length on the wire, bytes with its head of four.
    public var size = 40
    /// Version of the frame.
    public var version: UInt32 = 0
    /// The frame's bytes.
    public var frame = FixedArray<32, UInt8>(repeating: 0)

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("version", unit: "", &version)
        coder.fields("data_frame", unit: "", &frame)
    }
}
