/// What somebody asks of a replay.
public enum ReplayIntent: Hashable, Sendable {
    /// Stop where it is, or go on from there.
    case togglePause
    /// Stop where it is.
    case pause
    /// Go on.
    case play
    /// Go to this time of the recording.
    case seek(Duration)
    /// Go so far, back where it is negative.
    case skip(Duration)
    /// Stop, and go to the next or the previous one of these.
    case step(Stride, Direction)
    /// Go to the next or the previous event.
    case event(Direction)
    /// Play so many times as fast as it was flown, within ``ReplayProgress/speeds``.
    case speed(Double)
    /// Play at the next smaller or larger of ``ReplayProgress/speeds``.
    case changeSpeed(Direction)

    /// What a single step goes over.
    public enum Stride: Hashable, Sendable, CaseIterable {
        /// A datagram of the drone's navdata.
        case navdata
        /// A frame of its video.
        case frame
    }

    /// Which way.
    public enum Direction: Hashable, Sendable, CaseIterable {
        /// Towards the end.
        case forward
        /// Towards the beginning.
        case backward
    }
}

/// Where a replay stands: what a face shows beside the drone's snapshot.
public struct ReplayProgress: Equatable, Sendable {
    /// The speeds that keys go through, times as fast as it was flown: 0.1 to 50.
    public static let speeds: [Double] = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]

    /// The time of the recording that is shown.
    public var position: Duration
    /// How long the recording is; nil while that is not known.
    public var duration: Duration?
    /// Times as fast as it was flown.
    public var speed: Double
    /// Whether it stands still.
    public var isPaused: Bool
    /// What was recorded.
    public var source: Source
    /// What happened when, in the order of time.
    public var ticks: [Tick]
    /// How far the recording can be jumped through without waiting; nil when all of it can.
    public var indexed: Duration?
    /// How the drone's and the camera's clock stand to the host's, and how far that may be off; nil while unknown.
    public var clocks: String?
    /// What a person should know of the recording, such as where it is damaged; nil for nothing.
    public var note: String?

    /// What flew when the recording was made.
    public enum Source: Hashable, Sendable {
        /// A real drone.
        case real
        /// A simulated drone.
        case simulated
        /// The recording does not say.
        case unknown
    }

    /// Something that happened.
    public struct Tick: Equatable, Sendable {
        /// When, in the recording's time.
        public var time: Duration
        /// How much it matters.
        public var severity: DroneEvent.Severity

        /// Something that happened.
        public init(time: Duration, severity: DroneEvent.Severity) {
            self.time = time
            self.severity = severity
        }
    }

    /// A replay that stands at its beginning.
    public init(source: Source, duration: Duration? = nil) {
        self.source = source
        self.duration = duration
        position = .zero
        speed = 1
        isPaused = true
        ticks = []
    }
}

extension ReplayProgress.Source: CustomStringConvertible {
    /// The word beside REPLAY.
    public var description: String {
        switch self {
        case .real: "real"
        case .simulated: "simulated"
        case .unknown: "unknown"
        }
    }
}
