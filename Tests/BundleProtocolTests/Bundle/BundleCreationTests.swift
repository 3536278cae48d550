import BundleProtocol
import Testing

@Suite struct BundleCreationTests {
    @Test func `a new bundle has codes, a hop limit, and no age where the clock is known`() throws {
        let bundle = try Bundle(Samples.plan(), payload: [1, 2, 3])
        #expect(bundle.primary.crc == .crc32c && bundle.payloadBlock.crc == .crc32c)
        #expect(bundle.hopCount == HopCount(limit: 32, count: 0))
        #expect(bundle.ageMilliseconds == nil && bundle.previousNode == nil)
        #expect(bundle.lifetime == .seconds(3600))
        #expect(try Bundle(decoding: bundle.encoded()) == bundle)
        // ION refuses a CRC together with flag 0x10.
        #expect(bundle.extensions.allSatisfy { $0.crc == .none })
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `a plan makes the example octet for octet`() throws {
        var plan = try Samples.plan()
        plan.hopLimit = nil
        plan.payloadCRC = .none
        #expect(try Bundle(plan, payload: Array("hello".utf8)).encoded() == Examples.bytes("B1"))
        plan = try Samples.plan(from: "dtn:none", to: "dtn://bob/in", clock: false)
        plan.created.sequence = 7
        plan.lifetime = .seconds(600)
        plan.hopLimit = nil
        (plan.crc, plan.payloadCRC) = (.crc16, .crc16)
        var anonymous = try Bundle(plan, payload: Array("x".utf8))
        anonymous.extensions[0].flags = []
        anonymous.extensions[0].crc = .crc16
        #expect(anonymous.encoded() == Examples.bytes("B7"))
    }

    @Test func `without a clock there is an age, without a source no fragments`() throws {
        let bundle = try Bundle(Samples.plan(from: "dtn:none", clock: false), payload: [])
        #expect(bundle.ageMilliseconds == 0)
        #expect(bundle.primary.flags.contains(.mustNotBeFragmented))
        #expect(try Bundle(decoding: bundle.encoded()) == bundle)
    }

    @Test func `what the standard forbids is not made`() throws {
        var plan = try Samples.plan()
        plan.destination = .null
        #expect(throws: CompositionError.noDestination) { try Bundle(plan, payload: []) }
        plan = try Samples.plan(from: "dtn:none")
        plan.flags = .reportDelivery
        #expect(throws: CompositionError.reportsToNobody) { try Bundle(plan, payload: []) }
        plan = try Samples.plan()
        plan.flags = [.administrativeRecord, .reportDeletion]
        #expect(throws: CompositionError.reportsOnRecord) { try Bundle(plan, payload: []) }
        plan = try Samples.plan(from: "dtn://chat/~all")
        #expect(throws: CompositionError.sourceIsNoNode) { try Bundle(plan, payload: []) }
        plan = try Samples.plan()
        plan.hopLimit = 0
        #expect(throws: CompositionError.hopLimit) { try Bundle(plan, payload: []) }
        plan = try Samples.plan()
        plan.crc = .none
        #expect(try Bundle(plan, payload: []).primary.crc == .crc32c)
        plan.lifetime = .seconds(-5)
        #expect(try Bundle(plan, payload: []).lifetime == .zero)
    }
}
