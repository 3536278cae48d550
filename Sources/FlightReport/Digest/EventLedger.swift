import DroneModel
import FlightRecording

/// The events of a report: what the session noted, and what the recording's own log has beyond that.
struct EventLedger: Sendable {
    /// How many events are kept; of what comes beyond, alarms and warnings still are, up to twice as many.
    static let capacity = 3000
    /// A line of the recording's log that the replayed session notes too, within this time, is the same event.
    private static let sameEvent = 1.0
    /// The longest line, characters.
    private static let longestLine = 400

    private(set) var omitted = 0
    private var noted: [DigestEvent] = []
    private var logged: [DigestEvent] = []

    mutating func note(_ event: DroneEvent) {
        append(DigestEvent(time: event.time.inSeconds, kind: Self.kind(event.severity), text: event.text), to: \.noted)
    }

    mutating func note(_ content: RecordedEvent.Content, at time: Double) {
        guard let (kind, text) = Self.news(content) else { return }
        append(DigestEvent(time: time, kind: kind, text: text), to: \.logged)
    }

    private static func news(_ content: RecordedEvent.Content) -> (DigestEvent.Kind, String)? {
        switch content {
        case .log(let severity, let text): (Self.kind(severity), text)
        case .key(let text): (.command, "key: \(text)")
        case .payload(let payload): (.mark, "on board: \(Self.text(payload))")
        case .step(let name, let state): (.mark, "step \(name): \(state)")
        case .mark(let text): (.mark, "mark: \(text)")
        case .link(let phase): (.notice, "link: \(phase)")
        case .dropped(let packets): (.alarm, "the recorder lost packets: \(packets) so far")
        // One a second: they are a track and not news.
        case .fix: nil
        case .photo(let device, let name, _): (.notice, "picture of \(device): \(name)")
        case .other(let kind, _): (.notice, "an event of the kind \(kind), which this version does not know")
        }
    }

    /// All events in the order of time.
    var events: [DigestEvent] {
        var times: [String: [Double]] = [:]
        for event in noted { times[event.text, default: []].append(event.time) }
        let news = logged.filter { event in
            !(times[event.text]?.contains { abs($0 - event.time) < Self.sameEvent } ?? false)
        }
        return (noted + news).enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    static func text(_ payload: PayloadOnBoard) -> String {
        var text = ReportNumber.text(payload.mass * 1000, decimals: 0, unit: "g")
        if let error = payload.massUncertainty {
            text += " \u{B1} " + ReportNumber.text(error * 1000, decimals: 1, unit: "g")
        }
        if let place = payload.position {
            let parts = [place.x, place.y, place.z].map { ReportNumber.text($0 * 1000, decimals: 0) }
            text += " at \(parts.joined(separator: ", ")) mm (forward, right, down)"
        }
        return text
    }

    private static func kind(_ severity: DroneEvent.Severity) -> DigestEvent.Kind {
        switch severity {
        case .command: .command
        case .notice: .notice
        case .warning: .warning
        case .alarm: .alarm
        }
    }

    private mutating func append(_ event: DigestEvent, to list: WritableKeyPath<Self, [DigestEvent]>) {
        let isUrgent = event.kind == .alarm || event.kind == .warning
        guard noted.count + logged.count < (isUrgent ? 2 : 1) * Self.capacity else {
            omitted += 1
            return
        }
        var event = event
        if event.text.count > Self.longestLine { event.text = event.text.prefix(Self.longestLine) + "\u{2026}" }
        self[keyPath: list].append(event)
    }
}
