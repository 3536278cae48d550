/// Which faults of a plan are at work, kept up to date as time passes.
struct FaultSchedule: Equatable, Sendable {
    private let faults: [Fault]
    private var upcoming: [Fault]
    private var nextChange: Duration?

    /// Whether the drone's computer is restarting.
    private(set) var isRebooting = false
    /// Whether nothing passes the radio link.
    private(set) var isBlackout = false
    /// What is wrong with the command-acknowledge bit.
    private(set) var acknowledge: Fault.AcknowledgeDefect?
    /// What is wrong with navdata packets, and with which share of them.
    private(set) var navdataDefects: [(defect: NavdataDefect, share: Double)] = []
    /// Which motors are blocked.
    private(set) var stalledMotors = PerMotor(repeating: false)
    /// How much of their thrust the propellers have left, 0–1.
    private(set) var thrustShare = 1.0
    /// The wind that a fault brings; nil without one.
    private(set) var wind: Wind?
    /// What is wrong with the video.
    private(set) var video = VideoFaults()

    init(_ plan: FaultPlan) {
        faults = plan.faults.map { fault in
            var fault = fault
            if fault.kind == .reboot, fault.duration == nil { fault.duration = Fault.rebootDuration }
            return fault
        }
        upcoming = faults.sorted { $0.start < $1.start }
        nextChange = Self.firstChange(of: faults, after: nil)
    }

    /// Whether a fault begins or ends by `time`.
    func isChangeDue(by time: Duration) -> Bool {
        guard let nextChange else { return false }
        return nextChange <= time
    }

    /// Moves on to `time`; returns the faults that have begun since, in the order of their beginnings.
    mutating func advance(to time: Duration) -> [Fault.Kind] {
        let begun = Array(upcoming.prefix { $0.start <= time })
        upcoming.removeFirst(begun.count)
        nextChange = Self.firstChange(of: faults, after: time)
        isRebooting = false
        isBlackout = false
        acknowledge = nil
        navdataDefects = []
        stalledMotors = PerMotor(repeating: false)
        thrustShare = 1
        wind = nil
        video = VideoFaults()
        for fault in faults where fault.isActive(at: time) { collect(fault.kind) }
        return begun.map(\.kind)
    }

    private mutating func collect(_ kind: Fault.Kind) {
        switch kind {
        case .reboot: isRebooting = true
        case .blackout:
            isBlackout = true
            video.isStalled = true
        case .acknowledge(let defect): acknowledge = defect
        case .navdata(let defect, let share): navdataDefects.append((defect, share))
        case .motorStall(let motor): stalledMotors[motor] = true
        case .tiredMotors(let missing): thrustShare *= 1 - missing.limited(to: 0...1)
        case .wind(let speed, let towards, let gusts):
            wind = Wind(
                mean: Vector3(x: speed * sine(towards), y: speed * cosine(towards), z: 0), gusts: gusts)
        case .videoCut(let share): video.cutShare = max(video.cutShare, share.limited(to: 0...1))
        case .videoLoss(let share): video.lossShare = max(video.lossShare, share.limited(to: 0...1))
        case .videoStall: video.isStalled = true
        case .loss, .delay, .jitter, .duplication, .reordering, .sequenceFallback, .batteryCliff, .payload:
            break
        }
    }

    private static func firstChange(of faults: [Fault], after time: Duration?) -> Duration? {
        let changes = faults.flatMap { fault in
            [fault.start, fault.duration.map { fault.start + $0 }].compactMap { $0 }
        }
        guard let time else { return changes.min() }
        return changes.filter { $0 > time }.min()
    }

    static func == (left: Self, right: Self) -> Bool {
        left.faults == right.faults && left.upcoming == right.upcoming && left.nextChange == right.nextChange
    }
}
