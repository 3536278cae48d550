import Dispatch
public import DroneProtocol
import Synchronization

/// Decodes video beside everything else and keeps the newest picture.
///
///     link's loop --submit--> [waiting frames] --> gate --> decoder --> LatestPicture --> screen
///
/// `submit` only queues. The thread takes all that waits at once, so that the gate can jump to the newest key frame
/// when it has fallen behind. Nothing here reaches back into the link: without a decoder, or with a damaged stream,
/// ``report`` says so and everything else goes on.
public final class DecodingThread: Sendable {
    /// The most bytes that wait; beyond, all that waits is thrown away, and the gate sees the gap in the numbers.
    /// 8 MiB are twenty seconds of video at 3 Mbit/s, which no decoder falls behind unless it hangs.
    public static let mostWaitingBytes = 8 << 20

    /// The newest picture.
    public let latest = LatestPicture()

    private struct Inbox {
        var events: [PaVEStreamEvent] = []
        var datagram: (bytes: [UInt8], arrival: Duration)?
        var isNewConnection = false
        var waitingBytes = 0
        var overtaken = 0
        var isScheduled = false
        var isStopped = false
        var isEmpty: Bool { events.isEmpty && datagram == nil && !isNewConnection }
    }

    private struct Worker {
        var gate: VideoFrameGate
        var decoder = VideoDecoder()
    }

    private let queue = DispatchQueue(label: "stork.video")
    private let inbox = Mutex(Inbox())
    private let worker: Mutex<Worker>
    private let shared = Mutex(VideoReport())
    private let pace: VideoFrameGate.Pace
    private let onChange: @Sendable () -> Void

    /// A thread that waits for frames.
    ///
    /// - Parameters:
    ///   - pace: Whether to jump ahead when behind.
    ///   - onChange: Called on the decoding thread when there is a new picture or another status. Must be quick and
    ///     must not call ``stop()``.
    public init(pace: VideoFrameGate.Pace = .live, onChange: @escaping @Sendable () -> Void = {}) {
        self.pace = pace
        self.onChange = onChange
        worker = Mutex(Worker(gate: VideoFrameGate(pace: pace)))
    }

    /// How the video fares.
    public var report: VideoReport {
        var report = shared.withLock { $0 }
        report.overtaken = inbox.withLock { $0.overtaken }
        return report
    }

    /// What the parser of the video connection gave.
    public func submit(_ events: [PaVEStreamEvent]) {
        guard !events.isEmpty else { return }
        enqueue { inbox in
            for event in events {
                if case .frame(let frame) = event { inbox.waitingBytes += frame.payload.count }
                inbox.events.append(event)
            }
            if inbox.waitingBytes > Self.mostWaitingBytes {
                inbox.overtaken += inbox.events.count
                inbox.events.removeAll()
                inbox.waitingBytes = 0
            }
        }
    }

    /// A video datagram of an AR.Drone 1.0. Each is a picture by itself, so one that waits is replaced.
    public func submit(datagram: [UInt8], arrival: Duration) {
        enqueue { inbox in
            if inbox.datagram != nil { inbox.overtaken += 1 }
            inbox.datagram = (datagram, arrival)
        }
    }

    /// The video connection was made anew: what waits is thrown away, and decoding begins with a key frame.
    public func beginConnection() {
        enqueue { inbox in
            inbox.overtaken += inbox.events.count
            inbox.events.removeAll()
            inbox.waitingBytes = 0
            inbox.datagram = nil
            inbox.isNewConnection = true
        }
    }

    /// Ends decoding; returns when the frame in hand is done. Nothing is called afterwards.
    public func stop() {
        inbox.withLock { inbox in
            inbox.isStopped = true
            inbox.events.removeAll()
            inbox.datagram = nil
        }
        queue.sync {}
    }

    private func enqueue(_ change: (inout sending Inbox) -> Void) {
        let mustSchedule = inbox.withLock { inbox in
            guard !inbox.isStopped else { return false }
            change(&inbox)
            defer { inbox.isScheduled = true }
            return !inbox.isScheduled
        }
        if mustSchedule { queue.async { self.work() } }
    }

    /// Decodes until nothing waits.
    private func work() {
        while true {
            let batch = inbox.withLock { inbox in
                guard !inbox.isEmpty, !inbox.isStopped else {
                    inbox.isScheduled = false
                    return Inbox?.none
                }
                let batch = inbox
                inbox.events = []
                inbox.datagram = nil
                inbox.isNewConnection = false
                inbox.waitingBytes = 0
                return batch
            }
            guard let batch else { return }
            worker.withLock { worker in process(batch, with: &worker) }
        }
    }

    private func process(_ batch: Inbox, with worker: inout sending Worker) {
        if batch.isNewConnection { worker.gate = VideoFrameGate(pace: pace) }
        // After a frame that gave no picture, only one that needs no other is worth trying.
        var isBroken = false
        let admitted = worker.gate.admit(batch.events)
        let counts = worker.gate.counts
        shared.withLock { $0.frames = counts }
        for frame in admitted {
            if isBroken, !frame.header.kind.isKey {
                shared.withLock { $0.skippedAfterErrors += 1 }
                continue
            }
            isBroken = !note { () throws(VideoDecodingError) in try worker.decoder.decode(frame) }
            if inbox.withLock({ $0.isStopped }) { return }
        }
        if isBroken { worker.gate.noteUndecodable() }
        if let datagram = batch.datagram {
            note { () throws(VideoDecodingError) in
                try worker.decoder.decode(datagram: datagram.bytes, arrival: datagram.arrival)
            }
        }
        let gate = (counts: worker.gate.counts, wait: worker.gate.wait)
        let isForGate = !isBroken && batch.datagram == nil
        let hasChanged = shared.withLock { report in
            let before = report.status
            report.frames = gate.counts
            if isForGate, let wait = gate.wait { report.status = .waiting(wait) }
            return report.status != before
        }
        if hasChanged { onChange() }
    }

    /// Decodes one frame and tells what came of it; false when it was damaged beyond use.
    @discardableResult
    private func note(_ decode: () throws(VideoDecodingError) -> VideoPicture?) -> Bool {
        // Other errors are about the codec, not about this frame.
        var isUsable = true
        do throws(VideoDecodingError) {
            guard let picture = try decode() else { return true }
            shared.withLock { report in
                report.decoded += 1
                if picture.damage != nil { report.damaged += 1 }
                report.lastDecodeTime = picture.decodeTime
                report.status = .showing
            }
            latest.put(picture)
        } catch {
            if case .damaged = error { isUsable = false }
            shared.withLock { report in
                report.errors += 1
                report.lastError = error
                report.status = .failing(error)
            }
        }
        onChange()
        return isUsable
    }
}
