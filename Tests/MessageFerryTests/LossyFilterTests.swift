import BundleProtocol
import BundleStore
import Testing

@testable import MessageFerry

/// Filters that hide one message in five.
@Suite struct LossyFilterTests {
    /// Bob has 500 messages, Charlie flies to Alice once.
    private func carry(reconciles: Bool) throws -> (arrived: Int, reconciled: Int) {
        let change: (inout FerrySettings) -> Void = { ($0.filterMistakes, $0.reconciles) = (0.2, reconciles) }
        var lab = FerryLab([
            try FerryLab.settings("bob", .station, change), try FerryLab.settings("alice", .station, change),
            try FerryLab.settings("charlie", .carrier, change),
        ])
        // Enough of others that the filters are filters and no lists.
        for number in 0..<200 {
            lab.submit(1, try .init("a\(number)", to: "dtn://dora/x"))
            lab.submit(2, try .init("c\(number)", to: "dtn://dora/x"))
        }
        for number in 0..<500 {
            var submission = try FerryNode.Submission("\(number)", to: "dtn://alice/x")
            submission.isOrdered = false
            lab.submit(0, submission)
        }
        lab.meet(0, 2)
        lab.meet(2, 1)
        return (lab.take(1).count, lab.nodes[0].counters.reconciled + lab.nodes[2].counters.reconciled)
    }

    @Test func `the exact comparison finds what a filter hid`() throws {
        let (arrived, reconciled) = try carry(reconciles: true)
        #expect(arrived == 500)
        #expect(reconciled > 100)
    }

    @Test func `without the exact comparison messages are lost`() throws {
        let (arrived, _) = try carry(reconciles: false)
        // 0.8 of 0.8 arrive.
        #expect((250...400).contains(arrived))
    }
}
