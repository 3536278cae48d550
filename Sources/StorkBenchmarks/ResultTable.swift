/// The results, as text in columns.
struct ResultTable {
    private var rows: [[String]] = [
        ["benchmark", "median", "p95", "p99", "max", "alloc/iter", "to reach", "reached", "notes"]
    ]

    mutating func add(_ benchmark: Benchmark, _ outcome: Outcome) {
        let samples = outcome.samples
        let text = outcome.unit == .time ? Self.text : Self.bytes
        rows.append([
            benchmark.name,
            samples.map { text($0.median) } ?? "n/a",
            samples.map { text($0.p95) } ?? "n/a",
            samples.map { text($0.p99) } ?? "n/a",
            samples.map { text($0.maximum) } ?? "n/a",
            outcome.allocations.map { Self.text($0, decimals: 2) } ?? (samples == nil ? "n/a" : "-"),
            benchmark.goal.isEmpty ? "-" : benchmark.goal,
            benchmark.goal.isEmpty ? "-" : outcome.isReached.map { $0 ? "yes" : "no" } ?? "n/a",
            outcome.note.isEmpty ? benchmark.title : "\(benchmark.title); \(outcome.note)",
        ])
    }

    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count)
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// As many bytes as nanoseconds.
    static func bytes(_ duration: Duration) -> String {
        let count = duration / .nanoseconds(1)
        return count < 10_000 ? "\(text(count, decimals: 0)) B" : "\(text(count / 1000, decimals: 1)) kB"
    }

    /// A time with three digits or so.
    static func text(_ duration: Duration) -> String {
        let nanoseconds = duration / .nanoseconds(1)
        return switch nanoseconds {
        case ..<1000: "\(text(nanoseconds, decimals: 0)) ns"
        case ..<1e6: "\(text(nanoseconds / 1e3, decimals: 2)) µs"
        case ..<1e9: "\(text(nanoseconds / 1e6, decimals: 2)) ms"
        default: "\(text(nanoseconds / 1e9, decimals: 2)) s"
        }
    }

    /// A number that is not negative, with zero to two decimals.
    static func text(_ number: Double, decimals: Int) -> String {
        guard number.isFinite, number < 1e15 else { return "n/a" }
        let scale = [1.0, 10, 100][min(2, max(0, decimals))]
        let scaled = Int((number * scale).rounded())
        guard scale > 1 else { return String(scaled) }
        return "\(scaled / Int(scale))." + String(String(scaled % Int(scale) + Int(scale)).dropFirst())
    }
}
