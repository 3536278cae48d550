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

    @Test func `no timestamp is given twice, whatever the clock does`() {
        var last: CreationTimestamp?
        var given: Set<CreationTimestamp> = []
        // Twice in a millisecond, on, an hour back, a year on and back again.
        for milliseconds in [5000, 5000, 5001, 1401, 1402, 5001, 5002, 31_536_000, 5003, 5004] as [UInt64] {
            let next = CreationTimestamp.next(after: last, now: DTNTime(milliseconds: milliseconds))
            #expect(given.insert(next).inserted)
            if let last { #expect((next.time, next.sequence) > (last.time, last.sequence)) }
            last = next
        }
        #expect(last == CreationTimestamp(time: DTNTime(milliseconds: 31_536_000), sequence: 2))
    }

    @Test func `without a clock the count goes on for ever`() {
        var last = CreationTimestamp.next(after: nil, now: nil)
        #expect(last == CreationTimestamp(time: .unknown, sequence: 0))
        for count in 1...5 {
            last = .next(after: last, now: nil)
            #expect(last == CreationTimestamp(time: .unknown, sequence: UInt64(count)))
        }
    }

    @Test func `durations become milliseconds without a trap`() {
        #expect(Duration.milliseconds(1500).wholeMilliseconds == 1500)
        #expect(Duration.seconds(-1).wholeMilliseconds == 0)
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration(milliseconds: 1).wholeMilliseconds == 1)
        #expect(Duration(milliseconds: .max).wholeMilliseconds == UInt64(Int64.max))
    }
}
