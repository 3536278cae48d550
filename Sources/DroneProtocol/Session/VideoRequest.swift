public import DroneModel

/// What is asked of the drone's camera; nil leaves a setting as it is.
///
/// Most of the keys can only be written in a multiconfiguration set, so that ``DroneSession/Settings/ids`` are needed.
public struct VideoRequest: Hashable, Sendable {
    /// How the picture is coded, and how large it is.
    public var codec: VideoCodecSetting?
    /// How the bitrate follows the link.
    public var bitrate: Bitrate?
    /// Pictures per second, 1…30; the AR.Drone 2.0 alone can be told.
    public var picturesPerSecond: Int?
    /// Which camera.
    public var camera: VideoChannel?

    /// How the bitrate follows the link.
    public enum Bitrate: Hashable, Sendable {
        /// Always this, kilobits per second.
        case constant(Int)
        /// Between 250 and this, kilobits per second, as the link permits.
        case upTo(Int)
    }

    /// Nothing asked.
    public init() {}

    /// Keys and values in the order in which they are to be written; only those that the airframe has.
    ///
    /// The AR.Drone 1.0 has no upper limit of the bitrate: `upTo` switches to its own control there, and `constant`
    /// is written in its own measure.
    public func assignments(for generation: DroneGeneration) -> [Assignment] {
        var list: [Assignment] = []
        func add(_ key: String, _ value: Int?) {
            guard let value, let key = ConfigurationKey(key) else { return }
            list.append(Assignment(key: key, value: "\(value)"))
        }
        add("video:video_codec", codec?.rawValue)
        switch (bitrate, generation) {
        case (.constant(let rate), .ardrone2):
            add("video:bitrate_ctrl_mode", 0)
            add("video:max_bitrate", rate)
        case (.upTo(let rate), .ardrone2):
            add("video:bitrate_ctrl_mode", 1)
            add("video:max_bitrate", rate)
        case (.constant(let rate), .ardrone1):
            add("video:bitrate_ctrl_mode", 2)
            add("video:bitrate", rate)
        case (.upTo, .ardrone1): add("video:bitrate_ctrl_mode", 1)
        case (nil, _): break
        }
        if generation == .ardrone2 { add("video:codec_fps", picturesPerSecond) }
        add("video:video_channel", camera?.rawValue)
        return list
    }

    /// One key and what it is to hold.
    public struct Assignment: Hashable, Sendable {
        /// The key.
        public var key: ConfigurationKey
        /// Its value as text.
        public var value: String
    }

    /// What a drone's configuration holds otherwise than asked, in words; empty when all was taken.
    public func disagreements(with configuration: DroneConfiguration, on generation: DroneGeneration) -> [String] {
        assignments(for: generation).compactMap { wanted in
            // “Next” is a step and not a state.
            if wanted.key == .videoChannel, camera == .next { return nil }
            let found = configuration[wanted.key]
            if let found, let number = Double(found), number == Double(wanted.value) { return nil }
            return "\(wanted.key) is \(found ?? "missing") and not \(wanted.value)"
        }
    }
}
