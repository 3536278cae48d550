/// Counts values that are not negative, so that percentiles can be told without keeping them all.
///
/// An octave has 64 bins: a percentile is at most 1.6 % too high. A double has 2,048 octaves, so that the bins are
/// bounded; in practice there are some hundreds.
struct ValueHistogram: Equatable, Sendable {
    private(set) var count = 0
    private(set) var sum = 0.0
    /// The greatest value.
    private(set) var highest = 0.0
    /// When it was, seconds.
    private(set) var highestTime: Double?
    private var bins: [UInt64: Int] = [:]

    /// Of the 52 bits of a double's fraction, how many are dropped to leave 64 bins per octave.
    private static let droppedBits: UInt64 = 46

    /// Notes a value; a negative one counts as zero, what is no number not at all.
    mutating func note(_ value: Double, at time: Double) {
        guard value.isFinite else { return }
        let value = max(0, value)
        count += 1
        sum += value
        if value > highest || highestTime == nil { (highest, highestTime) = (value, time) }
        bins[value.bitPattern >> Self.droppedBits, default: 0] += 1
    }

    var mean: Double? { count > 0 ? sum / Double(count) : nil }

    /// The value that a share of all does not exceed; nil without values.
    func percentile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = (share * Double(count)).rounded(.up)
        var passed = 0.0
        for (bin, occurrences) in bins.sorted(by: { $0.key < $1.key }) {
            passed += Double(occurrences)
            if passed >= rank { return min(highest, Double(bitPattern: (bin + 1) << Self.droppedBits)) }
        }
        return highest
    }
}
