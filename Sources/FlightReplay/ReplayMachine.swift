import DroneModel
import DroneProtocol
import FlightRecording

/// Plays a recording: orders and the host's time go in, what is due comes out.
///
///     playing --space--> paused --step--> paused at the next navdata
///        |--end--> paused at the end, or at the beginning again
///        |--seek--> nearest checkpoint before, then quickly to the place
///        `--seek beyond what is indexed--> waits for the index, then goes there
///
/// It reads the recording's files and no clock; who runs it calls ``advance(to:)`` when ``nextWake(after:)`` says so.
final class ReplayMachine {
    private(set) var schedule: ReplaySchedule
    private(set) var cursor: FlightCursor
    /// What is known of the whole recording; given by whoever makes it.
    var index = FlightIndex() {
        didSet {
            ticks = Self.ticks(of: index, after: ticks)
            clocks = index.clocks.text
        }
    }
    private var clocks: String?
    /// Recording time that was left out of the schedule because the machine did not keep up, on the host's clock.
    private(set) var lag: Duration = .zero

    private let source: RecordingSource
    private let loops: Bool
    private let emit: (ReplayUpdate) -> Void
    private var ticks: [ReplayProgress.Tick] = []
    /// A place beyond what is indexed.
    private var wanted: Duration?
    private var problem: String?
    private var isAtEnd = false

    /// What is done without looking at the orders.
    private static let mostItems = 2000
    /// How far it may fall behind before it gives the time up.
    private static let mostLag: Duration = .milliseconds(250)
    /// The steps in which time passes without items: the session's own tick.
    private static let pulse = DroneSession.tickPeriod
    /// As far it goes forward without the index, by playing quickly.
    private static let shortWay: Duration = .seconds(4)

    init(
        _ source: RecordingSource, speed: Double, loops: Bool, emit: @escaping (ReplayUpdate) -> Void
    ) throws(RecordingError) {
        self.source = source
        self.loops = loops
        self.emit = emit
        schedule = ReplaySchedule(speed: speed)
        cursor = try FlightCursor(source)
    }

    // MARK: What is seen

    var snapshot: DroneSnapshot { cursor.snapshot }

    /// How long the recording is, as far as known.
    private var duration: Duration? {
        if index.isComplete { return index.reach }
        return source.manifest?.end.map { .nanoseconds($0.durationNanoseconds) }
    }

    func progress(at now: Duration) -> ReplayProgress {
        let kind: ReplayProgress.Source =
            switch cursor.playback.isSimulated ?? index.isSimulated {
            case true?: .simulated
            // Only a manifest says that a drone was real.
            case false?: .real
            case nil: .unknown
            }
        var progress = ReplayProgress(source: kind, duration: duration)
        progress.position = wanted ?? max(.zero, min(schedule.position(at: now), duration ?? .seconds(Int64.max >> 32)))
        progress.speed = schedule.speed
        progress.isPaused = schedule.isPaused
        progress.ticks = ticks
        progress.indexed = index.isComplete ? nil : index.reach
        progress.note = note
        progress.clocks = clocks
        return progress
    }

    private var note: String? {
        if let problem { return problem }
        if wanted != nil { return "reading up to there" }
        guard case .damaged? = index.end else { return nil }
        return "damaged behind this"
    }

    private static func ticks(of index: FlightIndex, after known: [ReplayProgress.Tick]) -> [ReplayProgress.Tick] {
        known
            + index.events.dropFirst(known.count).map {
                ReplayProgress.Tick(time: $0.time, severity: $0.severity)
            }
    }

    // MARK: Orders

    func handle(_ intent: ReplayIntent, at now: Duration) {
        problem = nil
        let position = schedule.position(at: now)
        switch intent {
        case .togglePause: schedule.isPaused ? play(at: now) : schedule.pause(at: now)
        case .pause: schedule.pause(at: now)
        case .play: play(at: now)
        case .seek(let time): seek(to: time, at: now)
        case .skip(let distance): seek(to: position + distance, at: now)
        case .speed(let speed): schedule.setSpeed(speed, at: now)
        case .changeSpeed(let direction): schedule.changeSpeed(direction, at: now)
        case .step(let stride, .forward): stepForward(stride, at: now)
        case .step(let stride, .backward): stepBackward(stride, at: now)
        case .event(.forward):
            guard let event = index.event(after: position) else {
                problem = index.isComplete ? "no event behind this" : "no event behind this so far"
                return
            }
            seek(to: event.time, at: now)
        case .event(.backward):
            // While it plays, the event just gone by is not the one that is meant.
            let limit = schedule.isPaused ? position : position - .seconds(1)
            guard let event = index.event(before: limit) else {
                problem = "no event before this"
                return
            }
            seek(to: event.time, at: now)
        }
    }

    /// The index has grown: a place that was waited for may be in reach.
    func indexHasGrown(at now: Duration) {
        guard let wanted, index.isComplete || index.reach >= wanted else { return }
        self.wanted = nil
        seek(to: wanted, at: now)
    }

