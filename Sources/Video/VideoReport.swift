public import DroneProtocol

/// What the video is doing at the moment.
public enum VideoStatus: Equatable, Sendable {
    /// Frames come and none can be shown yet, or nothing has come.
    case waiting(VideoFrameGate.Wait)
    /// Pictures are coming out.
    case showing
    /// The last frame gave no picture.
    case failing(VideoDecodingError)
}

extension VideoStatus: CustomStringConvertible {
    /// What a person reads in the place of the picture.
    public var description: String {
        switch self {
        case .waiting(.firstKeyFrame): "waiting for the first key frame"
        case .waiting(.gap): "frames were lost: waiting for the next key frame"
        case .waiting(.damage): "the video is damaged: waiting for the next key frame"
        case .waiting(.streamChange): "the camera changed: waiting for its first key frame"
        case .waiting(.streamEnd): "the drone ended the video"
        case .showing: "video"
        case .failing(let error): error.description
        }
    }
}

/// How the video has fared since the start, over all connections.
public struct VideoReport: Equatable, Sendable {
    /// What it is doing.
    public var status = VideoStatus.waiting(.firstKeyFrame)
    /// What became of the frames of the present connection.
    public var frames = VideoFrameGate.Counts()
    /// Pictures that came out of the decoder.
    public var decoded = 0
    /// Of these, pictures that the decoder marked as damaged.
    public var damaged = 0
    /// Frames that gave an error instead of a picture.
    public var errors = 0
    /// Frames not given to the decoder, because one that they refer to gave an error.
    public var skippedAfterErrors = 0
    /// The newest error, which may be over.
    public var lastError: VideoDecodingError?
    /// Frames and datagrams thrown away unread because newer ones came before they could be decoded.
    public var overtaken = 0
    /// How long the newest picture took to decode.
    public var lastDecodeTime = Duration.zero

    /// Nothing has come yet.
    public init() {}
}
