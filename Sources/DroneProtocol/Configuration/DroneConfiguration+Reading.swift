public import DroneModel

/// What the values mean, in SI.
///
/// Each is nil where the key is missing or cannot be read.
extension DroneConfiguration {
    /// The drone's firmware.
    public var firmware: FirmwareVersion? { text(.firmware).flatMap { FirmwareVersion($0) } }
    /// Serial number; nil where the drone has an empty one.
    public var serialNumber: String? { text(.serialNumber).flatMap { $0.isEmpty ? nil : $0 } }
    /// The serial numbers of Stork's simulated drones begin with this; those of real ones with `PS7`.
    public static let simulatedSerialPrefix = "SIM"
    /// What stands in the network name of a simulated drone where real ones have six digits.
    public static let simulatedNetworkMark = "_SIM"
    /// True for a drone that says by its serial number or its network name that it is simulated.
    public var isSimulated: Bool {
        serialNumber.map { Self.saysSimulated(.serialNumber, $0) } ?? false
            || networkName.map { Self.saysSimulated(.networkName, $0) } ?? false
    }
    /// Whether a drone that has this value is a simulated one by its own word.
    public static func saysSimulated(_ key: ConfigurationKey, _ value: String) -> Bool {
        switch key {
        case .serialNumber: value.hasPrefix(simulatedSerialPrefix)
        case .networkName: value.contains(simulatedNetworkMark)
        default: false
        }
    }
    /// The name for people.
    public var droneName: String? { text(.droneName) }
    /// The network's name.
    public var networkName: String? { text(.networkName) }
    /// Mainboard revision: `2.1` for 33, the nibbles of one byte.
    public var mainboardRevision: String? {
        guard let number = integer(.mainboard), (0...255).contains(number) else { return nil }
        return "\(number >> 4).\(number & 15)"
    }
    /// Navigation board: for 184877090 hardware `2.3`, software `5.34`.
    public var navigationBoard: (hardware: String, software: String)? {
        guard let number = integer(.navigationBoard), number >= 0 else { return nil }
        let software = number & 0xFF_FFFF
        return ("\((number >> 27) + 1).\((number >> 24) & 7)", "\(software >> 16).\(software & 0xFFFF)")
    }
    /// Time in the air since it was made.
    public var flyingTime: Duration? { integer(.flyingTime).map { .seconds($0) } }

    /// The tilt for a full roll or pitch command.
    public var tiltMaximum: Angle? { number(.tiltMaximum).map { Angle(radians: $0) } }
    /// The climb for a full gaz command, m/s.
    public var verticalSpeedMaximum: Double? { number(.verticalSpeedMaximum).map { $0 / 1000 } }
    /// The turn for a full yaw command, rad/s.
    public var yawRateMaximum: Double? { number(.yawRateMaximum) }
    /// The highest flight, metres.
    ///
    /// 10 on an AR.Drone 1.0 and 100 on a 2.0 mean "no limit".
    public var altitudeMaximum: Double? { number(.altitudeMaximum).map { $0 / 1000 } }
    /// The lowest flight, metres.
    public var altitudeMinimum: Double? { number(.altitudeMinimum).map { $0 / 1000 } }
    /// True where the outdoor limits and wind estimation are at work.
    public var isOutdoor: Bool? { flag(.outdoor) }
    /// True where the drone is told that it wears the outdoor hull.
    public var hasOutdoorHull: Bool? { flag(.flightWithoutShell) }
    /// True where combined yaw is permitted: bit 1 of the control level.
    public var permitsCombinedYaw: Bool? { integer(.controlLevel).map { $0 & 2 != 0 } }

    /// True: about 15 reduced packets a second; false: about 200 full ones.
    public var sendsReducedNavdata: Bool? { flag(.navdataDemo) }
    /// Bit n asks for option tag n in demo mode.
    public var navdataOptions: UInt32? { integer(.navdataOptions).map { UInt32(truncatingIfNeeded: $0) } }
    /// The silence after which the drone takes its pilot for lost.
    public var linkTimeout: Duration? { integer(.linkTimeout).map { .seconds($0) } }
    /// Below this the drone lands itself, volts.
    public var minimumVoltage: Double? { number(.minimumVoltage).map { $0 / 1000 } }
    /// The hardware address of the one client it talks to; nil where it talks to everybody.
    public var owner: String? {
        text(.owner).flatMap { $0.isEmpty || $0 == "00:00:00:00:00:00" ? nil : $0 }
    }

