/// Compares the drone's clock with the recording's: how much faster or slower it goes.
///
/// A packet can only be late, never early, so of every ten seconds the least late packet counts; a line through those
/// gives the drift.
struct ClockComparison: Sendable {
    /// The least time that a drift can be told from, seconds.
    static let shortest = 60.0
    private static let slice = 10.0
    /// The drone's clock begins anew after this, seconds.
    private static let wrap = 2048.0
    /// A jump that is no delay: the drone was started anew, seconds.
    private static let jump = 5.0
    /// Points kept: 28 hours.
    private static let capacity = 10_000

    private var points: [(time: Double, lateness: Double)] = []
    private var least: (slice: Double, time: Double, lateness: Double)?
    private var offset = 0.0
    private var last: (host: Double, drone: Double)?

    /// Notes that a packet which the drone's clock stamped `drone` arrived at `host`, both seconds.
    mutating func note(drone: Double, host: Double) {
        var stamp = drone + offset
        if let last {
            if stamp < last.drone - Self.wrap / 2 {
                offset += Self.wrap
                stamp += Self.wrap
            }
            if abs((stamp - last.drone) - (host - last.host)) > Self.jump {
                // Another run of the drone: its clock says nothing about the one before.
                points = []
                least = nil
                offset = 0
                stamp = drone
            }
        }
        last = (host, stamp)
        let slice = (host / Self.slice).rounded(.down)
        let lateness = host - stamp
        if let current = least, current.slice == slice {
            if lateness < current.lateness { least = (slice, host, lateness) }
            return
        }
        if let least, points.count < Self.capacity { points.append((least.time, least.lateness)) }
        least = (slice, host, lateness)
    }

    /// The drone's clock against the host's: parts per million that it loses (positive) or gains, with its standard
    /// error; nil where too little was heard.
    var drift: (partsPerMillion: Double, error: Double)? {
        let all = points + (least.map { [($0.time, $0.lateness)] } ?? [])
        guard all.count >= 4, let first = all.first, let last = all.last, last.time - first.time >= Self.shortest
        else { return nil }
        let count = Double(all.count)
        let middle = all.reduce(0) { $0 + $1.time } / count
        let mean = all.reduce(0) { $0 + $1.lateness } / count
        let spread = all.reduce(0) { $0 + ($1.time - middle) * ($1.time - middle) }
        guard spread > 0 else { return nil }
        let slope = all.reduce(0) { $0 + ($1.time - middle) * ($1.lateness - mean) } / spread
        let rest = all.reduce(0) { sum, point in
            let miss = point.lateness - mean - slope * (point.time - middle)
            return sum + miss * miss
        }
        return (slope * 1e6, (rest / (count - 2) / spread).squareRoot() * 1e6)
    }
}
