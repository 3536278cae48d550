internal import WireBytes

/// Takes the contact header and the messages out of a stream, however it is cut.
public struct TCPCLReader: Sendable {
    /// The most octets of data in a segment: what was announced to the peer.
    public let segmentMRU: UInt64
    private var buffer = StreamBuffer()

    /// The most octets of extension items; nothing defined needs more than a few.
    private static let extensionLimit: UInt32 = 65_536

    /// A reader at the beginning of a stream.
    public init(segmentMRU: UInt64) { self.segmentMRU = segmentMRU }

    /// Octets that wait for the rest of their message.
    public var waiting: Int { buffer.count }

    /// Takes what came.
    public mutating func append(_ bytes: [UInt8]) { buffer.append(bytes) }

    /// What came behind the contact header, for TLS.
    mutating func drain() -> [UInt8] { buffer.drain() }

    /// The contact header; nil until all of it has come. Something else is refused at its first octet.
    public mutating func nextContactHeader() throws(TCPCLError) -> ContactHeader? {
        try buffer.read { (cursor) throws(TCPCLError) in
            var copy = cursor
            let start = copy.readRest().prefix(ContactHeader.length)
            guard
                start.elementsEqual(ContactHeader.magic.prefix(start.count))
                    || start.starts(with: ContactHeader.magic)
            else { throw .noContactHeader }
            if start.count > 4, start[4] != ContactHeader.version { throw .version(start[4]) }
            guard start.count == ContactHeader.length else { return nil }
            do throws(WireError) { try cursor.skip(ContactHeader.length) } catch { return nil }
            return ContactHeader(canTLS: start[5] & 1 != 0)
        }
    }

    /// The next message; nil until all of it has come.
    ///
    /// - Throws: Why nothing in this stream can be understood any more.
    public mutating func next() throws(TCPCLError) -> TCPCLMessage? {
        let limit = segmentMRU
        return try buffer.read { (cursor) throws(TCPCLError) in
            let outcome: Result<TCPCLMessage, TCPCLError>
            do throws(WireError) { outcome = try Self.message(&cursor, segmentMRU: limit) } catch { return nil }
            return try outcome.get()
        }
    }

    /// A message, or why it cannot be one; a wire error says that more has to come.
    private static func message(
        _ cursor: inout WireCursor, segmentMRU: UInt64
    ) throws(WireError) -> Result<TCPCLMessage, TCPCLError> {
        let type: UInt8 = try cursor.readBigEndian()
        switch type {
        case 1: return try segment(&cursor, segmentMRU: segmentMRU)
        case 2:
            let flags = TCPCLMessage.SegmentFlags(rawValue: try cursor.readBigEndian())
            let transfer: UInt64 = try cursor.readBigEndian()
            return .success(.acknowledge(flags: flags, transfer: transfer, length: try cursor.readBigEndian()))
        case 3:
            let reason = TransferRefusal(rawValue: try cursor.readBigEndian())
            return .success(.refuse(transfer: try cursor.readBigEndian(), reason))
        case 4: return .success(.keepalive)
        case 5:
            let flags: UInt8 = try cursor.readBigEndian()
            return .success(
                .terminate(isReply: flags & 1 != 0, SessionEnd(rawValue: try cursor.readBigEndian())))
        case 6:
            let reason = MessageRejection(rawValue: try cursor.readBigEndian())
            return .success(.reject(reason, type: try cursor.readBigEndian()))
        case 7: return try parameters(&cursor)
        default: return .failure(.unknownMessage(type))
        }
    }

    private static func segment(
        _ cursor: inout WireCursor, segmentMRU: UInt64
    ) throws(WireError) -> Result<TCPCLMessage, TCPCLError> {
        let flags = TCPCLMessage.SegmentFlags(rawValue: try cursor.readBigEndian())
        let transfer: UInt64 = try cursor.readBigEndian()
        var extensions: [TCPCLMessage.Extension] = []
        if flags.contains(.start) {
            switch try readExtensions(&cursor) {
            case .success(let items): extensions = items
            case .failure(let error): return .failure(error)
            }
        }
        let length: UInt64 = try cursor.readBigEndian()
        guard length <= segmentMRU, let count = Int(exactly: length) else {
            return .failure(.segmentTooLarge(length, limit: segmentMRU))
        }
        let data = try cursor.readBytes(count)
        return .success(.segment(.init(flags: flags, transfer: transfer, extensions: extensions, data: data)))
    }

    private static func parameters(
        _ cursor: inout WireCursor
    ) throws(WireError) -> Result<TCPCLMessage, TCPCLError> {
        let keepalive: UInt16 = try cursor.readBigEndian()
        let segmentMRU: UInt64 = try cursor.readBigEndian()
        let transferMRU: UInt64 = try cursor.readBigEndian()
        let name = try cursor.readBytes(Int(try cursor.readBigEndian(UInt16.self)))
        guard let nodeID = String(validating: name, as: UTF8.self) else {
            return .failure(.nodeID(String(decoding: name.prefix(64), as: UTF8.self)))
        }
        switch try readExtensions(&cursor) {
        case .success(let items):
            return .success(
                .initiate(
                    .init(
                        keepalive: keepalive, segmentMRU: segmentMRU, transferMRU: transferMRU, nodeID: nodeID,
                        extensions: items)))
        case .failure(let error): return .failure(error)
        }
    }

    private static func readExtensions(
        _ cursor: inout WireCursor
    ) throws(WireError) -> Result<[TCPCLMessage.Extension], TCPCLError> {
        let size: UInt32 = try cursor.readBigEndian()
        guard size <= extensionLimit else { return .failure(.extensionsTooLarge(size)) }
        var list = try cursor.take(Int(size))
        var items: [TCPCLMessage.Extension] = []
        while !list.isAtEnd {
            do throws(WireError) {
                let flags: UInt8 = try list.readBigEndian()
                let type: UInt16 = try list.readBigEndian()
                let value = try list.readBytes(Int(try list.readBigEndian(UInt16.self)))
                items.append(.init(isCritical: flags & 1 != 0, type: type, value: value))
            } catch { return .failure(.malformedExtensions) }
        }
        return .success(items)
    }
}
