/// What a reader accepts.
public struct BloomLimits: Hashable, Sendable {
    /// The most bits.
    public var bitCount: UInt64
    /// The largest share of set bits, 0 to 1.
    public var fill: Double

    /// Limits of one's own.
    public init(bitCount: UInt64, fill: Double) {
        self.bitCount = bitCount
        self.fill = fill
    }

    /// For what another node sends: 16 MiB, which 9 million identifiers fill at one in a thousand, and 60 % of the bits;
    /// a filter with more of them set, if not broken, is meant to make us send nothing.
    public static let peer = BloomLimits(bitCount: 1 << 27, fill: 0.6)
    /// For files of one's own: any size and fill.
    public static let file = BloomLimits(bitCount: BloomShape.maximumBitCount, fill: 1)
}

extension BloomFilter {
    /// The version of the wire form.
    public static let version: UInt8 = 1
    /// Octets in front of the bits.
    public static let headerLength = 40

    private static let magic: [UInt8] = Array("SBLF".utf8)

    /// The wire form. All numbers are little-endian.
    ///
    ///      0  4 octets  "SBLF"                       16  u64  keys added
    ///      4  u8        version, 1                   24  u64  salt; 0 for MD5
    ///      5  u8        hashing: 0 salted, 1 MD5     32  u64  checksum
    ///      6  u16       hashes, k                    40  the bits, ⌈m/8⌉ octets; bit i is bit i mod 8 of octet i / 8,
    ///      8  u64       bits, m                          counted from the least significant; what is over is zero
    ///
    /// The checksum is the first word of the salted hash, with salt 0, of octets 0 to 31 followed by the bits.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.headerLength + Int(shape.byteCount))
        bytes += Self.magic
        bytes.append(Self.version)
        let (number, salt): (UInt8, UInt64) =
            switch hashing {
            case .salted(let salt): (0, salt)
            case .javaMD5: (1, 0)
            }
        bytes.append(number)
        LittleEndian.append(UInt16(shape.hashCount), to: &bytes)
        LittleEndian.append(shape.bitCount, to: &bytes)
        LittleEndian.append(additions, to: &bytes)
        LittleEndian.append(salt, to: &bytes)
        let body = octets
        LittleEndian.append(Self.checksum(header: bytes, body: body), to: &bytes)
        return bytes + body
    }

    /// Reads the wire form.
    ///
    /// - Parameters:
    ///   - bytes: One filter and nothing else.
    ///   - limits: What is accepted; the default is for what another node sends.
    /// - Throws: What is wrong, as soon as it is known; nothing is allocated for bits that are not there.
    public init(decoding bytes: [UInt8], limits: BloomLimits = .peer) throws(BloomError) {
        let available = UInt64(bytes.count)
        guard bytes.prefix(4).elementsEqual(Self.magic.prefix(bytes.count)) else { throw .notAFilter }
        guard bytes.count >= Self.headerLength else {
            throw .cutShort(expected: UInt64(Self.headerLength), available: available)
        }
        guard bytes[4] == Self.version else { throw .unsupportedVersion(bytes[4]) }
        let salt: UInt64 = LittleEndian.read(bytes[24..<32])
        let hashing: Hashing
        switch bytes[5] {
        case 0: hashing = .salted(salt)
        case 1: hashing = .javaMD5
        default: throw .unknownHashing(bytes[5])
        }
        let bitCount: UInt64 = LittleEndian.read(bytes[8..<16])
        let hashCount: UInt16 = LittleEndian.read(bytes[6..<8])
        let limit = hashing == .javaMD5 ? min(limits.bitCount, UInt64(Int32.max)) : limits.bitCount
        if bitCount > limit { throw .tooManyBits(bitCount, limit: limit) }
        let shape = try BloomShape(bitCount: bitCount, hashCount: Int(hashCount))
        let expected = UInt64(Self.headerLength) + shape.byteCount
        if available < expected { throw .cutShort(expected: expected, available: available) }
        if available > expected { throw .trailing(expected: expected, available: available) }
        let body = Array(bytes[Self.headerLength...])
        let stored: UInt64 = LittleEndian.read(bytes[32..<40])
        let computed = Self.checksum(header: Array(bytes[..<32]), body: body)
        if stored != computed { throw .checksumMismatch(stored: stored, computed: computed) }
        try self.init(
            shape: shape, hashing: hashing, octets: body, additions: LittleEndian.read(bytes[16..<24]))
        let fill = self.fill
        if fill > limits.fill { throw .tooFull(fill: fill, limit: limits.fill) }
    }

    /// A filter from bits that came without a header, as from Java's `BitSet.toByteArray()`; missing octets at the end
    /// are zero.
    ///
    /// - Throws: ``BloomError/trailing(expected:available:)`` or ``BloomError/strayBits``.
    public init(
        shape: BloomShape, hashing: Hashing, octets: [UInt8], additions: UInt64
    ) throws(BloomError) {
        guard UInt64(octets.count) <= shape.byteCount else {
            throw .trailing(expected: shape.byteCount, available: UInt64(octets.count))
        }
        var words = [UInt64](repeating: 0, count: Self.wordCount(of: shape))
        for (index, octet) in octets.enumerated() { words[index >> 3] |= UInt64(octet) << UInt64((index & 7) * 8) }
        let over = shape.bitCount & 63
        if over != 0, let last = words.last, last >> over != 0 { throw .strayBits }
        self.init(shape: shape, hashing: hashing, words: words, additions: additions)
    }

    /// The bits without a header, as in the wire form.
    public var octets: [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(words.count * 8)
        for word in words { LittleEndian.append(word, to: &octets) }
        octets.removeLast(octets.count - Int(shape.byteCount))
        return octets
    }

    private static func checksum(header: [UInt8], body: [UInt8]) -> UInt64 {
        let all = header + body
        return unsafe KeyHash(all.span.bytes, salt: 0).first
    }
}

/// Numbers in the wire form. The one place of this module where octets become numbers: it stands on the standard
/// library alone, so that it can be taken out and used elsewhere.
enum LittleEndian {
    static func append<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number, to bytes: inout [UInt8]) {
        for place in 0..<Number.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: number >> Number(8 * place))) }
    }

    static func read<Number: FixedWidthInteger & UnsignedInteger>(_ bytes: ArraySlice<UInt8>) -> Number {
        bytes.reversed().reduce(0) { $0 << 8 | Number($1) }
    }
}
