/// A bundle of version 7 (RFC 9171): what is carried, and everything nodes on the way need to know.
public struct Bundle: Hashable, Sendable {
    /// Whose bundle, for whom, since when and for how long.
    public var primary: PrimaryBlock
    /// The blocks between the first and the payload, in the order in which they are sent.
    public var extensions: [CanonicalBlock]
    /// The last block.
    public var payloadBlock: CanonicalBlock

    /// A bundle of given blocks, as they are.
    public init(primary: PrimaryBlock, extensions: [CanonicalBlock] = [], payloadBlock: CanonicalBlock) {
        self.primary = primary
        self.extensions = extensions
        self.payloadBlock = payloadBlock
    }

    /// What is carried.
    public var payload: [UInt8] {
        get { payloadBlock.data }
        set { payloadBlock.data = newValue }
    }

    /// For whom.
    public var destination: EndpointID { primary.destination }
    /// The node that made it.
    public var source: EndpointID { primary.source }
    /// How long after creation it is of use.
    public var lifetime: Duration { Duration(milliseconds: primary.lifetimeMilliseconds) }
    /// What it is called.
    public var id: BundleID {
        BundleID(
            source: primary.source, created: primary.created,
            fragment: primary.fragment.map { BundleID.Fragment(offset: $0.offset, length: UInt64(payload.count)) })
    }
    /// True if the payload is a part of a larger one.
    public var isFragment: Bool { primary.fragment != nil }
    /// True if the payload is an administrative record.
    public var isAdministrative: Bool { primary.flags.contains(.administrativeRecord) }

    /// The first extension block of a type.
    public func block(_ type: BlockType) -> CanonicalBlock? { extensions.first { $0.type == type } }

    /// The block with a number; nil for 0, the primary block.
    public func block(number: UInt64) -> CanonicalBlock? {
        number == payloadBlock.number ? payloadBlock : extensions.first { $0.number == number }
    }

    /// The smallest number that no block has.
    public var freeBlockNumber: UInt64 {
        var number: UInt64 = 2
        let used = Set(extensions.map(\.number))
        while used.contains(number) { number += 1 }
        return number
    }

    /// Who passed the bundle on; nil where nobody says, or where the block cannot be read.
    public var previousNode: EndpointID? {
        block(.previousNode).flatMap { block in try? EndpointID(decoding: block.data) }
    }

    /// The age block's value when it was written, milliseconds; nil without a block or where it cannot be read.
    public var ageMilliseconds: UInt64? {
        block(.bundleAge).flatMap { block in try? Self.age(decoding: block.data) }
    }

    /// The hops; nil without a block or where it cannot be read.
    public var hopCount: HopCount? { block(.hopCount).flatMap { block in try? HopCount(decoding: block.data) } }

    /// Replaces the block of this type, or puts one in front of the others where there is none.
    ///
    /// A block that is there keeps its number, place, flags and kind of code.
    public mutating func set(_ type: BlockType, flags: BlockFlags, data: [UInt8]) {
        if let index = extensions.firstIndex(where: { $0.type == type }) {
            extensions[index].data = data
        } else {
            extensions.insert(
                CanonicalBlock(type: type, number: freeBlockNumber, flags: flags, data: data), at: 0)
        }
    }

    static func age(decoding bytes: [UInt8]) throws(BundleError) -> UInt64 {
        var reader = unsafe CBORReader(bytes.span.bytes)
        let age = try reader.readUnsigned()
        try reader.finish()
        return age
    }

    static func age(encoding milliseconds: UInt64) -> [UInt8] {
        var writer = CBORWriter(capacity: 9)
        writer.write(milliseconds)
        return writer.bytes
    }
}

/// What a bundle, or a fragment of one, is called: no two are called the same.
public struct BundleID: Hashable, Sendable {
    /// The node that made the bundle.
    public var source: EndpointID
    /// When, and which one of then.
    public var created: CreationTimestamp
    /// Which part; nil for a whole bundle.
    public var fragment: Fragment?

    /// A part of a payload.
    public struct Fragment: Hashable, Sendable {
        /// Octets in front of it.
        public var offset: UInt64
        /// Octets of it.
        public var length: UInt64

        /// A part.
        public init(offset: UInt64, length: UInt64) {
            self.offset = offset
            self.length = length
        }
    }

    /// A name.
    public init(source: EndpointID, created: CreationTimestamp, fragment: Fragment? = nil) {
        self.source = source
        self.created = created
        self.fragment = fragment
    }

    /// The name of the whole bundle.
    public var whole: BundleID { BundleID(source: source, created: created) }
}

extension BundleID: CustomStringConvertible {
    /// Source, time, sequence, and the part: `dtn://alice/-553315200000-1-0-10`.
    public var description: String {
        let whole = "\(source)-\(created.time.milliseconds)-\(created.sequence)"
        return fragment.map { "\(whole)-\($0.offset)-\($0.length)" } ?? whole
    }
}
