import BloomFilter

/// Filters as large as a full carrier sends.
enum BloomBenchmarks {
    static let all = [
        Benchmark(
            name: "bloom-add", title: "add a 16-byte key, n = 100,000, p = 0.001", goal: "≤ 40 ns"
        ) { _ in
            var filter = BloomFilter(shape: try BloomShape(members: 100_000, probability: 0.001), salt: 1)
            let keys = keys(100_000, seed: 1)
            return perKey(keys) { filter.insert($0) }
        },
        Benchmark(
            name: "bloom-hit", title: "contains, for keys that were added", goal: "≤ 40 ns"
        ) { _ in
            let keys = keys(100_000, seed: 1)
            let filter = try filter(of: keys)
            var denied = 0
            var outcome = perKey(keys) { if !filter.contains($0) { denied += 1 } }
            if denied > 0 { outcome.note = "\(denied) DENIED" }
            return outcome
        },
        Benchmark(
            name: "bloom-miss", title: "contains, for keys that were not", goal: "≤ 40 ns"
        ) { _ in
            let filter = try filter(of: keys(100_000, seed: 1))
            var passed = 0
            let strangers = keys(100_000, seed: 2)
            var outcome = perKey(strangers) { if filter.contains($0) { passed += 1 } }
            outcome.note = "\(ResultTable.text(Double(passed) / Double(rounds), decimals: 0)) of 100,000 passed"
            return outcome
        },
        Benchmark(name: "bloom-java", title: "contains in the MD5 mode of Java-BloomFilter") { _ in
            var filter = try BloomFilter(shape: .asJava(members: 10_000, probability: 0.001), hashing: .javaMD5)
            let keys = keys(10_000, seed: 1)
            for key in keys { filter.insert(key) }
            return perKey(keys) { _ = filter.contains($0) }
        },
    ]

    /// One to warm up, then so many that are timed.
    private static let rounds = 1 + timedRounds
    private static let timedRounds = 30

    private static func keys(_ count: Int, seed: UInt64) -> [[UInt8]] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<count).map { _ in
            let (first, second) = (numbers.next(), numbers.next())
            return (0..<16).map { place in
                UInt8(truncatingIfNeeded: (place < 8 ? first : second) >> UInt64(8 * (place % 8)))
            }
        }
    }

    private static func filter(of keys: [[UInt8]]) throws -> BloomFilter {
        var filter = BloomFilter(shape: try BloomShape(members: keys.count, probability: 0.001), salt: 1)
        for key in keys { filter.insert(key) }
        return filter
    }

    /// Times rounds over all keys, since one key takes less than the clock; the samples are a key's share of a round.
    @inline(__always)
    private static func perKey(_ keys: [[UInt8]], _ work: ([UInt8]) -> Void) -> Outcome {
        for key in keys { work(key) }
        var times: [Int64] = []
        for _ in 0..<timedRounds {
            let start = MonotonicClock.now
            for key in keys { work(key) }
            times.append((MonotonicClock.now - start) / Int64(keys.count))
        }
        let samples = Samples(times)
        return Outcome(samples: samples, isReached: samples.median <= .nanoseconds(40))
    }
}

/// The same numbers for the same seed: Steele, Lea and Flood's SplitMix64.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
