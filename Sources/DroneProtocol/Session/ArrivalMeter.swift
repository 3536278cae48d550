/// Measures how regularly something happens: a rate over the last second, the longest gap of the last ten.
///
/// Fixed memory, whatever the rate.
struct ArrivalMeter: Equatable, Sendable {
    /// The moment of the newest arrival.
    private(set) var last: Duration?
    private var tenths = Buckets(width: .milliseconds(100), count: 11)
    private var gaps = Buckets(width: .seconds(1), count: 10)

    /// Notes an arrival at `now`.
    mutating func note(at now: Duration) {
        if let last, now > last { gaps.raise(to: (now - last).microseconds, at: now) }
        tenths.add(1, at: now)
        last = now
    }

    /// Arrivals per second over the last second: the ten whole tenths before the running one.
    func rate(at now: Duration) -> Double { Double(tenths.sum(at: now, newest: 1, oldest: 10)) }

    /// The longest time between two arrivals in the last ten seconds, the running gap included.
    func longestGap(at now: Duration) -> Duration {
        let closed = Duration.microseconds(gaps.maximum(at: now))
        guard let last else { return closed }
        return max(closed, now - last)
    }
}

/// Counters per slice of time; old slices are forgotten as time goes on.
private struct Buckets: Equatable, Sendable {
    private let width: Int64
    private var values: [Int64]
    /// Which slice since time zero each value belongs to.
    private var slices: [Int64]

    init(width: Duration, count: Int) {
        self.width = width.microseconds
        values = Array(repeating: 0, count: count)
        slices = Array(repeating: -1, count: count)
    }

    mutating func add(_ amount: Int64, at now: Duration) { values[slot(at: now)] += amount }

    mutating func raise(to value: Int64, at now: Duration) {
        let index = slot(at: now)
        values[index] = max(values[index], value)
    }

    /// The sum over the slices that lie `newest...oldest` slices before the running one.
    func sum(at now: Duration, newest: Int64, oldest: Int64) -> Int64 {
        let running = slice(at: now)
        var total: Int64 = 0
        for (value, slice) in zip(values, slices) where slice >= running - oldest && slice <= running - newest {
            total += value
        }
        return total
    }

    func maximum(at now: Duration) -> Int64 {
        let running = slice(at: now)
        var largest: Int64 = 0
        for (value, slice) in zip(values, slices) where slice > running - Int64(values.count) {
            largest = max(largest, value)
        }
        return largest
    }

    private func slice(at now: Duration) -> Int64 { max(0, now.microseconds) / width }

    private mutating func slot(at now: Duration) -> Int {
        let slice = slice(at: now)
        let index = Int(slice % Int64(values.count))
        if slices[index] != slice {
            slices[index] = slice
            values[index] = 0
        }
        return index
    }
}

extension Duration {
    /// Whole microseconds.
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
