import WireBytes

/// Takes bits out of 32-bit little-endian words, from the most significant bit of each.
struct UVLCBitReader {
    /// The words and two of zeros, so that looking ahead needs no test.
    private let words: [UInt32]
    /// How many bits there are.
    let count: Int
    /// The next bit.
    private(set) var position = 0

    /// A reader of whole words; up to three bytes behind the last one are ignored, as drones send whole words.
    init(_ bytes: RawSpan) {
        var cursor = WireCursor(bytes)
        var words: [UInt32] = []
        words.reserveCapacity(bytes.byteCount / 4 + 2)
        while let word = try? cursor.read(UInt32.self) { words.append(word) }
        count = words.count * 32
        words += [0, 0]
        self.words = words
    }

    /// The next 32 bits, zeros behind the end.
    var next32: UInt32 {
        let word = min(position >> 5, words.count - 2)
        let pair = UInt64(words[word]) << 32 | UInt64(words[word + 1])
        return UInt32(truncatingIfNeeded: pair >> UInt64(32 - (position & 31)))
    }

    /// True when more bits have been taken than there were.
    var isExhausted: Bool { position > count }

    /// The next `length` bits, 1 to 32. Zeros behind the end: ask ``isExhausted`` then.
    mutating func take(_ length: Int) -> UInt32 {
        let value = next32 >> UInt32(32 - length)
        position += length
        return value
    }

    /// Moves over `length` bits.
    mutating func skip(_ length: Int) { position += length }

    /// Moves to the next whole byte.
    mutating func alignToByte() { position = (position + 7) & ~7 }
}

/// Puts bits into 32-bit little-endian words.
struct UVLCBitWriter {
    private var words = WireWriter()
    private var pending: UInt64 = 0
    private var pendingCount = 0

    /// Appends the lower `length` bits of `value`, 0 to 32.
    mutating func put(_ value: UInt32, _ length: Int) {
        pending = pending << UInt64(length) | UInt64(value) & (1 << UInt64(length) - 1)
        pendingCount += length
        if pendingCount >= 32 {
            pendingCount -= 32
            words.write(UInt32(truncatingIfNeeded: pending >> UInt64(pendingCount)))
        }
    }

    /// Fills with zeros to the next whole byte.
    mutating func alignToByte() { put(0, -pendingCount & 7) }

    /// Fills with zeros to the next whole word; all that was written.
    mutating func finish() -> [UInt8] {
        put(0, -pendingCount & 31)
        return words.bytes
    }
}
