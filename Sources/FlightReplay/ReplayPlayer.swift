import Dispatch
public import DroneModel
public import FlightRecording
import Synchronization

/// What a replay tells, on its own thread, in the order of time. Whoever is told must return soon.
public enum ReplayUpdate: Sendable {
    /// An item of the recording is due.
    ///
    /// - Parameters:
    ///   - due: When it should be handed out, on ``ReplayPlayer/now``.
    ///   - at: When it is.
    case item(FlightItem, due: Duration, at: Duration)
    /// Something for a video decoder.
    case video(VideoPlayback.Piece)
    /// The replay jumped to this time; what follows is no continuation.
    case sought(Duration)
    /// The recording is over; the replay stands still.
    case ended
}

/// Plays a recording in real time on a thread of its own, and looks through the rest of it on another.
///
///     files --> index thread --index-->  player thread --> observer, snapshot, progress
///                     orders from any thread -->^
public final class ReplayPlayer: Sendable {
    /// How to play.
    public struct Settings: Sendable {
        /// Times as fast as it was flown, 0.1 to 50.
        public var speed = 1.0
        /// Where to begin.
        public var start: Duration = .zero
        /// Whether it begins at once.
        public var startsPaused = false
        /// Whether it begins anew at its end.
        public var loops = false
        /// Whether the recording is looked through, which seeking, its length and its events need.
        public var makesIndex = true

        /// At once, from the beginning, as fast as it was flown.
        public init() {}
    }

    /// Told what is due, on the player's thread.
    public typealias Observer = @Sendable (ReplayUpdate) -> Void

    private struct Shared {
        var snapshot: DroneSnapshot
        var progress: ReplayProgress
    }

    private struct Inbox {
        var intents: [ReplayIntent] = []
        var index: FlightIndex?
        var isStopped = false
    }

    private let playing = DispatchQueue(label: "stork.replay", qos: .userInitiated)
    private let indexing = DispatchQueue(label: "stork.replay.index", qos: .utility)
    private let bell = DispatchSemaphore(value: 0)
    private let inbox = Mutex(Inbox())
    private let shared: Mutex<Shared>

    /// The monotonic clock of everything here.
    public static var now: Duration { .nanoseconds(Int64(clamping: DispatchTime.now().uptimeNanoseconds)) }

    /// Opens a recording and begins to play it. Call ``stop()`` at the end.
    public init(
        _ source: RecordingSource, settings: Settings = Settings(), observer: @escaping Observer = { _ in }
    ) throws(RecordingError) {
        // Opened here, where the error can be told, and again on the thread that it belongs to.
        let first = try ReplayMachine(source, speed: settings.speed, loops: settings.loops) { _ in }
        shared = Mutex(Shared(snapshot: first.snapshot, progress: first.progress(at: .zero)))
        playing.async { self.play(source, settings, observer) }
        if settings.makesIndex { indexing.async { self.makeIndex(source) } }
    }

    /// Everything a face shows.
    public var snapshot: DroneSnapshot { shared.withLock { $0.snapshot } }

    /// Where the replay stands.
    public var progress: ReplayProgress { shared.withLock { $0.progress } }

    /// Does what is asked, soon.
    public func order(_ intent: ReplayIntent) {
        inbox.withLock { inbox in
            // Nobody presses so many keys before the next is looked at.
            if inbox.intents.count < 1000 { inbox.intents.append(intent) }
        }
        bell.signal()
    }

    /// Ends everything; returns when nothing is told any more. Not to be called by the observer.
    public func stop() {
        inbox.withLock { $0.isStopped = true }
        bell.signal()
        playing.sync {}
        indexing.sync {}
    }

    // MARK: Threads

    private func play(_ source: RecordingSource, _ settings: Settings, _ observer: @escaping Observer) {
        guard
            let machine = try? ReplayMachine(source, speed: settings.speed, loops: settings.loops, emit: observer)
        else {
            // It could be opened a moment ago.
            shared.withLock { $0.progress.note = "the recording is gone" }
            return observer(.ended)
        }
        if settings.start > .zero { machine.handle(.seek(settings.start), at: Self.now) }
        if !settings.startsPaused { machine.handle(.play, at: Self.now) }
        while true {
            let (intents, index, isStopped) = inbox.withLock { inbox in
                defer {
                    inbox.intents = []
                    inbox.index = nil
                }
                return (inbox.intents, inbox.index, inbox.isStopped)
            }
            if isStopped { return }
            for intent in intents { machine.handle(intent, at: Self.now) }
            if let index {
                machine.index = index
                machine.indexHasGrown(at: Self.now)
            }
            machine.advance(to: Self.now)
            let now = Self.now
            let progress = machine.progress(at: now)
            let snapshot = machine.snapshot
            shared.withLock { $0 = Shared(snapshot: snapshot, progress: progress) }
            guard let wake = machine.nextWake(after: now) else {
                bell.wait()
                continue
            }
            if wake > now { _ = bell.wait(timeout: .now() + .nanoseconds(Int((wake - now) / .nanoseconds(1)))) }
        }
    }

    private func makeIndex(_ source: RecordingSource) {
        guard let indexer = try? FlightIndexer(source) else { return }
        // A small piece first: the beginning can be jumped through at once.
        var goesOn = true
        while goesOn {
            goesOn = indexer.advance(items: Self.indexPiece)
            let index = indexer.index
            let isStopped = inbox.withLock { inbox in
                inbox.index = index
                return inbox.isStopped
            }
            bell.signal()
            if isStopped { return }
        }
    }

    /// Items between two looks at the index: a twentieth of a second's work.
    private static let indexPiece = 4000
}
