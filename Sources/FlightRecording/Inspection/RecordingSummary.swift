public import DroneModel

/// What lies beside the packets of a recording.
public struct RecordingSummary: Equatable, Sendable {
    /// The manifest; nil where there is none, or none that can be read.
    public var manifest: RecordingManifest?
    /// What was wrong with the manifest; nil for nothing.
    public var manifestProblem: String?
    /// Whether there is an `events.jsonl`.
    public var hasEvents = false
    /// Lines by kind.
    public var kinds = Tally<String>()
    /// Lines that could not be understood.
    public var skippedLines = 0
    /// What was on board from when on, the first thousand changes.
    public var payloads: [PayloadChange] = []
    /// Packets that the recorder lost, as the last line that tells has it; nil where none tells.
    public var dropped: Int?

    /// How many changes of payload are kept.
    static let payloadCapacity = 1000

    /// A payload that was put on or taken off.
    public struct PayloadChange: Equatable, Sendable {
        /// Since the recording began.
        public var time: Duration
        /// What is on board from here on.
        public var payload: PayloadOnBoard
    }

    /// Packets that the recorder lost: by the manifest, which is written last, else by the events.
    public var droppedPackets: Int? { manifest?.end?.dropped ?? dropped }

    /// Reads the files beside the packets.
    init(_ source: RecordingSource) throws(RecordingError) {
        manifest = source.manifest
        manifestProblem = source.problem?.description
        guard let path = source.events else { return }
        hasEvents = true
        let file = try EventFile(path: path)
        while let event = file.next() {
            kinds.count(event.content.kind)
            switch event.content {
            case .payload(let payload) where payloads.count < Self.payloadCapacity:
                payloads.append(PayloadChange(time: event.time, payload: payload))
            case .dropped(let packets): dropped = packets
            default: break
            }
        }
        skippedLines = file.skippedLines
    }
}

extension RecordedEvent.Content {
    /// The kind's word in `events.jsonl`.
    public var kind: String {
        switch self {
        case .log: "log"
        case .key: "key"
        case .payload: "payload"
        case .step: "step"
        case .mark: "mark"
        case .link: "link"
        case .dropped: "dropped"
        case .fix: "fix"
        case .photo: "photo"
        case .other(let kind, _): kind
        }
    }
}
