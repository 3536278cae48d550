import DroneProtocol
import FlightRecording

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A recording that is read from its beginning to its end, and watched.
final class ExportSource {
    /// Whether the recording says that its drone was a simulated one; nil where nobody knew.
    let manifest: RecordingManifest?
    /// The path that was given.
    let path: String
    /// The file with the packets, or with the video.
    let file: String
    /// True for a file with the bytes of a video connection, which has no times.
    let isVideoOnly: Bool
    /// Whether there is an `events.jsonl`.
    let hasEvents: Bool

    private let items: Items
    private let size: Int
    private let monitor: ExportMonitor
    private var count = 0
    private var batch = ReadAhead.Batch()

    private enum Items {
        case flight(ReadAhead)
        case video(VideoBytes)
    }

    /// Opens what is at `path`.
    init(path: String, monitor: ExportMonitor) throws(ExportError) {
        self.path = path
        self.monitor = monitor
        do throws(RecordingError) {
            let source = try RecordingSource(path: path)
            file = source.capture
            manifest = source.manifest
            hasEvents = source.events != nil
            if let video = VideoBytes(path: file) {
                items = .video(video)
                isVideoOnly = true
            } else {
                items = .flight(try ReadAhead(source))
                batch.start = manifest.map { .nanoseconds($0.clock.utcNanoseconds) }
                isVideoOnly = false
            }
        } catch {
            throw .recording(error)
        }
        // Not known for what is no file; progress is then told without a percentage.
        size = FileSize.of(file)
    }

    /// When the recording began, since 1970; zero before the first packet of a capture without a manifest.
    var start: Duration { batch.start ?? .zero }

    /// The next item; nil at the end.
    func next() throws(ExportError) -> FlightItem? {
        count += 1
        if count.isMultiple(of: ExportMonitor.interval) {
            if monitor.isStopped() { throw .stopped }
            monitor.note(ExportProgress(fraction: fraction, items: count))
        }
        switch items {
        case .flight(let reader):
            while batch.items.isEmpty, batch.ending == nil { batch = reader.next() }
            return batch.items.popLast()
        case .video(let video): return video.next()
        }
    }

    private var fraction: Double? {
        switch items {
        case .flight: fraction(of: batch.bytesRead)
        case .video(let video): fraction(of: video.bytesRead)
        }
    }

    /// Which part of the file so many bytes are.
    func fraction(of bytesRead: Int) -> Double? { size > 0 ? min(1, Double(bytesRead) / Double(size)) : nil }

    /// What has to be said of the reading, once it has ended.
    var remarks: [String] {
        guard let ending = batch.ending else { return [] }
        var remarks: [String] = []
        if case .damaged? = ending.end, let end = ending.end { remarks.append("the capture is \(end)") }
        if ending.reversedTimes > 0 {
            remarks.append("\(ending.reversedTimes) packets have times before those of earlier ones, and got these")
        }
        remarks += ending.problems.prefix(3).map(\.description)
        if ending.problems.count > 3 { remarks.append("and \(ending.problems.count - 3) more lines like these") }
        return remarks
    }
}

/// The size of files.
enum FileSize {
    /// Bytes; 0 where it is not known.
    static func of(_ path: String) -> Int {
        var found = stat()
        return unsafe stat(path, &found) == 0 ? Int(found.st_size) : 0
    }
}
