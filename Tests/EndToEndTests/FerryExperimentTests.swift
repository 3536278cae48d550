import FerryExperiment
import Foundation
import Testing

extension EndToEnd {
    /// Bob, Alice and three who fly between them, as programs that are killed.
    ///
    /// Small as a rule. With `STORK_FERRY_FULL=1` in the environment also the whole of it: 1,000 messages each way of
    /// 100 B to 1 MB, contacts of 2 s, each of five nodes killed 100 times, a clock a year ahead, a full disk; about ten
    /// minutes. The table of its messages goes into the file that `STORK_FERRY_TABLE` names, or to standard output.
    /// `StorkBenchmarks ferry.2011` is the same without a test around it.
    struct FerryExperimentTests {
        private static let environment = ProcessInfo.processInfo.environment

        @Test(
            .enabled(
                if: environment["STORK_FERRY_FULL"] != nil && FerryExperiment.isPossible,
                "takes ten minutes: STORK_FERRY_FULL=1 asks for it; and \(FerryExperiment.notPossible)"))
        func `the whole experiment of 2011`() async throws {
            var plan = FerryExperiment.Plan(stork: StorkProgram.path)
            plan.fakeTime = FakeTime.library
            let report = try await FerryExperiment.run(plan)
            let text = report.text(everyMessage: true)
            if let path = Self.environment["STORK_FERRY_TABLE"] {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            } else {
                print(text)
            }
            let summary = report.text(everyMessage: false)
            #expect(report.rows.count == 2000)
            #expect(report.deliveredOnce == 2000, "\(summary)")
            #expect(report.outOfOrder == 0 && report.damaged == 0, "\(summary)")
            #expect(report.kills.values.allSatisfy { $0 == 100 } && report.kills.count == 5, "\(summary)")
            #expect(report.sawFullDisk, "\(summary)")
            if let packets = report.packets { #expect(packets.direct == 0 && packets.seen > 0, "\(summary)") }
        }

        @Test(.enabled(if: FerryExperiment.isPossible, "\(FerryExperiment.notPossible)"))
        func `messages arrive once and in order, whoever dies and whatever the clock says`() async throws {
            var plan = FerryExperiment.Plan(stork: StorkProgram.path)
            plan.messages = 30
            plan.largest = 300_000
            plan.contact = .milliseconds(1600)
            plan.flight = .milliseconds(200)
            plan.span = .seconds(8)
            plan.kills = 2
            plan.patience = .seconds(60)
            plan.usesNamespaces = false
            plan.fakeTime = FakeTime.library
            let report = try await FerryExperiment.run(plan)
            let text = report.text(everyMessage: true)
            #expect(report.rows.count == 60)
            #expect(report.deliveredOnce == 60, "\(text)")
            #expect(report.outOfOrder == 0 && report.damaged == 0, "\(text)")
            #expect(report.kills.values.allSatisfy { $0 == 2 }, "\(text)")
            if let packets = report.packets { #expect(packets.direct == 0 && packets.seen > 0, "\(text)") }
        }
    }
}
