internal import WireBytes

/// What each side sends first (RFC 9174, 4.2): `dtn!`, the version, and whether it can do TLS.
public struct ContactHeader: Hashable, Sendable {
    /// True if the side can do TLS.
    public var canTLS: Bool

    /// A header of version 4.
    public init(canTLS: Bool) { self.canTLS = canTLS }

    static let magic: [UInt8] = Array("dtn!".utf8)
    static let version: UInt8 = 4
    static let length = 6

    /// The octets.
    public var encoded: [UInt8] { Self.magic + [Self.version, canTLS ? 1 : 0] }
}

/// A message of TCPCLv4 (RFC 9174). All numbers are big-endian.
public enum TCPCLMessage: Hashable, Sendable {
    /// 01: a part of a bundle, or all of it.
    case segment(Segment)
    /// 02: so much of a transfer has been processed. Flags are those of the segment.
    case acknowledge(flags: SegmentFlags, transfer: UInt64, length: UInt64)
    /// 03: no more of this transfer.
    case refuse(transfer: UInt64, TransferRefusal)
    /// 04: a sign of life.
    case keepalive
    /// 05: no new transfers.
    case terminate(isReply: Bool, SessionEnd)
    /// 06: a message was not understood, or did not belong there.
    case reject(MessageRejection, type: UInt8)
    /// 07: who we are and what we take.
    case initiate(SessionParameters)

    /// Flags of a segment.
    public struct SegmentFlags: OptionSet, Hashable, Sendable {
        /// The bits on the wire.
        public let rawValue: UInt8

        /// Flags from the bits on the wire.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The last of a transfer.
        public static let end = SegmentFlags(rawValue: 0x01)
        /// The first of a transfer.
        public static let start = SegmentFlags(rawValue: 0x02)
    }

    /// An extension of a session or of a transfer.
    public struct Extension: Hashable, Sendable {
        /// True if a side that does not know it must not go on.
        public var isCritical: Bool
        /// What it is; from 0x8000 on private.
        public var type: UInt16
        /// The value; at most 65,535 octets.
        public var value: [UInt8]

        /// An extension.
        public init(isCritical: Bool, type: UInt16, value: [UInt8]) {
            self.isCritical = isCritical
            self.type = type
            self.value = value
        }

        /// The transfer extension for the total length.
        static let transferLengthType: UInt16 = 1
    }

    /// A part of a bundle.
    public struct Segment: Hashable, Sendable {
        /// Whether it is the first or the last.
        public var flags: SegmentFlags
        /// The transfer, by a number that its sender gave.
        public var transfer: UInt64
        /// Extensions; only in the first.
        public var extensions: [Extension]
        /// The octets.
        public var data: [UInt8]

        /// A segment.
        public init(flags: SegmentFlags, transfer: UInt64, extensions: [Extension] = [], data: [UInt8]) {
            self.flags = flags
            self.transfer = transfer
            self.extensions = extensions
            self.data = data
        }
    }

    /// Who a side is and what it takes.
    public struct SessionParameters: Hashable, Sendable {
        /// Seconds between signs of life; 0 for none.
        public var keepalive: UInt16
        /// The most octets of data in a segment.
        public var segmentMRU: UInt64
        /// The most octets of a bundle.
        public var transferMRU: UInt64
        /// The node ID; empty where it is not disclosed.
        public var nodeID: String
        /// Extensions.
        public var extensions: [Extension]

        /// Parameters.
        public init(
            keepalive: UInt16, segmentMRU: UInt64, transferMRU: UInt64, nodeID: String, extensions: [Extension] = []
        ) {
            self.keepalive = keepalive
            self.segmentMRU = segmentMRU
            self.transferMRU = transferMRU
            self.nodeID = nodeID
            self.extensions = extensions
        }
    }

    /// The type octet.
    public var type: UInt8 {
        switch self {
        case .segment: 1
        case .acknowledge: 2
        case .refuse: 3
        case .keepalive: 4
        case .terminate: 5
        case .reject: 6
        case .initiate: 7
        }
    }

    /// The octets.
    public var encoded: [UInt8] {
        var writer = WireWriter(capacity: 64)
        encode(into: &writer)
        return writer.bytes
    }

    func encode(into writer: inout WireWriter) {
        writer.write(type)
        switch self {
        case .segment(let segment):
            Self.encodeHead(
                of: segment.flags, transfer: segment.transfer, extensions: segment.extensions,
                length: segment.data.count, into: &writer)
            writer.write(contentsOf: segment.data)
        case .acknowledge(let flags, let transfer, let length):
            writer.write(flags.rawValue)
            writer.writeBigEndian(transfer)
            writer.writeBigEndian(length)
        case .refuse(let transfer, let reason):
            writer.write(reason.rawValue)
            writer.writeBigEndian(transfer)
        case .keepalive: break
        case .terminate(let isReply, let reason):
            writer.write(UInt8(isReply ? 1 : 0))
            writer.write(reason.rawValue)
        case .reject(let reason, let type):
            writer.write(reason.rawValue)
            writer.write(type)
        case .initiate(let parameters):
            writer.writeBigEndian(parameters.keepalive)
            writer.writeBigEndian(parameters.segmentMRU)
            writer.writeBigEndian(parameters.transferMRU)
            let name = parameters.nodeID.utf8.prefix(Int(UInt16.max))
            writer.writeBigEndian(UInt16(name.count))
            writer.write(contentsOf: name)
            Self.encode(parameters.extensions, into: &writer)
        }
    }

    /// What stands between the type of a segment and its data.
    static func encodeHead(
        of flags: SegmentFlags, transfer: UInt64, extensions: [Extension], length: Int, into writer: inout WireWriter
    ) {
        writer.write(flags.rawValue)
        writer.writeBigEndian(transfer)
        if flags.contains(.start) { encode(extensions, into: &writer) }
        writer.writeBigEndian(UInt64(length))
    }

    private static func encode(_ extensions: [Extension], into writer: inout WireWriter) {
        let size = extensions.reduce(0) { $0 + 5 + min($1.value.count, Int(UInt16.max)) }
        writer.writeBigEndian(UInt32(clamping: size))
        for item in extensions {
            let value = item.value.prefix(Int(UInt16.max))
            writer.write(UInt8(item.isCritical ? 1 : 0))
            writer.writeBigEndian(item.type)
            writer.writeBigEndian(UInt16(value.count))
            writer.write(contentsOf: value)
        }
    }
}
