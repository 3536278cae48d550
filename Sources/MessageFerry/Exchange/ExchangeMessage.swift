public import BundleProtocol
public import BundleStore

/// What two nodes tell each other about what they hold: the payload of a short-lived bundle from node to node, so that
/// it passes over every convergence layer, and a node that does not know it leaves it alone.
///
///     [1, 1, members, carries, count, xor, form, octets]   summary; form 0: digests of 16 octets each, 1: Bloom filter
///     [1, 2, octets]                                       delivered: digests of 16 octets each
///     [1, 3, salt, bits, octets]                           table: for each bucket u32 count and u64 xor, big-endian
///     [1, 4, salt, bits, octets, octets]                   holdings: u32 numbers of buckets; u64 short names in them
public enum ExchangeMessage: Hashable, Sendable {
    /// What a node wants, and what it holds.
    case summary(Summary)
    /// Bundles that have come where they were to go.
    case delivered([BundleDigest])
    /// What the sender believes that the receiver holds, bucket by bucket.
    case table(BucketTable)
    /// Exactly what the sender holds in the buckets that did not agree; nothing where all did.
    case holdings(salt: UInt64, bits: UInt8, buckets: [UInt32], names: Set<UInt64>)

    /// What a node wants, and what it holds.
    public struct Summary: Hashable, Sendable {
        /// Beginnings of the names of groups that the node is a member of.
        public var members: [String]
        /// Beginnings of the destinations for which it carries; an empty text for all.
        public var carries: [String]
        /// How many bundles it holds or remembers.
        public var count: UInt64
        /// The first words of their digests, joined by exclusive or.
        public var xor: UInt64
        /// Which they are.
        public var held: Held

        /// A summary.
        public init(members: [String], carries: [String], count: UInt64, xor: UInt64, held: Held) {
            self.members = members
            self.carries = carries
            self.count = count
            self.xor = xor
            self.held = held
        }

        /// How a set of bundles is told.
        public enum Held: Hashable, Sendable {
            /// One by one: shorter for few.
            case list(Set<BundleDigest>)
            /// A filter in its wire form, not looked at yet.
            case filter([UInt8])
        }
    }

    /// The service on a node that these messages are for.
    public static let service = "exchange"
    private static let version: UInt64 = 1
    /// Topics that a node may name.
    private static let prefixLimit: UInt64 = 256

    /// The payload.
    public var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 256)
        switch self {
        case .summary(let summary):
            writer.writeArray(count: 8)
            writer.write(Self.version)
            writer.write(1)
            for list in [summary.members, summary.carries] {
                writer.writeArray(count: list.count)
                for text in list { writer.write(text: text) }
            }
            writer.write(summary.count)
            writer.write(summary.xor)
            switch summary.held {
            case .list(let digests):
                writer.write(0)
                writer.write(bytes: digests.flatMap(\.octets))
            case .filter(let octets):
                writer.write(1)
                writer.write(bytes: octets)
            }
        case .delivered(let digests):
            writer.writeArray(count: 3)
            writer.write(Self.version)
            writer.write(2)
            writer.write(bytes: digests.flatMap(\.octets))
        case .table(let table):
            writer.writeArray(count: 5)
            writer.write(Self.version)
            writer.write(3)
            writer.write(table.salt)
            writer.write(UInt64(table.bits))
            writer.write(bytes: table.octets)
        case .holdings(let salt, let bits, let buckets, let names):
            writer.writeArray(count: 6)
            writer.write(Self.version)
            writer.write(4)
            writer.write(salt)
            writer.write(UInt64(bits))
            writer.write(bytes: buckets.flatMap(BigEndian.octets))
            writer.write(bytes: names.flatMap(BigEndian.octets))
        }
        return writer.bytes
    }

    /// Reads a payload.
    public init(decoding bytes: [UInt8]) throws(BundleError) {
        var reader = CBORReader(bytes.span.bytes)
        let count = try reader.readArray(3...8)
        let version = try reader.readUnsigned()
        guard version == Self.version else { throw .version(version) }
        let kind = try reader.readUnsigned(limit: 4)
        let expected: UInt64 = [0, 8, 3, 5, 6][Int(kind)]
        guard UInt64(count) == expected else {
            throw .cbor(.count(UInt64(count), expected: expected...expected), offset: 0)
        }
        switch kind {
        case 1:
            var lists: [[String]] = []
            for _ in 0..<2 {
                var list: [String] = []
                for _ in 0..<(try reader.readArray(0...Self.prefixLimit)) {
                    list.append(try reader.readText(limit: UInt64(EndpointID.longestName)))
                }
                lists.append(list)
            }
            let count = try reader.readUnsigned()
            let xor = try reader.readUnsigned()
            let form = try reader.readUnsigned(limit: 1)
            let octets = try reader.readBytes()
            self = .summary(
                Summary(
                    members: lists[0], carries: lists[1], count: count, xor: xor,
                    held: form == 0 ? .list(Set(try Self.digests(octets))) : .filter(octets)))
        case 2: self = .delivered(try Self.digests(try reader.readBytes()))
        case 3:
            let salt = try reader.readUnsigned()
            let bits = UInt8(try reader.readUnsigned(limit: UInt64(BucketTable.largestBits)))
            let octets = try reader.readBytes()
            guard let table = BucketTable(salt: salt, bits: bits, octets: octets) else {
                throw .cbor(.truncated(missing: 1), offset: reader.offset)
            }
            self = .table(table)
        default:
            let salt = try reader.readUnsigned()
            let bits = UInt8(try reader.readUnsigned(limit: UInt64(BucketTable.largestBits)))
            let buckets: [UInt32] = BigEndian.numbers(try reader.readBytes())
            self = .holdings(
                salt: salt, bits: bits, buckets: buckets, names: Set(BigEndian.numbers(try reader.readBytes())))
        }
        try reader.finish()
    }

    private static func digests(_ octets: [UInt8]) throws(BundleError) -> [BundleDigest] {
        guard octets.count.isMultiple(of: 16) else { throw .cbor(.truncated(missing: 1), offset: 0) }
        return stride(from: 0, to: octets.count, by: 16).compactMap { BundleDigest(octets: octets[$0..<$0 + 16]) }
    }
}
