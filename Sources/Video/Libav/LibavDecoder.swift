import CLibav
import DroneProtocol

/// One open decoder of libavcodec.
///
/// One thread and low delay: with frame threads libavcodec holds back one picture per thread. Nothing is probed,
/// because the codec is known from the PaVE header and one payload is one packet.
@safe
final class LibavDecoder {
    /// What it decodes.
    let codec: VideoCodec

    /// A picture, and what libavcodec says is wrong with it.
    struct Decoded {
        var pixels: YUVPicture
        var damage: String?
    }

    /// Larger pictures are refused: no drone sends more than 1280×720, and a damaged stream may claim anything.
    private static let mostPixels: Int64 = 1920 * 1088

    private let context: UnsafeMutablePointer<AVCodecContext>
    private let packet: UnsafeMutablePointer<AVPacket>
    private let frame: UnsafeMutablePointer<AVFrame>

    init(codec: VideoCodec) throws(VideoDecodingError) {
        let identifier: AVCodecID
        switch codec {
        case .h264: identifier = AV_CODEC_ID_H264
        case .mpeg4: identifier = AV_CODEC_ID_MPEG4
        default: throw .unsupported(codec)
        }
        // libavcodec writes to standard error by itself, into the middle of the screen; errors come back as codes.
        av_log_set_level(AV_LOG_QUIET)
        guard let description = unsafe avcodec_find_decoder(identifier) else { throw .decoderMissing(codec) }
        var context = unsafe avcodec_alloc_context3(description)
        var packet = unsafe av_packet_alloc()
        var frame = unsafe av_frame_alloc()
        guard let opened = unsafe context, let held = unsafe packet, let picture = unsafe frame else {
            unsafe avcodec_free_context(&context)
            unsafe av_packet_free(&packet)
            unsafe av_frame_free(&frame)
            throw .decoderRefused(codec, reason: "no memory")
        }
        unsafe opened.pointee.thread_count = 1
        unsafe opened.pointee.flags |= AV_CODEC_FLAG_LOW_DELAY
        unsafe opened.pointee.max_pixels = Self.mostPixels
        let result = unsafe avcodec_open2(opened, description, nil)
        guard result >= 0 else {
            unsafe avcodec_free_context(&context)
            unsafe av_packet_free(&packet)
            unsafe av_frame_free(&frame)
            throw .decoderRefused(codec, reason: LibavError.text(result))
        }
        self.codec = codec
        unsafe self.context = opened
        unsafe self.packet = held
        unsafe self.frame = picture
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = unsafe context
        var packet: UnsafeMutablePointer<AVPacket>? = unsafe packet
        var frame: UnsafeMutablePointer<AVFrame>? = unsafe frame
        unsafe avcodec_free_context(&context)
        unsafe av_packet_free(&packet)
        unsafe av_frame_free(&frame)
    }

    /// The picture in `payload`, cropped to `shown` pixels where that is smaller and not zero; nil when there is none.
    func decode(_ payload: [UInt8], showing shown: (width: UInt16, height: UInt16)) throws(VideoDecodingError)
        -> Decoded?
    {
        // libavcodec takes an empty packet for the end of the stream.
        guard !payload.isEmpty else { throw .damaged(codec, reason: "the frame is empty") }
        // Allocated by libavcodec because its readers look up to 64 bytes past the end.
        var result = unsafe av_new_packet(packet, Int32(clamping: payload.count))
        guard result >= 0 else { throw .damaged(codec, reason: LibavError.text(result)) }
        defer { unsafe av_packet_unref(packet) }
        unsafe payload.withUnsafeBufferPointer { bytes in
            if let source = bytes.baseAddress { unsafe packet.pointee.data?.update(from: source, count: bytes.count) }
        }
        result = unsafe avcodec_send_packet(context, packet)
        guard result >= 0 else { throw .damaged(codec, reason: LibavError.text(result)) }
        var newest: Decoded?
        while true {
            // Unreferences what the frame held before.
            result = unsafe avcodec_receive_frame(context, frame)
            if result == stork_error_again() || result == stork_error_end() { return newest }
            guard result >= 0 else { throw .damaged(codec, reason: LibavError.text(result)) }
            newest = Decoded(pixels: try copyPixels(showing: shown), damage: damage)
            unsafe av_frame_unref(frame)
        }
    }

    /// What libavcodec marked the frame with.
    private var damage: String? {
        let flags = unsafe frame.pointee.decode_error_flags
        let isCorrupt = unsafe frame.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
        if flags & FF_DECODE_ERROR_MISSING_REFERENCE != 0 { return "an earlier picture is missing" }
        if flags != 0 { return "parts of the picture are guessed" }
        return isCorrupt ? "the picture is incomplete" : nil
    }

    private func copyPixels(showing shown: (width: UInt16, height: UInt16)) throws(VideoDecodingError) -> YUVPicture {
        let format = unsafe frame.pointee.format
        guard format == AV_PIX_FMT_YUV420P.rawValue || format == AV_PIX_FMT_YUVJ420P.rawValue else {
            throw .pixelFormat(format)
        }
        let coded = unsafe (width: Int(frame.pointee.width), height: Int(frame.pointee.height))
        let width = shown.width == 0 ? coded.width : min(coded.width, Int(shown.width))
        let height = shown.height == 0 ? coded.height : min(coded.height, Int(shown.height))
        let half = (width: (width + 1) / 2, height: (height + 1) / 2)
        let (data, strides) = unsafe (frame.pointee.data, frame.pointee.linesize)
        guard
            let luma = unsafe plane(data.0, stride: strides.0, width: width, height: height),
            let blue = unsafe plane(data.1, stride: strides.1, width: half.width, height: half.height),
            let red = unsafe plane(data.2, stride: strides.2, width: half.width, height: half.height),
            let pixels = YUVPicture(luma: luma, blueDifference: blue, redDifference: red)
        else { throw .damaged(codec, reason: "the decoder gave a picture without pixels") }
        return pixels
    }

    /// Copies rows of a plane; nil when libavcodec's description of it makes no sense.
    private func plane(
        _ data: UnsafeMutablePointer<UInt8>?, stride: Int32, width: Int, height: Int
    ) -> PicturePlane? {
        guard let data = unsafe data, width > 0, height > 0, Int(stride) >= width else { return nil }
        let samples = unsafe [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
            if let start = target.baseAddress {
                for row in 0..<height {
                    unsafe (start + row * width).initialize(from: data + row * Int(stride), count: width)
                }
                count = width * height
            }
        }
        return PicturePlane(width: width, height: height, samples: samples)
    }
}
