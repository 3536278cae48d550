/// Where the connection to the drone's camera stands.
public enum VideoPhase: Hashable, Sendable {
    /// Which drone it is, and so how its video comes, is not known yet.
    case waiting
    /// Asked for; nothing has come yet.
    case connecting
    /// Data comes.
    case streaming
    /// Nothing came for a second; asked for again.
    case stalled
    /// The drone turned the connection away, or ended it.
    case refused
}

extension VideoPhase: CustomStringConvertible {
    /// The word shown to people.
    public var description: String {
        switch self {
        case .waiting: "waiting"
        case .connecting: "connecting"
        case .streaming: "streaming"
        case .stalled: "stalled"
        case .refused: "refused"
        }
    }
}

/// How well the video comes in; what becomes of it is the decoder's to tell.
public struct VideoHealth: Equatable, Sendable {
    /// Where the connection stands.
    public var phase: VideoPhase = .waiting
    /// Arrival of the last bytes.
    public var lastData: Duration?
    /// Arrival of the last byte of the last whole frame.
    public var lastFrame: Duration?
    /// Whole frames, or datagrams of an AR.Drone 1.0.
    public var frames = 0
    /// Bytes of all connections.
    public var bytes = 0
    /// Bytes per second over the last second.
    public var bytesPerSecond: Double = 0
    /// Frames that their numbers say existed and that never came.
    public var missingFrames = 0
    /// Places where the stream was damaged.
    public var damages = 0
    /// Times the video was asked for again.
    public var reconnects = 0
    /// What went wrong last, which may be over.
    public var lastProblem: String?

    /// Nothing known yet.
    public init() {}

    /// How long nothing has come; nil before the first bytes.
    public func silence(at now: Duration) -> Duration? { lastData.map { max(.zero, now - $0) } }
}

extension VideoHealth {
    /// What is wrong at the moment, for people; nil while data comes.
    public func problem(at now: Duration) -> String? {
        switch phase {
        case .waiting: "video: waiting for the drone"
        case .connecting: "video: connecting"
        case .streaming: nil
        case .stalled:
            "video stalled" + (silence(at: now).map { " for \($0.components.seconds) s" } ?? "") + ", asking again"
        case .refused: "no video: " + (lastProblem ?? "refused")
        }
    }
}
