package import BundleProtocol
public import BundleStore

/// A message as an application sees it: whole, also where it was carried in pieces.
public struct FerryMessage: Hashable, Sendable {
    /// Whether the message is from whom it says.
    public enum Signature: UInt64, Hashable, Sendable {
        /// Nobody signed it.
        case none = 0
        /// Signed with the group's key.
        case verified = 1
        /// Signed, and the signature does not hold or cannot be checked.
        case wrong = 2
        /// Encrypted, and cannot be decrypted here.
        case unreadable = 3
    }

    /// The message's name.
    public var digest: BundleDigest
    /// Who sent it.
    public var source: String
    /// For whom.
    public var destination: String
    /// When, milliseconds since 1970 by the author's clock.
    public var created: Int64
    /// Which one of then.
    public var sequence: UInt64
    /// What; empty where more was there than asked for.
    public var payload: [UInt8]
    /// Octets of it.
    public var size: Int
    /// Whether it is from whom it says.
    public var signature: Signature
    /// True if it was sent from here.
    public var isOwn: Bool
    /// How often it was passed on, the last hop included; nil where it does not say.
    public var hops: UInt64?
    /// What happened to it, for messages that were sent from here.
    public var events: [BundleEvent]

    /// A message.
    public init(
        digest: BundleDigest, source: String, destination: String, created: Int64, sequence: UInt64, payload: [UInt8],
        size: Int, signature: Signature, isOwn: Bool, hops: UInt64?, events: [BundleEvent]
    ) {
        self.digest = digest
        self.source = source
        self.destination = destination
        self.created = created
        self.sequence = sequence
        self.payload = payload
        self.size = size
        self.signature = signature
        self.isOwn = isOwn
        self.hops = hops
        self.events = events
    }

    /// How far a message has come that was sent from here.
    public enum Standing: Hashable, Sendable {
        /// Nobody has taken it yet.
        case waiting
        /// Neighbours carry it: who took it first, and when.
        case pickedUp(by: String, time: Int64)
        /// It has arrived: at whom first, and when.
        case delivered(to: String, time: Int64)
        /// Nobody carries it any more, and it has not arrived as far as is known: who gave it up, and when.
        case deleted(by: String, time: Int64)
    }

    /// How far it has come; times are milliseconds since 1970 by the clock of whoever says so.
    public var standing: Standing {
        func first(_ kind: BundleEvent.Kind) -> BundleEvent? { events.first { $0.kind == kind } }
        if let event = first(.delivered) { return .delivered(to: event.node, time: event.time) }
        if let event = first(.deleted) { return .deleted(by: event.node, time: event.time) }
        if let event = first(.pickedUp) { return .pickedUp(by: event.node, time: event.time) }
        return .waiting
    }
}

/// What an application asks a node.
public enum LocalRequest: Hashable, Sendable {
    /// To send a message.
    case submit(FerryNode.Submission)
    /// For messages that have come, whose destination begins so; waits for one where there is none.
    case inbox(prefix: String, limit: Int, waits: Bool)
    /// To forget messages: the application has them.
    case confirm([BundleDigest])
    /// How the node is, as JSON.
    case status
    /// For the newest messages of a topic that are still there, sent or come, in the order of their coming. Payloads of
    /// more than `largest` octets are left out.
    case topic(String, limit: Int, largest: Int)
    /// For one message, as long as it is there.
    case message(BundleDigest)
    /// What happened to these messages that were sent from here.
    case events([BundleDigest])
    /// For the number of the last change, once it is another than this one or so long has passed: a message came, was
    /// stored, picked up or delivered, or a neighbour came or went.
    case changes(since: UInt64, within: Duration)
}

/// What a node answers.
public enum LocalAnswer: Hashable, Sendable {
    /// It does not; why.
    case refused(String)
    /// Done, to these bundles.
    case done([BundleDigest])
    /// Messages.
    case messages([FerryMessage])
    /// Text.
    case text(String)
    /// What happened.
    case events([BundleEvent])
    /// The number of the last change.
    case changed(UInt64)
}

/// Octets in front of a message: its length, big-endian. Then an array whose first item says what it is.
enum LocalFrame {
    /// The longest: a message of the largest size with its envelope.
    static let limit = FerryNode.messageLimit + 65_536

