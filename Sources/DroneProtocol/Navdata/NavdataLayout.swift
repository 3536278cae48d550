public import DroneModel

/// Which options a generation of firmware sends, and how long each is.
///
/// Sizes: the maker's headers of the SDK versions named, and packets of drones (2.0: one of all options;
/// 2.4.x: pwm 92, magneto 83, gps 216 in a flight of 2017).
public enum NavdataLayout: Hashable, Sendable, CaseIterable {
    /// AR.Drone 1.0, firmware of SDK 1.5.
    case sdk15
    /// AR.Drone 1.0, later firmware (SDK 1.8).
    case sdk18
    /// AR.Drone 2.0, firmware up to 2.3 (SDK 2.0 and 2.0.1).
    case sdk20
    /// AR.Drone 2.0, firmware 2.4.8 and later.
    case sdk24

    /// The layout that a firmware sends.
    ///
    /// What lies between SDK 1.5 and 1.8 is taken as 1.8.
    public init(firmware: FirmwareVersion) {
        if firmware.major < 2 {
            self = firmware < FirmwareVersion(1, 6, 0) ? .sdk15 : .sdk18
        } else {
            self = firmware < FirmwareVersion(2, 4, 0) ? .sdk20 : .sdk24
        }
    }

    /// The airframe that has this firmware.
    public var generation: DroneGeneration {
        switch self {
        case .sdk15, .sdk18: .ardrone1
        case .sdk20, .sdk24: .ardrone2
        }
    }

    /// The length of an option, bytes with its head of four; nil where the firmware has no such option.
    public func size(of tag: NavdataTag) -> Int? {
        let row = Self.sizes[Int(tag.rawValue)]
        let size =
            switch self {
            case .sdk15: row.sdk15
            case .sdk18: row.sdk18
            case .sdk20: row.sdk20
            case .sdk24: row.sdk24
            }
        return size == 0 ? nil : size
    }

    /// The options this firmware has.
    public var options: NavdataOptionSet {
        NavdataOptionSet(tags: NavdataTag.allCases.filter { size(of: $0) != nil })
    }

    /// By tag; 0 where the firmware has no such option.
    private static let sizes: [(sdk15: Int, sdk18: Int, sdk20: Int, sdk24: Int)] = [
        (148, 148, 148, 148),  // demo
        (8, 8, 8, 8),  // time
        (38, 40, 52, 52),  // raw_measures
        (46, 46, 46, 46),  // phys_measures
        (16, 16, 16, 16),  // gyros_offsets
        (12, 12, 12, 12),  // euler_angles
        (36, 36, 88, 88),  // references
        (16, 16, 16, 16),  // trims
        (24, 24, 24, 24),  // rc_references
        (68, 68, 76, 92),  // pwm
        (20, 56, 56, 56),  // altitude
        (16, 16, 16, 16),  // vision_raw
        (44, 44, 44, 44),  // vision_of
        (92, 92, 92, 92),  // vision
        (108, 108, 108, 108),  // vision_perf
        (364, 364, 364, 364),  // trackers_send
        (104, 120, 328, 328),  // vision_detect
        (8, 8, 8, 8),  // watchdog
        (40, 40, 40, 40),  // adc_data_frame
        (29, 29, 65, 65),  // video_stream
        (0, 12, 12, 12),  // games
        (0, 0, 18, 18),  // pressure_raw
        (0, 0, 75, 83),  // magneto
        (0, 0, 56, 64),  // wind_speed
        (0, 0, 72, 72),  // kalman_pressure
        (0, 0, 32, 32),  // hdvideo_stream
        (0, 0, 8, 8),  // wifi
        (0, 0, 12, 216),  // zimmu_3000, gps
        (0, 0, 0, 10),  // camera_settings: 6 in the maker's header, 10 measured on later firmware
        (0, 0, 0, 36),  // host: 32 in the maker's header, 36 measured on later firmware
    ]
}
