/// What nodes tell each other about bundles (RFC 9171, 6.1): the payload of a bundle with the flag for it.
public enum AdministrativeRecord: Hashable, Sendable {
    /// Type 1.
    case statusReport(StatusReport)
    /// Another type, kept as it came.
    case other(type: UInt64, content: [UInt8])

    /// Reads the payload of an administrative bundle.
    public init(decoding bytes: [UInt8]) throws(BundleError) {
        var reader = unsafe CBORReader(bytes.span.bytes)
        _ = try reader.readArray(2...2)
        let type = try reader.readUnsigned()
        self =
            type == 1
            ? .statusReport(try StatusReport(from: &reader)) : .other(type: type, content: try reader.readItem())
        try reader.finish()
    }

    /// The payload of an administrative bundle.
    public var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 64)
        writer.writeArray(count: 2)
        switch self {
        case .statusReport(let report):
            writer.write(1)
            report.encode(into: &writer)
        case .other(let type, let content):
            writer.write(type)
            writer.write(encoded: content)
        }
        return writer.bytes
    }
}

/// How a bundle fares at a node.
public struct StatusReport: Hashable, Sendable {
    /// One thing that happened to the bundle, or did not.
    public struct Assertion: Hashable, Sendable {
        /// True if it happened.
        public var isAsserted: Bool
        /// When, if the bundle asked for times.
        public var time: DTNTime?

        /// An assertion.
        public init(_ isAsserted: Bool, at time: DTNTime? = nil) {
            self.isAsserted = isAsserted
            self.time = isAsserted ? time : nil
        }
    }

    /// The node has it.
    public var received = Assertion(false)
    /// The node passed it on.
    public var forwarded = Assertion(false)
    /// An application has it.
    public var delivered = Assertion(false)
    /// The node deleted it.
    public var deleted = Assertion(false)
    /// Why.
    public var reason: ReasonCode = .none
    /// The bundle or fragment.
    public var subject: BundleID

    /// A report that asserts nothing yet.
    public init(subject: BundleID) { self.subject = subject }

    @_lifetime(reader: copy reader)
    init(from reader: inout CBORReader) throws(BundleError) {
        let start = reader.offset
        let count = try reader.readArray(4...6)
        guard count != 5 else { throw .cbor(.count(5, expected: 4...6), offset: start) }
        let assertions = try reader.readArray(4...16)
        received = try Assertion(from: &reader)
        forwarded = try Assertion(from: &reader)
        delivered = try Assertion(from: &reader)
        deleted = try Assertion(from: &reader)
        // More of them may come with a later version.
        for _ in 4..<assertions { try reader.skipItem() }
        reason = ReasonCode(rawValue: try reader.readUnsigned())
        subject = BundleID(
            source: try EndpointID(from: &reader), created: try CreationTimestamp(from: &reader))
        if count == 6 {
            subject.fragment = BundleID.Fragment(
                offset: try reader.readUnsigned(), length: try reader.readUnsigned())
        }
    }

    func encode(into writer: inout CBORWriter) {
        writer.writeArray(count: subject.fragment == nil ? 4 : 6)
        writer.writeArray(count: 4)
        for assertion in [received, forwarded, delivered, deleted] { assertion.encode(into: &writer) }
        writer.write(reason.rawValue)
        subject.source.encode(into: &writer)
        subject.created.encode(into: &writer)
        if let fragment = subject.fragment {
            writer.write(fragment.offset)
            writer.write(fragment.length)
        }
    }
}

extension StatusReport.Assertion {
    @_lifetime(reader: copy reader)
    init(from reader: inout CBORReader) throws(BundleError) {
        let count = try reader.readArray(1...2)
        isAsserted = try reader.readFlag()
        time = count == 2 ? DTNTime(milliseconds: try reader.readUnsigned()) : nil
    }

    func encode(into writer: inout CBORWriter) {
        writer.writeArray(count: time == nil ? 1 : 2)
        writer.write(flag: isAsserted)
        if let time { writer.write(time.milliseconds) }
    }
}

extension Bundle {
    /// What happens to a bundle at a node, as far as it can be reported.
    public enum Event: Hashable, Sendable {
        /// It came in.
        case received
        /// It was passed on.
        case forwarded
        /// An application took it.
        case delivered
        /// It was deleted.
        case deleted
    }

    /// The report that this bundle asks for on an event; nil where it does not ask, is a report itself, or names
    /// nobody to be told. Whether to send it is the node's decision: one bundle over many nodes makes many reports.
    ///
    /// - Parameters:
    ///   - now: The time by a trusted clock, put into the report if the bundle asks for it.
    ///   - isForced: True for a block that asked to be reported, whatever the bundle's flags say.
    public func statusReport(
        on event: Event, reason: ReasonCode = .none, now: DTNTime?, isForced: Bool = false
    ) -> StatusReport? {
        if isAdministrative || primary.reportTo.isNull || primary.source.isNull { return nil }
        let flag: BundleFlags =
            switch event {
            case .received: .reportReception
            case .forwarded: .reportForwarding
            case .delivered: .reportDelivery
            case .deleted: .reportDeletion
            }
        guard isForced || primary.flags.contains(flag) else { return nil }
        var report = StatusReport(subject: id)
        report.reason = reason
        let assertion = StatusReport.Assertion(
            true, at: primary.flags.contains(.statusTimeRequested) ? now : nil)
        switch event {
        case .received: report.received = assertion
        case .forwarded: report.forwarded = assertion
        case .delivered: report.delivered = assertion
        case .deleted: report.deleted = assertion
        }
        return report
    }

    /// The bundle that carries a record.
    public init(
        _ record: AdministrativeRecord, from node: EndpointID, to destination: EndpointID,
        created: CreationTimestamp, lifetime: Duration
    ) throws(CompositionError) {
        var plan = BundlePlan(source: node, destination: destination, created: created, lifetime: lifetime)
        plan.flags = .administrativeRecord
        try self.init(plan, payload: record.encoded)
    }
}
