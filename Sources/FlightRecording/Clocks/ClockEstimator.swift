/// How another clock stands to the host's: `host = reading + offset + drift × (reading − first reading)`.
public struct ClockAlignment: Equatable, Sendable {
    /// The host's time less the other clock's at its first reading, seconds, the shortest delay included.
    public var offset: Double
    /// How much slower the other clock runs, parts per million: positive where the host's gains on it.
    public var drift: Double
    /// Standard error of ``offset``, seconds.
    public var offsetError: Double
    /// Standard error of ``drift``, parts per million.
    public var driftError: Double
    /// Root mean square of what the line leaves over, seconds: how far a time that is converted may be off.
    public var residual: Double
    /// Over how long it was measured, seconds of the other clock.
    public var span: Double
    /// How many readings it was estimated from.
    public var readings: Int
    /// How often the other clock began anew; the estimate is of the longest stretch.
    public var restarts: Int
}

/// Estimates offset and drift of a clock from pairs of its reading and the host's time of arrival.
///
/// A reading arrives late by the way it took, which is never negative and mostly short. So the earliest of each second
/// counts, and a line through these by least squares is the estimate. A value in bounded memory: where a recording is
/// long, the seconds become longer stretches.
public struct ClockEstimator: Sendable {
    /// What the other clock counts.
    public struct Face: Equatable, Sendable {
        /// When it goes back to zero; nil where it does not within a flight.
        public var wrap: Duration?

        /// The drone's, in its navdata: 11 bits of seconds (`navdata_time`, SDK 2.0, 3.4).
        public static let drone = Face(wrap: .seconds(2048))
        /// The camera's, in the header of each frame: milliseconds in 32 bits.
        public static let camera = Face(wrap: .milliseconds(1 << 32))
    }

    /// A jump of the difference beyond this is another clock: the drone restarted. No Wi-Fi delays for so long what it
    /// delivers in the end, and a camera that is behind loses frames instead.
    private static let restartJump = 5.0
    /// So many stretches are kept; twice their number are merged in pairs.
    private static let capacity = 512

    private struct Stretch: Sendable {
        var reading: Double
        var delay: Double
    }

    /// Since the clock last began anew.
    private struct Run: Sendable {
        var first: Double
        var last: Double
        var lastDelay: Double
        var readings = 0
        var width = 1.0
        var stretches: [Stretch] = []

        init(reading: Double, delay: Double) {
            first = reading
            last = reading
            lastDelay = delay
        }

        mutating func add(reading: Double, delay: Double) {
            readings += 1
            last = max(last, reading)
            lastDelay = delay
            let slot = ((reading - first) / width).rounded(.down)
            if let newest = stretches.last, ((newest.reading - first) / width).rounded(.down) >= slot {
                if delay < newest.delay { stretches[stretches.count - 1] = Stretch(reading: reading, delay: delay) }
                return
            }
            stretches.append(Stretch(reading: reading, delay: delay))
            if stretches.count >= 2 * ClockEstimator.capacity { merge() }
        }

        private mutating func merge() {
            width *= 2
            var merged: [Stretch] = []
            for stretch in stretches {
                let slot = ((stretch.reading - first) / width).rounded(.down)
                if let newest = merged.last, ((newest.reading - first) / width).rounded(.down) == slot {
                    if stretch.delay < newest.delay { merged[merged.count - 1] = stretch }
                } else {
                    merged.append(stretch)
                }
            }
            stretches = merged
        }
    }

    private let face: Face
    private var wraps = 0.0
    private var lastRaw: Double?
    private var run: Run?
    private var longest: Run?
    private var restarts = 0

    /// An estimator that has seen nothing.
    public init(_ face: Face) { self.face = face }

    /// Takes in that the clock's `reading` arrived at `host`.
    public mutating func add(_ reading: Duration, arrivedAt host: Duration) {
        let raw = reading / .seconds(1)
        let arrival = host / .seconds(1)
        if let wrap = face.wrap.map({ $0 / .seconds(1) }), let lastRaw {
            // Half a turn back is the turn's end; less is a reading that was overtaken, or another clock.
            if raw - lastRaw < -wrap / 2 { wraps += wrap }
            if raw - lastRaw > wrap / 2, wraps > 0 { wraps -= wrap }
        }
        lastRaw = raw
        let value = raw + wraps
        let delay = arrival - value
        guard var present = run, abs(delay - present.lastDelay) < Self.restartJump else {
            if let ended = run {
                restarts += 1
                keepLongest(ended)
            }
            wraps = 0
            run = Run(reading: raw, delay: arrival - raw)
            run?.add(reading: raw, delay: arrival - raw)
            return
        }
        // In place: the stretches are not copied.
        run = nil
        present.add(reading: value, delay: delay)
        run = present
    }

    private mutating func keepLongest(_ ended: Run) {
        if ended.last - ended.first >= (longest.map { $0.last - $0.first } ?? -1) { longest = ended }
    }

    /// What is known; nil before there are three seconds of readings.
    public var alignment: ClockAlignment? {
        var best = run
        if let longest, let run, longest.last - longest.first > run.last - run.first { best = longest }
        guard let best, best.stretches.count >= 3 else { return nil }
        let points = best.stretches.map { ($0.reading - best.first, $0.delay) }
        let count = Double(points.count)
        let meanX = points.reduce(0) { $0 + $1.0 } / count
        let meanY = points.reduce(0) { $0 + $1.1 } / count
        let spread = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
        guard spread > 0 else { return nil }
        let slope = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / spread
        let squares = points.reduce(0) { sum, point in
            let rest = point.1 - meanY - slope * (point.0 - meanX)
            return sum + rest * rest
        }
        let variance = squares / max(1, count - 2)
        return ClockAlignment(
            offset: meanY - slope * meanX, drift: slope * 1e6,
            offsetError: (variance * (1 / count + meanX * meanX / spread)).squareRoot(),
            driftError: (variance / spread).squareRoot() * 1e6, residual: (squares / count).squareRoot(),
            span: best.last - best.first, readings: best.readings, restarts: restarts)
    }
}

extension ClockAlignment {
    /// For people: `offset +1.234567 s ±12 µs, drift +3.2 ±0.4 ppm, residual 0.8 ms over 60 s`.
    public var text: String {
        func fixed(_ value: Double, _ decimals: Int) -> String { Self.fixed(value, decimals) }
        let restarted = restarts > 0 ? ", began anew \(restarts) times" : ""
        return "offset \(fixed(offset, 6)) s ±\(fixed(offsetError * 1e6, 0)) µs, "
            + "drift \(fixed(drift, 1)) ±\(fixed(driftError, 1)) ppm, "
            + "residual \(fixed(residual * 1e3, 2)) ms over \(fixed(span, 0)) s" + restarted
    }
}
