import CPcap  // whole-module builds find the clock's types through it
import Dispatch
public import DroneModel
public import DroneProtocol
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Records a flight: a folder with `flight.pcap`, `events.jsonl` and `manifest.json`.
///
///     link's loops --record, note--> [bounded queue] --10 times a second--> writer --> disk
///
/// ``record(_:)`` and ``note(_:at:)`` only queue and never wait for the disk, whatever it does. The kernel has everything
/// that is older than a tenth of a second, so that a killed program loses no more; the disk itself is waited for every
/// five seconds (`fdatasync`), so that a machine that loses its power loses about that. What is lost is in ``health``, in
/// the events and in the manifest.
public final class FlightRecorder: Sendable {
    /// Where and how to record.
    public struct Settings: Sendable {
        /// The folder with all recordings; made where it is missing.
        public var folder: String
        /// How much to write.
        public var limits: RecordingLimits

        /// Settings.
        public init(folder: String = "Recordings", limits: RecordingLimits = RecordingLimits()) {
            self.folder = folder
            self.limits = limits
        }
    }

    /// The recording's folder.
    public let path: String

    private let queue = DispatchQueue(label: "stork.recording")
    private let inbox = Mutex(Inbox())
    private let writer: Mutex<RecordingWriter<RecordingFolder>>
    private let shared: Mutex<RecordingHealth>
    private let onNotice: @Sendable (RecordingNotice) -> Void
    /// What the program's monotonic clock is ahead of the system's.
    private let clockOffset: Duration

    private struct Inbox {
        var waiting = RecordingQueue()
        /// Whether the writer was woken and has not yet come.
        var isWoken = false
        var isStopped = false
    }

    private init(
        path: String, writer: sending RecordingWriter<RecordingFolder>, clockOffset: Duration,
        onNotice: @escaping @Sendable (RecordingNotice) -> Void
    ) {
        self.path = path
        self.clockOffset = clockOffset
        shared = Mutex(writer.health)
        self.writer = Mutex(writer)
        self.onNotice = onNotice
    }

    /// Begins a recording in a folder of its own, named after UTC and the manifest's name.
    ///
    /// - Parameters:
    ///   - settings: Where and how.
    ///   - manifest: What is known now; its clock says which moment of the program's monotonic clock is time 0.
    ///   - onNotice: Told what the pilot has to know, on the recorder's thread.
    /// - Throws: ``RecorderError`` where the folder cannot be made or written.
    public static func begin(
        _ settings: Settings, manifest: RecordingManifest,
        onNotice: @escaping @Sendable (RecordingNotice) -> Void = { _ in }
    ) throws(RecorderError) -> FlightRecorder {
        let recorder: FlightRecorder
        do throws(StorageProblem) {
            let name = RecordingName.folder(for: manifest)
            let now = Duration.nanoseconds(manifest.clock.monotonicNanoseconds)
            let offset = now - Self.systemTime
            let folder = try RecordingFolder(name, in: RecordingName.withoutSlash(settings.folder))
            let made = folder.path.split(separator: "/").last.map(String.init) ?? name
            let writer = try RecordingWriter(
                folder, name: made, manifest: manifest, limits: settings.limits, at: now)
            recorder = FlightRecorder(path: folder.path, writer: writer, clockOffset: offset, onNotice: onNotice)
        } catch {
            throw RecorderError(folder: settings.folder, reason: error.description)
        }
        recorder.scheduleFlush()
        return recorder
    }

    /// How the recording fares; at most a tenth of a second old, what was lost in the queue up to date.
    public var health: RecordingHealth {
        var health = shared.withLock { $0 }
        let dropped = inbox.withLock { $0.waiting.dropped }
        health.droppedPackets += dropped.packets
        health.droppedBytes += dropped.bytes
        return health
    }

    /// Takes traffic; returns at once. From any thread.
    public func record(_ traffic: DroneTraffic) {
        let mustWake = inbox.withLock { inbox in
            guard !inbox.isStopped else { return false }
            inbox.waiting.add(traffic)
            guard inbox.waiting.isPlenty, !inbox.isWoken else { return false }
            inbox.isWoken = true
            return true
        }
        if mustWake { wake() }
    }

    /// Takes an event, which is written at once; returns before. From any thread.
    ///
    /// - Parameter time: When, on the program's monotonic clock.
    public func note(_ content: RecordedEvent.Content, at time: Duration) {
        let mustWake = inbox.withLock { inbox in
            guard !inbox.isStopped else { return false }
            inbox.waiting.add(RecordedEvent(time: time, content: content))
            defer { inbox.isWoken = true }
            return !inbox.isWoken
        }
        if mustWake { wake() }
    }

    /// Changes the manifest, which is written again: what becomes known of the drone during the flight.
    public func describe(_ change: @escaping @Sendable (inout RecordingManifest) -> Void) {
        inbox.withLock { inbox in
            if !inbox.isStopped { inbox.waiting.add(change) }
        }
    }

    /// Writes all that waits and the end of the manifest. A second call does nothing.
    ///
    /// - Parameters:
    ///   - moment: The end, on the program's monotonic clock.
    ///   - patience: A disk that hangs is not waited for any longer than this.
    /// - Returns: False when the disk was given up.
    @discardableResult
    public func stop(at moment: Duration, patience: Duration = .seconds(5)) -> Bool {
        let batch = inbox.withLock { inbox -> RecordingQueue.Batch? in
            guard !inbox.isStopped else { return nil }
            inbox.isStopped = true
            return inbox.waiting.take()
        }
        guard let batch else { return true }
        let done = DispatchSemaphore(value: 0)
        queue.async { [self] in
            let notices = writer.withLock { writer in
                writer.write(batch, at: now) + writer.finish(at: moment)
            }
            publish(notices)
            done.signal()
        }
        return done.wait(timeout: .now() + .nanoseconds(Int(clamping: patience.nanoseconds))) == .success
    }

    /// Waits until all that was handed over is written: for traffic that comes faster than time passes, as out of a
    /// simulation in virtual time, and would otherwise overrun the queue.
    public func flush() {
        queue.sync { write() }
    }

    // MARK: The writer

    private func wake() { queue.async { [self] in write() } }

    private func scheduleFlush() {
        queue.asyncAfter(deadline: .now() + .nanoseconds(Int(RecordingPace.flush.nanoseconds))) { [weak self] in
            guard let self, !inbox.withLock({ $0.isStopped }) else { return }
            write()
            scheduleFlush()
        }
    }

    private func write() {
        let batch = inbox.withLock { inbox -> RecordingQueue.Batch? in
            inbox.isWoken = false
            return inbox.isStopped ? nil : inbox.waiting.take()
        }
        guard let batch else { return }
        let notices = writer.withLock { writer in writer.write(batch, at: now) }
        publish(notices)
    }

    private func publish(_ notices: [RecordingNotice]) {
        let health = writer.withLock { $0.health }
        shared.withLock { $0 = health }
        for notice in notices { onNotice(notice) }
    }

    /// The program's monotonic clock.
    private var now: Duration { Self.systemTime + clockOffset }

    private static var systemTime: Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}

/// Why nothing can be recorded.
public struct RecorderError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The folder for recordings.
    public var folder: String
    /// What the system says.
    public var reason: String

    /// Nothing can be recorded in `folder`.
    public init(folder: String, reason: String) {
        self.folder = folder
        self.reason = reason
    }

    /// What, where, and what to do.
    public var description: String {
        "no recording in \(folder): \(reason). Give another folder with --recordings, or fly with --no-record."
    }
}
