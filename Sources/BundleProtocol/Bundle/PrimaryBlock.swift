internal import WireBytes

/// The first block: whose bundle this is, for whom, since when and for how long (RFC 9171, 4.3.1).
///
/// Nothing of it changes between creation and delivery.
///
///     [7, flags, CRC type, destination, source, report-to, [time, sequence], lifetime (, offset, total) (, CRC)]
public struct PrimaryBlock: Hashable, Sendable {
    /// How the bundle is to be treated.
    public var flags: BundleFlags = []
    /// The block's own code.
    public var crc: BlockCRC = .crc32c
    /// For whom.
    public var destination: EndpointID
    /// The node that made it; ``EndpointID/null`` for an anonymous sender.
    public var source: EndpointID
    /// Who hears how the bundle fares.
    public var reportTo: EndpointID
    /// When, and which one of then.
    public var created: CreationTimestamp
    /// How long after creation it is of use, milliseconds.
    public var lifetimeMilliseconds: UInt64
    /// Where the payload belongs in the whole; nil for a whole bundle.
    public var fragment: FragmentPosition?

    /// A primary block.
    public init(
        destination: EndpointID, source: EndpointID, reportTo: EndpointID = .null, created: CreationTimestamp,
        lifetimeMilliseconds: UInt64
    ) {
        self.destination = destination
        self.source = source
        self.reportTo = reportTo
        self.created = created
        self.lifetimeMilliseconds = lifetimeMilliseconds
    }

    /// The block as CBOR, with its code.
    public var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 96)
        encode(into: &writer)
        return writer.bytes
    }

    func encode(into writer: inout CBORWriter) {
        let start = writer.count
        writer.writeArray(count: 8 + (fragment == nil ? 0 : 2) + (crc == .none ? 0 : 1))
        writer.write(7)
        writer.write(flags.rawValue & ~BundleFlags.fragmentBit | (fragment == nil ? 0 : BundleFlags.fragmentBit))
        writer.write(crc.rawValue)
        destination.encode(into: &writer)
        source.encode(into: &writer)
        reportTo.encode(into: &writer)
        created.encode(into: &writer)
        writer.write(lifetimeMilliseconds)
        if let fragment {
            writer.write(fragment.offset)
            writer.write(fragment.totalLength)
        }
        crc.seal(&writer, from: start)
    }

    @_lifetime(reader: copy reader)
    init(from reader: inout CBORReader, of bytes: RawSpan) throws(BundleError) {
        let start = reader.offset
        let count = try reader.readArray(8...11)
        let version = try reader.readUnsigned()
        guard version == 7 else { throw .version(version) }
        let bits = try reader.readUnsigned()
        flags = BundleFlags(rawValue: bits & ~BundleFlags.fragmentBit)
        let isFragment = bits & BundleFlags.fragmentBit != 0
        crc = try BlockCRC(from: &reader, block: 0)
        let expected = 8 + (isFragment ? 2 : 0) + (crc == .none ? 0 : 1)
        guard count == expected else {
            throw .cbor(.count(UInt64(count), expected: UInt64(expected)...UInt64(expected)), offset: start)
        }
        destination = try EndpointID(from: &reader)
        source = try EndpointID(from: &reader)
        reportTo = try EndpointID(from: &reader)
        created = try CreationTimestamp(from: &reader)
        lifetimeMilliseconds = try reader.readUnsigned()
        fragment =
            isFragment
            ? FragmentPosition(offset: try reader.readUnsigned(), totalLength: try reader.readUnsigned()) : nil
        try crc.check(&reader, from: start, of: bytes, block: 0)
    }
}

/// Where a fragment's payload belongs.
public struct FragmentPosition: Hashable, Sendable {
    /// Octets of the whole payload in front of this one.
    public var offset: UInt64
    /// Octets of the whole payload.
    public var totalLength: UInt64

    /// A position.
    public init(offset: UInt64, totalLength: UInt64) {
        self.offset = offset
        self.totalLength = totalLength
    }
}

extension CreationTimestamp {
    @_lifetime(reader: copy reader)
    init(from reader: inout CBORReader) throws(BundleError) {
        _ = try reader.readArray(2...2)
        self.init(
            time: DTNTime(milliseconds: try reader.readUnsigned()), sequence: try reader.readUnsigned())
    }

    func encode(into writer: inout CBORWriter) {
        writer.writeArray(count: 2)
        writer.write(time.milliseconds)
        writer.write(sequence)
    }
}

extension BlockCRC {
    @_lifetime(reader: copy reader)
    init(from reader: inout CBORReader, block: UInt64) throws(BundleError) {
        let type = try reader.readUnsigned()
        guard let known = BlockCRC(rawValue: type) else { throw .unknownCRC(type, block: block) }
        self = known
    }

    /// Octets of the code.
    var length: Int {
        switch self {
        case .none: 0
        case .crc16: 2
        case .crc32c: 4
        }
    }

    /// Appends the code of what was written since `start`, which is the block without its code.
    func seal(_ writer: inout CBORWriter, from start: Int) {
        if self == .none { return }
        writer.writeByteStringHead(count: length)
        let bytes = writer.bytes
        let span = unsafe bytes.span.bytes.extracting(start..<bytes.count)
        if self == .crc16 {
            writer.writeBigEndian(UInt16(truncatingIfNeeded: code(of: span)))
        } else {
            writer.writeBigEndian(code(of: span))
        }
    }

    /// Reads the code that comes next and compares it with that of the block, which began at `start`.
    @_lifetime(reader: copy reader)
    func check(
        _ reader: inout CBORReader, from start: Int, of bytes: RawSpan, block: UInt64
    ) throws(BundleError) {
        if self == .none { return }
        var field = try reader.takeBytes()
        guard field.remaining == length else { throw .crcLength(field.remaining, block: block) }
        let computed = code(of: bytes.extracting(start..<reader.offset - length))
        let stored: UInt32
        do throws(WireError) {
            stored =
                self == .crc16
                ? UInt32(try field.readBigEndian(UInt16.self)) : try field.readBigEndian(UInt32.self)
        } catch { throw .crcLength(field.remaining, block: block) }
        guard stored == computed else { throw .crcMismatch(block: block) }
    }

    /// The code of a block that ends with the head of its CRC field, whose octets count as zeros.
    private func code(of bytes: RawSpan) -> UInt32 {
        if self == .crc16 {
            var code = CRC16X25()
            code.update(bytes)
            code.update(zeros: 2)
            return UInt32(code.value)
        }
        var code = CRC32C()
        code.update(bytes)
        code.update(zeros: 4)
        return code.value
    }
}
