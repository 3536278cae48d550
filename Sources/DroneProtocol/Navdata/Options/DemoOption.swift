public import WireBytes

/// State, battery, attitude and altitude: what a drone sends in demo mode.
public struct DemoOption: NavdataOption {
    /// Tag 0.
    public static let tag = NavdataTag.demo
    /// The option's length on the wire, bytes with its head of four.
    public var size = 148
    /// Major control state in the upper 16 bits, minor in the lower; the numbers depend on the firmware.
    public var controlState: UInt32 = 0
    /// Remaining battery, 0 to 100 percent (the maker's comment says millivolts; drones send percent).
    public var batteryPercent: UInt32 = 0
    /// Pitch, positive nose up.
    public var pitchMillidegrees: Float = 0
    /// Roll, positive right side down.
    public var rollMillidegrees: Float = 0
    /// Yaw, −180000 to 180000, positive clockwise from above.
    public var yawMillidegrees: Float = 0
    /// Height as the drone filters it; 0 while landed, signed, drifts.
    public var altitudeMillimetres: Int32 = 0
    /// Estimated speed, positive forward.
    public var forwardMillimetresPerSecond: Float = 0
    /// Estimated speed, positive to the right.
    public var rightMillimetresPerSecond: Float = 0
    /// Vertical speed by name; 0 throughout on real drones.
    public var verticalMillimetresPerSecond: Float = 0
    /// Index of the streamed frame; unused.
    public var frameIndex: UInt32 = 0
    /// Rotation of the detecting camera, row-major; deprecated.
    public var detectionCameraRotation = FixedArray<9, Float>(repeating: 0)
    /// Translation of the detecting camera; deprecated.
    public var detectionCameraTranslation = FixedArray<3, Float>(repeating: 0)
    /// Index of the detected tag; deprecated.
    public var detectionTagIndex: UInt32 = 0
    /// Kind of tag searched for; 3 is none.
    public var detectionCameraType: UInt32 = 0
    /// Rotation of the camera, row-major, consistent with the angles; deprecated.
    public var cameraRotation = FixedArray<9, Float>(repeating: 0)
    /// Translation of the camera; deprecated.
    public var cameraTranslationMillimetres = FixedArray<3, Float>(repeating: 0)

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("ctrl_state", unit: "", &controlState)
        coder.field("vbat_flying_percentage", unit: "%", &batteryPercent)
        coder.field("theta", unit: "mdeg", &pitchMillidegrees)
        coder.field("phi", unit: "mdeg", &rollMillidegrees)
        coder.field("psi", unit: "mdeg", &yawMillidegrees)
        coder.field("altitude", unit: "mm", &altitudeMillimetres)
        coder.field("vx", unit: "mm/s", &forwardMillimetresPerSecond)
        coder.field("vy", unit: "mm/s", &rightMillimetresPerSecond)
        coder.field("vz", unit: "mm/s", &verticalMillimetresPerSecond)
        coder.field("num_frames", unit: "", &frameIndex)
        coder.fields("detection_camera_rot", unit: "", &detectionCameraRotation)
        coder.fields("detection_camera_trans", unit: "", &detectionCameraTranslation)
        coder.field("detection_tag_index", unit: "", &detectionTagIndex)
        coder.field("detection_camera_type", unit: "", &detectionCameraType)
        coder.fields("drone_camera_rot", unit: "", &cameraRotation)
        coder.fields("drone_camera_trans", unit: "mm", &cameraTranslationMillimetres)
    }
}
