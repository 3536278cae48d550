/// The checksum of IP, UDP and TCP (RFC 1071): the one's complement of the one's complement sum of 16-bit words.
public struct InternetChecksum: Equatable, Sendable {
    /// Words in network order, carries not yet added back; 2^48 words fit.
    private var sum: UInt64 = 0

    /// The sum of nothing.
    public init() {}

    /// Adds a word.
    public mutating func add(_ word: UInt16) { sum &+= UInt64(word) }

    /// Adds two words.
    public mutating func add(_ words: UInt32) {
        sum &+= UInt64(words >> 16)
        sum &+= UInt64(words & 0xFFFF)
    }

    /// Adds four words.
    public mutating func add(_ words: UInt64) {
        add(UInt32(truncatingIfNeeded: words >> 32))
        add(UInt32(truncatingIfNeeded: words))
    }

    /// Adds bytes that begin at an even place; an odd last byte is the upper half of a word.
    public mutating func add(_ bytes: RawSpan) {
        // RFC 1071, section 2 (B): the sum may be made in the host's byte order and swapped at the end.
        var native: UInt64 = 0
        let words = bytes.byteCount / 4
        unsafe bytes.withUnsafeBytes { buffer in
            for index in 0..<words {
                // In bounds by the count above; any bytes are a number.
                native &+= UInt64(unsafe buffer.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
            }
            var rest: UInt32 = 0
            for index in (words * 4)..<buffer.count {
                let place = index - words * 4
                #if _endian(big)
                    rest |= UInt32(unsafe buffer[index]) << (24 - 8 * place)
                #else
                    rest |= UInt32(unsafe buffer[index]) << (8 * place)
                #endif
            }
            native &+= UInt64(rest)
        }
        sum &+= UInt64(Self.folded(native).bigEndian)
    }

    /// What stands in a header.
    public var value: UInt16 { ~Self.folded(sum) }

    private static func folded(_ sum: UInt64) -> UInt16 {
        var sum = sum
        while sum > 0xFFFF { sum = (sum & 0xFFFF) &+ (sum >> 16) }
        return UInt16(truncatingIfNeeded: sum)
    }
}
