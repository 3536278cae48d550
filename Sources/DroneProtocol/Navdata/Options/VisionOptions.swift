public import WireBytes

/// Translation seen by the vertical camera.
public struct VisionRawOption: NavdataOption {
    /// Tag 11.
    public static let tag = NavdataTag.visionRaw
    /// The option's length on the wire, bytes with its head of four.
    public var size = 16
    /// Translation x, y, z.
    public var translation = FixedArray<3, Float>(repeating: 0)

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.fields("vision_t_raw", unit: "", &translation)
    }
}

/// Optical flow.
public struct VisionOfOption: NavdataOption {
    /// Tag 12.
    public static let tag = NavdataTag.visionOf
    /// The option's length on the wire, bytes with its head of four.
    public var size = 44
    /// Flow along x.
    public var flowX = FixedArray<5, Float>(repeating: 0)
    /// Flow along y.
    public var flowY = FixedArray<5, Float>(repeating: 0)

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.fields("of_dx", unit: "", &flowX)
        coder.fields("of_dy", unit: "", &flowY)
    }
}

/// Speed estimate by vision.
public struct VisionOption: NavdataOption {
    /// Tag 13.
    public static let tag = NavdataTag.vision
    /// The option's length on the wire, bytes with its head of four.
    public var size = 92
    /// Bit field.
    public var state: UInt32 = 0
    /// Internals.
    public var misc: Int32 = 0
    /// Roll trim.
    public var rollTrim: Float = 0
    /// Roll reference.
    public var rollReference: Float = 0
    /// Pitch trim.
    public var pitchTrim: Float = 0
    /// Pitch reference.
    public var pitchReference: Float = 0
    /// 1 when a new picture was used.
    public var newPicture: Int32 = 0
    /// Pitch when the picture was taken.
    public var capturePitchRadians: Float = 0
    /// Roll when the picture was taken.
    public var captureRollRadians: Float = 0
    /// Yaw when the picture was taken.
    public var captureYawRadians: Float = 0
    /// Height when the picture was taken.
    public var captureAltitudeMillimetres: Int32 = 0
    /// Time of the picture; milliseconds since boot on a 2.0.
    public var captureTime: UInt32 = 0
    /// Speed x, y, z in the body frame.
    public var bodySpeedMillimetresPerSecond = FixedArray<3, Float>(repeating: 0)
    /// Change of roll.
    public var rollDelta: Float = 0
    /// Change of pitch.
    public var pitchDelta: Float = 0
    /// Change of yaw.
    public var yawDelta: Float = 0
    /// 1 when a target is defined.
    public var goldDefined: UInt32 = 0
    /// 1 when the target was reset.
    public var goldReset: UInt32 = 0
    /// Target, x.
    public var goldX: Float = 0
    /// Target, y.
    public var goldY: Float = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("vision_state", unit: "", &state)
        coder.field("vision_misc", unit: "", &misc)
        coder.field("vision_phi_trim", unit: "", &rollTrim)
        coder.field("vision_phi_ref_prop", unit: "", &rollReference)
        coder.field("vision_theta_trim", unit: "", &pitchTrim)
        coder.field("vision_theta_ref_prop", unit: "", &pitchReference)
        coder.field("new_raw_picture", unit: "", &newPicture)
        coder.field("theta_capture", unit: "rad", &capturePitchRadians)
        coder.field("phi_capture", unit: "rad", &captureRollRadians)
        coder.field("psi_capture", unit: "rad", &captureYawRadians)
        coder.field("altitude_capture", unit: "mm", &captureAltitudeMillimetres)
        coder.field("time_capture", unit: "", &captureTime)
        coder.fields("body_v", unit: "mm/s", &bodySpeedMillimetresPerSecond)
        coder.field("delta_phi", unit: "", &rollDelta)
        coder.field("delta_theta", unit: "", &pitchDelta)
        coder.field("delta_psi", unit: "", &yawDelta)
        coder.field("gold_defined", unit: "", &goldDefined)
        coder.field("gold_reset", unit: "", &goldReset)
        coder.field("gold_x", unit: "", &goldX)
        coder.field("gold_y", unit: "", &goldY)
    }
}

