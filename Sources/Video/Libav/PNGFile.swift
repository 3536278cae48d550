import CLibav

/// Why a picture could not be made into a PNG file.
public enum PNGError: Error, Equatable, Sendable {
    /// The picture has no pixels.
    case empty
    /// libavcodec was built without a PNG encoder.
    case encoderMissing
    /// libavcodec refuses, for the reason it gives.
    case refused(String)
}

extension PNGError: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .empty: "a picture without pixels cannot be saved"
        case .encoderMissing: "pictures cannot be saved: this libavcodec was built without its PNG encoder"
        case .refused(let reason): "the picture cannot be saved: \(reason)"
        }
    }
}

/// Pictures as PNG files, by libavcodec's encoder.
public enum PNGFile {
    /// The bytes of a PNG file with the picture's pixels, 8 bits per component, without loss.
    public static func bytes(of image: RGBImage) throws(PNGError) -> [UInt8] {
        guard image.width > 0, image.height > 0 else { throw .empty }
        av_log_set_level(AV_LOG_QUIET)
        guard let description = unsafe avcodec_find_encoder(AV_CODEC_ID_PNG) else { throw .encoderMissing }
        var context = unsafe avcodec_alloc_context3(description)
        var packet = unsafe av_packet_alloc()
        var frame = unsafe av_frame_alloc()
        defer {
            unsafe avcodec_free_context(&context)
            unsafe av_packet_free(&packet)
            unsafe av_frame_free(&frame)
        }
        guard let encoder = unsafe context, let output = unsafe packet, let picture = unsafe frame else {
            throw .refused("no memory")
        }
        let size = (width: Int32(clamping: image.width), height: Int32(clamping: image.height))
        unsafe encoder.pointee.width = size.width
        unsafe encoder.pointee.height = size.height
        unsafe encoder.pointee.pix_fmt = AV_PIX_FMT_RGB24
        // An encoder does not open without one; a PNG file has no time.
        unsafe encoder.pointee.time_base = AVRational(num: 1, den: 1)
        try check(unsafe avcodec_open2(encoder, description, nil))
        unsafe picture.pointee.width = size.width
        unsafe picture.pointee.height = size.height
        unsafe picture.pointee.format = AV_PIX_FMT_RGB24.rawValue
        try check(unsafe av_frame_get_buffer(picture, 0))
        let stride = unsafe Int(picture.pointee.linesize.0)
        guard let pixels = unsafe picture.pointee.data.0, stride >= image.width * 3 else {
            throw .refused("no memory")
        }
        unsafe image.bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            for row in 0..<image.height {
                unsafe (pixels + row * stride).update(from: start + row * image.width * 3, count: image.width * 3)
            }
        }
        try check(unsafe avcodec_send_frame(encoder, picture))
        try check(unsafe avcodec_receive_packet(encoder, output))
        guard let data = unsafe output.pointee.data, unsafe output.pointee.size > 0 else {
            throw .refused("the encoder gave nothing")
        }
        return unsafe [UInt8](UnsafeBufferPointer(start: data, count: Int(output.pointee.size)))
    }

    private static func check(_ result: Int32) throws(PNGError) {
        if result < 0 { throw .refused(LibavError.text(result)) }
    }
}
