internal import WireBytes

/// The name of one set of the drone's configuration: eight lower-case hexadecimal digits on the wire.
public struct MulticonfigurationID: Hashable, Sendable {
    /// The number the digits stand for.
    public var value: UInt32

    /// The default set, `00000000`, in which many keys can only be read.
    public static let standard = MulticonfigurationID(0)

    /// An id from its number.
    public init(_ value: UInt32) { self.value = value }

    /// Reads exactly eight hexadecimal digits in lower case; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let isLowerHex = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard text.utf8.count == 8, isLowerHex, let value = UInt32(text, radix: 16) else { return nil }
        self.value = value
    }

    /// The SDK's recipe for an application: CRC-32 of its name and the SDK's version, `stork:2.0`.
    public static func application(named name: String, sdk version: String = "2.0") -> Self {
        Self(Checksum.crc32("\(name):\(version)".utf8))
    }

    /// The SDK's recipe for a user: CRC-32 of the name.
    public static func user(named name: String) -> Self { Self(Checksum.crc32(name.utf8)) }

    /// The SDK's recipe for a session: a random number that is not zero, new at every start.
    ///
    /// Zero, which would be the default set, becomes 1.
    public static func session(random: UInt32) -> Self { Self(random == 0 ? 1 : random) }
}

extension MulticonfigurationID: CustomStringConvertible {
    /// The eight digits.
    public var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
    }
}

/// The three sets that are active, as CONFIG_IDS names them.
public struct MulticonfigurationIDs: Hashable, Sendable {
    /// The session's set; new for every start of a client.
    public var session: MulticonfigurationID
    /// The user's (profile's) set.
    public var user: MulticonfigurationID
    /// The application's set.
    public var application: MulticonfigurationID

    /// All three the default: what a drone starts with.
    public static let standard = MulticonfigurationIDs(session: .standard, user: .standard, application: .standard)

    /// Three ids.
    public init(session: MulticonfigurationID, user: MulticonfigurationID, application: MulticonfigurationID) {
        self.session = session
        self.user = user
        self.application = application
    }

    /// In the order of AT*CONFIG_IDS: session, user, application.
    public var wireOrder: [MulticonfigurationID] { [session, user, application] }

    /// The id of that category; common values have none, which counts as the default one.
    public subscript(category: ConfigurationCategory) -> MulticonfigurationID {
        get {
            switch category {
            case .common: .standard
            case .session: session
            case .user: user
            case .application: application
            }
        }
        set {
            switch category {
            case .common: break
            case .session: session = newValue
            case .user: user = newValue
            case .application: application = newValue
            }
        }
    }

    /// True where a set of that category is active which is not the default one; for common values, where any is.
    public func isCustom(_ category: ConfigurationCategory) -> Bool {
        category == .common ? self != .standard : self[category] != .standard
    }
}

/// What writing `custom:session_id`, `custom:profile_id` or `custom:application_id` asks for.
public enum MulticonfigurationSelector: Hashable, Sendable {
    /// `1da978de`: select the set, create it where there is none.
    case select(MulticonfigurationID)
    /// `-1da978de`: delete the set.
    case delete(MulticonfigurationID)
    /// `-all`: delete all sets of the category.
    case deleteAll

    /// Reads one of the three forms; nil for anything else.
    public init?(_ text: some StringProtocol) {
        if text == "-all" {
            self = .deleteAll
        } else if text.hasPrefix("-") {
            guard let id = MulticonfigurationID(text.dropFirst()) else { return nil }
            self = .delete(id)
        } else {
            guard let id = MulticonfigurationID(text) else { return nil }
            self = .select(id)
        }
    }

    /// The value to write.
    public var wireText: String {
        switch self {
        case .select(let id): id.description
        case .delete(let id): "-\(id)"
        case .deleteAll: "-all"
        }
    }
}
