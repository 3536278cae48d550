/// Where a recording of the drone's video stands.
public enum VideoRecordPhase: Hashable, Sendable {
    /// Asked for; nothing has come yet.
    case starting
    /// Pictures come.
    case recording
    /// The connection broke, or nothing came for a while; what the drone keeps is asked for again.
    case interrupted
    /// Stopped; what the drone still keeps is being fetched.
    case finishing
    /// The last picture has come.
    case finished
    /// It could not be made, or not to its end.
    case failed
}

extension VideoRecordPhase: CustomStringConvertible {
    /// The word shown to people.
    public var description: String {
        switch self {
        case .starting: "starting"
        case .recording: "recording"
        case .interrupted: "interrupted"
        case .finishing: "finishing"
        case .finished: "finished"
        case .failed: "failed"
        }
    }

    /// Whether more may come.
    public var isOver: Bool { self == .finished || self == .failed }
}

/// How a recording of the drone's video goes: the stream that the drone keeps until it is taken.
public struct VideoRecordHealth: Equatable, Sendable {
    /// Where it stands.
    public var phase: VideoRecordPhase = .starting
    /// When it was asked for, on the program's clock.
    public var start: Duration
    /// Arrival of the last bytes; nil before the first.
    public var lastData: Duration?
    /// Whole pictures.
    public var pictures = 0
    /// Bytes of the stream, headers included.
    public var bytes = 0
    /// Pictures that their numbers say existed and that never came.
    public var missingPictures = 0
    /// Places where the stream was damaged.
    public var damages = 0
    /// What went wrong last, which may be over.
    public var lastProblem: String?

    /// A recording that was just asked for.
    public init(start: Duration) { self.start = start }
}
