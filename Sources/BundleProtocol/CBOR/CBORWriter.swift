internal import WireBytes

/// Writes deterministic CBOR: the mirror of ``CBORReader``.
public struct CBORWriter: Equatable, Sendable {
    private var writer: WireWriter

    /// An empty writer with room for `capacity` bytes.
    public init(capacity: Int = 0) { writer = WireWriter(capacity: capacity) }

    /// What has been written so far.
    public var bytes: [UInt8] { writer.bytes }

    /// How many bytes have been written.
    public var count: Int { writer.count }

    /// Appends an unsigned number.
    public mutating func write(_ value: UInt64) { writeHead(.unsigned, value) }

    /// Appends a byte string.
    public mutating func write(bytes: [UInt8]) {
        writeHead(.byteString, UInt64(bytes.count))
        writer.write(contentsOf: bytes)
    }

    /// Appends a text.
    public mutating func write(text: String) {
        writeHead(.text, UInt64(text.utf8.count))
        writer.write(contentsOf: text.utf8)
    }

    /// Appends true or false.
    public mutating func write(flag: Bool) { writer.write(UInt8(flag ? 0xF5 : 0xF4)) }

    /// Appends null.
    public mutating func writeNull() { writer.write(UInt8(0xF6)) }

    /// Appends the head of an array; its items follow.
    public mutating func writeArray(count: Int) { writeHead(.array, UInt64(max(0, count))) }

    /// Appends the head of a map; its keys and values follow in turn, the keys ascending.
    public mutating func writeMap(count: Int) { writeHead(.map, UInt64(max(0, count))) }

    /// Appends the head of an array of indefinite length; ``writeBreak()`` ends it.
    public mutating func writeIndefiniteArray() { writer.write(UInt8(0x9F)) }

    /// Ends an array of indefinite length.
    public mutating func writeBreak() { writer.write(UInt8(0xFF)) }

    /// Appends items that are encoded already.
    public mutating func write(encoded bytes: some Sequence<UInt8>) { writer.write(contentsOf: bytes) }

    /// Appends a number of octets without their head: only for codes whose head was written before.
    mutating func writeBigEndian<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
        writer.writeBigEndian(number)
    }

    /// Appends the head of a byte string; its content follows.
    mutating func writeByteStringHead(count: Int) { writeHead(.byteString, UInt64(max(0, count))) }

    private mutating func writeHead(_ kind: CBORProblem.Kind, _ value: UInt64) {
        let major = kind.rawValue << 5
        switch value {
        case ..<24: writer.write(major | UInt8(value))
        case ..<0x100:
            writer.write(major | 24)
            writer.write(UInt8(value))
        case ..<0x1_0000:
            writer.write(major | 25)
            writer.writeBigEndian(UInt16(value))
        case ..<0x1_0000_0000:
            writer.write(major | 26)
            writer.writeBigEndian(UInt32(value))
        default:
            writer.write(major | 27)
            writer.writeBigEndian(value)
        }
    }
}
