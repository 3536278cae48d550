public import DroneModel

/// What the catalogue knows of one configuration key.
public struct ConfigurationEntry: Equatable, Sendable {
    /// The key.
    public var key: ConfigurationKey
    /// How its text reads.
    public var type: ConfigurationType
    /// What the number counts.
    public var unit: ConfigurationUnit
    /// Who may write it, and which set holds it.
    public var rights: ConfigurationRights
    /// Which firmware has it.
    public var availability: ConfigurationAvailability
    /// What a drone holds before anybody writes.
    public var initial: ConfigurationDefault
    /// Which values are accepted.
    public var valid: ConfigurationRange
    /// How this is known.
    public var evidence: Evidence
    /// One line for people.
    public var meaning: String

    /// Where a row of the catalogue comes from.
    public enum Evidence: Hashable, Sendable {
        /// The maker's header files.
        case header
        /// Dumps of real drones only: the rights are assumed to be read and write.
        case dump
        /// Other client programs only.
        case clients
    }

    /// One row of the table.
    init(
        _ key: String, _ type: ConfigurationType, unit: ConfigurationUnit = .none, _ rights: ConfigurationRights,
        in availability: ConfigurationAvailability = .all, _ initial: ConfigurationDefault,
        valid: ConfigurationRange = .any, _ meaning: String, by evidence: Evidence = .header
    ) {
        self.key = ConfigurationKey(known: key)
        self.type = type
        self.unit = unit
        self.rights = rights
        self.availability = availability
        self.initial = initial
        self.valid = valid
        self.evidence = evidence
        self.meaning = meaning
    }
}

/// How the text of a value reads.
public enum ConfigurationType: Hashable, Sendable {
    /// A decimal 32-bit number.
    case int
    /// A single-precision number.
    case float
    /// A double-precision number; only the gps section has them.
    case double
    /// TRUE or FALSE.
    case bool
    /// Text.
    case string
    /// So many single-precision numbers in braces; a matrix counts row by row.
    case vector(Int)
    /// So many whole numbers with commas between them; firmware 1.x shows a bare `0` for "none".
    case integers(Int)
}

extension ConfigurationType: CustomStringConvertible {
    /// For messages: `a whole number`.
    public var description: String {
        switch self {
        case .int: "a whole number"
        case .float, .double: "a number"
        case .bool: "TRUE or FALSE"
        case .string: "text"
        case .vector(let count): "\(count) numbers in braces"
        case .integers(let count): "\(count) whole numbers with commas between them"
        }
    }
}

/// What the number of a configuration value counts.
public enum ConfigurationUnit: String, Hashable, Sendable {
    /// No unit: a count, a choice, a mask or text.
    case none = ""
    /// Thousandths of a volt.
    case millivolts = "mV"
    /// Seconds.
    case seconds = "s"
    /// Thousandths of a gauss.
    case milligauss = "mG"
    /// Radians.
    case radians = "rad"
    /// Radians per second.
    case radiansPerSecond = "rad/s"
    /// Radians per second for one step of the converter.
    case radiansPerSecondPerStep = "rad/s per step"
    /// Millimetres.
    case millimetres = "mm"
    /// Millimetres per second.
    case millimetresPerSecond = "mm/s"
    /// Metres.
    case metres = "m"
    /// Degrees.
    case degrees = "deg"
    /// Pictures per second.
    case picturesPerSecond = "pictures/s"
    /// Thousands of bits per second.
    case kilobitsPerSecond = "kbit/s"
    /// Bytes.
    case bytes = "B"
    /// Thousands of bytes.
    case kilobytes = "kB"
}

/// Whether a key may be written and what becomes of the value.
public struct ConfigurationAccess: Hashable, Sendable {
    /// True where a CONFIG command changes it.
    public var isWritable: Bool
    /// What becomes of the value when the drone restarts.
    public var persistence: Persistence

    /// What becomes of a value when the drone restarts.
    public enum Persistence: Hashable, Sendable {
        /// Kept in config.ini and read back.
        case saved
        /// Kept in config.ini but not read back at boot.
        case savedNotReadBack
        /// Never kept.
        case volatile
    }

    /// Read only, saved.
    static let r = Self(isWritable: false, persistence: .saved)
    /// Read only, saved but not read back.
    static let rn = Self(isWritable: false, persistence: .savedNotReadBack)
    /// Read only, never saved.
    static let rs = Self(isWritable: false, persistence: .volatile)
    /// Read and write, saved.
    static let rw = Self(isWritable: true, persistence: .saved)
    /// Read and write, saved but not read back.
    static let rwn = Self(isWritable: true, persistence: .savedNotReadBack)
    /// Read and write, never saved.
    static let rws = Self(isWritable: true, persistence: .volatile)
}

