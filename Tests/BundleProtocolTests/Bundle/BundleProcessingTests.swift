import BundleProtocol
import Testing

@Suite struct BundleProcessingTests {
    private static let created: UInt64 = 553_315_200_000

    private static func at(_ seconds: Int) -> DTNTime {
        DTNTime(milliseconds: UInt64(Int(created) + seconds * 1000))
    }

    @Test func `by the clock a bundle expires when it is older than its lifetime`() throws {
        let bundle = try Bundle(Samples.plan(), payload: [])
        for (seconds, isExpired) in [(0, false), (3600, false), (3601, true), (-100, false)] {
            #expect(bundle.isExpired(now: Self.at(seconds), residence: .zero) == isExpired, "\(seconds) s")
        }
        #expect(bundle.remainingLifetime(now: Self.at(600), residence: .zero) == .seconds(3000))
        #expect(bundle.age(now: Self.at(-100), residence: .seconds(5)) == .zero)
    }

    @Test func `without a clock a bundle expires by its age and its time here`() throws {
        var bundle = try Bundle(Samples.plan(clock: false), payload: [])
        bundle.set(.bundleAge, flags: .replicate, data: [0x1A, 0x00, 0x36, 0xE6, 0xB0])  // 3,598,000 ms
        #expect(bundle.age(now: Self.at(0), residence: .seconds(1)) == .milliseconds(3_599_000))
        #expect(!bundle.isExpired(now: nil, residence: .seconds(2)))
        #expect(bundle.isExpired(now: nil, residence: .milliseconds(2001)))
        #expect(bundle.isExpired(now: Self.at(0), residence: .milliseconds(2001)))
    }

    @Test func `a clock that nobody trusts leaves the time here, or the age block`() throws {
        var plan = try Samples.plan()
        var bundle = try Bundle(plan, payload: [])
        #expect(bundle.age(now: nil, residence: .seconds(9)) == nil)
        #expect(!bundle.isExpired(now: nil, residence: .seconds(3600)))
        #expect(bundle.isExpired(now: nil, residence: .seconds(3601)))
        plan.carriesAge = true
        bundle = try Bundle(plan, payload: [])
        #expect(bundle.age(now: nil, residence: .seconds(9)) == .seconds(9))
        // A clock that is a year ahead.
        #expect(bundle.isExpired(now: Self.at(31_536_000), residence: .zero))
        #expect(!bundle.isExpired(now: nil, residence: .zero))
    }

    @Test func `numbers of 2⁶⁴ milliseconds do not trap`() throws {
        var bundle = try Bundle(Samples.plan(clock: false), payload: [])
        bundle.primary.lifetimeMilliseconds = .max
        bundle.set(.bundleAge, flags: [], data: [0x1B] + [UInt8](repeating: 0xFF, count: 8))
        #expect(!bundle.isExpired(now: nil, residence: .zero))
        try bundle.prepareForForwarding(by: .node("c"), now: nil, residence: .zero)
        #expect(bundle.ageMilliseconds == .max)
    }

    @Test func `what is sent on names us, is one hop further and older`() throws {
        var bundle = try Samples.group()
        bundle.extensions[1].crc = .none
        try bundle.prepareForForwarding(by: .node("carrier"), now: nil, residence: .milliseconds(2500))
        #expect(bundle.previousNode?.description == "dtn://carrier/")
        #expect(bundle.hopCount == HopCount(limit: 32, count: 2))
        #expect(bundle.ageMilliseconds == 4000)
        #expect(bundle.extensions.map(\.number) == [2, 3, 4])
        #expect(try Bundle(decoding: bundle.encoded()) == bundle)

        var fresh = try Bundle(Samples.plan(), payload: [])
        try fresh.prepareForForwarding(by: .node("alice"), now: Self.at(1), residence: .seconds(1), isSource: true)
        #expect(fresh.previousNode == nil && fresh.hopCount?.count == 0)
        try fresh.prepareForForwarding(by: .node("carrier"), now: Self.at(1), residence: .seconds(1))
        #expect(fresh.previousNode?.description == "dtn://carrier/" && fresh.hopCount?.count == 1)
        #expect(try Bundle(decoding: fresh.encoded()) == fresh)
    }

    @Test func `the last hop is made, the one behind it is not`() throws {
        var bundle = try Samples.group()
        bundle.set(.hopCount, flags: .replicate, data: [0x82, 3, 2])
        try bundle.prepareForForwarding(by: .node("a"), now: nil, residence: .zero)
        #expect(throws: BundleDeletion(.hopLimitExceeded)) {
            try bundle.prepareForForwarding(by: .node("b"), now: nil, residence: .zero)
        }
        var old = try Samples.group()
        #expect(throws: BundleDeletion(.lifetimeExpired)) {
            try old.prepareForForwarding(by: .node("b"), now: nil, residence: .seconds(86_400))
        }
    }

    @Test(arguments: [0x00, 0x01, 0x02, 0x04, 0x06, 0x10, 0x12, 0x14, 0x16, 0x17, 0xE8] as [UInt64])
    func `a block that is not understood is treated as its flags say`(bits: UInt64) throws {
        var bundle = try Samples.group()
        bundle.extensions.append(
            CanonicalBlock(
                type: BlockType(rawValue: 230), number: 9, flags: BlockFlags(rawValue: bits), data: [1]))
        let before = bundle
        if bits & 0x04 != 0 {
            #expect(throws: BundleDeletion(.blockUnsupported)) { try bundle.discardUnknownBlocks() }
            #expect(bundle == before)
            return
        }
        let outcome = try bundle.discardUnknownBlocks()
        #expect(outcome.asksForReport == (bits & 0x02 != 0))
        #expect(outcome.discarded == (bits & 0x10 != 0 ? [9] : []))
        #expect(bundle.extensions.count == (bits & 0x10 != 0 ? 3 : 4))
        var known = before
        let understood = try known.discardUnknownBlocks(
            understood: BlockType.understood.union([BlockType(rawValue: 230)]))
        #expect(understood == Bundle.UnknownBlocks() && known == before)
    }
}
