public import DroneProtocol

/// Why pictures cannot be encoded.
public enum VideoEncodingError: Error, Equatable, Sendable {
    /// libavcodec was built without an encoder for this codec.
    case encoderMissing(VideoCodec)
    /// Only H.264 and MPEG-4 are encoded here.
    case unsupported(VideoCodec)
    /// A size, rate or bitrate that no encoder takes.
    case settings(String)
    /// A picture of another size than the encoder was made for.
    case size(width: Int, height: Int)
    /// libavcodec refuses, for the reason it gives.
    case refused(VideoCodec, reason: String)
}

extension VideoEncodingError: CustomStringConvertible {
    /// What is wrong, and what to do where something can be done.
    public var description: String {
        switch self {
        case .encoderMissing(let codec):
            "no \(codec) encoder: this libavcodec was built without one (libx264 or libopenh264 for H.264)."
        case .unsupported(let codec): "\(codec) is not encoded here"
        case .settings(let reason): "impossible encoder settings: \(reason)"
        case .size(let width, let height): "a picture of \(width)×\(height) does not fit the encoder"
        case .refused(let codec, let reason): "the \(codec) encoder refuses: \(reason)"
        }
    }
}
