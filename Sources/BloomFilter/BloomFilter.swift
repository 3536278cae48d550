/// A set of keys that takes a few bits for each, never denies what was added, and now and then confirms what was not.
///
/// What was not added is confirmed by the same filter each time. Filters that are exchanged between nodes therefore
/// carry a salt that is drawn anew for each contact: a message that one contact withholds by accident is offered at
/// the next. With a fixed hash it would be withheld for as long as the peer's set stays as it is.
///
///     var held = BloomFilter(shape: try BloomShape(members: ids.count, probability: 0.001), salt: .random(in: 0 ... .max))
///     for id in ids { held.insert(id) }
///     peer.send(held.encoded())
public struct BloomFilter: Hashable, Sendable {
    /// How keys become positions.
    public enum Hashing: Hashable, Sendable {
        /// 64-bit mixing with a salt, see `KeyHash`; position i is the high word of x·m, where x runs through the
        /// linear congruence x ← 6364136223846793005·x + b, which begins at the key's first word a and whose
        /// increment b is its second, made odd.
        ///
        /// A sum a + i·b would be simpler, but puts the positions at even distances, and small filters then confirm
        /// measurably more than theory allows.
        case salted(UInt64)
        /// MD5 as in MagnusS/Java-BloomFilter: for exchange with that class, about 90 times slower.
        case javaMD5
    }

    /// Bits and hashes.
    public let shape: BloomShape
    /// How keys become positions.
    public let hashing: Hashing
    /// How many keys were added, the repeated ones each time; after a union the sum of both. Only a note: what the
    /// filter holds is ``estimatedMembers``.
    public private(set) var additions: UInt64 = 0

    /// Bit i of the filter is bit i mod 64 of word i / 64, counted from the least significant.
    @usableFromInline var words: [UInt64]

    /// An empty filter.
    public init(shape: BloomShape, hashing: Hashing) throws(BloomError) {
        if hashing == .javaMD5, shape.bitCount > UInt64(Int32.max) {
            throw .tooManyBits(shape.bitCount, limit: UInt64(Int32.max))
        }
        self.init(shape: shape, hashing: hashing, words: [UInt64](repeating: 0, count: Self.wordCount(of: shape)))
    }

    /// An empty filter for one contact.
    ///
    /// - Parameter salt: Random, and new for each contact.
    public init(shape: BloomShape, salt: UInt64) {
        self.init(
            shape: shape, hashing: .salted(salt), words: [UInt64](repeating: 0, count: Self.wordCount(of: shape)))
    }

    init(shape: BloomShape, hashing: Hashing, words: [UInt64], additions: UInt64 = 0) {
        self.shape = shape
        self.hashing = hashing
        self.words = words
        self.additions = additions
    }

    static func wordCount(of shape: BloomShape) -> Int { Int((shape.bitCount + 63) / 64) }

    /// Adds a key.
    @inlinable
    public mutating func insert(_ key: RawSpan) {
        switch hashing {
        case .salted(let salt): insert(KeyHash(key, salt: salt))
        case .javaMD5:
            for bit in JavaHash.positions(of: key, shape: shape) { words[Int(bit >> 6)] |= 1 << (bit & 63) }
        }
        count()
    }

    /// Adds a key.
    @inlinable
    public mutating func insert(_ key: [UInt8]) { unsafe insert(key.span.bytes) }

    /// Adds a key of 16 octets that is at hand as two words, each the big-endian number of eight of them.
    @inlinable
    public mutating func insert(high: UInt64, low: UInt64) {
        switch hashing {
        case .salted(let salt):
            insert(KeyHash(high: high, low: low, salt: salt))
            count()
        case .javaMD5: insert(Self.octets(high, low))
        }
    }

