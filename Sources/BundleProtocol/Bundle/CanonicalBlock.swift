internal import WireBytes

/// Any block but the first (RFC 9171, 4.3.2): what it holds is kept as it came, so that a block nobody here knows is
/// passed on octet for octet.
///
///     [type, number, flags, CRC type, data (, CRC)]
public struct CanonicalBlock: Hashable, Sendable {
    /// What the block is for.
    public var type: BlockType
    /// Its number in the bundle: 1 for the payload, anything from 2 for the others.
    public var number: UInt64
    /// How it is to be treated.
    public var flags: BlockFlags
    /// The block's own code.
    public var crc: BlockCRC
    /// What it holds; CBOR in all standard blocks but the payload.
    public var data: [UInt8]

    /// A block.
    public init(type: BlockType, number: UInt64, flags: BlockFlags = [], crc: BlockCRC = .none, data: [UInt8]) {
        self.type = type
        self.number = number
        self.flags = flags
        self.crc = crc
        self.data = data
    }

    func encode(into writer: inout CBORWriter) {
        let start = writer.count
        writer.writeArray(count: crc == .none ? 5 : 6)
        writer.write(type.rawValue)
        writer.write(number)
        writer.write(flags.rawValue)
        writer.write(crc.rawValue)
        writer.write(bytes: data)
        crc.seal(&writer, from: start)
    }

    @_lifetime(reader: copy reader)
    init(from reader: inout CBORReader, of bytes: RawSpan) throws(BundleError) {
        let start = reader.offset
        let count = try reader.readArray(5...6)
        type = BlockType(rawValue: try reader.readUnsigned())
        number = try reader.readUnsigned()
        flags = BlockFlags(rawValue: try reader.readUnsigned())
        crc = try BlockCRC(from: &reader, block: number)
        let expected: UInt64 = crc == .none ? 5 : 6
        guard count == expected else {
            throw .cbor(.count(UInt64(count), expected: expected...expected), offset: start)
        }
        data = try reader.readBytes()
        try crc.check(&reader, from: start, of: bytes, block: number)
    }
}

/// How often a bundle was passed on, and how often it may be: [limit, count].
public struct HopCount: Hashable, Sendable {
    /// The most hops, 1 to 255.
    public var limit: UInt8
    /// Hops so far.
    public var count: UInt64

    /// A count.
    public init(limit: UInt8, count: UInt64 = 0) {
        self.limit = limit
        self.count = count
    }

    var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 8)
        writer.writeArray(count: 2)
        writer.write(UInt64(limit))
        writer.write(count)
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws(BundleError) {
        var reader = unsafe CBORReader(bytes.span.bytes)
        _ = try reader.readArray(2...2)
        let limit = try reader.readUnsigned()
        guard let small = UInt8(exactly: limit), small > 0 else { throw .hopLimit(limit) }
        self.limit = small
        count = try reader.readUnsigned()
        try reader.finish()
    }
}