    /// The rate of the ultrasound.
    public var ultrasound: UltrasoundRate? { integer(.ultrasound).flatMap { UltrasoundRate(rawValue: $0) } }
    /// How video is coded.
    public var videoCodec: VideoCodecSetting? { integer(.videoCodec).flatMap { VideoCodecSetting(rawValue: $0) } }
    /// Which camera.
    public var videoChannel: VideoChannel? { integer(.videoChannel).flatMap { VideoChannel(rawValue: $0) } }
    /// The rate of the live picture, per second.
    public var videoRate: Int? { integer(.videoRate) }

    /// The active sets as the drone tells them; nil where any of the three is missing or no id.
    public var multiconfigurationIDs: MulticonfigurationIDs? {
        guard let session = text(.sessionID).flatMap({ MulticonfigurationID($0) }),
            let user = text(.profileID).flatMap({ MulticonfigurationID($0) }),
            let application = text(.applicationID).flatMap({ MulticonfigurationID($0) })
        else { return nil }
        return MulticonfigurationIDs(session: session, user: user, application: application)
    }

    private func text(_ key: ConfigurationKey) -> String? { self[key] }

    private func integer(_ key: ConfigurationKey) -> Int? {
        if case .integer(let number) = value(for: key) { number } else { nil }
    }

    private func flag(_ key: ConfigurationKey) -> Bool? {
        if case .flag(let flag) = value(for: key) { flag } else { nil }
    }

    private func number(_ key: ConfigurationKey) -> Double? {
        switch value(for: key) {
        case .integer(let number): Double(number)
        case .float(let number), .double(let number): number
        case .flag, .text, .vector, .integers, nil: nil
        }
    }
}

/// `pic:ultrasound_freq`: two drones near each other need different rates.
public enum UltrasoundRate: Int, Hashable, Sendable, CaseIterable {
    /// 22.22 Hz.
    case slow = 7
    /// 25 Hz.
    case fast = 8

    /// Pulses per second.
    public var hertz: Double {
        switch self {
        case .slow: 22.22
        case .fast: 25
        }
    }
}

/// `video:video_channel`: which camera the live picture shows.
public enum VideoChannel: Int, Hashable, Sendable, CaseIterable {
    /// The camera in the nose.
    case front = 0
    /// The camera below.
    case ground = 1
    /// Front with a small ground picture; AR.Drone 1.0 only.
    case frontWithGround = 2
    /// Ground with a small front picture; AR.Drone 1.0 only.
    case groundWithFront = 3
    /// Whatever comes after the present one.
    case next = 4
}

/// `video:video_codec`: how live picture and recording are coded.
public enum VideoCodecSetting: Int, Hashable, Sendable, CaseIterable {
    /// None.
    case none = 0
    /// AR.Drone 1.0: UVLC.
    case uvlc = 32
    /// Declared and never used.
    case mjpeg = 33
    /// Declared and never used.
    case p263 = 34
    /// AR.Drone 1.0: P264.
    case p264 = 64
    /// MPEG-4 640×360 in software.
    case mpeg4 = 128
    /// H.264 640×360, the default.
    case h264 = 129
    /// Live MPEG-4 640×360, records H.264 1280×720.
    case mpeg4Recording720p = 130
    /// H.264 1280×720.
    case h264720p = 131
    /// As ``mpeg4``, SLRS variant.
    case mpeg4SLRS = 132
    /// As ``h264``, SLRS variant.
    case h264SLRS = 133
    /// As ``h264720p``, SLRS variant.
    case h264720pSLRS = 134
    /// H.264 with a resolution that follows the bitrate.
    case h264Adaptive = 135
    /// Live MPEG-4 640×360, records H.264 640×360.
    case mpeg4Recording360p = 136

    /// True where a recording is coded beside the live picture.
    public var records: Bool { self == .mpeg4Recording720p || self == .mpeg4Recording360p }
}
