public import BundleStore
import WireBytes

/// A set of bundles in buckets, each told by how many there are and their short names joined by exclusive or.
///
/// Two tables of the same set are the same; where they differ, only the buckets that do have to be told name by name,
/// so that to agree costs what differs and not what is held.
public struct BucketTable: Hashable, Sendable {
    /// A bucket.
    public struct Bucket: Hashable, Sendable {
        /// How many bundles.
        public var count: UInt32 = 0
        /// Their short names, joined.
        public var xor: UInt64 = 0
    }

    /// Makes the short names of this exchange.
    public let salt: UInt64
    /// There are 2 to the power of this many buckets.
    public let bits: UInt8
    /// The buckets.
    public private(set) var buckets: [Bucket]

    /// The most buckets: a million.
    public static let largestBits: UInt8 = 20
    /// Bundles in a bucket, about: a table takes 12 octets for them, a list 128.
    static let fill = 16

    /// An empty table that suits so many bundles.
    public init(salt: UInt64, count: Int) {
        self.salt = salt
        var bits: UInt8 = 0
        while bits < Self.largestBits, Self.fill << Int(bits) < count { bits += 1 }
        self.bits = bits
        buckets = [Bucket](repeating: Bucket(), count: 1 << Int(bits))
    }

    /// An empty table with the buckets of another.
    public init(like other: BucketTable) {
        salt = other.salt
        bits = other.bits
        buckets = [Bucket](repeating: Bucket(), count: other.buckets.count)
    }

    init?(salt: UInt64, bits: UInt8, octets: [UInt8]) {
        guard bits <= Self.largestBits, octets.count == 12 << Int(bits) else { return nil }
        self.salt = salt
        self.bits = bits
        buckets = stride(from: 0, to: octets.count, by: 12).map { start in
            Bucket(
                count: octets[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) },
                xor: octets[start + 4..<start + 12].reduce(0) { $0 << 8 | UInt64($1) })
        }
    }

    /// Adds a bundle.
    public mutating func insert(_ digest: BundleDigest) {
        let name = Self.name(digest, salt: salt)
        let place = Self.bucket(of: name, bits: bits)
        buckets[place].count &+= 1
        buckets[place].xor ^= name
    }

    /// The numbers of the buckets that are not the same.
    public func differences(from other: BucketTable) -> [UInt32] {
        guard other.bits == bits else { return [] }
        return buckets.indices.filter { buckets[$0] != other.buckets[$0] }.map { UInt32($0) }
    }

    /// A bundle's short name under a salt: all bits of both words, mixed as by splitmix64's last step.
    public static func name(_ digest: BundleDigest, salt: UInt64) -> UInt64 {
        var word = digest.high ^ salt
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word ^= digest.low
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    static func bucket(of name: UInt64, bits: UInt8) -> Int { bits == 0 ? 0 : Int(name >> UInt64(64 - bits)) }

    var octets: [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(buckets.count * 12)
        for bucket in buckets {
            octets += BigEndian.octets(bucket.count)
            octets += BigEndian.octets(bucket.xor)
        }
        return octets
    }
}

/// Numbers in lists, most significant octet first.
enum BigEndian {
    static func octets<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) -> [UInt8] {
        var writer = WireWriter(capacity: 8)
        writer.writeBigEndian(number)
        return writer.bytes
    }

    static func numbers<Number: FixedWidthInteger>(_ octets: [UInt8]) -> [Number] {
        let width = Number.bitWidth / 8
        return stride(from: 0, to: octets.count - octets.count % width, by: width).map { start in
            octets[start..<start + width].reduce(0) { $0 << 8 | Number($1) }
        }
    }
}
