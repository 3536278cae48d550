/// Why a bundle cannot be made as asked.
public enum CompositionError: Error, Hashable, Sendable {
    /// An anonymous bundle cannot ask for reports, nor carry an administrative record that does.
    case reportsToNobody
    /// An administrative record never asks for reports.
    case reportsOnRecord
    /// The destination is nobody.
    case noDestination
    /// The source is a group, or of an unknown scheme.
    case sourceIsNoNode
    /// Hop limits go from 1 to 255.
    case hopLimit
}

extension CompositionError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .reportsToNobody: "a bundle without a source cannot ask for reports"
        case .reportsOnRecord: "an administrative record cannot ask for reports"
        case .noDestination: "the destination is nobody"
        case .sourceIsNoNode: "the source has to be a node or an endpoint on one"
        case .hopLimit: "the hop limit lies between 1 and 255"
        }
    }
}

/// What a new bundle is made of, besides its payload.
public struct BundlePlan: Hashable, Sendable {
    /// Who sends it.
    public var source: EndpointID
    /// For whom.
    public var destination: EndpointID
    /// Who hears how it fares.
    public var reportTo: EndpointID = .null
    /// When, and which one of then: never the same twice from one source.
    public var created: CreationTimestamp
    /// How long it is of use.
    public var lifetime: Duration
    /// How it is to be treated.
    public var flags: BundleFlags = []
    /// How often it may be passed on; nil for no limit.
    public var hopLimit: UInt8? = 32
    /// True to carry the age also where the creation time is known: nodes without a clock can then tell it.
    public var carriesAge = false
    /// The code of the primary block and, where the peer can check it, of the payload.
    public var crc: BlockCRC = .crc32c
    /// The code of the payload; some daemons check it wrongly.
    public var payloadCRC: BlockCRC = .crc32c

    /// A plan with the defaults: CRC-32C on the primary block and the payload, 32 hops.
    public init(
        source: EndpointID, destination: EndpointID, created: CreationTimestamp, lifetime: Duration
    ) {
        self.source = source
        self.destination = destination
        self.created = created
        self.lifetime = lifetime
    }
}

extension Bundle {
    /// Makes a bundle.
    ///
    /// The extension blocks have no CRC of their own: ION 4.1.3 refuses bundles where one carries flag 0x10 and a CRC.
    /// Without a clock, the age block is added; an anonymous bundle is marked not to be fragmented, as it has to be.
    public init(_ plan: BundlePlan, payload: [UInt8]) throws(CompositionError) {
        guard !plan.destination.isNull else { throw .noDestination }
        let asksForReports = !plan.flags.isDisjoint(with: .allReports)
        if plan.flags.contains(.administrativeRecord), asksForReports { throw .reportsOnRecord }
        if plan.source.isNull, asksForReports { throw .reportsToNobody }
        if !plan.source.isNull, !plan.source.isSingleton { throw .sourceIsNoNode }
        if plan.hopLimit == 0 { throw .hopLimit }
        var primary = PrimaryBlock(
            destination: plan.destination, source: plan.source, reportTo: plan.reportTo, created: plan.created,
            lifetimeMilliseconds: plan.lifetime.wholeMilliseconds)
        primary.flags = plan.flags
        if plan.source.isNull { primary.flags.insert(.mustNotBeFragmented) }
        // A primary block without protection is refused by most.
        primary.crc = plan.crc == .none ? .crc32c : plan.crc
        self.init(
            primary: primary,
            payloadBlock: CanonicalBlock(type: .payload, number: 1, crc: plan.payloadCRC, data: payload))
        if let limit = plan.hopLimit {
            set(.hopCount, flags: .replicate, data: HopCount(limit: limit).encoded)
        }
        if plan.carriesAge || !plan.created.time.isKnown {
            set(.bundleAge, flags: .replicate, data: Self.age(encoding: 0))
        }
    }
}
