import DroneModel
import DroneProtocol
import WireBytes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes what comes out of the queue, and decides what to do when the disk does not take it.
///
///     recording --disk full--> blocked --a second later, room again--> recording
///         |                       |
///         |--another error, file deleted, largest size--> ended <--another error
///
/// What cannot be written is counted; connections go on in the numbers, so that a reader sees what is missing. A value
/// over a ``RecordingStorage``; time is an argument.
struct RecordingWriter<Storage: RecordingStorage> {
    /// How the recording fares; what the queue lost is not in it.
    private(set) var health: RecordingHealth
    /// The manifest as it was last wanted.
    private(set) var manifest: RecordingManifest

    private let storage: Storage
    private let limits: RecordingLimits
    private var encoder: TrafficEncoder
    private var capture = WireWriter(capacity: RecordingPace.piece * 2)
    private var capturePackets = 0
    private var lines: [UInt8] = []
    private var lengths: [RecordingFile: Int] = [:]
    private var isManifestWritten = false
    private var notices: [RecordingNotice] = []
    private var nextTry: Duration
    private var nextSync: Duration
    private var nextLook: Duration
    private var nextReminder: Duration
    private var nextSpaceWarning: Duration
    /// What the queue lost, and how much of all that was lost stands in the events.
    private var queueDropped = (packets: 0, bytes: 0)
    private var toldDropped = 0
    /// Events that the queue or the disk had no room for, and how many of them were told.
    private var lostEvents = (queue: 0, disk: 0)
    private var toldLostEvents = 0
    private var nextDropNotice: Duration

    /// Begins: the file's header and the first manifest are written.
    init(
        _ storage: Storage, name: String, manifest: RecordingManifest, limits: RecordingLimits, at now: Duration
    ) throws(StorageProblem) {
        self.storage = storage
        self.manifest = manifest
        self.limits = limits
        health = RecordingHealth(name: name)
        encoder = TrafficEncoder(clock: manifest.clock)
        nextTry = now
        nextReminder = now
        nextSync = now + RecordingPace.sync
        nextLook = now
        nextDropNotice = now
        nextSpaceWarning = now
        try storage.write(TrafficEncoder.fileHeader, to: .capture, at: 0)
        lengths = [.capture: TrafficEncoder.fileHeader.count, .events: 0]
        health.bytes = TrafficEncoder.fileHeader.count
        guard let text = try? manifest.text() else { throw StorageProblem(action: "write the manifest", code: EINVAL) }
        try storage.replaceManifest(text)
        isManifestWritten = true
    }

    /// Writes a batch; returns what a person has to be told.
    ///
    /// - Parameter now: On the program's monotonic clock.
    mutating func write(_ batch: RecordingQueue.Batch, at now: Duration) -> [RecordingNotice] {
        queueDropped = (batch.droppedPackets, batch.droppedBytes)
        lostEvents.queue = batch.droppedEvents
        for item in batch.items {
            switch item {
            case .traffic(let traffic, let missing):
                capturePackets += encoder.encode(traffic, missing: missing, to: &capture)
                if capture.count >= RecordingPace.piece { flushCapture(at: now) }
            case .event(let event): append(event)
            case .manifest(let change):
                let before = manifest
                change(&manifest)
                if manifest != before { isManifestWritten = false }
            }
        }
        flushCapture(at: now)
        tellDropped(at: now)
        tellLostEvents(at: now)
        flushEvents(at: now)
        look(at: now)
        defer { notices = [] }
        return notices
    }

    /// Ends: all is written, the manifest says how it went.
    ///
    /// - Parameter moment: The end, on the program's monotonic clock.
    mutating func finish(at moment: Duration) -> [RecordingNotice] {
        var problem: String?
        switch health.phase {
        case .recording: break
        case .blocked(let reason), .ended(let reason): problem = reason
        }
        do throws(StorageProblem) { try storage.sync() } catch { problem = problem ?? error.description }
        manifest.end = RecordingManifest.End(
            durationNanoseconds: max(encoder.latest, encoder.time(moment)).nanoseconds, packets: health.packets,
            dropped: dropped, problem: problem)
        isManifestWritten = false
        writeManifest(isLast: true)
        storage.release()
        defer { notices = [] }
        return notices
    }

    /// Packets lost here and in the queue.
    private var dropped: Int { health.droppedPackets + queueDropped.packets }

    // MARK: Packets and events

    private mutating func flushCapture(at now: Duration) {
        guard capture.count > 0 else { return }
        defer {
            capture.removeAll()
            capturePackets = 0
        }
        guard mayWrite(at: now) else { return countDropped() }
        do throws(StorageProblem) {
            try append(capture.bytes, to: .capture)
            health.packets += capturePackets
            resume(at: now)
        } catch {
            countDropped()
            stop(error, at: now)
        }
        if let largest = limits.largest, health.bytes >= largest {
            end("it has reached the largest size allowed, \(ByteText(largest))", at: now)
        }
    }

    private mutating func countDropped() {
        health.droppedPackets += capturePackets
        health.droppedBytes += capture.count
    }

