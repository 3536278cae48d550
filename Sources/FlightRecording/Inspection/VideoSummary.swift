import DroneProtocol

/// Video of one kind in a file: of all connections to a port, or of all datagrams.
public struct VideoSummary: Equatable, Sendable {
    /// How it came.
    public enum Carrier: Hashable, Sendable {
        /// By connections to a port, 5555 or 5553: PaVE frames of an AR.Drone 2.0.
        case connection(DronePort)
        /// As datagrams from 5555: pictures of an AR.Drone 1.0.
        case datagrams
    }

    /// How it came.
    public var carrier: Carrier
    /// Whole frames, or datagrams that begin a picture.
    public var frames = 0
    /// Of ``frames``, those that need no other. Every picture of UVLC; of P264 it is not known.
    public var keyFrames = 0
    /// Headers that announce a frame and have none.
    public var announcements = 0
    /// Datagrams that begin with no start code, or in the middle of a picture.
    public var refused = 0
    /// Bytes of coded pictures, headers not counted.
    public var bytes = 0
    /// The smallest frame, bytes. Nil without frames.
    public var smallest: Int?
    /// The largest frame, bytes. Nil without frames.
    public var largest: Int?
    /// The first frame's number. Nil without frames, and where they have none.
    public var firstNumber: UInt32?
    /// The last frame's number.
    public var lastNumber: UInt32?
    /// Frames that their numbers say existed and that are not there.
    public var missing = 0
    /// Places where numbers are missing.
    public var gaps = 0
    /// Places where the stream was damaged: bytes that are no frame, frames without all slices.
    public var damages = 0
    /// Bytes that belong to no frame.
    public var skippedBytes = 0
    /// How often a connection began, or went on behind bytes that are not in the file.
    public var beginnings = 0
    /// Frames per codec.
    public var codecs = Tally<String>()
    /// Frames per size, such as `640×360`.
    public var sizes = Tally<String>()
    /// Changes of codec, size or camera.
    public var streamChanges = 0
    /// Arrival of the first frame. Nil without frames, and for files without times.
    public var first: Duration?
    /// Arrival of the last frame.
    public var last: Duration?
    /// The longest time between two frames. Nil below two.
    public var longestGap: Duration?
    /// When that gap began.
    public var longestGapStart: Duration?
    /// Frames per second by the drone's time stamps, over frames whose numbers follow each other. Nil without such.
    public var droneRate: Double?

    /// Nothing seen yet.
    init(_ carrier: Carrier) { self.carrier = carrier }

    /// Frames per second that arrived. Nil below two, and for files without times.
    public var rate: Double? { span.map { Double(frames - 1) / $0 } }
    /// Bits per second of coded pictures that arrived. Nil below two frames, and for files without times.
    public var bitRate: Double? { span.map { Double(bytes) * 8 / $0 } }
    /// The mean size of a frame, bytes. Nil without frames.
    public var meanSize: Double? { frames > 0 ? Double(bytes) / Double(frames) : nil }

    /// From the first frame to the last, seconds.
    private var span: Double? {
        guard frames > 1, let first, let last, last > first else { return nil }
        return (last - first).seconds
    }
}
