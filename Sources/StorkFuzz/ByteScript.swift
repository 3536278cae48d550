/// Reads an input as a script: the next byte, the next few, until nothing is left.
///
/// What is missing at the end reads as nothing, so that every input is a script.
struct ByteScript {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    /// The next byte; 0 at the end.
    mutating func byte() -> UInt8 {
        guard position < bytes.count else { return 0 }
        defer { position += 1 }
        return bytes[position]
    }

    /// The next two bytes, little-endian.
    mutating func word() -> UInt16 { UInt16(byte()) | UInt16(byte()) << 8 }

    /// The next `count` bytes, or what is left.
    mutating func take(_ count: Int) -> [UInt8] {
        let end = min(bytes.count, position + count)
        defer { position = end }
        return Array(bytes[position..<end])
    }

    /// Bytes behind their length, a word.
    mutating func block() -> [UInt8] { take(Int(word())) }

    /// What ``block()`` reads; cut at 65,535 bytes.
    static func block(_ content: [UInt8]) -> [UInt8] {
        let content = content.prefix(0xFFFF)
        return [UInt8(content.count & 0xFF), UInt8(content.count >> 8)] + content
    }
}

/// The same numbers for the same input.
struct InputNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(for bytes: [UInt8]) {
        // Fowler, Noll and Vo's FNV-1a: a step for each byte, where a checksum takes one for each bit.
        state = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    mutating func next() -> UInt64 {
        // Steele, Lea and Flood's SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