    private func play(at now: Duration) {
        if isAtEnd { seek(to: .zero, at: now) }
        schedule.play(at: now)
    }

    private func seek(to time: Duration, at now: Duration) {
        wanted = nil
        let target = max(.zero, index.isComplete ? min(time, index.reach) : time)
        if !index.isComplete, target > index.reach, target - cursor.time > Self.shortWay {
            wanted = target
            return
        }
        guard move(to: target) else { return }
        schedule.seek(to: target, at: now)
    }

    /// Brings the cursor to `target`, and the newest picture before it to the decoder.
    private func move(to target: Duration) -> Bool {
        isAtEnd = false
        let checkpoint = index.checkpoint(before: target)
        let isBehind = cursor.time > target
        if isBehind || checkpoint.map({ $0.time > cursor.time }) ?? false {
            do throws(RecordingError) {
                if let checkpoint {
                    cursor = try FlightCursor(source, at: checkpoint)
                } else {
                    cursor = try FlightCursor(source)
                }
            } catch {
                problem = "\(error)"
                return false
            }
        }
        emit(.sought(target))
        var frames: [PaVEStreamEvent] = []
        var datagram: VideoPlayback.Piece?
        while let next = cursor.nextTime(), next <= target, let step = cursor.next() {
            switch step.video {
            case .newConnection?: frames = []
            case .frames(let new)?:
                for event in new {
                    // What is before a frame that needs no other is not needed.
                    if case .frame(let frame) = event, frame.beginsStream { frames = [] }
                    frames.append(event)
                }
            case .datagram?: datagram = step.video
            case nil: break
            }
        }
        _ = cursor.advance(to: target)
        emit(.video(.newConnection))
        if !frames.isEmpty { emit(.video(.frames(frames))) }
        if let datagram { emit(.video(datagram)) }
        return true
    }

    private func stepForward(_ stride: ReplayIntent.Stride, at now: Duration) {
        wanted = nil
        schedule.pause(at: now)
        while let step = cursor.next() {
            hand(step, due: now, at: now)
            guard Self.ends(stride, with: step) else { continue }
            schedule.seek(to: step.item.time, at: now)
            return
        }
        end(at: now)
    }

    private static func ends(_ stride: ReplayIntent.Stride, with step: FlightCursor.Step) -> Bool {
        switch (stride, step.item.content, step.video) {
        case (.navdata, .navdata, _), (.frame, _, .datagram?): true
        case (.frame, _, .frames(let events)?):
            events.contains { event in if case .frame = event { true } else { false } }
        default: false
        }
    }

    /// A step back goes to just before what is shown, and from there to what was shown then.
    private func stepBackward(_ stride: ReplayIntent.Stride, at now: Duration) {
        wanted = nil
        schedule.pause(at: now)
        func shown() -> Duration? {
            switch stride {
            case .navdata: cursor.snapshot.telemetry.status?.time
            case .frame: cursor.snapshot.video?.lastFrame
            }
        }
        guard let present = shown(), present > .zero, move(to: present - .nanoseconds(1)) else {
            problem = "nothing before this"
            return
        }
        schedule.seek(to: shown() ?? cursor.time, at: now)
    }

    // MARK: Time

    /// Plays what is due.
    func advance(to now: Duration) {
        if schedule.isPaused || wanted != nil { return }
        let position = schedule.position(at: now)
        var items = 0
        while let next = cursor.nextTime(), next <= position {
            if items >= Self.mostItems {
                giveUpLag(at: now)
                return
            }
            guard let step = cursor.next() else { break }
            items += 1
            hand(step, due: schedule.due(step.item.time) ?? now, at: now)
        }
        guard cursor.nextTime() != nil else { return end(at: now) }
        _ = cursor.advance(to: position)
    }

    private func hand(_ step: FlightCursor.Step, due: Duration, at now: Duration) {
        emit(.item(step.item, due: due, at: now))
        if let video = step.video { emit(.video(video)) }
    }

    private func giveUpLag(at now: Duration) {
        guard let due = schedule.due(cursor.time), now - due > Self.mostLag else { return }
        lag += now - due
        schedule.seek(to: cursor.time, at: now)
    }

    private func end(at now: Duration) {
        let hadItems = cursor.time > .zero
        if loops, hadItems, !schedule.isPaused, move(to: .zero) {
            schedule.seek(to: .zero, at: now)
            return
        }
        isAtEnd = true
        schedule.pause(at: now)
        schedule.seek(to: cursor.time, at: now)
        emit(.ended)
    }

    /// When to call ``advance(to:)`` next; nil while nothing plays.
    func nextWake(after now: Duration) -> Duration? {
        // A place that is waited for comes with the index.
        if schedule.isPaused || wanted != nil { return nil }
        let pulse = now + Self.pulse
        guard let next = cursor.nextTime(), let due = schedule.due(next) else { return pulse }
        return min(pulse, due)
    }
}