/// Which of the drone's sets holds a value.
public enum ConfigurationCategory: String, Hashable, Sendable, CaseIterable {
    /// One value for the drone.
    case common
    /// One for each application id.
    case application = "appli"
    /// One for each user (profile) id.
    case user
    /// One for each session id.
    case session
}

/// Who may write a key.
public struct ConfigurationRights: Hashable, Sendable {
    /// Which set holds the value.
    public var category: ConfigurationCategory
    /// The rights with the default ids, and on firmware without ids.
    public var standard: ConfigurationAccess
    /// The rights once a set of its category that is not the default one is active; nil: as with the default ids.
    public var custom: ConfigurationAccess?

    static func common(_ standard: ConfigurationAccess, _ custom: ConfigurationAccess? = nil) -> Self {
        Self(category: .common, standard: standard, custom: custom)
    }
    static func appli(_ standard: ConfigurationAccess, _ custom: ConfigurationAccess) -> Self {
        Self(category: .application, standard: standard, custom: custom)
    }
    static func user(_ standard: ConfigurationAccess, _ custom: ConfigurationAccess) -> Self {
        Self(category: .user, standard: standard, custom: custom)
    }
    static func session(_ standard: ConfigurationAccess, _ custom: ConfigurationAccess) -> Self {
        Self(category: .session, standard: standard, custom: custom)
    }

    /// The rights that count while `ids` are active.
    public func access(with ids: MulticonfigurationIDs) -> ConfigurationAccess {
        guard let custom else { return standard }
        return ids.isCustom(category) ? custom : standard
    }
}

/// The text a drone holds before anybody writes, in the form of a dump.
public struct ConfigurationDefault: Hashable, Sendable, ExpressibleByStringLiteral {
    /// On the AR.Drone 1.0.
    public var ardrone1: String
    /// On the AR.Drone 2.0.
    public var ardrone2: String

    /// The same on both airframes.
    public init(stringLiteral text: String) {
        ardrone1 = text
        ardrone2 = text
    }

    /// A matrix, the same on both airframes, from its rows.
    static func matrix(_ rows: String...) -> Self {
        Self(stringLiteral: "{ \(rows.joined(separator: " ")) }")
    }

    /// One for each airframe.
    static func each(_ ardrone1: String, _ ardrone2: String) -> Self {
        var both = Self(stringLiteral: ardrone1)
        both.ardrone2 = ardrone2
        return both
    }

    /// The text on that airframe.
    public subscript(generation: DroneGeneration) -> String {
        switch generation {
        case .ardrone1: ardrone1
        case .ardrone2: ardrone2
        }
    }
}

/// Which firmware has a key.
///
/// Only headers of SDK 1.5, 1.8, 2.0 and 2.0.1 and single dumps are known, so the limits are the versions in which a
/// key was first seen. SDK 1.8 tests for firmware 1.6.0 before it uses what 1.5 did not have: that is the limit here.
public struct ConfigurationAvailability: Hashable, Sendable {
    /// The first firmware known to have it.
    public var first: FirmwareVersion
    /// The first firmware without it; nil where the newest still has it.
    public var before: FirmwareVersion?

    /// Every firmware.
    static let all = Self(first: FirmwareVersion(1, 0, 0))
    /// SDK 1.8 and all that followed.
    static let sdk18 = Self(first: FirmwareVersion(1, 6, 0))
    /// AR.Drone 2.0.
    static let two = Self(first: FirmwareVersion(2, 0, 0))
    /// AR.Drone 1.0 only.
    static let one = Self(first: FirmwareVersion(1, 0, 0), before: FirmwareVersion(2, 0, 0))
    /// SDK 1.5 only.
    static let sdk15 = Self(first: FirmwareVersion(1, 0, 0), before: FirmwareVersion(1, 6, 0))
    /// Seen in a dump of 2.3.3.
    static let two33 = Self(first: FirmwareVersion(2, 3, 3))
    /// The Flight Recorder's firmware.
    static let two4 = Self(first: FirmwareVersion(2, 4, 0))
    /// Seen in a dump of 2.4.8.
    static let two48 = Self(first: FirmwareVersion(2, 4, 8))

    /// True where that firmware has it.
    public func includes(_ firmware: FirmwareVersion) -> Bool {
        if let before, firmware >= before { return false }
        return firmware >= first
    }

    /// True where any firmware of that airframe has it.
    public func includes(_ generation: DroneGeneration) -> Bool {
        let major = generation.rawValue
        if let before, before <= FirmwareVersion(major, 0, 0) { return false }
        return first < FirmwareVersion(major + 1, 0, 0)
    }
}

extension ConfigurationAvailability: CustomStringConvertible {
    /// For messages: `firmware 2.4.8 and later`.
    public var description: String {
        if let before { return "firmware \(first) to before \(before)" }
        return "firmware \(first) and later"
    }
}
