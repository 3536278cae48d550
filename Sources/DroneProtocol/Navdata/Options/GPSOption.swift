public import WireBytes

/// GPS receiver ("Flight Recorder") and the drone's use of it; firmware 2.4.x.
///
/// 216 bytes since firmware 2.4.8, 484 before. Between 216 and 484 the layouts differ: see ``hasInertialUnit``.
public struct GPSOption: NavdataOption {
    /// Tag 27.
    public static let tag = NavdataTag.gps
    /// The option's length on the wire, bytes with its head of four.
    public var size = 484
    /// Degrees north, WGS 84; 0 without a receiver.
    public var latitudeDegrees: Double = 0
    /// Degrees east, WGS 84; 0 without a receiver.
    public var longitudeDegrees: Double = 0
    /// Elevation.
    public var elevationMetres: Double = 0
    /// Horizontal dilution of precision.
    public var hdop: Double = 0
    /// Bit mask; 7 with a fix.
    public var dataAvailable: UInt32 = 0
    /// 1 when the home point is set.
    public var homeValidated: Int32 = 0
    /// 1 when a waypoint was accepted.
    public var waypointValidated: Int32 = 0
    /// Home point, degrees north.
    public var homeLatitudeDegrees: Double = 0
    /// Home point, degrees east.
    public var homeLongitudeDegrees: Double = 0
    /// Degrees north by GPS and inertia.
    public var fusedLatitudeDegrees: Double = 0
    /// Degrees east by GPS and inertia.
    public var fusedLongitudeDegrees: Double = 0
    /// 0 without a fix, 1 with.
    public var state: UInt32 = 0
    /// Internals of the trajectory controller.
    public var trajectoryX: Float = 0
    /// Internals of the trajectory controller.
    public var referenceX: Float = 0
    /// Internals of the trajectory controller.
    public var trajectoryY: Float = 0
    /// Internals of the trajectory controller.
    public var referenceY: Float = 0
    /// Internals of the trajectory controller.
    public var pitchProportional: Float = 0
    /// Internals of the trajectory controller.
    public var rollProportional: Float = 0
    /// Internals of the trajectory controller.
    public var pitchIntegral: Float = 0
    /// Internals of the trajectory controller.
    public var rollIntegral: Float = 0
    /// Internals of the trajectory controller.
    public var pitchDerivative: Float = 0
    /// Internals of the trajectory controller.
    public var rollDerivative: Float = 0
    /// Vertical dilution of precision.
    public var vdop: Double = 0
    /// Dilution of precision in space.
    public var pdop: Double = 0
    /// Speed over ground.
    public var speedMetresPerSecond: Float = 0
    /// Time of the receiver's last frame.
    public var frameTimeMilliseconds: UInt32 = 0
    /// Course over ground.
    public var courseDegrees: Float = 0
    /// Course against magnetic north.
    public var magneticCourseDegrees: Float = 0
    /// Estimated horizontal error.
    public var horizontalErrorMetres: Float = 0
    /// Estimated error of the speed.
    public var speedErrorMetresPerSecond: Float = 0
    /// Mean signal of the four best satellites.
    public var signalDecibels: Float = 0
    /// Satellites heard.
    public var satelliteCount: UInt32 = 0
    /// Twelve pairs: satellite, signal in dB.
    public var channels = FixedArray<24, UInt8>(repeating: 0)
    /// 1 when a receiver is plugged in.
    public var plugged: Int32 = 0
    /// Bit field; the upper half is an age in days or a percentage.
    public var ephemerisStatus: UInt32 = 0
    /// Internals of the trajectory controller.
    public var trajectorySpeedX: Float = 0
    /// Internals of the trajectory controller.
    public var trajectorySpeedY: Float = 0
    /// The inertial unit's block of firmware before 2.4.8; on the wire only where ``hasInertialUnit``.
    public var inertialUnit = InertialUnit()
    /// Bit field of the receiver's firmware.
    public var firmwareStatus: UInt32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("latitude", unit: "deg", &latitudeDegrees)
        coder.field("longitude", unit: "deg", &longitudeDegrees)
        coder.field("elevation", unit: "m", &elevationMetres)
        coder.field("hdop", unit: "", &hdop)
        coder.field("data_available", unit: "", &dataAvailable)
        coder.field("zero_validated", unit: "", &homeValidated)
        coder.field("wpt_validated", unit: "", &waypointValidated)
        coder.field("lat0", unit: "deg", &homeLatitudeDegrees)
        coder.field("long0", unit: "deg", &homeLongitudeDegrees)
        coder.field("lat_fused", unit: "deg", &fusedLatitudeDegrees)
        coder.field("long_fused", unit: "deg", &fusedLongitudeDegrees)
        coder.field("gps_state", unit: "", &state)
        coder.field("X_traj", unit: "", &trajectoryX)
        coder.field("X_ref", unit: "", &referenceX)
        coder.field("Y_traj", unit: "", &trajectoryY)
        coder.field("Y_ref", unit: "", &referenceY)
        coder.field("theta_p", unit: "", &pitchProportional)
        coder.field("phi_p", unit: "", &rollProportional)
        coder.field("theta_i", unit: "", &pitchIntegral)
        coder.field("phi_i", unit: "", &rollIntegral)
        coder.field("theta_d", unit: "", &pitchDerivative)
        coder.field("phi_d", unit: "", &rollDerivative)
        coder.field("vdop", unit: "", &vdop)
        coder.field("pdop", unit: "", &pdop)
        coder.field("speed", unit: "m/s", &speedMetresPerSecond)
        coder.field("lastFrameTimestamp", unit: "ms", &frameTimeMilliseconds)
        coder.field("degree", unit: "deg", &courseDegrees)
        coder.field("degree_magnetic", unit: "deg", &magneticCourseDegrees)
        coder.field("ehpe", unit: "m", &horizontalErrorMetres)
        coder.field("ehve", unit: "m/s", &speedErrorMetresPerSecond)
        coder.field("c_n0", unit: "dB", &signalDecibels)
        coder.field("nbsat", unit: "", &satelliteCount)
        coder.fields("channels", unit: "", &channels)
        coder.field("is_gps_plugged", unit: "", &plugged)
        coder.field("ephemerisStatus", unit: "", &ephemerisStatus)
        coder.field("vx_traj", unit: "", &trajectorySpeedX)
        coder.field("vy_traj", unit: "", &trajectorySpeedY)
        if hasInertialUnit { inertialUnit.code(&coder) }
        coder.field("firmwareStatus", unit: "", &firmwareStatus)
    }
}

