public import DroneModel
import FoundationEssentials

/// One line of a recording's `events.jsonl`: what happened that is on no wire.
public struct RecordedEvent: Equatable, Sendable {
    /// When, since the recording began, on the monotonic clock of the recording machine.
    public var time: Duration
    /// What.
    public var content: Content

    /// What can happen.
    public enum Content: Equatable, Sendable {
        /// A line of the event log.
        case log(DroneEvent.Severity, String)
        /// A key the operator pressed, in the words of the help page.
        case key(String)
        /// From now on this is on board; 0 kg for nothing.
        case payload(PayloadOnBoard)
        /// A step of a mission began, or ended with this text.
        case step(name: String, state: String)
        /// A mark the operator or a mission set.
        case mark(String)
        /// The link to the drone came into this phase.
        case link(String)
        /// The recorder lost so many packets, all told, because the disk did not keep up.
        case dropped(packets: Int)
        /// A phone on board told where it was.
        case fix(PhoneFix)
        /// A phone on board sent a picture, which is kept under this name beside the phone's fixes.
        case photo(device: String, name: String, bytes: Int)
        /// A kind this version does not know; the line as it stood.
        case other(kind: String, line: String)
    }

    /// An event.
    public init(time: Duration, content: Content) {
        self.time = time
        self.content = content
    }
}

// MARK: The line

extension RecordedEvent {
    /// The event as one line of JSON, without the line's end.
    public func line() throws -> String {
        if case .other(_, let line) = content { return line }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Form(self)), as: UTF8.self)
    }

    /// Reads one line.
    ///
    /// - Throws: ``RecordingError/badEvent(line:reason:)`` without a line number, which the file's reader knows.
    public init(line: String) throws(RecordingError) {
        do {
            self = try JSONDecoder().decode(Form.self, from: Data(line.utf8)).event(line: line)
        } catch let error as RecordingError {
            throw error
        } catch {
            throw .badEvent(line: 0, reason: "not an event: \(error)")
        }
    }

    /// The members a line may have; which are there depends on the kind.
    private struct Form: Codable {
        var nanoseconds: Int64
        var kind: String
        var severity: String?
        var text: String?
        var name: String?
        var state: String?
        var massGrams: Double?
        var uncertaintyGrams: Double?
        var positionMillimetres: [Double]?
        var packets: Int?
        var phone: PhoneForm?
        var bytes: Int?

        enum CodingKeys: String, CodingKey {
            case nanoseconds = "t_ns"
            case kind, severity, text, name, state, packets, bytes, phone
            case massGrams = "mass_g"
            case uncertaintyGrams = "mass_uncertainty_g"
            case positionMillimetres = "position_mm"
        }

        init(_ event: RecordedEvent) {
            nanoseconds = event.time.nanoseconds
            switch event.content {
            case .log(let severity, let text):
                kind = "log"
                self.severity = severity.word
                self.text = text
            case .key(let text):
                kind = "key"
                self.text = text
            case .payload(let payload):
                kind = "payload"
                massGrams = payload.mass * 1000
                uncertaintyGrams = payload.massUncertainty.map { $0 * 1000 }
                positionMillimetres = payload.position.map { [$0.x * 1000, $0.y * 1000, $0.z * 1000] }
            case .step(let name, let state):
                kind = "step"
                self.name = name
                self.state = state
            case .mark(let text):
                kind = "mark"
                self.text = text
            case .link(let phase):
                kind = "link"
                state = phase
            case .dropped(let packets):
                kind = "dropped"
                self.packets = packets
            case .fix(let fix):
                kind = "fix"
                phone = PhoneForm(fix)
            case .photo(let device, let name, let bytes):
                kind = "photo"
                phone = PhoneForm(device: device)
                self.name = name
                self.bytes = bytes
            case .other(let kind, _): self.kind = kind
            }
        }

        func event(line: String) throws(RecordingError) -> RecordedEvent {
            RecordedEvent(time: .nanoseconds(nanoseconds), content: try content(line: line))
        }

        private func content(line: String) throws(RecordingError) -> Content {
            switch kind {
            case "log":
                guard let word = severity, let severity = DroneEvent.Severity(word: word) else {
                    throw .badEvent(line: 0, reason: "severity is none of command, notice, warning, alarm")
                }
                return .log(severity, text ?? "")
            case "key": return .key(text ?? "")
            case "payload":
                guard let massGrams, massGrams.isFinite, massGrams >= 0 else {
                    throw .badEvent(line: 0, reason: "mass_g is missing or no mass")
                }
                let place = positionMillimetres.flatMap { $0.count == 3 ? SIMD3($0[0], $0[1], $0[2]) / 1000 : nil }
                return .payload(
                    PayloadOnBoard(
                        mass: massGrams / 1000, massUncertainty: uncertaintyGrams.map { $0 / 1000 }, position: place))
            case "step": return .step(name: name ?? "", state: state ?? "")
            case "mark": return .mark(text ?? "")
            case "link": return .link(state ?? "")
            case "fix":
                guard let fix = phone?.fix else {
                    throw .badEvent(line: 0, reason: "phone is missing or tells no place and time")
                }
                return .fix(fix)
            case "photo":
                return .photo(device: phone?.device ?? "", name: name ?? "", bytes: max(0, bytes ?? 0))
            case "dropped": return .dropped(packets: packets ?? 0)
            default: return .other(kind: kind, line: line)
            }
        }
    }
}