    static func framed(_ content: [UInt8]) -> [UInt8] { BigEndian.octets(UInt32(clamping: content.count)) + content }
}

extension LocalRequest {
    /// An hour, milliseconds.
    private static let longestPatience: UInt64 = 3_600_000

    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 64)
        switch self {
        case .submit(let submission):
            writer.writeArray(count: 6)
            writer.write(1)
            writer.write(text: submission.destination.description)
            writer.write(bytes: submission.payload)
            writer.write(UInt64(max(0, submission.lifetime.milliseconds)))
            writer.write(UInt64(submission.priority))
            writer.write(
                (submission.wantsReceipt ? 1 : 0) | (submission.isOrdered ? 2 : 0) | (submission.isPrivate ? 4 : 0))
        case .inbox(let prefix, let limit, let waits):
            writer.writeArray(count: 4)
            writer.write(2)
            writer.write(text: prefix)
            writer.write(UInt64(max(0, limit)))
            writer.write(flag: waits)
        case .confirm(let digests):
            writer.writeArray(count: 2)
            writer.write(3)
            writer.write(bytes: digests.flatMap(\.octets))
        case .status:
            writer.writeArray(count: 1)
            writer.write(4)
        case .topic(let topic, let limit, let largest):
            writer.writeArray(count: 4)
            writer.write(5)
            writer.write(text: topic)
            writer.write(UInt64(max(0, limit)))
            writer.write(UInt64(max(0, largest)))
        case .message(let digest):
            writer.writeArray(count: 2)
            writer.write(8)
            writer.write(bytes: digest.octets)
        case .events(let digests):
            writer.writeArray(count: 2)
            writer.write(6)
            writer.write(bytes: digests.flatMap(\.octets))
        case .changes(let revision, let patience):
            writer.writeArray(count: 3)
            writer.write(7)
            writer.write(revision)
            writer.write(UInt64(max(0, patience.milliseconds)))
        }
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws {
        var reader = CBORReader(bytes.span.bytes)
        _ = try reader.readArray(1...6)
        let longest = UInt64(EndpointID.longestName + 8)
        switch try reader.readUnsigned() {
        case 1:
            let destination = try EndpointID(try reader.readText(limit: longest))
            let payload = try reader.readBytes()
            let lifetime = Duration.milliseconds(Int64(try reader.readUnsigned(limit: 1 << 48)))
            var submission = FerryNode.Submission(destination: destination, payload: payload, lifetime: lifetime)
            submission.priority = UInt8(try reader.readUnsigned(limit: 2))
            let flags = try reader.readUnsigned(limit: 7)
            submission.wantsReceipt = flags & 1 != 0
            submission.isOrdered = flags & 2 != 0
            submission.isPrivate = flags & 4 != 0
            self = .submit(submission)
        case 2:
            self = .inbox(
                prefix: try reader.readText(limit: longest), limit: Int(try reader.readUnsigned(limit: 1 << 20)),
                waits: try reader.readFlag())
        case 3:
            self = .confirm(BundleDigest.list(try reader.readBytes()))
        case 4: self = .status
        case 5:
            self = .topic(
                try reader.readText(limit: longest), limit: Int(try reader.readUnsigned(limit: 1 << 20)),
                largest: Int(try reader.readUnsigned(limit: UInt64(UInt32.max))))
        case 6: self = .events(BundleDigest.list(try reader.readBytes()))
        case 7:
            self = .changes(
                since: try reader.readUnsigned(),
                within: .milliseconds(Int64(try reader.readUnsigned(limit: Self.longestPatience))))
        case 8:
            guard let digest = BundleDigest(octets: try reader.readBytes(limit: 16)) else {
                throw BundleError.cbor(.truncated(missing: 1), offset: reader.offset)
            }
            self = .message(digest)
        case let other: throw BundleError.version(other)
        }
        try reader.finish()
    }
}

extension BundleDigest {
    /// Digests one behind the other; what is over at the end is left out.
    static func list(_ octets: [UInt8]) -> [BundleDigest] {
        stride(from: 0, to: octets.count - octets.count % 16, by: 16).compactMap {
            BundleDigest(octets: octets[$0..<$0 + 16])
        }
    }
}

