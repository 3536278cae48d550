#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How large a filter is: its bits and how many of them each key sets.
///
/// Bloom 1970: after n keys the share of set bits is 1 − e^(−kn/m), and a key that was never added passes with that
/// share to the power of k. The rate is least for a given m where k = m/n · ln 2, which is half of the bits set.
public struct BloomShape: Hashable, Sendable {
    /// Bits in the filter, m: at least 1.
    public let bitCount: UInt64
    /// Bits that each key sets, k: 1 to ``maximumHashCount``.
    public let hashCount: Int

    /// The largest k: asks for a false-positive rate of 2⁻⁶⁴, below which no filter over 64-bit words has a meaning.
    public static let maximumHashCount = 64
    /// The largest m of a filter made here: 2³⁶ bits are 8 GiB.
    public static let maximumBitCount: UInt64 = 1 << 36

    /// A filter of exactly these numbers.
    ///
    /// - Throws: ``BloomError/zeroBits``, ``BloomError/tooManyBits(_:limit:)``, ``BloomError/zeroHashes`` or
    ///   ``BloomError/tooManyHashes(_:limit:)``.
    public init(bitCount: UInt64, hashCount: Int) throws(BloomError) {
        if bitCount == 0 { throw .zeroBits }
        if bitCount > Self.maximumBitCount { throw .tooManyBits(bitCount, limit: Self.maximumBitCount) }
        if hashCount <= 0 { throw .zeroHashes }
        if hashCount > Self.maximumHashCount { throw .tooManyHashes(hashCount, limit: Self.maximumHashCount) }
        self.bitCount = bitCount
        self.hashCount = hashCount
    }

    /// The smallest filter that holds `members` keys with a false-positive rate of `probability`:
    /// m = −n ln p / (ln 2)², k = m/n · ln 2, rounded.
    ///
    /// A filter for no members is made for one.
    ///
    /// - Parameters:
    ///   - members: How many distinct keys will be added, n.
    ///   - probability: The rate to reach, p, between 0 and 1, both excluded.
    /// - Throws: ``BloomError/impossibleProbability(_:)`` or ``BloomError/tooManyBits(_:limit:)``.
    public init(members: Int, probability: Double) throws(BloomError) {
        guard probability > 0, probability < 1 else { throw .impossibleProbability(probability) }
        let count = Double(max(1, members))
        let ln2 = 0.693_147_180_559_945_3
        let bits = (-count * log(probability) / (ln2 * ln2)).rounded(.up)
        guard bits <= Double(Self.maximumBitCount) else {
            throw .tooManyBits(UInt64(min(bits, 1e19)), limit: Self.maximumBitCount)
        }
        let hashes = (bits / count * ln2).rounded()
        try self.init(
            bitCount: max(1, UInt64(bits)), hashCount: min(Self.maximumHashCount, max(1, Int(hashes))))
    }

    /// The shape that Java-BloomFilter's constructor (p, n) makes: k = ⌈−log₂ p⌉ first, then m = ⌈n · k / ln 2⌉, which
    /// is up to 20 % larger than needed.
    ///
    /// - Throws: ``BloomError/impossibleProbability(_:)`` or ``BloomError/tooManyBits(_:limit:)`` beyond 2³¹ − 1 bits,
    ///   where the Java class silently stays at that number.
    public static func asJava(members: Int, probability: Double) throws(BloomError) -> BloomShape {
        guard probability > 0, probability < 1 else { throw .impossibleProbability(probability) }
        // As the Java class computes it: the natural logarithm divided by that of 2.
        let hashes = (-(log(probability) / log(2))).rounded(.up)
        let perMember = hashes / log(2)
        let bits = (perMember * Double(max(1, members))).rounded(.up)
        guard bits <= Double(Int32.max) else { throw .tooManyBits(UInt64(min(bits, 1e19)), limit: UInt64(Int32.max)) }
        return try BloomShape(bitCount: UInt64(bits), hashCount: Int(min(hashes, 1e6)))
    }

    /// Octets that the bits take on the wire.
    public var byteCount: UInt64 { (bitCount + 7) / 8 }

    /// The share of set bits that `members` distinct keys are expected to leave, 0 to 1.
    public func expectedFill(members: Double) -> Double {
        // (1 − 1/m)^(kn), without losing the small numbers.
        -expm1(Double(hashCount) * max(0, members) * log1p(-1 / max(2, Double(bitCount))))
    }

    /// The rate at which keys that were never added pass a filter with this share of set bits.
    public func falsePositiveRate(fill: Double) -> Double { pow(min(1, max(0, fill)), Double(hashCount)) }

    /// The rate after `members` distinct keys.
    public func falsePositiveRate(members: Double) -> Double {
        falsePositiveRate(fill: expectedFill(members: members))
    }

    /// How many distinct keys leave this many bits set, by Swamidass and Baldi 2007: −m/k · ln(1 − X/m); nil where
    /// every bit is set, which any number of keys may have done.
    public func estimatedMembers(setBits: UInt64) -> Double? {
        guard setBits < bitCount else { return nil }
        return -Double(bitCount) / Double(hashCount) * log1p(-Double(setBits) / Double(bitCount))
    }
}
