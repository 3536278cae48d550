/// Processing control flags of a bundle (RFC 9171, 4.2.3). Reserved bits are kept as they came and mean nothing.
///
/// The bit for a fragment, 0x01, is not among them: it follows from ``PrimaryBlock/fragment``.
public struct BundleFlags: OptionSet, Hashable, Sendable {
    /// The bits as on the wire.
    public let rawValue: UInt64

    /// Flags from the bits on the wire.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The payload is an administrative record.
    public static let administrativeRecord = BundleFlags(rawValue: 0x02)
    /// The bundle must stay whole.
    public static let mustNotBeFragmented = BundleFlags(rawValue: 0x04)
    /// The receiving application shall acknowledge.
    public static let acknowledgementRequested = BundleFlags(rawValue: 0x20)
    /// Status reports shall hold the time.
    public static let statusTimeRequested = BundleFlags(rawValue: 0x40)
    /// Report when a node receives the bundle.
    public static let reportReception = BundleFlags(rawValue: 0x4000)
    /// Report when a node forwards it.
    public static let reportForwarding = BundleFlags(rawValue: 0x1_0000)
    /// Report when it is delivered.
    public static let reportDelivery = BundleFlags(rawValue: 0x2_0000)
    /// Report when it is deleted.
    public static let reportDeletion = BundleFlags(rawValue: 0x4_0000)

    /// All four kinds of reports.
    public static let allReports: BundleFlags = [
        .reportReception, .reportForwarding, .reportDelivery, .reportDeletion,
    ]

    static let fragmentBit: UInt64 = 0x01
}

/// Processing control flags of a block (RFC 9171, 4.2.4). Reserved bits are kept as they came and mean nothing.
public struct BlockFlags: OptionSet, Hashable, Sendable {
    /// The bits as on the wire.
    public let rawValue: UInt64

    /// Flags from the bits on the wire.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The block goes into every fragment.
    public static let replicate = BlockFlags(rawValue: 0x01)
    /// A node that does not know the block reports it.
    public static let reportIfUnknown = BlockFlags(rawValue: 0x02)
    /// A node that does not know the block deletes the bundle.
    public static let deleteBundleIfUnknown = BlockFlags(rawValue: 0x04)
    /// A node that does not know the block leaves it out.
    public static let discardIfUnknown = BlockFlags(rawValue: 0x10)
}

/// What a block is for (RFC 9171, 9.1, and RFC 9172).
public struct BlockType: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt64

    /// A type by its number. Numbers of one's own are taken from 224 up: 192 to 195 are in use by daemons.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// What is carried.
    public static let payload = BlockType(rawValue: 1)
    /// Who passed the bundle on.
    public static let previousNode = BlockType(rawValue: 6)
    /// How old the bundle is.
    public static let bundleAge = BlockType(rawValue: 7)
    /// How often it was passed on, and how often it may be.
    public static let hopCount = BlockType(rawValue: 10)
    /// A block integrity block.
    public static let integrity = BlockType(rawValue: 11)
    /// A block confidentiality block.
    public static let confidentiality = BlockType(rawValue: 12)

    /// The types that this module understands.
    public static let understood: Set<BlockType> = [
        .payload, .previousNode, .bundleAge, .hopCount, .integrity, .confidentiality,
    ]
}

/// The code that a block is checked by (RFC 9171, 4.2.1).
public enum BlockCRC: UInt64, Hashable, Sendable {
    /// None.
    case none = 0
    /// CRC-16/X-25, 2 octets.
    case crc16 = 1
    /// CRC-32C, 4 octets.
    case crc32c = 2
}
