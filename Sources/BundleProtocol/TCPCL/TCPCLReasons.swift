/// Why a transfer is refused (RFC 9174, 5.2.4).
public struct TransferRefusal: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// A reason by its number.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not said.
    public static let unknown = TransferRefusal(rawValue: 0)
    /// The receiver has the bundle already: as good as delivered.
    public static let completed = TransferRefusal(rawValue: 1)
    /// The receiver has no room.
    public static let noResources = TransferRefusal(rawValue: 2)
    /// To be sent again from the beginning.
    public static let retransmit = TransferRefusal(rawValue: 3)
    /// Something about the bundle or its length.
    public static let notAcceptable = TransferRefusal(rawValue: 4)
    /// An extension that has to be understood is not.
    public static let extensionFailure = TransferRefusal(rawValue: 5)
    /// The session ends.
    public static let sessionTerminating = TransferRefusal(rawValue: 6)
}

/// Why a session ends (RFC 9174, 6.1).
public struct SessionEnd: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// A reason by its number.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not said.
    public static let unknown = SessionEnd(rawValue: 0)
    /// Nothing was heard, or nothing was carried, for too long.
    public static let idle = SessionEnd(rawValue: 1)
    /// Another version of the protocol.
    public static let versionMismatch = SessionEnd(rawValue: 2)
    /// Too busy.
    public static let busy = SessionEnd(rawValue: 3)
    /// The contact header or the parameters cannot be agreed on.
    public static let contactFailure = SessionEnd(rawValue: 4)
    /// A limit of resources.
    public static let resourceExhaustion = SessionEnd(rawValue: 5)
}

/// Why a message is rejected (RFC 9174, 5.1.2).
public struct MessageRejection: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// A reason by its number.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No message has this type.
    public static let typeUnknown = MessageRejection(rawValue: 1)
    /// The message cannot be complied with.
    public static let unsupported = MessageRejection(rawValue: 2)
    /// The message does not belong here.
    public static let unexpected = MessageRejection(rawValue: 3)
}

/// Why a stream is no TCPCLv4 session, or none any more.
public enum TCPCLError: Error, Hashable, Sendable {
    /// It does not begin with `dtn!`.
    case noContactHeader
    /// Another version of the protocol.
    case version(UInt8)
    /// A message of a type that is not known; nobody can tell where it ends.
    case unknownMessage(UInt8)
    /// A segment beyond what was announced to be taken.
    case segmentTooLarge(UInt64, limit: UInt64)
    /// Extension items beyond any use.
    case extensionsTooLarge(UInt32)
    /// Extension items that do not fill their list.
    case malformedExtensions
    /// A node ID that is no endpoint.
    case nodeID(String)
}

extension TCPCLError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .noContactHeader: "the peer does not speak TCPCL"
        case .version(let version): "the peer speaks version \(version) of TCPCL, not 4"
        case .unknownMessage(let type): "a message of type \(type), which is not known"
        case .segmentTooLarge(let size, let limit): "a segment of \(size) octets, at most \(limit) were announced"
        case .extensionsTooLarge(let size): "\(size) octets of extensions"
        case .malformedExtensions: "extension items that do not fill their list"
        case .nodeID(let text): "“\(text)” is no node ID"
        }
    }
}
