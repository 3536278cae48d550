import DroneModel
import Testing

@Suite struct ScanDetectorTests {
    /// A link that sends `rate` packets a second, and `low` during dips that begin at given seconds.
    private func hear(
        _ detector: inout ScanDetector, from begin: Int, to end: Int, rate: Int = 200, dips: [Int] = [],
        lasting length: Int = 5, low: Int = 10
    ) {
        for second in begin..<end {
            let isDip = dips.contains { second >= $0 && second < $0 + length }
            let count = isDip ? low : rate
            for packet in 0..<count {
                detector.note(at: .seconds(second) + .microseconds(packet * 1_000_000 / max(1, count)))
            }
        }
    }

    private func suspicion(
        dips: [Int], lasting length: Int = 5, low: Int = 10, rate: Int = 200, until end: Int
    ) -> HostScan? {
        var detector = ScanDetector()
        hear(&detector, from: 0, to: end, rate: rate, dips: dips, lasting: length, low: low)
        return detector.suspicion(at: .seconds(end))
    }

    @Test func `two dips in the reported rhythm are a suspicion with its period`() {
        let expected = HostScan(period: .seconds(60), dips: 2, lastDip: .seconds(80))
        #expect(suspicion(dips: [20, 80], until: 90) == expected)
    }

    @Test func `one dip is none`() {
        #expect(suspicion(dips: [20], until: 90) == nil)
    }

    @Test func `a third dip in the same rhythm counts on`() {
        let found = suspicion(dips: [20, 140, 262], until: 275)
        #expect(found?.dips == 3)
        #expect(found?.period == .seconds(122))
    }

    @Test func `another rhythm starts anew`() {
        #expect(suspicion(dips: [20, 80, 220], until: 230)?.dips == 2)
    }

    @Test(arguments: [(3, false), (4, true), (6, true), (7, true), (8, false)])
    func `a dip has the length of a scan`(length: Int, isScan: Bool) {
        #expect((suspicion(dips: [20, 80], lasting: length, until: 95) != nil) == isScan)
    }

    @Test(arguments: [(0, false), (1, true), (4, true), (20, true), (21, false)])
    func `a dip has the rate of a scan`(low: Int, isScan: Bool) {
        #expect((suspicion(dips: [20, 80], low: low, until: 95) != nil) == isScan)
    }

    @Test(arguments: [(44, false), (45, true), (150, true), (151, false)])
    func `dips return in one to two minutes`(period: Int, isScan: Bool) {
        #expect((suspicion(dips: [20, 20 + period], until: 30 + period) != nil) == isScan)
    }

    @Test(arguments: [(15, false), (39, false), (40, true)])
    func `a link that is slow anyway is not suspected`(rate: Int, isScan: Bool) {
        #expect((suspicion(dips: [20, 80], rate: rate, until: 95) != nil) == isScan)
    }

    @Test func `a suspicion ends two periods after the last dip`() {
        var detector = ScanDetector()
        hear(&detector, from: 0, to: 300, dips: [20, 80])
        let end: Duration = .seconds(80 + 120)
        #expect(detector.suspicion(at: end) != nil)
        #expect(detector.suspicion(at: end + .nanoseconds(1)) == nil)
    }

    @Test func `a reboot in the rhythm of scans is no scan`() {
        var detector = ScanDetector()
        hear(&detector, from: 0, to: 20)
        hear(&detector, from: 60, to: 80)
        hear(&detector, from: 120, to: 140)
        #expect(detector.suspicion(at: .seconds(140)) == nil)
    }

    @Test func `a clock that jumps or runs backwards traps nothing`() {
        var detector = ScanDetector()
        for time: Duration in [.seconds(5), .seconds(-5), .seconds(Int64.max), .zero] { detector.note(at: time) }
        #expect(detector.suspicion(at: .seconds(10)) == nil)
    }
}
