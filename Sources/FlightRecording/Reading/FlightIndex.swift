public import DroneModel
import DroneProtocol

/// What one pass over a recording found: places to go on from, and what happened when.
///
/// Grows while ``FlightIndexer`` works; a copy of it is cheap.
public struct FlightIndex: Sendable {
    /// Something that happened and that a person may want to go to.
    public struct Event: Equatable, Sendable {
        /// When, in the recording's time.
        public var time: Duration
        /// How much it matters.
        public var severity: DroneEvent.Severity
        /// One line.
        public var text: String
    }

    /// Up to which time of the recording it reaches: how long the recording is, once ``isComplete``.
    public internal(set) var reach: Duration = .zero
    /// Whether the pass is over.
    public internal(set) var isComplete = false
    /// What happened, in the order of time, the first ``eventCapacity`` of it; commands are left out.
    public internal(set) var events: [Event] = []
    /// Events beyond those.
    public internal(set) var omittedEvents = 0
    /// How the capture ended; nil before.
    public internal(set) var end: CaptureEnd?
    /// Lines of the events that could not be read, and packets whose time went back.
    public internal(set) var skippedLines = 0
    /// Packets whose time stamp lay before that of an earlier one.
    public internal(set) var reversedTimes = 0
    /// The drone's and the camera's clock against the host's.
    public internal(set) var clocks = FlightClocks()
    /// How far the pass has come in the file, 0 to 1; nil where that is unknown.
    public internal(set) var progress: Double?
    /// Whether a simulated drone flew; nil where the recording does not say.
    public internal(set) var isSimulated: Bool?

    /// How many events are kept.
    public static let eventCapacity = 20_000
    /// How many checkpoints are kept, 2048: every two seconds of an hour. Beyond that every second one is given up, and
    /// they come twice as far apart. One takes 20 to 60 KiB, most of it the state of a decompression where there is one.
    public static let checkpointCapacity = 2048
    /// The recording's time between two checkpoints, at first.
    public static let checkpointDistance: Duration = .seconds(2)

    private(set) var checkpoints: [FlightCheckpoint] = []
    private var distance = Self.checkpointDistance

    /// The index of a recording that nobody has looked at.
    public init() {}

    /// The last checkpoint at or before `time`; nil before the first.
    public func checkpoint(before time: Duration) -> FlightCheckpoint? {
        var low = 0
        var high = checkpoints.count
        while low < high {
            let middle = (low + high) / 2
            if checkpoints[middle].time <= time { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? checkpoints[low - 1] : nil
    }

    /// The first event behind `time`.
    public func event(after time: Duration) -> Event? { events.first { $0.time > time } }

    /// The last event before `time`.
    public func event(before time: Duration) -> Event? { events.last { $0.time < time } }

    /// Whether a checkpoint at `time` would be far enough from the last.
    func wantsCheckpoint(at time: Duration) -> Bool {
        checkpoints.last.map { time - $0.time >= distance } ?? true
    }

    mutating func add(_ checkpoint: FlightCheckpoint) {
        checkpoints.append(checkpoint)
        guard checkpoints.count > Self.checkpointCapacity else { return }
        distance += distance
        checkpoints = checkpoints.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    }

    mutating func add(_ event: Event) {
        if events.count < Self.eventCapacity { events.append(event) } else { omittedEvents += 1 }
    }
}

/// Makes the index of a recording, a piece at a time.
public final class FlightIndexer {
    /// What has been found so far.
    public private(set) var index = FlightIndex()

    private let cursor: FlightCursor

    /// Begins at the beginning of a recording.
    public init(_ source: RecordingSource) throws(RecordingError) { cursor = try FlightCursor(source) }

    /// Takes in so many items more. Returns whether there are others.
    public func advance(items: Int) -> Bool {
        if index.isComplete { return false }
        for _ in 0..<items {
            if index.wantsCheckpoint(at: cursor.time), let checkpoint = cursor.checkpoint() { index.add(checkpoint) }
            guard let step = cursor.next() else {
                index.isComplete = true
                break
            }
            note(step)
        }
        index.reach = max(index.reach, cursor.time)
        index.end = cursor.reader.end
        index.skippedLines = cursor.reader.problems.count
        index.reversedTimes = cursor.reader.reversedTimes
        index.isSimulated = cursor.playback.isSimulated
        index.progress = cursor.reader.progress
        return !index.isComplete
    }

    private func note(_ step: FlightCursor.Step) {
        for event in step.events where event.severity > .command {
            index.add(FlightIndex.Event(time: event.time, severity: event.severity, text: event.text))
        }
        if case .event(let content) = step.item.content, let event = content.asDroneEvent, event.severity > .command {
            index.add(FlightIndex.Event(time: step.item.time, severity: event.severity, text: event.text))
        }
        if let reading = cursor.playback.droneTime, reading.time == step.item.time {
            index.clocks.note(droneTime: reading.value, arrivedAt: reading.time)
        }
        guard case .frames(let frames)? = step.video else { return }
        for case .frame(let frame) in frames { index.clocks.note(frame) }
    }
}

extension RecordedEvent.Content {
    /// What a person reads of it; nil for what the session notes by itself when it plays the packets.
    var asDroneEvent: (severity: DroneEvent.Severity, text: String)? {
        switch self {
        case .log, .link, .fix: nil
        case .photo(let device, let name, _): (.notice, "picture of \(device): \(name)")
        case .key(let name): (.command, "key: \(name)")
        case .payload(let payload): (.notice, "payload on board: \(Self.grams(payload.mass)) g")
        case .step(let name, let state): (.notice, "step \(name): \(state)")
        case .mark(let text): (.notice, "mark: \(text)")
        case .dropped(let packets): (.warning, "\(packets) packets were not recorded: the disk did not keep up")
        case .other(let kind, _): (.notice, kind)
        }
    }

    private static func grams(_ kilograms: Double) -> String {
        ClockAlignment.fixed(kilograms * 1000, 0)
    }
}
