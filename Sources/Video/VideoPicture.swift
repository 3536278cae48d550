public import DroneProtocol

/// A decoded picture of the drone's camera, and where it comes from.
public struct VideoPicture: Equatable, Sendable {
    /// The pixels, cropped to what is to be shown.
    public var pixels: YUVPicture
    /// The drone's number of the frame.
    public var frameNumber: UInt32
    /// The drone's time stamp, milliseconds, wrapping; nil where the stream has none (AR.Drone 1.0).
    public var timestamp: UInt32?
    /// Codec, sizes and stream id; the stream id changes with the camera.
    public var format: VideoFormat
    /// When the last byte of the coded picture came, on the link's clock.
    public var arrival: Duration
    /// How long decoding took.
    public var decodeTime: Duration
    /// What is wrong with the picture, in words; nil for a sound one.
    public var damage: String?

    /// A picture from its parts.
    public init(
        pixels: YUVPicture, frameNumber: UInt32, timestamp: UInt32? = nil, format: VideoFormat,
        arrival: Duration = .zero, decodeTime: Duration = .zero, damage: String? = nil
    ) {
        self.pixels = pixels
        self.frameNumber = frameNumber
        self.timestamp = timestamp
        self.format = format
        self.arrival = arrival
        self.decodeTime = decodeTime
        self.damage = damage
    }

    /// Width in pixels.
    public var width: Int { pixels.width }
    /// Height in pixels.
    public var height: Int { pixels.height }
}
