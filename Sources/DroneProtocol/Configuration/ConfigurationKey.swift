/// The name of one configuration value of the drone: `section:name`, lower case.
public struct ConfigurationKey: Hashable, Sendable {
    /// The part before the colon: `control`.
    public let section: String
    /// The part behind the colon: `altitude_max`.
    public let name: String

    /// The longest key that is read, in characters: what fits into a string of the drone.
    public static let maximumLength = 127

    /// Reads `control:altitude_max`.
    ///
    /// Capitals are accepted, because SDK 1.5 writes the section in capitals, and so are spaces around it. Nil for
    /// anything that is not letters, digits and underscores around one colon.
    public init?(_ text: some StringProtocol) {
        let trimmed = text.utf8.drop { $0 == UInt8(ascii: " ") }
        var parts: [[UInt8]] = [[]]
        var trailing = false
        var count = 0
        for byte in trimmed {
            count += 1
            if count > Self.maximumLength { return nil }
            switch byte {
            case UInt8(ascii: " "):
                trailing = true
            case _ where trailing:
                return nil
            case UInt8(ascii: ":"):
                parts.append([])
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                parts[parts.count - 1].append(byte | 0x20)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                parts[parts.count - 1].append(byte)
            default:
                return nil
            }
        }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        section = String(decoding: parts[0], as: UTF8.self)
        name = String(decoding: parts[1], as: UTF8.self)
    }

    /// A key written in this module's own tables; the tests hold that each also reads as text.
    init(known text: String) {
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        section = String(text[..<colon])
        name = String(text[colon...].dropFirst())
    }
}

extension ConfigurationKey: CustomStringConvertible, Comparable {
    /// `control:altitude_max`, as on the wire.
    public var description: String { "\(section):\(name)" }

    /// By section, then by name.
    public static func < (left: Self, right: Self) -> Bool {
        (left.section, left.name) < (right.section, right.name)
    }
}

extension ConfigurationKey {
    /// `general:navdata_demo`: ends the bootstrap mode when written.
    public static let navdataDemo = Self(known: "general:navdata_demo")
    /// `general:navdata_options`: which options come in demo mode.
    public static let navdataOptions = Self(known: "general:navdata_options")
    /// `general:num_version_soft`: the firmware.
    public static let firmware = Self(known: "general:num_version_soft")
    /// `general:num_version_mb`: the mainboard.
    public static let mainboard = Self(known: "general:num_version_mb")
    /// `general:drone_serial`.
    public static let serialNumber = Self(known: "general:drone_serial")
    /// `general:ardrone_name`.
    public static let droneName = Self(known: "general:ardrone_name")
    /// `general:flying_time`, seconds.
    public static let flyingTime = Self(known: "general:flying_time")
    /// `general:com_watchdog`, seconds.
    public static let linkTimeout = Self(known: "general:com_watchdog")
    /// `general:vbat_min`, millivolts.
    public static let minimumVoltage = Self(known: "general:vbat_min")
    /// `control:altitude_max`, millimetres.
    public static let altitudeMaximum = Self(known: "control:altitude_max")
    /// `control:altitude_min`, millimetres.
    public static let altitudeMinimum = Self(known: "control:altitude_min")
    /// `control:euler_angle_max`, radians.
    public static let tiltMaximum = Self(known: "control:euler_angle_max")
    /// `control:control_vz_max`, millimetres per second.
    public static let verticalSpeedMaximum = Self(known: "control:control_vz_max")
    /// `control:control_yaw`, radians per second.
    public static let yawRateMaximum = Self(known: "control:control_yaw")
    /// `control:outdoor`: which set of limits is at work.
    public static let outdoor = Self(known: "control:outdoor")
    /// `control:flight_without_shell`: TRUE with the outdoor hull.
    public static let flightWithoutShell = Self(known: "control:flight_without_shell")
    /// `control:control_level`.
    public static let controlLevel = Self(known: "control:control_level")
    /// `control:flight_anim`: starts a flight animation when written.
    public static let flightAnimation = Self(known: "control:flight_anim")
    /// `leds:leds_anim`: starts a light animation when written.
    public static let ledAnimation = Self(known: "leds:leds_anim")
    /// `network:owner_mac`: pairing.
    public static let owner = Self(known: "network:owner_mac")
    /// `network:ssid_single_player`.
    public static let networkName = Self(known: "network:ssid_single_player")
    /// `pic:ultrasound_freq`.
    public static let ultrasound = Self(known: "pic:ultrasound_freq")
    /// `pic:pic_version`: the navigation board.
    public static let navigationBoard = Self(known: "pic:pic_version")
    /// `video:video_codec`.
    public static let videoCodec = Self(known: "video:video_codec")
    /// `video:video_channel`.
    public static let videoChannel = Self(known: "video:video_channel")
    /// `video:video_storage_space`, kilobytes.
    public static let videoStorage = Self(known: "video:video_storage_space")
    /// `video:bitrate_ctrl_mode`.
    public static let bitrateControl = Self(known: "video:bitrate_ctrl_mode")
    /// `video:codec_fps`, pictures per second.
    public static let videoRate = Self(known: "video:codec_fps")
    /// `detect:detect_type`: clears the three tag masks when written.
    public static let detection = Self(known: "detect:detect_type")
    /// `userbox:userbox_cmd`: starts and stops recording on the drone.
    public static let userbox = Self(known: "userbox:userbox_cmd")
    /// `custom:session_id`.
    public static let sessionID = Self(known: "custom:session_id")
    /// `custom:profile_id`.
    public static let profileID = Self(known: "custom:profile_id")
    /// `custom:application_id`.
    public static let applicationID = Self(known: "custom:application_id")
    /// `custom:session_desc`.
    public static let sessionDescription = Self(known: "custom:session_desc")
    /// `custom:profile_desc`.
    public static let profileDescription = Self(known: "custom:profile_desc")
    /// `custom:application_desc`.
    public static let applicationDescription = Self(known: "custom:application_desc")
}