extension BundleEvent {
    func encode(into writer: inout CBORWriter) {
        writer.writeArray(count: 4)
        writer.write(bytes: digest.octets)
        writer.write(UInt64(kind.rawValue))
        writer.write(text: node)
        writer.write(UInt64(max(0, time)))
    }

    /// An event, or nil for one of a kind that is not known here.
    @_lifetime(reader: copy reader)
    static func read(_ reader: inout CBORReader) throws(BundleError) -> BundleEvent? {
        _ = try reader.readArray(4...4)
        let digest = BundleDigest.list(try reader.readBytes(limit: 16)).first
        let kind = Kind(rawValue: UInt8(try reader.readUnsigned(limit: 255)))
        let node = try reader.readText()
        let time = Int64(try reader.readUnsigned(limit: UInt64(Int64.max)))
        guard let digest, let kind else { return nil }
        return BundleEvent(digest: digest, kind: kind, node: node, time: time)
    }
}

extension LocalAnswer {
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 256)
        writer.writeArray(count: 2)
        switch self {
        case .refused(let reason):
            writer.write(0)
            writer.write(text: reason)
        case .done(let digests):
            writer.write(1)
            writer.write(bytes: digests.flatMap(\.octets))
        case .messages(let messages):
            writer.write(2)
            writer.writeArray(count: messages.count)
            for message in messages { message.encode(into: &writer) }
        case .text(let text):
            writer.write(3)
            writer.write(text: text)
        case .events(let events):
            writer.write(4)
            writer.writeArray(count: events.count)
            for event in events { event.encode(into: &writer) }
        case .changed(let revision):
            writer.write(5)
            writer.write(revision)
        }
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(BundleError) {
        var reader = CBORReader(bytes.span.bytes)
        _ = try reader.readArray(2...2)
        switch try reader.readUnsigned(limit: 5) {
        case 0: self = .refused(try reader.readText())
        case 1: self = .done(BundleDigest.list(try reader.readBytes()))
        case 2:
            var messages: [FerryMessage] = []
            for _ in 0..<(try reader.readArray()) { messages.append(try FerryMessage(from: &reader)) }
            self = .messages(messages)
        case 3: self = .text(try reader.readText())
        case 5: self = .changed(try reader.readUnsigned())
        default:
            var events: [BundleEvent] = []
            for _ in 0..<(try reader.readArray()) {
                if let event = try BundleEvent.read(&reader) { events.append(event) }
            }
            self = .events(events)
        }
        try reader.finish()
    }
}

extension FerryMessage {
    func encode(into writer: inout CBORWriter) {
        writer.writeArray(count: 11)
        writer.write(bytes: digest.octets)
        writer.write(text: source)
        writer.write(text: destination)
        writer.write(UInt64(max(0, created)))
        writer.write(sequence)
        writer.write(bytes: payload)
        writer.write(signature.rawValue)
        writer.write(flag: isOwn)
        writer.writeArray(count: events.count)
        for event in events { event.encode(into: &writer) }
        if let hops { writer.write(hops) } else { writer.writeNull() }
        writer.write(UInt64(max(0, size)))
    }

    @_lifetime(reader: copy reader)
    init(from reader: inout CBORReader) throws(BundleError) {
        _ = try reader.readArray(11...11)
        let octets = try reader.readBytes(limit: 16)
        guard let digest = BundleDigest(octets: octets) else {
            throw .cbor(.truncated(missing: UInt64(16 - octets.count)), offset: reader.offset)
        }
        self.digest = digest
        source = try reader.readText()
        destination = try reader.readText()
        created = Int64(try reader.readUnsigned(limit: UInt64(Int64.max)))
        sequence = try reader.readUnsigned()
        payload = try reader.readBytes()
        signature = Signature(rawValue: try reader.readUnsigned(limit: 3)) ?? .none
        isOwn = try reader.readFlag()
        events = []
        for _ in 0..<(try reader.readArray()) {
            if let event = try BundleEvent.read(&reader) { events.append(event) }
        }
        hops = try reader.readNull() ? nil : try reader.readUnsigned()
        size = Int(try reader.readUnsigned(limit: UInt64(Int64.max)))
    }
}
