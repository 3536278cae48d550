import FerryExperiment
import Testing

extension EndToEnd {
    /// Bob, Alice and three who fly between them, as programs that are killed.
    ///
    /// Small here; `StorkBenchmarks ferry.2011` carries out the whole of it.
    struct FerryExperimentTests {
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
