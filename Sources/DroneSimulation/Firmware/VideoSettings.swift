import DroneModel
public import DroneProtocol

/// How the drone's video is made: what the keys of the video section mean.
public struct VideoSettings: Hashable, Sendable {
    /// UVLC on the 1.0; H.264 or MPEG-4 on the 2.0.
    public var codec: VideoCodec
    /// Width of the picture, pixels.
    public var width: Int
    /// Height of the picture, pixels.
    public var height: Int
    /// Pictures per second, 1–30.
    public var rate: Int
    /// Kilobits per second, 250–20000; of no meaning on the 1.0.
    public var kilobitsPerSecond: Int
    /// Which camera, or cameras.
    public var channel: VideoChannel
    /// Pictures from one key picture to the next, 1–300: 15 live.
    public var keyInterval: Int

    /// Settings as they are.
    public init(
        codec: VideoCodec, width: Int, height: Int, rate: Int = 30, kilobitsPerSecond: Int = 1000,
        channel: VideoChannel = .front, keyInterval: Int = 15
    ) {
        self.codec = codec
        self.width = width
        self.height = height
        self.rate = rate
        self.kilobitsPerSecond = kilobitsPerSecond
        self.channel = channel
        self.keyInterval = keyInterval
    }

    /// The digit that the stream id ends with, after the SDK's constants: 0 MPEG-4, 1 H.264 at 360 lines, 2 at 720.
    var streamDigit: UInt16 { codec == .mpeg4 ? 0 : height > 360 ? 2 : 1 }
}

/// `video:video_channel`.
public enum VideoChannel: Int, Hashable, Sendable, CaseIterable {
    /// The front camera.
    case front = 0
    /// The ground camera.
    case ground = 1
    /// The front camera with the ground camera's picture in a corner; 1.0 only.
    case frontWithGround = 2
    /// The ground camera with the front camera's picture in a corner; 1.0 only.
    case groundWithFront = 3
}

extension VideoSettings {
    /// What a configuration asks for; nil for no video.
    ///
    /// P264 (codec 64 of the 1.0) is asked for in vain: there is no encoder for it.
    init?(_ values: DroneConfiguration, generation: DroneGeneration) {
        func number(_ name: String, otherwise: Int) -> Int { values.number(name, otherwise: otherwise) }
        if let key = ConfigurationKey("general:video_enable"), values.value(for: key) == .flag(false) { return nil }
        let channel = VideoChannel(rawValue: number("video:video_channel", otherwise: 0)) ?? .front
        switch generation {
        case .ardrone1:
            guard number("video:video_codec", otherwise: 32) == 32 else { return nil }
            let isLarge = channel == .front || channel == .frontWithGround
            self.init(
                codec: .uvlc, width: isLarge ? 320 : 176, height: isLarge ? 240 : 144, rate: 15, channel: channel)
        case .ardrone2:
            guard let form = Self.form(codec: number("video:video_codec", otherwise: 129)) else { return nil }
            // Mode 0 is constant at the maximum. Mode 1 may fall to 250 on a bad link; this one is never bad.
            let isManual = number("video:bitrate_ctrl_mode", otherwise: 0) == 2
            let bitrate = number(isManual ? "video:bitrate" : "video:max_bitrate", otherwise: 1000)
            self.init(
                codec: form.codec, width: form.width, height: form.height,
                rate: min(max(number("video:codec_fps", otherwise: 30), 1), 30),
                kilobitsPerSecond: min(max(bitrate, 250), 20_000),
                channel: channel == .ground ? .ground : .front)
        }
    }

    /// What the recorder of a 2.0 codes beside the live picture; nil where the codec is none that records.
    init?(recordingBy values: DroneConfiguration) {
        let height: Int
        switch values.number("video:video_codec", otherwise: 129) {
        case 130: height = 720
        case 136: height = 360
        default: return nil
        }
        let isGround = values.number("video:video_channel", otherwise: 0) == VideoChannel.ground.rawValue
        self.init(
            codec: .h264, width: height * 16 / 9, height: height, rate: 30,
            kilobitsPerSecond: min(max(values.number("video:bitrate_storage", otherwise: 4000), 250), 20_000),
            // The SDK's constants: 29 and 19 P pictures between two key pictures.
            channel: isGround ? .ground : .front, keyInterval: isGround ? 20 : 30)
    }

    /// `video:video_codec` of a 2.0. 135, where the size follows the bitrate, stays at 360 lines.
    private static func form(codec number: Int) -> (codec: VideoCodec, width: Int, height: Int)? {
        switch number {
        case 128, 130, 132, 136: (.mpeg4, 640, 360)
        case 129, 133, 135: (.h264, 640, 360)
        case 131, 134: (.h264, 1280, 720)
        default: nil
        }
    }
}

extension DroneConfiguration {
    /// A whole number of the configuration.
    fileprivate func number(_ name: String, otherwise: Int) -> Int {
        guard let key = ConfigurationKey(name), case .integer(let number) = value(for: key) else { return otherwise }
        return number
    }
}
