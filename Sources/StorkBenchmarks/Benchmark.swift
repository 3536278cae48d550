/// Something that is measured.
struct Benchmark: Sendable {
    /// The name on the command line.
    var name: String
    /// What is measured.
    var title: String
    /// The figure to reach, in words; empty where none was set.
    var goal = ""
    /// Measures.
    var run: @Sendable (BenchmarkSettings) async throws -> Outcome

    static let all: [Benchmark] = [
        NavdataBenchmarks.all,
        SessionBenchmark.all,
        ATBenchmarks.all,
        SimulationBenchmarks.all,
        BloomBenchmarks.all,
        [InspectBenchmark.benchmark],
        [ReportBenchmark.benchmark],
        ATGapBenchmark.all,
        [KeyPressBenchmark.benchmark],
        VideoBenchmarks.all,
        RecordingBenchmark.all,
        BundleBenchmarks.all,
        LiftBenchmarks.all,
        MissionBenchmarks.all,
        FerryBenchmarks.all,
        PayloadBenchmarks.all,
        ExportBenchmarks.all,
        ReplayBenchmarks.all,
    ].flatMap { $0 }
}

/// How long and how often.
struct BenchmarkSettings: Sendable {
    /// How long the benchmarks in real time run, seconds.
    var seconds = 60
}

/// What was measured.
struct Outcome: Sendable {
    /// The times; nil where there is nothing to time.
    var samples: Samples?
    /// What the samples are.
    var unit = Unit.time
    /// Allocations per iteration; nil where they are not counted.
    var allocations: Double?
    /// Whether the goal was reached; nil where there is none or nothing was measured.
    var isReached: Bool?
    /// What else there is to say.
    var note = ""

    /// What samples are.
    enum Unit {
        /// Nanoseconds.
        case time
        /// Bytes.
        case bytes
    }
}

/// Why something could not be measured.
struct NotMeasurable: Error, CustomStringConvertible {
    var description: String
}
