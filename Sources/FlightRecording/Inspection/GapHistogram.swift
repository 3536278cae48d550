/// Counts the times between arrivals, so that percentiles can be told without keeping them all.
///
/// An octave has 512 bins; a percentile is told as its bin's upper end, and so is at most 0.2 % too long. From a
/// nanosecond to a day there are 24,000 bins at most.
struct GapHistogram: Equatable, Sendable {
    private(set) var count = 0
    /// The longest gap.
    private(set) var longest: Duration = .zero
    private var bins: [UInt64: Int] = [:]

    /// Of the 52 bits of a double's fraction, how many are dropped to leave 512 bins per octave.
    private static let droppedBits: UInt64 = 43

    /// Notes a gap; a negative one, from a clock set back, counts as none.
    mutating func note(_ gap: Duration) {
        let gap = max(.zero, gap)
        count += 1
        longest = max(longest, gap)
        bins[gap.seconds.bitPattern >> Self.droppedBits, default: 0] += 1
    }

    /// The gap that a share of all gaps does not exceed, seconds; nil without gaps.
    ///
    /// The smallest gap such that at least `share` of all are as short: the "nearest rank" percentile.
    func percentile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = (share * Double(count)).rounded(.up)
        var passed = 0
        for (bin, occurrences) in bins.sorted(by: { $0.key < $1.key }) {
            passed += occurrences
            if Double(passed) >= rank {
                return min(longest.seconds, Double(bitPattern: (bin + 1) << Self.droppedBits))
            }
        }
        return longest.seconds
    }
}

extension Duration {
    /// The same in seconds; any duration, also one whose seconds do not fit 64 bits.
    var seconds: Double { self / .seconds(1) }
}
