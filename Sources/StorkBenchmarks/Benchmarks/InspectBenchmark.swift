import Foundation

/// How long `stork inspect` takes for a flight of a few minutes, and how much memory.
enum InspectBenchmark {
    private static let longest: Duration = .seconds(2)
    private static let mostMemory = 100 << 20

    static let benchmark = Benchmark(
        name: "inspect", title: "stork inspect of a captured flight", goal: "≤ 2 s, ≤ 100 MiB"
    ) { _ in
        let capture = Recordings.folder.appending(path: "ardrone2-captures/Normal_Flights_Flight5.pcapng.gz").path
        guard FileManager.default.fileExists(atPath: capture) else {
            throw NotMeasurable(description: "the recordings are not beside the package")
        }
        let program = try ChildProgram.path(of: "stork")
        let output = FileManager.default.temporaryDirectory.appending(path: "stork-inspect-\(getpid()).txt")
        defer { try? FileManager.default.removeItem(at: output) }
        var times: [Int64] = []
        var memory = 0
        for _ in 0..<5 {
            let ending = try ChildProgram(program, ["inspect", capture], output: output.path).wait()
            guard ending.status == 0 else {
                throw NotMeasurable(
                    description: "stork inspect ended with \(ending.status.map { "\($0)" } ?? "a signal")")
            }
            // A command that is not there yet says nothing.
            guard let printed = try? Data(contentsOf: output), !printed.isEmpty else {
                throw NotMeasurable(description: "this build's stork inspect prints nothing")
            }
            times.append(Int64(ending.time / .nanoseconds(1)))
            memory = max(memory, ending.peakMemory)
        }
        let samples = Samples(times)
        return Outcome(
            samples: samples, isReached: samples.median <= longest && memory <= mostMemory,
            note: "peak \(memory >> 20) MiB")
    }
}
