/// Reads a recording from its beginning: packets, streams and events, merged in the order of time.
///
///     let reader = try FlightReader(RecordingSource(path: "Recordings/20260131T120000Z-hover"))
///     while let item = reader.next() { … }
///     // Now reader.end says whether that was all, reader.problems what was skipped.
///
/// Memory does not grow with the recording.
public final class FlightReader {
    /// A time that a damaged file puts further from the start than 31 years is taken as this.
    private static let longest: Duration = .seconds(1_000_000_000)

    /// Where it is read from.
    public let source: RecordingSource
    /// When the recording began, since 1970-01-01 00:00 UTC; nil until the first packet of a capture without a manifest.
    public private(set) var start: Duration?
    /// How the capture ended; nil while there may be more.
    public var end: CaptureEnd? { capture.end }
    /// What the frames read so far were.
    public var statistics: CaptureStatistics { capture.statistics }
    /// How many bytes of the capture's file have been read, before decompression.
    public var bytesRead: Int { capture.bytesRead }
    /// Lines of `events.jsonl` that were skipped, the first hundred.
    public var problems: [RecordingError] { events?.problems ?? [] }
    /// Packets whose time stamp lay before that of an earlier one; they are given the earlier one's time.
    public private(set) var reversedTimes = 0

    /// How far it has come in the capture's file, 0 to 1; nil where that is unknown.
    public var progress: Double? { isFinished ? 1 : capture.progress }

    private let capture: CaptureReader
    private var events: EventFile?
    private var sorter = TrafficSorter()
    private var packets: [FlightItem] = []
    private var isFinished = false
    private var nextEvent: RecordedEvent?
    private var latest: Duration = .zero

    /// Opens a recording.
    public init(_ source: RecordingSource) throws(RecordingError) {
        self.source = source
        do throws(CaptureError) { capture = try CaptureReader(path: source.capture) } catch { throw .capture(error) }
        start = source.manifest.map { .nanoseconds($0.clock.utcNanoseconds) }
        if let path = source.events { events = try EventFile(path: path) }
        nextEvent = events?.next()
    }

    /// Opens a recording where another reader of it stood.
    public init(_ source: RecordingSource, at place: Place) throws(RecordingError) {
        self.source = source
        do throws(CaptureError) {
            capture = try CaptureReader(path: source.capture, at: place.capture)
        } catch { throw .capture(error) }
        if let path = source.events, let lines = place.lines { events = try EventFile(path: path, at: lines) }
        sorter = place.sorter
        nextEvent = place.nextEvent
        start = place.start
        latest = place.latest
        reversedTimes = place.reversedTimes
    }

    /// Where a reader stands, so that another one can go on from there.
    public struct Place: Sendable {
        fileprivate var capture: CaptureReader.Place
        fileprivate var lines: EventFile.Place?
        fileprivate var sorter: TrafficSorter
        fileprivate var nextEvent: RecordedEvent?
        fileprivate var start: Duration?
        fileprivate var latest: Duration
        fileprivate var reversedTimes: Int
    }

    /// Where it stands; nil where the last packet held more than was taken, and at the end.
    public var place: Place? {
        guard packets.isEmpty, !isFinished, let place = capture.place() else { return nil }
        return Place(
            capture: place, lines: events?.place, sorter: sorter, nextEvent: nextEvent, start: start, latest: latest,
            reversedTimes: reversedTimes)
    }

    /// The next item; nil when there are no more.
    public func next() -> FlightItem? {
        readPackets()
        if let event = nextEvent, packets.last.map({ event.time < $0.time }) ?? true {
            nextEvent = events?.next()
            latest = max(latest, event.time)
            return FlightItem(time: latest, content: .event(event.content))
        }
        guard let item = packets.popLast() else { return nil }
        if item.time < latest { return FlightItem(time: latest, content: item.content) }
        latest = item.time
        return item
    }

    /// Makes sure that there is an item of the capture, the next one last, where there are more.
    private func readPackets() {
        while packets.isEmpty, !isFinished {
            guard let packet = capture.next() else {
                isFinished = true
                packets = sorter.finish().reversed().map { FlightItem(time: latest, content: $0) }
                return
            }
            let begin = start ?? packet.time
            start = begin
            let time = min(Self.longest, max(.zero, packet.time - begin))
            if time < latest { reversedTimes += 1 }
            packets = sorter.receive(packet).reversed().map { FlightItem(time: max(time, latest), content: $0) }
        }
    }
}
