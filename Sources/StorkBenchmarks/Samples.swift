import CAllocationCount
import Dispatch

/// Times of one thing done often, nanoseconds; or its bytes.
struct Samples: Sendable {
    private let sorted: [Int64]

    /// At least one time.
    init(_ nanoseconds: [Int64]) { sorted = nanoseconds.sorted() }

    var count: Int { sorted.count }
    var median: Duration { quantile(0.5) }
    var p95: Duration { quantile(0.95) }
    var p99: Duration { quantile(0.99) }
    var maximum: Duration { .nanoseconds(sorted.last ?? 0) }
    var mean: Duration { .nanoseconds(sorted.isEmpty ? 0 : sorted.reduce(0, +) / Int64(sorted.count)) }

    /// The nearest rank.
    private func quantile(_ share: Double) -> Duration {
        guard !sorted.isEmpty else { return .zero }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return .nanoseconds(sorted[min(sorted.count, max(1, rank)) - 1])
    }
}

/// The clock of all benchmarks.
enum MonotonicClock {
    /// Nanoseconds since the machine was started.
    static var now: Int64 { Int64(clamping: DispatchTime.now().uptimeNanoseconds) }
}

/// Times and counts.
enum Measurement {
    /// Does `work` often: a tenth of the iterations to warm up, then all of them timed one by one, then once more as
    /// many to count allocations.
    static func measure(iterations: Int, _ work: (Int) throws -> Void) rethrows -> (
        samples: Samples, allocations: Double?
    ) {
        for index in 0..<iterations / 10 { try work(index) }
        var times = [Int64](repeating: 0, count: iterations)
        for index in 0..<iterations {
            let start = MonotonicClock.now
            try work(index)
            times[index] = MonotonicClock.now - start
        }
        let before = stork_allocation_count()
        for index in 0..<iterations { try work(index) }
        let after = stork_allocation_count()
        return (Samples(times), before < 0 ? nil : Double(after - before) / Double(iterations))
    }

    /// Keeps the compiler from leaving out what made `value`.
    @inline(never)
    static func keep<Value>(_ value: borrowing Value) {}
}
