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

/// What became of the video behind the link: what the decoder made of it.
public struct PictureHealth: Equatable, Sendable {
    /// Pictures that came out of the decoder.
    public var decoded = 0
    /// Of these, pictures that the decoder marked as damaged.
    public var damaged = 0
    /// Frames that gave an error instead of a picture.
    public var errors = 0
    /// Frames that were thrown away because newer ones waited, before they were decoded.
    public var overtaken = 0
    /// Pictures that were replaced by newer ones before anybody looked at them.
    public var unseen = 0
    /// Arrival of the last byte of the newest picture; nil before the first.
    public var lastPicture: Duration?
    /// How long the newest picture took to decode; nil before the first.
    public var lastDecodeTime: Duration?
    /// Why no picture comes out at the moment; nil while they do.
    public var problem: String?

    /// Nothing decoded yet.
    public init() {}
}

/// How well the video comes in, and what the decoder makes of it.
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
    /// Whole frames per second over the last second.
    public var framesPerSecond: Double = 0
    /// Frames that their numbers say existed and that never came.
    public var missingFrames = 0
    /// Places where the stream was damaged.
    public var damages = 0
    /// Times the video was asked for again.
    public var reconnects = 0
    /// What went wrong last, which may be over.
    public var lastProblem: String?
    /// What the decoder makes of it; nil where nothing is decoded.
    public var pictures: PictureHealth?

    /// Nothing known yet.
    public init() {}

    /// How long nothing has come; nil before the first bytes.
    public func silence(at now: Duration) -> Duration? { lastData.map { max(.zero, now - $0) } }

    /// How long ago the newest picture's last byte came, or the newest frame's where nothing is decoded; nil before.
    public func age(at now: Duration) -> Duration? {
        let newest = pictures.map(\.lastPicture) ?? lastFrame
        return newest.map { max(.zero, now - $0) }
    }
}

extension VideoHealth {
    /// What is wrong at the moment, for people, the connection's trouble before the decoder's; nil while pictures come.
    public func problem(at now: Duration) -> String? {
        switch phase {
        case .waiting: "video: waiting for the drone"
        case .connecting: "video: connecting"
        case .streaming: pictures?.problem
        case .stalled:
            "video stalled" + (silence(at: now).map { " for \($0.components.seconds) s" } ?? "") + ", asking again"
        case .refused: "no video: " + (lastProblem ?? "refused")
        }
    }
}
