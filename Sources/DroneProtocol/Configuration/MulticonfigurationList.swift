/// The sets a drone holds, as it lists them on TCP 5559 after CTRL mode 6.
public struct MulticonfigurationList: Equatable, Sendable {
    /// The applications' sets.
    public var applications: [Item] = []
    /// The users' (profiles') sets.
    public var users: [Item] = []
    /// The sessions' sets.
    public var sessions: [Item] = []

    /// One set.
    public struct Item: Hashable, Sendable {
        /// Its id.
        public var id: MulticonfigurationID
        /// The text of its `custom:…_desc`.
        public var description: String

        /// A set by id and description.
        public init(id: MulticonfigurationID, description: String) {
            self.id = id
            self.description = description
        }
    }

    /// No sets.
    public init() {}

    /// The sets of that category; common values have none.
    public subscript(category: ConfigurationCategory) -> [Item] {
        get {
            switch category {
            case .common: []
            case .application: applications
            case .user: users
            case .session: sessions
            }
        }
        set {
            switch category {
            case .common: break
            case .application: applications = newValue
            case .user: users = newValue
            case .session: sessions = newValue
            }
        }
    }

    private static let headings: KeyValuePairs<String, ConfigurationCategory> = [
        "[applis]": .application, "[profiles]": .user, "[sessions]": .session,
    ]

    static func category(ofHeading text: String) -> ConfigurationCategory? {
        headings.first { $0.key == text.lowercased() }?.value
    }

    /// What a drone writes: headings and lines ended by CR, the NUL included.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for (heading, category) in Self.headings {
            bytes += Array("\(heading)\r".utf8)
            for item in self[category] {
                bytes += Array("\(item.id),\(DroneConfiguration.printable(item.description))\r".utf8)
            }
        }
        bytes.append(0)
        return bytes
    }
}

/// Reads the list of sets, in segments cut anywhere.
public struct MulticonfigurationListDecoder: Sendable {
    /// What a piece of the stream brought.
    public enum Event: Equatable, Sendable {
        /// One set.
        case item(ConfigurationCategory, MulticonfigurationList.Item)
        /// A line that cannot be read; the rest of the list is.
        case malformed(MalformedDumpLine)
        /// The NUL: the list is complete.
        case end
        /// A limit is passed: nothing more is read.
        case refused(ConfigurationDumpError)
    }

    private var lines: DumpLines
    private var category: ConfigurationCategory?

    /// A decoder at the start of a list.
    public init(limits: ConfigurationDumpLimits = ConfigurationDumpLimits()) {
        lines = DumpLines(limits: limits)
    }

    /// The events that `bytes` complete.
    ///
    /// The events of a stream do not depend on how it is cut.
    public mutating func consume(_ bytes: some Sequence<UInt8>) -> [Event] {
        lines.consume(bytes).compactMap { event in
            switch event {
            case .line(let number, let bytes): return read(bytes, number: number)
            case .end:
                category = nil
                return .end
            case .refused(let reason): return .refused(reason)
            }
        }
    }

    /// Ends the stream where the connection closed.
    public mutating func finish() -> [Event] {
        let rest = lines.finish()
        category = nil
        if rest.bytes.isEmpty { return [] }
        return [.malformed(MalformedDumpLine(number: rest.number, bytes: rest.bytes, reason: .cutOff))]
    }

    private mutating func read(_ bytes: [UInt8], number: Int) -> Event? {
        guard let text = MalformedDumpLine.text(bytes) else {
            return .malformed(MalformedDumpLine(number: number, bytes: bytes, reason: .notText))
        }
        if let heading = MulticonfigurationList.category(ofHeading: text) {
            category = heading
            return nil
        }
        guard let category else {
            return .malformed(MalformedDumpLine(number: number, bytes: bytes, reason: .noHeading))
        }
        let comma = text.utf8.firstIndex(of: UInt8(ascii: ",")) ?? text.endIndex
        guard let id = MulticonfigurationID(text[..<comma]) else {
            return .malformed(MalformedDumpLine(number: number, bytes: bytes, reason: .notAnID))
        }
        let description = DroneConfiguration.printable(String(decoding: text[comma...].utf8.dropFirst(), as: UTF8.self))
        return .item(category, MulticonfigurationList.Item(id: id, description: description))
    }
}

extension MulticonfigurationList {
    /// Reads the first list in `bytes`; nil where it does not end with its NUL or passes a limit.
    public init?(decoding bytes: some Sequence<UInt8>, limits: ConfigurationDumpLimits = ConfigurationDumpLimits()) {
        var decoder = MulticonfigurationListDecoder(limits: limits)
        for event in decoder.consume(bytes) {
            switch event {
            case .item(let category, let item): self[category].append(item)
            case .malformed: continue
            case .end: return
            case .refused: return nil
            }
        }
        return nil
    }
}