/// A phone's fix inside a line: degrees, metres, metres per second, 0 to 1; times in UTC.
private struct PhoneForm: Codable {
    var device: String
    var source: String?
    var time: String?
    var arrival: String?
    var latitude: Double?
    var longitude: Double?
    var altitude: Double?
    var accuracy: Double?
    var speed: Double?
    var course: Double?
    var battery: Double?

    enum CodingKeys: String, CodingKey {
        case device, source, time, arrival, battery
        case latitude = "lat"
        case longitude = "lon"
        case altitude = "alt_m"
        case accuracy = "accuracy_m"
        case speed = "speed_m_s"
        case course = "course_deg"
    }

    init(device: String) { self.device = device }

    init(_ fix: PhoneFix) {
        device = fix.device
        source = fix.source
        time = fix.time.text
        arrival = fix.arrival.text
        latitude = fix.latitude
        longitude = fix.longitude
        altitude = fix.altitude
        accuracy = fix.accuracy
        speed = fix.speed
        course = fix.course
        battery = fix.battery
    }

    /// Nil where it is none, or is nowhere on the earth.
    var fix: PhoneFix? {
        guard let time = time.flatMap({ UTCTime(text: $0) }), let arrival = arrival.flatMap({ UTCTime(text: $0) }),
            let latitude, let longitude, (-90...90).contains(latitude), (-180...180).contains(longitude)
        else { return nil }
        var fix = PhoneFix(
            device: device, source: source ?? "", time: time, arrival: arrival, latitude: latitude,
            longitude: longitude)
        fix.altitude = altitude
        fix.accuracy = accuracy
        fix.speed = speed
        fix.course = course
        fix.battery = battery
        return fix
    }
}

extension DroneEvent.Severity {
    /// The word in `events.jsonl`.
    var word: String {
        switch self {
        case .command: "command"
        case .notice: "notice"
        case .warning: "warning"
        case .alarm: "alarm"
        }
    }

    /// The severity of a word; nil for another.
    init?(word: String) {
        guard let severity = [Self.command, .notice, .warning, .alarm].first(where: { $0.word == word }) else {
            return nil
        }
        self = severity
    }
}

extension Duration {
    /// Whole nanoseconds, held to what 64 bits take (292 years).
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if isTooLong { return seconds < 0 ? .min : .max }
        let (sum, overflows) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflows ? (seconds < 0 ? .min : .max) : sum
    }
}