    /// Appends to a file. What was written in part is cut off again.
    private mutating func append(_ bytes: [UInt8], to file: RecordingFile) throws(StorageProblem) {
        let length = lengths[file] ?? 0
        do throws(StorageProblem) { try storage.write(bytes, to: file, at: length) } catch {
            // Where even that fails, a reader finds the cut record at the end and reads what is before it.
            try? storage.truncate(file, to: length)
            throw error
        }
        lengths[file] = length + bytes.count
        health.bytes += bytes.count
    }

    private mutating func append(_ event: RecordedEvent) {
        var event = event
        event.time = encoder.time(event.time)
        guard let line = try? event.line(), lines.count < RecordingPace.mostWaitingLines else {
            lostEvents.disk += 1
            return
        }
        lines += Array(line.utf8) + [0x0A]
    }

    private mutating func flushEvents(at now: Duration) {
        guard !lines.isEmpty, health.phase == .recording else { return }
        do throws(StorageProblem) {
            try append(lines, to: .events)
            lines = []
        } catch { stop(error, at: now) }
    }

    private mutating func tellDropped(at now: Duration) {
        guard dropped > toldDropped, health.phase == .recording else { return }
        toldDropped = dropped
        append(RecordedEvent(time: now, content: .dropped(packets: dropped)))
        guard now >= nextDropNotice else { return }
        nextDropNotice = now + RecordingPace.reminder
        tell(.warning, "recording: \(dropped) packets lost so far, the disk did not take them", at: now)
    }

    /// Once they can be written again: what is lost is told, not what is under way.
    private mutating func tellLostEvents(at now: Duration) {
        let lost = lostEvents.queue + lostEvents.disk
        guard lost > toldLostEvents, health.phase == .recording, lines.count < RecordingPace.mostWaitingLines else {
            return
        }
        toldLostEvents = lost
        say(.warning, "recording: \(lost) events lost so far", at: now)
    }

    // MARK: Trouble

    private func mayWrite(at now: Duration) -> Bool {
        switch health.phase {
        case .recording: true
        case .ended: false
        case .blocked: now >= nextTry && storage.freeBytes ?? .max >= RecordingPace.roomToResume
        }
    }

    private mutating func resume(at now: Duration) {
        guard case .blocked = health.phase else { return }
        health.phase = .recording
        nextDropNotice = now + RecordingPace.reminder
        say(.warning, "recording goes on; \(dropped) packets are lost", at: now)
    }

    private mutating func stop(_ problem: StorageProblem, at now: Duration) {
        if case .ended = health.phase { return }
        guard problem.isPassing else { return end(problem.description, at: now) }
        nextTry = now + RecordingPace.retry
        if case .blocked = health.phase { return }
        health.phase = .blocked(problem.description)
        nextReminder = now + RecordingPace.reminder
        say(.alarm, "NOT RECORDING: \(problem.description); goes on when there is room", at: now)
    }

    private mutating func end(_ reason: String, at now: Duration) {
        if case .ended = health.phase { return }
        // While it can still be written.
        say(.alarm, "RECORDING ENDED: \(reason)", at: now)
        if health.phase == .recording { flushLastEvents() }
        health.phase = .ended(reason)
        nextReminder = now + RecordingPace.reminder
    }

    private mutating func flushLastEvents() {
        do throws(StorageProblem) { try append(lines, to: .events) } catch { return }
        lines = []
    }

    /// Tells a person, and the events.
    private mutating func say(_ severity: DroneEvent.Severity, _ text: String, at now: Duration) {
        tell(severity, text, at: now)
        append(RecordedEvent(time: now, content: .log(severity, text)))
    }

    private mutating func tell(_ severity: DroneEvent.Severity, _ text: String, at now: Duration) {
        notices.append(RecordingNotice(severity, text))
        health.tell(DroneEvent(time: now, severity: severity, text: text))
    }

    // MARK: Now and then

    private mutating func look(at now: Duration) {
        if !isManifestWritten { writeManifest(isLast: false) }
        if now >= nextSync, health.phase == .recording {
            nextSync = now + RecordingPace.sync
            do throws(StorageProblem) { try storage.sync() } catch { stop(error, at: now) }
        }
        guard now >= nextLook else { return }
        nextLook = now + RecordingPace.look
        health.freeBytes = storage.freeBytes
        if storage.isGone { end("somebody deleted its \(RecordingSource.Name.capture)", at: now) }
        if let free = health.freeBytes, let low = limits.lowSpace {
            health.isSpaceLow = free < low
            if health.isSpaceLow, now >= nextSpaceWarning {
                nextSpaceWarning = now + RecordingPace.spaceWarning
                say(.warning, "only \(ByteText(free)) left on the disk for the recording", at: now)
            }
        }
        switch health.phase {
        case .recording: break
        case .blocked(let reason), .ended(let reason):
            guard now >= nextReminder else { return }
            nextReminder = now + RecordingPace.reminder
            tell(.alarm, "NOT RECORDING: \(reason)", at: now)
        }
    }

    private mutating func writeManifest(isLast: Bool) {
        guard let text = try? manifest.text() else { return }
        do throws(StorageProblem) {
            try storage.replaceManifest(text)
            isManifestWritten = true
        } catch {
            // During the flight it is tried again with the next batch; the packets tell of a full disk.
            if isLast { notices.append(RecordingNotice(.warning, "the manifest does not say the end: \(error)")) }
        }
    }
}
