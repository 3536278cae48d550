import BundleProtocol
import Testing

@Suite struct AdministrativeRecordTests {
    private static let then = DTNTime(milliseconds: 553_315_260_000)

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `the report on the example is the example's, octet for octet`() throws {
        let subject = try Bundle(decoding: Examples.bytes("B3"))
        let report = try #require(subject.statusReport(on: .delivered, now: Self.then))
        var bundle = try Bundle(
            .statusReport(report), from: EndpointID("dtn://bob/"), to: subject.primary.reportTo,
            created: CreationTimestamp(time: Self.then, sequence: 0), lifetime: .seconds(86_400))
        bundle.extensions = []
        #expect(bundle.encoded() == Examples.bytes("B5"))
        #expect(try AdministrativeRecord(decoding: bundle.payload) == .statusReport(report))
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `the report on a fragment names the part`() throws {
        let record = try AdministrativeRecord(decoding: Bundle(decoding: Examples.bytes("B6")).payload)
        guard case .statusReport(let report) = record else {
            Issue.record("no report")
            return
        }
        #expect(report.deleted.isAsserted && !report.received.isAsserted && report.reason == .lifetimeExpired)
        #expect(report.subject.fragment == BundleID.Fragment(offset: 10, length: 16))
        #expect(record.encoded == (try Bundle(decoding: Examples.bytes("B6")).payload))
    }

    @Test func `a report is made where it is asked for and nowhere else`() throws {
        var bundle = try Samples.group()
        #expect(bundle.statusReport(on: .received, now: Self.then) == nil)
        #expect(bundle.statusReport(on: .received, now: Self.then, isForced: true)?.received.isAsserted == true)
        #expect(bundle.statusReport(on: .delivered, now: Self.then)?.delivered.time == Self.then)
        bundle.primary.flags = [.reportForwarding, .reportDeletion]
        #expect(bundle.statusReport(on: .forwarded, now: Self.then)?.forwarded == .init(true))
        #expect(bundle.statusReport(on: .deleted, reason: .noRoute, now: nil)?.reason == .noRoute)
        var anonymous = bundle
        anonymous.primary.source = .null
        #expect(anonymous.statusReport(on: .deleted, now: nil) == nil)
        var nobody = bundle
        nobody.primary.reportTo = .null
        #expect(nobody.statusReport(on: .deleted, now: nil) == nil)
        bundle.primary.flags.insert(.administrativeRecord)
        #expect(bundle.statusReport(on: .deleted, now: nil) == nil)
    }

    @Test func `other records are kept`() throws {
        let bytes = octets("82188082f4a0")
        let record = try AdministrativeRecord(decoding: bytes)
        #expect(record == .other(type: 128, content: octets("82f4a0")))
        #expect(record.encoded == bytes)
    }

    @Test func `a record cut short anywhere is refused`() throws {
        let report = try #require(try Samples.group().statusReport(on: .delivered, now: Self.then))
        let bytes = AdministrativeRecord.statusReport(report).encoded
        #expect(bytes.count == 44)
        for count in bytes.indices {
            #expect(throws: BundleError.self) { try AdministrativeRecord(decoding: Array(bytes[..<count])) }
        }
        #expect(throws: BundleError.self) { try AdministrativeRecord(decoding: bytes + [0]) }
        #expect(throws: BundleError.self) { try AdministrativeRecord(decoding: octets("8201850000000000")) }
    }
}
