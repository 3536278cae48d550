public import DroneProtocol

/// Why there is no picture.
public enum VideoDecodingError: Error, Equatable, Sendable {
    /// libavcodec was built without a decoder for this codec.
    case decoderMissing(VideoCodec)
    /// No decoder for this codec exists here: P264, or a number nobody knows.
    case unsupported(VideoCodec)
    /// libavcodec cannot start, for the reason it gives.
    case decoderRefused(VideoCodec, reason: String)
    /// The coded picture is damaged; the reason is the decoder's.
    case damaged(VideoCodec, reason: String)
    /// The picture is in a pixel format that drones do not use; the number is libavutil's.
    case pixelFormat(Int32)
    /// The datagram is no picture of an AR.Drone 1.0.
    case notAPicture(bytes: Int)
    /// The UVLC picture is damaged.
    case uvlc(UVLCError)
}

extension VideoDecodingError: CustomStringConvertible {
    /// What is wrong, and what to do where something can be done.
    public var description: String {
        switch self {
        case .decoderMissing(let codec):
            "no \(codec) decoder: this libavcodec was built without it. Install the full libavcodec of your system."
        case .unsupported(let codec) where codec == .p264:
            "the drone sends P264, which cannot be decoded. Set video:video_codec to 32 (UVLC)."
        case .unsupported(let codec): "the drone sends \(codec) video, which cannot be decoded."
        case .decoderRefused(let codec, let reason): "the \(codec) decoder does not start: \(reason)"
        case .damaged(let codec, let reason): "damaged \(codec) picture: \(reason)"
        case .pixelFormat(let number): "pictures in pixel format \(number); YUV 4:2:0 is expected"
        case .notAPicture(let bytes): "a video datagram of \(bytes) bytes without the start of a picture"
        case .uvlc(let error): "damaged UVLC picture: \(error)"
        }
    }
}
