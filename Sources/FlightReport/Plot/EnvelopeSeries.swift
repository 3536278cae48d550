/// A measured curve in bounded memory: of every slice of time the lowest and the highest value, so that peaks stay.
///
/// Slices begin at 10 ms and double whenever there are too many, so an hour at 200 Hz takes no more than a minute.
public struct EnvelopeSeries: Equatable, Sendable {
    /// The most slices that are kept: more than a plot has pixels across.
    public static let capacity = 1600
    /// The first slice's length, seconds.
    private static let firstWidth = 0.01

    /// How many values were noted.
    public private(set) var count = 0
    /// The lowest value; nil without any.
    public private(set) var lowest: Double?
    /// The highest value; nil without any.
    public private(set) var highest: Double?
    /// The newest value; nil without any.
    public private(set) var last: Double?

    /// After this time without a value the curve is broken, seconds.
    public let longestGap: Double
    private var buckets: [Bucket] = []
    private var width = Self.firstWidth
    private var lastTime = -Double.infinity

    private struct Bucket: Equatable, Sendable {
        var slice: Double
        var low: Double
        var lowTime: Double
        var high: Double
        var highTime: Double
        /// The time before the first value was longer than ``longestGap``.
        var startsRun: Bool
    }

    /// A curve without values.
    ///
    /// - Parameter longestGap: After this time without a value the curve is broken, seconds.
    public init(longestGap: Double) { self.longestGap = longestGap }

    /// Whether nothing was noted.
    public var isEmpty: Bool { count == 0 }

    /// Notes a value at a time, seconds; times do not go back. What is no number is passed over.
    public mutating func note(_ value: Double, at time: Double) {
        guard value.isFinite, time.isFinite else { return }
        let time = max(time, lastTime)
        count += 1
        last = value
        lowest = min(lowest ?? value, value)
        highest = max(highest ?? value, value)
        let startsRun = time - lastTime > longestGap
        lastTime = time
        let slice = (time / width).rounded(.down)
        if let index = buckets.indices.last, buckets[index].slice == slice, !startsRun || width > longestGap {
            if value < buckets[index].low { (buckets[index].low, buckets[index].lowTime) = (value, time) }
            if value > buckets[index].high { (buckets[index].high, buckets[index].highTime) = (value, time) }
            return
        }
        buckets.append(
            Bucket(slice: slice, low: value, lowTime: time, high: value, highTime: time, startsRun: startsRun))
        while buckets.count > Self.capacity { halve() }
    }

    /// The next value does not belong to the curve so far.
    public mutating func breakOff() { lastTime = min(lastTime, lastTime - longestGap - 1e-6) }

    /// The curve of the highest values alone, one point a slice.
    public var peaks: [PlotPoint] {
        buckets.map { PlotPoint(x: $0.highTime, y: $0.high, startsRun: $0.startsRun) }
    }

    /// The curve: two points a slice at most, in the order of time.
    public var points: [PlotPoint] {
        var points: [PlotPoint] = []
        points.reserveCapacity(2 * buckets.count)
        for bucket in buckets {
            let low = PlotPoint(x: bucket.lowTime, y: bucket.low)
            let high = PlotPoint(x: bucket.highTime, y: bucket.high)
            var pair = bucket.lowTime <= bucket.highTime ? [low, high] : [high, low]
            if low == high { pair.removeLast() }
            pair[0].startsRun = bucket.startsRun
            points += pair
        }
        return points
    }

    private mutating func halve() {
        width *= 2
        var merged: [Bucket] = []
        merged.reserveCapacity(buckets.count)
        for bucket in buckets {
            let slice = (bucket.slice / 2).rounded(.down)
            guard let index = merged.indices.last, merged[index].slice == slice,
                !bucket.startsRun || width > longestGap
            else {
                merged.append(bucket)
                merged[merged.count - 1].slice = slice
                continue
            }
            if bucket.low < merged[index].low {
                (merged[index].low, merged[index].lowTime) = (bucket.low, bucket.lowTime)
            }
            if bucket.high > merged[index].high {
                (merged[index].high, merged[index].highTime) = (bucket.high, bucket.highTime)
            }
        }
        buckets = merged
    }
}

/// A point of a curve.
public struct PlotPoint: Equatable, Sendable {
    /// Along the horizontal axis.
    public var x: Double
    /// Along the vertical axis.
    public var y: Double
    /// True where nothing is known between this point and the one before.
    public var startsRun: Bool

    /// A point.
    public init(x: Double, y: Double, startsRun: Bool = false) {
        self.x = x
        self.y = y
        self.startsRun = startsRun
    }
}