/// The inertial unit (VectorNav) inside the GPS option of firmware before 2.4.8; no capture shows one.
public struct InertialUnit: Equatable, Sendable {
    /// GPS time of the solution.
    public var insTime: Double = 0
    /// GPS week of the solution.
    public var insWeek: UInt16 = 0
    /// Status of the solution.
    public var insStatus: UInt16 = 0
    /// Yaw, pitch, roll.
    public var yawPitchRoll = FixedArray<3, Double>(repeating: 0)
    /// Latitude, longitude, altitude.
    public var insPosition = FixedArray<3, Double>(repeating: 0)
    /// Velocity north, east, down.
    public var insVelocity = FixedArray<3, Double>(repeating: 0)
    /// Uncertainty of the attitude.
    public var attitudeUncertainty: Float = 0
    /// Uncertainty of the position.
    public var positionUncertainty: Float = 0
    /// Uncertainty of the velocity.
    public var velocityUncertainty: Float = 0
    /// GPS time.
    public var gpsTime: Double = 0
    /// GPS week.
    public var gpsWeek: UInt16 = 0
    /// Kind of fix.
    public var gpsFix: UInt8 = 0
    /// Satellites in use.
    public var gpsSatelliteCount: UInt8 = 0
    /// Latitude, longitude, altitude.
    public var gpsPosition = FixedArray<3, Double>(repeating: 0)
    /// Velocity north, east, down.
    public var gpsVelocity = FixedArray<3, Double>(repeating: 0)
    /// Accuracy of the position.
    public var gpsPositionAccuracy = FixedArray<3, Double>(repeating: 0)
    /// Accuracy of the speed.
    public var gpsSpeedAccuracy: Float = 0
    /// Accuracy of the time.
    public var gpsTimeAccuracy: Float = 0
    /// Magnetic field x, y, z.
    public var magneticField = FixedArray<3, Double>(repeating: 0)
    /// Acceleration x, y, z.
    public var acceleration = FixedArray<3, Double>(repeating: 0)
    /// Angular rate x, y, z.
    public var angularRate = FixedArray<3, Double>(repeating: 0)
    /// Temperature of the unit.
    public var temperature: Float = 0
    /// Pressure at the unit.
    public var pressure: Float = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("ins_gps_time", unit: "s", &insTime)
        coder.field("ins_week", unit: "", &insWeek)
        coder.field("ins_status", unit: "", &insStatus)
        coder.fields("ins_ypr", unit: "", &yawPitchRoll)
        coder.fields("ins_lla", unit: "", &insPosition)
        coder.fields("ins_ned_velocity", unit: "", &insVelocity)
        coder.field("ins_att_uncertainty", unit: "", &attitudeUncertainty)
        coder.field("ins_pos_uncertainty", unit: "", &positionUncertainty)
        coder.field("ins_vel_uncertainty", unit: "", &velocityUncertainty)
        coder.field("gps_time", unit: "s", &gpsTime)
        coder.field("gps_week", unit: "", &gpsWeek)
        coder.field("gps_fix", unit: "", &gpsFix)
        coder.field("gps_satellites", unit: "", &gpsSatelliteCount)
        coder.fields("gps_lla", unit: "", &gpsPosition)
        coder.fields("gps_ned_velocity", unit: "", &gpsVelocity)
        coder.fields("gps_pos_accuracy", unit: "", &gpsPositionAccuracy)
        coder.field("gps_speed_accuracy", unit: "", &gpsSpeedAccuracy)
        coder.field("gps_time_accuracy", unit: "", &gpsTimeAccuracy)
        coder.fields("imu_magnetic", unit: "", &magneticField)
        coder.fields("imu_acceleration", unit: "", &acceleration)
        coder.fields("imu_angular_rate", unit: "", &angularRate)
        coder.field("imu_temperature", unit: "", &temperature)
        coder.field("imu_pressure", unit: "", &pressure)
    }
}

/// An experimental sensor ("zimmu 3000") of firmware 2.0 to 2.3, under the tag that GPS took later.
public struct ZimmuOption: NavdataOption {
    /// Tag 27.
    public static let tag = NavdataTag.gps
    /// The option's length on the wire, bytes with its head of four.
    public var size = 12
    /// Raw value.
    public var raw: Int32 = 0
    /// Value found.
    public var filtered: Float = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("vzimmuLSB", unit: "LSB", &raw)
        coder.field("vzfind", unit: "", &filtered)
    }
}

extension GPSOption {
    /// From this size on tag 27 is the GPS option: smaller ones have no room for a position.
    static let smallestSize = 28

    /// Whether the inertial unit's block lies before the last word: from 480 bytes on (484 is the whole option;
    /// peers know one of 480, without the last word).
    public var hasInertialUnit: Bool { size >= 480 }
}