    @usableFromInline
    static func octets(_ high: UInt64, _ low: UInt64) -> [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) } }
    }

    @inlinable
    @inline(__always)
    mutating func insert(_ hash: KeyHash) {
        var position = BitPositions(hash, bitCount: shape.bitCount)
        for _ in 0..<shape.hashCount {
            let bit = position.next()
            words[Int(truncatingIfNeeded: bit >> 6)] |= 1 << (bit & 63)
        }
    }

    @inlinable
    @inline(__always)
    func contains(_ hash: KeyHash) -> Bool {
        var position = BitPositions(hash, bitCount: shape.bitCount)
        for _ in 0..<shape.hashCount {
            let bit = position.next()
            if words[Int(truncatingIfNeeded: bit >> 6)] & (1 << (bit & 63)) == 0 { return false }
        }
        return true
    }

    /// False: the key of 16 octets was never added. True: it was, or the filter is mistaken.
    @inlinable
    public func contains(high: UInt64, low: UInt64) -> Bool {
        switch hashing {
        case .salted(let salt): contains(KeyHash(high: high, low: low, salt: salt))
        case .javaMD5: contains(Self.octets(high, low))
        }
    }

    /// False: the key was never added. True: it was, or the filter is mistaken.
    @inlinable
    public func contains(_ key: RawSpan) -> Bool {
        switch hashing {
        case .salted(let salt): return contains(KeyHash(key, salt: salt))
        case .javaMD5:
            return JavaHash.positions(of: key, shape: shape)
                .allSatisfy { words[Int($0 >> 6)] & (1 << ($0 & 63)) != 0 }
        }
    }

    /// False: the key was never added. True: it was, or the filter is mistaken.
    @inlinable
    public func contains(_ key: [UInt8]) -> Bool { unsafe contains(key.span.bytes) }

    @usableFromInline
    mutating func count() { additions &+= 1 }

    /// Adds everything that `other` holds.
    ///
    /// - Throws: ``BloomError/different(_:)``; this filter then stays as it was.
    public mutating func formUnion(_ other: BloomFilter) throws(BloomError) {
        if shape.bitCount != other.shape.bitCount { throw .different("bits") }
        if shape.hashCount != other.shape.hashCount { throw .different("hashes") }
        if hashing != other.hashing { throw .different("hashing or salt") }
        for index in words.indices { words[index] |= other.words[index] }
        additions = additions.addingReportingOverflow(other.additions).overflow ? .max : additions + other.additions
    }

    /// How many bits are set.
    public var setBits: UInt64 { words.reduce(0) { $0 + UInt64($1.nonzeroBitCount) } }

    /// The share of bits that are set, 0 to 1; one half is best.
    public var fill: Double { Double(setBits) / Double(shape.bitCount) }

    /// How many distinct keys were added, from the bits that are set; nil where all are.
    public var estimatedMembers: Double? { shape.estimatedMembers(setBits: setBits) }

    /// The rate at which keys that were never added pass, from the bits that are set.
    public var falsePositiveRate: Double { shape.falsePositiveRate(fill: fill) }

    /// The positions that are set, ascending.
    public var positions: [UInt64] {
        words.indices.flatMap { index in
            (0..<64).filter { words[index] & (1 << $0) != 0 }.map { UInt64(index) * 64 + $0 }
        }
    }
}

/// The positions of one key, one after the other.
@usableFromInline
struct BitPositions {
    @usableFromInline var state: UInt64
    @usableFromInline let increment: UInt64
    @usableFromInline let bitCount: UInt64

    @inlinable
    @inline(__always)
    init(_ hash: KeyHash, bitCount: UInt64) {
        state = hash.first
        increment = hash.second | 1
        self.bitCount = bitCount
    }

    /// The next position, below the number of bits: Lemire's multiplication in place of a division.
    @inlinable
    @inline(__always)
    mutating func next() -> UInt64 {
        let position = state.multipliedFullWidth(by: bitCount).high
        // Knuth's multiplier for 64 bits.
        state = state &* 6_364_136_223_846_793_005 &+ increment
        return position
    }
}
