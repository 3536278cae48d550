/// How the drone answered one climb command.
public struct ClimbStep: Equatable, Sendable {
    /// When the stick was moved, since the recording began, s.
    public var start: Double
    /// The stick, above 0 to 1.
    public var command: Double
    /// How long it was held, s.
    public var length: Double
    /// The fastest climb, m/s.
    public var peakRate: Double
    /// The fastest climb over the commanded one; nil while full stick's climb is unknown.
    public var achieved: Double?
    /// Until the climb had 63 % of its fastest, s.
    public var riseTime: Double
    /// The greatest mean of the motors, counts.
    public var peakCounts: Double
    /// How far it rose above where it settled, m; nil where the next command came too soon to tell.
    public var overshoot: Double?
    /// From the stick's return until it stayed within 5 cm, s; nil where it did not, or the next command came too soon.
    public var settlingTime: Double?
}

/// Finds climb commands among the samples and keeps what followed each; so many at most.
struct ClimbWatch: Sendable {
    /// Shorter commands are no steps, s.
    private static let shortest = 0.4
    /// The answer is looked at for so long after the stick's return, s.
    private static let aftermath = 4.5
    /// Less than this after the stick's return tells nothing about settling, s.
    private static let leastAftermath = 3.0
    /// Speeds are taken over this time: the height comes in millimetres and from 25 echoes a second, s.
    private static let baseline = 0.2
    private static let capacity = 20
    /// A step with its aftermath is never kept longer than this, s.
    private static let longest = 20.0

    private(set) var steps: [ClimbStep] = []
    private var points: [(time: Double, height: Double, collective: Double)] = []
    private var command = 0.0
    private var start: Double?
    private var end: Double?

    /// Takes the next sample of a flight.
    mutating func receive(_ sample: LiftSample, scale: Double?) {
        let isClimbing = sample.climb > 0.05
        if let start {
            let isOver = end.map { sample.time - $0 > Self.aftermath } ?? (sample.time - start > Self.longest)
            let isInterrupted = end != nil && sample.climb != 0
            if isOver || isInterrupted || !sample.isFlying { close(scale: scale) }
        }
        if start == nil, isClimbing, sample.isFlying, steps.count < Self.capacity {
            start = sample.time
            command = sample.climb
        }
        guard start != nil, let height = sample.height, height.isFinite else { return }
        if end == nil {
            if isClimbing { command = max(command, sample.climb) } else { end = sample.time }
        }
        if let last = points.last, sample.time - last.time < 0.019 { return }
        points.append((sample.time, height, sample.collective))
    }

    /// What a recording's end leaves open.
    mutating func close(scale: Double?) {
        defer {
            points = []
            start = nil
            end = nil
        }
        guard let start, let end, end - start >= Self.shortest, let last = points.last else { return }
        var rates: [(time: Double, rate: Double)] = []
        var index = 0
        for point in points {
            while point.time - points[index].time > Self.baseline { index += 1 }
            let span = point.time - points[index].time
            guard span > Self.baseline / 2 else { continue }
            rates.append((point.time - span / 2, (point.height - points[index].height) / span))
        }
        guard let peak = rates.filter({ $0.time <= end + 1 }).map(\.rate).max(), peak > 0,
            let risen = rates.first(where: { $0.rate >= 0.632 * peak })
        else { return }
        var step = ClimbStep(
            start: start, command: command, length: end - start, peakRate: peak, achieved: nil,
            riseTime: max(0, risen.time - start),
            peakCounts: points.map(\.collective).max() ?? 0)
        if let scale, scale > 0 { step.achieved = peak / (command * scale) }
        if last.time - end >= Self.leastAftermath {
            let settled = points.filter { $0.time > last.time - 1.5 }.map(\.height)
            let level = Spread(settled).mean
            let after = points.filter { $0.time >= end }
            step.overshoot = max(0, (after.map(\.height).max() ?? level) - level)
            let restless = after.last { abs($0.height - level) > 0.05 }?.time ?? end
            if restless < last.time - 1.5 { step.settlingTime = restless - end }
        }
        steps.append(step)
    }
}
