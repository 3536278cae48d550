/// Two 64-bit words made of a key and a salt: what the positions of its bits are drawn from.
///
/// The key is read as little-endian 64-bit words, the last one filled up with zeros. Each pair of words goes through
/// two rounds of SplitMix64's finaliser (Steele, Lea and Flood 2014), which maps 2⁶⁴ words one to one; so different
/// keys of 16 octets never become the same pair. The length is mixed in last, since "a" and "a\0" differ in nothing
/// else. Message identifiers are digests already; other keys come out as evenly spread.
@usableFromInline
struct KeyHash {
    @usableFromInline var first: UInt64
    @usableFromInline var second: UInt64

    /// The finaliser of SplitMix64: every bit of the input turns half of the output's bits.
    @inlinable
    @inline(__always)
    static func mix(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    @inlinable
    @inline(__always)
    init(salt: UInt64) {
        first = salt
        // The golden ratio, so that the two lanes differ also for a salt of 0.
        second = salt ^ 0x9E37_79B9_7F4A_7C15
    }

    /// The hash of a whole key.
    @inlinable
    @inline(__always)
    init(_ key: RawSpan, salt: UInt64) {
        self.init(salt: salt)
        let count = key.byteCount
        var offset = 0
        while count - offset >= 16 {
            // In bounds by the loop's condition; every bit pattern is an integer.
            let low = unsafe key.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let high = unsafe key.unsafeLoadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
            absorb(UInt64(littleEndian: low), UInt64(littleEndian: high))
            offset += 16
        }
        if offset < count { absorbTail(key, from: offset) }
        if count != 16 { absorb(UInt64(count), 0) }
        first &+= second
    }

    /// The hash of the 16 octets of two big-endian numbers.
    @inlinable
    @inline(__always)
    init(high: UInt64, low: UInt64, salt: UInt64) {
        self.init(salt: salt)
        absorb(high.byteSwapped, low.byteSwapped)
        first &+= second
    }

    @inlinable
    @inline(__always)
    mutating func absorb(_ low: UInt64, _ high: UInt64) {
        first = Self.mix(first ^ low)
        second = Self.mix(second ^ high ^ first)
    }

    /// The last 1 to 15 octets.
    @inlinable
    mutating func absorbTail(_ key: RawSpan, from offset: Int) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        for index in offset..<key.byteCount {
            let byte = UInt64(key.octet(at: index))
            let place = index - offset
            if place < 8 { low |= byte << UInt64(8 * place) } else { high |= byte << UInt64(8 * (place - 8)) }
        }
        absorb(low, high)
    }
}

extension RawSpan {
    /// The octet at `index`, which must be in bounds: a trap otherwise.
    @inlinable
    func octet(at index: Int) -> UInt8 {
        precondition(index >= 0 && index < byteCount)
        return unsafe unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }
}