/// Time that the vision algorithms took.
public struct VisionPerfOption: NavdataOption {
    /// Tag 14.
    public static let tag = NavdataTag.visionPerf
    /// The option's length on the wire, bytes with its head of four.
    public var size = 108
    /// Zone of interest.
    public var zoneTime: Float = 0
    /// Corners.
    public var cornersTime: Float = 0
    /// Computation.
    public var computeTime: Float = 0
    /// Tracking.
    public var trackingTime: Float = 0
    /// Translation.
    public var translationTime: Float = 0
    /// Update.
    public var updateTime: Float = 0
    /// Others.
    public var customTimes = FixedArray<20, Float>(repeating: 0)

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("time_szo", unit: "", &zoneTime)
        coder.field("time_corners", unit: "", &cornersTime)
        coder.field("time_compute", unit: "", &computeTime)
        coder.field("time_tracking", unit: "", &trackingTime)
        coder.field("time_trans", unit: "", &translationTime)
        coder.field("time_update", unit: "", &updateTime)
        coder.fields("time_custom", unit: "", &customTimes)
    }
}

/// Points followed in the picture.
public struct TrackersSendOption: NavdataOption {
    /// Tag 15.
    public static let tag = NavdataTag.trackersSend
    /// The option's length on the wire, bytes with its head of four.
    public var size = 364
    /// 1 where the tracker holds its point.
    public var locked = FixedArray<30, Int32>(repeating: 0)
    /// Thirty pairs x, y.
    public var points = FixedArray<60, Int32>(repeating: 0)

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.fields("locked", unit: "", &locked)
        coder.fields("point", unit: "px", &points)
    }
}

/// Tags seen by the cameras: parallel lists of up to four.
///
/// Only the first ``detectedCount`` entries mean anything. 104 bytes in SDK 1.5, 120 in 1.8, 328 in 2.x.
public struct VisionDetectOption: NavdataOption {
    /// Tag 16.
    public static let tag = NavdataTag.visionDetect
    /// The option's length on the wire, bytes with its head of four.
    public var size = 328
    /// How many tags are seen, 0 to 4.
    public var detectedCount: UInt32 = 0
    /// Camera in the upper 16 bits, kind of tag in the lower.
    public var types = FixedArray<4, UInt32>(repeating: 0)
    /// Centre, 0 left to 1000 right of the picture.
    public var centreX = FixedArray<4, UInt32>(repeating: 0)
    /// Centre, 0 top to 1000 bottom of the picture.
    public var centreY = FixedArray<4, UInt32>(repeating: 0)
    /// Width, thousandths of the picture.
    public var widths = FixedArray<4, UInt32>(repeating: 0)
    /// Height, thousandths of the picture.
    public var heights = FixedArray<4, UInt32>(repeating: 0)
    /// Distance; the last field of SDK 1.5.
    public var distancesCentimetres = FixedArray<4, UInt32>(repeating: 0)
    /// Direction of oriented tags; the last field of SDK 1.8.
    public var orientationsDegrees = FixedArray<4, Float>(repeating: 0)
    /// Four 3×3 matrices; reserved.
    public var rotations = FixedArray<36, Float>(repeating: 0)
    /// Four vectors; reserved.
    public var translations = FixedArray<12, Float>(repeating: 0)
    /// 0 front, 1 vertical, 2 vertical at half rate.
    public var cameras = FixedArray<4, UInt32>(repeating: 0)

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("nb_detected", unit: "", &detectedCount)
        coder.fields("type", unit: "", &types)
        coder.fields("xc", unit: "1/1000", &centreX)
        coder.fields("yc", unit: "1/1000", &centreY)
        coder.fields("width", unit: "1/1000", &widths)
        coder.fields("height", unit: "1/1000", &heights)
        coder.fields("dist", unit: "cm", &distancesCentimetres)
        coder.fields("orientation_angle", unit: "deg", &orientationsDegrees)
        coder.fields("rotation", unit: "", &rotations)
        coder.fields("translation", unit: "", &translations)
        coder.fields("camera_source", unit: "", &cameras)
    }
}
