import Foundation
import LiftProving
import Missions

/// How well the lift analysis does, and how fast.
enum LiftBenchmarks {
    static let all = [report, coverage]

    /// `stork fly Missions/lift-full.yaml --rehearse`, then `stork report` of what it left behind: 18 flights of 95 s at
    /// 200 Hz, as the program does it.
    private static let report = Benchmark(
        name: "lift.report", title: "stork report of a rehearsed lift-full campaign", goal: "≤ 5 s"
    ) { _ in
        let program = try ChildProgram.path(of: "stork")
        let shelf = FileManager.default.temporaryDirectory.appending(path: "stork-campaign-\(getpid())")
        defer { try? FileManager.default.removeItem(at: shelf) }
        let mission = Mission.shippedFile("lift-full")
        let rehearsal = try ChildProgram(
            program, ["fly", mission, "--rehearse", "--recordings", shelf.path, "--name", "lift"]
        ).wait()
        try refuse(rehearsal, "stork fly")
        let names = try FileManager.default.contentsOfDirectory(atPath: shelf.path)
        guard names.count == 1 else { throw NotMeasurable(description: "\(names.count) folders in \(shelf.path)") }
        let folder = shelf.appending(path: names[0])
        var times: [Int64] = []
        var memory = 0
        for _ in 0..<3 {
            let ending = try ChildProgram(program, ["report", folder.path]).wait()
            try refuse(ending, "stork report")
            times.append(Int64(ending.time / .nanoseconds(1)))
            memory = max(memory, ending.peakMemory)
        }
        let samples = Samples(times)
        let size = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "report.html").path)[.size]
        let seconds = ResultTable.text(rehearsal.time / .seconds(1), decimals: 1)
        return Outcome(
            samples: samples, isReached: samples.median <= .seconds(5),
            note: "page \((size as? Int ?? 0) >> 10) KiB, peak \(memory >> 20) MiB; rehearsed in \(seconds) s, "
                + "peak \(rehearsal.peakMemory >> 20) MiB")
    }

    private static func refuse(_ ending: ChildProgram.Ending, _ words: String) throws {
        guard ending.status != 0 else { return }
        throw NotMeasurable(description: "\(words) ended with \(ending.status.map { "\($0)" } ?? "a signal")")
    }

    /// 200 seeded campaigns of `Missions/lift-full.yaml` across drone copies: every step flown by the runner that flies
    /// real drones, on the simulated aircraft without a link between. It prints its own table.
    private static let coverage = Benchmark(
        name: "lift.coverage", title: "200 simulated lift-full campaigns against the truth",
        goal: "95 % intervals hold it in 92–98 %, bias < 2 %"
    ) { _ in
        let start = ContinuousClock.now
        let mission = try Mission.shipped("lift-full")
        let table = await withTaskGroup(of: CoverageTable.self) { group in
            let workers = UInt64(ProcessInfo.processInfo.activeProcessorCount)
            for worker in 0..<workers {
                group.addTask {
                    var table = CoverageTable()
                    for seed in stride(from: worker + 1, through: 200, by: Int(workers)) {
                        table.fly(mission, seed: seed)
                    }
                    return table
                }
            }
            var all = CoverageTable()
            for await table in group { all.add(table) }
            return all
        }
        print(text(of: table))
        for (reason, count) in table.excluded.sorted(by: { $0.value > $1.value }) {
            print("\(count) flights do not count: \(reason)")
        }
        let holds = table.rows.allSatisfy { (0.92...0.98).contains($0.coverage) && abs($0.bias) < 2 }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Outcome(
            isReached: holds,
            note:
                "\(table.campaigns) campaigns of \(mission.flights.count) flights, \(table.excluded.values.reduce(0, +)) do not count, "
                + "\(ResultTable.text(seconds, decimals: 0)) s")
    }

    private static func text(of table: CoverageTable) -> String {
        var rows = [["estimate", "campaigns", "coverage", "bias, %", "rms, %", "half width, %"]]
        for row in table.rows {
            func number(_ value: Double) -> String {
                (value < 0 ? "-" : "") + ResultTable.text(abs(value), decimals: 2)
            }
            rows.append([
                row.name, "\(row.count)", ResultTable.text(100 * row.coverage, decimals: 1) + " %", number(row.bias),
                number(row.rms), number(row.halfWidth),
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
