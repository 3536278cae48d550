/// Which option of a navdata packet: the 30 that any known firmware sends, by the number on the wire.
///
/// Numbers and meanings: the drone maker's headers of SDK 1.5 to 2.0.1 and of firmware 2.4.x.
public enum NavdataTag: UInt16, CaseIterable, Sendable {
    /// State, battery, attitude, altitude: the summary sent in demo mode too.
    case demo = 0
    /// The drone's clock.
    case time = 1
    /// Sensor words as the converters give them.
    case rawMeasures = 2
    /// Calibrated accelerometers and gyros.
    case physMeasures = 3
    /// Learned gyro bias.
    case gyrosOffsets = 4
    /// Attitude from the gravity vector alone.
    case eulerAngles = 5
    /// Set-points of the control loops.
    case references = 6
    /// Trims that a flat trim stored.
    case trims = 7
    /// What the pilot commands, as the drone understood it.
    case rcReferences = 8
    /// Motor mixer.
    case pwm = 9
    /// Altitude estimator.
    case altitude = 10
    /// Translation seen by the vertical camera.
    case visionRaw = 11
    /// Optical flow.
    case visionOf = 12
    /// Speed estimate by vision.
    case vision = 13
    /// Time that the vision algorithms took.
    case visionPerf = 14
    /// Points followed in the picture.
    case trackersSend = 15
    /// Tags seen by the cameras.
    case visionDetect = 16
    /// Control loop counter.
    case watchdog = 17
    /// Raw frame of the navigation board.
    case adcDataFrame = 18
    /// State of the video encoder.
    case videoStream = 19
    /// Counters of the maker's games.
    case games = 20
    /// Barometer.
    case pressureRaw = 21
    /// Magnetometer.
    case magneto = 22
    /// Wind estimate.
    case windSpeed = 23
    /// Altitude filter with the barometer.
    case kalmanPressure = 24
    /// State of the recording.
    case hdvideoStream = 25
    /// Wi-Fi quality.
    case wifi = 26
    /// GPS receiver; on firmware up to 2.3 an experimental sensor ("zimmu 3000").
    case gps = 27
    /// Camera sensor.
    case cameraSettings = 28
    /// Set-points received from the client.
    case host = 29

    /// The tag of the option that ends every packet with the sum of its bytes.
    public static let checksum: UInt16 = 0xFFFF

    /// The name in the maker's headers, in lower case: `vision_detect`.
    public var name: String {
        switch self {
        case .demo: "demo"
        case .time: "time"
        case .rawMeasures: "raw_measures"
        case .physMeasures: "phys_measures"
        case .gyrosOffsets: "gyros_offsets"
        case .eulerAngles: "euler_angles"
        case .references: "references"
        case .trims: "trims"
        case .rcReferences: "rc_references"
        case .pwm: "pwm"
        case .altitude: "altitude"
        case .visionRaw: "vision_raw"
        case .visionOf: "vision_of"
        case .vision: "vision"
        case .visionPerf: "vision_perf"
        case .trackersSend: "trackers_send"
        case .visionDetect: "vision_detect"
        case .watchdog: "watchdog"
        case .adcDataFrame: "adc_data_frame"
        case .videoStream: "video_stream"
        case .games: "games"
        case .pressureRaw: "pressure_raw"
        case .magneto: "magneto"
        case .windSpeed: "wind_speed"
        case .kalmanPressure: "kalman_pressure"
        case .hdvideoStream: "hdvideo_stream"
        case .wifi: "wifi"
        case .gps: "gps"
        case .cameraSettings: "camera_settings"
        case .host: "host"
        }
    }

    /// The tag with this ``name``; also `zimmu_3000`, the older meaning of tag 27.
    ///
    /// Nil for any other text.
    public init?(name: some StringProtocol) {
        if name == "zimmu_3000" {
            self = .gps
        } else if let tag = Self.allCases.first(where: { $0.name == name }) {
            self = tag
        } else {
            return nil
        }
    }
}

extension NavdataTag: CustomStringConvertible {
    /// The ``name``.
    public var description: String { name }
}
