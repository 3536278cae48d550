/// Everything a face of the program shows of one drone, at one moment.
public struct DroneSnapshot: Equatable, Sendable {
    /// Which drone it is.
    public var identity: DroneIdentity
    /// What it measures and does.
    public var telemetry = Telemetry()
    /// How the present flight goes.
    public var flight = FlightProgress()
    /// How the link works.
    public var link = LinkHealth()
    /// How the video comes in; nil while nobody asks for video.
    public var video: VideoHealth?
    /// How the newest recording of the drone's video goes; nil before the first.
    public var videoRecord: VideoRecordHealth?
    /// How the recording of this flight fares; nil where nothing is recorded.
    public var recording: RecordingHealth?
    /// What the pilot last asked for and the program now sends.
    public var commanded: Setpoint = .hover
    /// Whether the program now asks the drone to be in the air.
    public var wantsFlight = false
    /// Whether a flat trim was sent since the link came up.
    public var flatTrimmed = false
    /// The newest events, oldest first; at most ``eventCapacity``.
    public var events: [DroneEvent] = []

    /// How many events a snapshot keeps.
    public static let eventCapacity = 200

    /// A snapshot in which nothing is known but the reality.
    public init(identity: DroneIdentity) { self.identity = identity }
}

/// Something that happened and that a person may want to read later.
public struct DroneEvent: Equatable, Sendable {
    /// When, on the program's monotonic clock.
    public var time: Duration
    /// How much it matters.
    public var severity: Severity
    /// One line.
    public var text: String

    /// How much an event matters.
    public enum Severity: Int, Comparable, Sendable {
        /// A command that was sent.
        case command
        /// Worth knowing.
        case notice
        /// Something is not as it should be.
        case warning
        /// Somebody has to act.
        case alarm

        /// More important is greater.
        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// An event.
    public init(time: Duration, severity: Severity, text: String) {
        self.time = time
        self.severity = severity
        self.text = text
    }
}
