/// What a reader of bundles accepts beyond the standard, and how much.
public struct BundleReading: Hashable, Sendable {
    /// The most octets of a bundle.
    public var sizeLimit = 1 << 30
    /// The most blocks of a bundle, the first and the last included.
    public var blockLimit = 64
    /// Accepts an outer array of definite length; RFC 9171 leaves that to the receiver.
    public var acceptsDefiniteArray = false
    /// Accepts a primary block that neither a CRC nor an integrity block protects, as in examples of RFC 9173.
    public var acceptsUnprotectedPrimary = false
    /// Accepts creation time 0 without an age block, as in examples of RFC 9173.
    public var acceptsMissingAge = false

    /// Strict reading of up to 1 GiB and 64 blocks.
    public init() {}

    /// What the examples of RFC 9173 need: they have no CRC, creation time 0 and no age.
    public static let lenient: BundleReading = {
        var reading = BundleReading()
        reading.acceptsDefiniteArray = true
        reading.acceptsUnprotectedPrimary = true
        reading.acceptsMissingAge = true
        return reading
    }()
}

extension Bundle {
    /// Reads one bundle and nothing else; every code is checked.
    public init(decoding bytes: [UInt8], reading: BundleReading = BundleReading()) throws(BundleError) {
        try unsafe self.init(decoding: bytes.span.bytes, reading: reading)
    }

    /// Reads one bundle and nothing else; every code is checked.
    public init(decoding bytes: RawSpan, reading: BundleReading = BundleReading()) throws(BundleError) {
        guard bytes.byteCount <= reading.sizeLimit else {
            throw .tooLarge(bytes.byteCount, limit: reading.sizeLimit)
        }
        var reader = CBORReader(bytes)
        var definiteCount: Int?
        switch reader.nextHead {
        case 0x9F: try reader.readIndefiniteArray()
        case (0x80...0x9B)? where reading.acceptsDefiniteArray: definiteCount = try reader.readArray()
        case let head?: throw .version(UInt64(head))
        case nil: throw .cbor(.truncated(missing: 1), offset: 0)
        }
        primary = try PrimaryBlock(from: &reader, of: bytes)
        extensions = []
        var payload: CanonicalBlock?
        var count = 1
        while definiteCount.map({ count < $0 }) ?? !reader.isAtBreak {
            guard count < reading.blockLimit else { throw .tooManyBlocks(limit: reading.blockLimit) }
            let block = try CanonicalBlock(from: &reader, of: bytes)
            count += 1
            if payload != nil { throw .blockAfterPayload(number: block.number) }
            let isPayload = block.type == .payload
            guard isPayload ? block.number == 1 : block.number > 1 else {
                throw .blockNumber(block.number, type: block.type)
            }
            if isPayload { payload = block } else { extensions.append(block) }
        }
        if definiteCount == nil { try reader.readBreak() }
        try reader.finish()
        guard let payload else { throw .noPayload }
        payloadBlock = payload
        try check(reading)
    }

    /// The bundle as CBOR.
    public func encoded() -> [UInt8] {
        let size = extensions.reduce(payload.count + 160) { $0 + $1.data.count + 32 }
        var writer = CBORWriter(capacity: size)
        writer.writeIndefiniteArray()
        primary.encode(into: &writer)
        for block in extensions { block.encode(into: &writer) }
        payloadBlock.encode(into: &writer)
        writer.writeBreak()
        return writer.bytes
    }

    /// What the standard demands of the blocks together.
    private func check(_ reading: BundleReading) throws(BundleError) {
        if let fragment = primary.fragment {
            let (end, overflow) = fragment.offset.addingReportingOverflow(UInt64(payload.count))
            if overflow || end > fragment.totalLength {
                throw .fragmentBeyondEnd(
                    offset: fragment.offset, length: UInt64(payload.count), total: fragment.totalLength)
            }
        }
        for (index, block) in extensions.enumerated() {
            if extensions[..<index].contains(where: { $0.number == block.number }) {
                throw .duplicateNumber(block.number)
            }
        }
        var signed: Set<UInt64> = []
        var encrypted: Set<UInt64> = []
        for block in extensions where block.type == .confidentiality {
            encrypted.formUnion(try SecurityBlock(decoding: block.data).targets)
        }
        for block in extensions where block.type == .integrity && !encrypted.contains(block.number) {
            signed.formUnion(try SecurityBlock(decoding: block.data).targets)
        }
        if primary.crc == .none, !signed.contains(0), !reading.acceptsUnprotectedPrimary { throw .unprotectedPrimary }
        try checkContents(encrypted: encrypted)
        if !primary.created.time.isKnown, block(.bundleAge) == nil, !reading.acceptsMissingAge { throw .noAge }
    }

    /// The blocks whose content is understood, unless it is encrypted.
    private func checkContents(encrypted: Set<UInt64>) throws(BundleError) {
        var seen: Set<BlockType> = []
        for block in extensions {
            switch block.type {
            case .previousNode, .bundleAge, .hopCount:
                if !seen.insert(block.type).inserted { throw .duplicateBlock(block.type) }
            default: continue
            }
            if encrypted.contains(block.number) { continue }
            switch block.type {
            case .previousNode: _ = try EndpointID(decoding: block.data)
            case .bundleAge: _ = try Self.age(decoding: block.data)
            default: _ = try HopCount(decoding: block.data)
            }
        }
    }
}
