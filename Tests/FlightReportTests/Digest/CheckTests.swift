import Testing

@testable import FlightReport

@Suite struct CheckTests {
    @Test(
        arguments: [
            (0.499, .pass), (0.5, .warn), (1.999, .warn), (2, .fail), (100, .fail),
        ] as [(Double, FlightCheck.Verdict)])
    func `a limit is broken from its value on`(gap: Double, verdict: FlightCheck.Verdict) {
        let check = CheckRule.navdataGap.judge(gap, "")
        #expect(check.verdict == verdict)
        #expect((check.advice == nil) == (verdict == .pass))
    }

    @Test(
        arguments: [
            (20.5, .pass), (20, .warn), (10.5, .warn), (10, .fail),
        ] as [(Double, FlightCheck.Verdict)])
    func `a lower limit is broken from its value down`(percent: Double, verdict: FlightCheck.Verdict) {
        #expect(CheckRule.charge.judge(percent, "").verdict == verdict)
    }

    @Test func `without a number nothing is judged`() {
        #expect(CheckRule.charge.judge(nil, "no charge was sent").verdict == .notMeasured)
    }

    @Test func `of an upper bound only a pass is certain`() {
        #expect(CheckRule.navdataGap.judge(atMost: 0.1, "").verdict == .pass)
        let check = CheckRule.navdataGap.judge(atMost: 16.5, "")
        #expect(check.verdict == .notMeasured)
        #expect(check.number == 16.5)
        #expect(check.advice == nil)
    }

    @Test func `every check of a flight has a limit, a source and a finding`() {
        let digest = FlightDigester(manifest: nil).finish(.sample)
        #expect(Set(digest.checks.map(\.id)).count == digest.checks.count)
        for check in digest.checks {
            #expect(!check.limit.isEmpty && !check.source.isEmpty && !check.finding.isEmpty, "\(check.id)")
            #expect(check.verdict == .notMeasured, "\(check.id) of a recording without anything in it")
        }
    }
}

extension Provenance {
    /// Of a recording that is nowhere.
    static let sample = Provenance(
        name: "sample", file: "flight.pcap", reporter: "stork 1", link: "raw IP", frames: 0, ending: "read to its end",
        isSniffed: false, problems: [])
}
