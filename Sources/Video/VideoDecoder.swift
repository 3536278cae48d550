public import DroneProtocol

/// Decodes the pictures of both drones, one coded picture at a time.
///
/// Belongs to one thread. Wants frames that ``DroneProtocol/VideoFrameGate`` let through: a P frame without the frame
/// it refers to decodes to nonsense.
public final class VideoDecoder {
    private var libav: LibavDecoder?
    private var uvlc = UVLCDecoder()
    private let clock = ContinuousClock()

    /// A decoder; libavcodec is opened with the first frame that needs it.
    public init() {}

    /// The picture in a frame of the AR.Drone 2.0; nil when the decoder has none to give yet.
    public func decode(_ frame: PaVEFrame) throws(VideoDecodingError) -> VideoPicture? {
        let format = frame.header.format
        switch format.codec {
        case .h264, .mpeg4: break
        case .uvlc: return try decode(datagram: frame.payload, arrival: frame.arrival)
        default: throw .unsupported(format.codec)
        }
        let start = clock.now
        let decoder: LibavDecoder
        if let open = libav, open.codec == format.codec {
            decoder = open
        } else {
            decoder = try LibavDecoder(codec: format.codec)
            libav = decoder
        }
        guard let decoded = try decoder.decode(frame.payload, showing: (format.shownWidth, format.shownHeight)) else {
            return nil
        }
        return VideoPicture(
            pixels: decoded.pixels, frameNumber: frame.header.frameNumber, timestamp: frame.header.timestamp,
            format: format, arrival: frame.arrival, decodeTime: clock.now - start, damage: decoded.damage)
    }

    /// The picture in a video datagram of the AR.Drone 1.0.
    ///
    /// A UVLC picture that breaks off is given as far as it goes, with ``VideoPicture/damage`` set.
    public func decode(datagram: [UInt8], arrival: Duration = .zero) throws(VideoDecodingError) -> VideoPicture {
        let start = clock.now
        let bytes = unsafe datagram.span.bytes
        guard let code = PictureStartCode(of: bytes) else { throw .notAPicture(bytes: datagram.count) }
        guard code.codec == .uvlc else { throw .unsupported(code.codec) }
        let decoding: UVLCDecoding
        do throws(UVLCError) {
            decoding = try uvlc.decode(bytes)
        } catch {
            throw .uvlc(error)
        }
        let size = decoding.header.size
        return VideoPicture(
            pixels: decoding.picture, frameNumber: decoding.header.frameNumber,
            format: VideoFormat(
                codec: .uvlc, width: UInt16(clamping: size.width), height: UInt16(clamping: size.height), streamID: 0),
            arrival: arrival, decodeTime: clock.now - start, damage: decoding.error.map { "\($0)" })
    }
}
