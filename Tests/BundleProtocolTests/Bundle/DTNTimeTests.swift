import Testing

@testable import BundleProtocol

@Suite struct DTNTimeTests {
    @Test func `the millennium is when it begins`() {
        // 2017-07-14T02:40:00Z.
        let time = DTNTime(unixMilliseconds: 1_500_000_000_000)
        #expect(time.milliseconds == 553_315_200_000)
        #expect(time.unixMilliseconds == 1_500_000_000_000)
        #expect(DTNTime(unixMilliseconds: 946_684_800_001).milliseconds == 1)
    }

    @Test func `times that cannot be expressed are unknown, or the last one`() {
        #expect(!DTNTime(unixMilliseconds: 0).isKnown)
        #expect(!DTNTime(unixMilliseconds: .min).isKnown)
        #expect(DTNTime(milliseconds: .max).unixMilliseconds == .max)
    }

    @Test func `durations become milliseconds without a trap`() {
        #expect(Duration.milliseconds(1500).wholeMilliseconds == 1500)
        #expect(Duration.seconds(-1).wholeMilliseconds == 0)
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration(milliseconds: 1).wholeMilliseconds == 1)
        #expect(Duration(milliseconds: .max).wholeMilliseconds == UInt64(Int64.max))
    }
}
