import CLibav
public import DroneProtocol

/// One open encoder of libavcodec that codes pictures as an AR.Drone 2.0 does: for the simulator.
///
/// H.264 Baseline, one slice, no picture held back, a key picture in a steady rhythm; or MPEG-4 part 2 with the same rhythm.
/// Sizes are coded in whole macroblocks without cropping in the stream, 640×360 as 640×368: it is the PaVE header that
/// says what to show. Belongs to one thread.
@safe
public final class VideoEncoder {
    /// What is coded, and how.
    public struct Settings: Hashable, Sendable {
        /// ``DroneProtocol/VideoCodec/h264`` or ``DroneProtocol/VideoCodec/mpeg4``.
        public var codec: VideoCodec
        /// Width of the pictures, pixels: 16–1920.
        public var width: Int
        /// Height of the pictures, pixels: 16–1088.
        public var height: Int
        /// Pictures per second, 1–60: what the bitrate is shared out by.
        public var rate: Int
        /// Kilobits per second, 50–50000.
        public var kilobitsPerSecond: Int
        /// Pictures from one key picture to the next, 1–300.
        public var keyInterval: Int

        /// Settings; the rhythm of live video unless said otherwise (the SDK's constant: 14 P pictures between).
        public init(
            codec: VideoCodec, width: Int, height: Int, rate: Int = 30, kilobitsPerSecond: Int = 1000,
            keyInterval: Int = 15
        ) {
            self.codec = codec
            self.width = width
            self.height = height
            self.rate = rate
            self.kilobitsPerSecond = kilobitsPerSecond
            self.keyInterval = keyInterval
        }
    }

    /// What it was made for.
    public let settings: Settings
    /// libavcodec's name of the encoder: `libx264`.
    public let name: String

    private let context: UnsafeMutablePointer<AVCodecContext>
    private let packet: UnsafeMutablePointer<AVPacket>
    private let frame: UnsafeMutablePointer<AVFrame>
    private var pictureCount: Int64 = 0

    /// Whether this libavcodec can code `codec`.
    public static func isAvailable(_ codec: VideoCodec) -> Bool { unsafe description(of: codec) != nil }

    private static func description(of codec: VideoCodec) -> UnsafePointer<AVCodec>? {
        switch codec {
        // By name: what libavcodec prefers on its own may be hardware that this machine does not have.
        case .h264: unsafe avcodec_find_encoder_by_name("libx264") ?? avcodec_find_encoder_by_name("libopenh264")
        case .mpeg4: unsafe avcodec_find_encoder_by_name("mpeg4")
        default: nil
        }
    }

    /// Opens an encoder.
    public init(_ settings: Settings) throws(VideoEncodingError) {
        guard settings.codec == .h264 || settings.codec == .mpeg4 else { throw .unsupported(settings.codec) }
        try Self.check(settings)
        av_log_set_level(AV_LOG_QUIET)
        guard let description = unsafe Self.description(of: settings.codec) else {
            throw .encoderMissing(settings.codec)
        }
        var context = unsafe avcodec_alloc_context3(description)
        var packet = unsafe av_packet_alloc()
        var frame = unsafe av_frame_alloc()
        var options: OpaquePointer?
        var isKept = false
        defer {
            unsafe av_dict_free(&options)
            if !isKept {
                unsafe avcodec_free_context(&context)
                unsafe av_packet_free(&packet)
                unsafe av_frame_free(&frame)
            }
        }
        guard let opened = unsafe context, let held = unsafe packet, let picture = unsafe frame else {
            throw .refused(settings.codec, reason: "no memory")
        }
        let coded = (width: Int32(settings.width + 15) & ~15, height: Int32(settings.height + 15) & ~15)
        unsafe Self.configure(opened, settings, width: coded.width, height: coded.height)
        for (key, value) in Self.options(settings) { unsafe av_dict_set(&options, key, value, 0) }
        try Self.check(unsafe avcodec_open2(opened, description, &options), settings.codec)
        unsafe picture.pointee.width = coded.width
        unsafe picture.pointee.height = coded.height
        unsafe picture.pointee.format = AV_PIX_FMT_YUV420P.rawValue
        try Self.check(unsafe av_frame_get_buffer(picture, 0), settings.codec)
        self.settings = settings
        name = unsafe String(cString: description.pointee.name)
        unsafe self.context = opened
        unsafe self.packet = held
        unsafe self.frame = picture
        isKept = true
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = unsafe context
        var packet: UnsafeMutablePointer<AVPacket>? = unsafe packet
        var frame: UnsafeMutablePointer<AVFrame>? = unsafe frame
        unsafe avcodec_free_context(&context)
        unsafe av_packet_free(&packet)
        unsafe av_frame_free(&frame)
    }

    private static func check(_ settings: Settings) throws(VideoEncodingError) {
        guard (16...1920).contains(settings.width), (16...1088).contains(settings.height) else {
            throw .settings("\(settings.width)×\(settings.height) pixels")
        }
        guard (1...60).contains(settings.rate) else { throw .settings("\(settings.rate) pictures per second") }
        guard (50...50_000).contains(settings.kilobitsPerSecond) else {
            throw .settings("\(settings.kilobitsPerSecond) kbit/s")
        }
        guard (1...300).contains(settings.keyInterval) else {
            throw .settings("a key picture every \(settings.keyInterval)")
        }
    }

    private static func configure(
        _ context: UnsafeMutablePointer<AVCodecContext>, _ settings: Settings, width: Int32, height: Int32
    ) {
        unsafe context.pointee.width = width
        unsafe context.pointee.height = height
        unsafe context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
        unsafe context.pointee.time_base = AVRational(num: 1, den: Int32(settings.rate))
        unsafe context.pointee.framerate = AVRational(num: Int32(settings.rate), den: 1)
        unsafe context.pointee.gop_size = Int32(settings.keyInterval)
        unsafe context.pointee.max_b_frames = 0
        unsafe context.pointee.refs = 1
        unsafe context.pointee.thread_count = 1
        unsafe context.pointee.slices = 1
        let bits = Int64(settings.kilobitsPerSecond) * 1000
        unsafe context.pointee.bit_rate = bits
        unsafe context.pointee.rc_max_rate = bits
        // Half a second, a group of pictures at 30 per second: no more than that is ever ahead of the link.
        unsafe context.pointee.rc_buffer_size = Int32(clamping: bits / 2)
    }

    /// The encoder's own options; an encoder leaves out those it does not know.
    private static func options(_ settings: Settings) -> [(String, String)] {
        guard settings.codec == .h264 else { return [] }
        let rhythm = "keyint=\(settings.keyInterval):min-keyint=\(settings.keyInterval)"
        return [
            ("preset", "superfast"), ("tune", "zerolatency"), ("profile", "baseline"),
            // Key pictures come at their rhythm, not where the scene changes, and each brings its parameter sets.
            ("x264-params", rhythm + ":scenecut=0:sliced-threads=0:slices=1:repeat-headers=1:annexb=1"),
        ]
    }

    private static func check(_ result: Int32, _ codec: VideoCodec) throws(VideoEncodingError) {
        if result < 0 { throw .refused(codec, reason: LibavError.text(result)) }
    }

    /// Codes the next picture.
    ///
    /// - Parameters:
    ///   - picture: Of the size in ``settings``.
    ///   - asKey: Whether it has to be decodable by itself, whatever the rhythm says.
    public func encode(_ picture: YUVPicture, asKey: Bool = false) throws(VideoEncodingError) -> EncodedPicture {
        guard picture.width == settings.width, picture.height == settings.height else {
            throw .size(width: picture.width, height: picture.height)
        }
        // The encoder may still hold the last picture as its reference.
        try Self.check(unsafe av_frame_make_writable(frame), settings.codec)
        let (data, strides) = unsafe (frame.pointee.data, frame.pointee.linesize)
        let rows = unsafe Int(frame.pointee.height)
        unsafe Self.copy(picture.luma, to: data.0, stride: Int(strides.0), rows: rows)
        unsafe Self.copy(picture.blueDifference, to: data.1, stride: Int(strides.1), rows: rows / 2)
        unsafe Self.copy(picture.redDifference, to: data.2, stride: Int(strides.2), rows: rows / 2)
        unsafe frame.pointee.pts = pictureCount
        unsafe frame.pointee.pict_type = asKey ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
        pictureCount += 1
        try Self.check(unsafe avcodec_send_frame(context, frame), settings.codec)
        try Self.check(unsafe avcodec_receive_packet(context, packet), settings.codec)
        defer { unsafe av_packet_unref(packet) }
        guard let bytes = unsafe packet.pointee.data, unsafe packet.pointee.size > 0 else {
            throw .refused(settings.codec, reason: "it gave nothing")
        }
        let coded = unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: Int(packet.pointee.size)))
        let isKey = unsafe packet.pointee.flags & AV_PKT_FLAG_KEY != 0
        return settings.codec == .h264
            ? EncodedPicture(annexB: coded, isKey: isKey) : EncodedPicture(payload: coded, isKey: isKey)
    }

    /// Copies rows; what the frame has beyond the picture repeats its last column and row, which costs no bits.
    private static func copy(_ plane: PicturePlane, to target: UnsafeMutablePointer<UInt8>?, stride: Int, rows: Int) {
        guard let target = unsafe target, plane.height > 0, plane.width > 0, stride >= plane.width else { return }
        unsafe plane.samples.withUnsafeBufferPointer { samples in
            guard let source = samples.baseAddress else { return }
            for row in 0..<rows {
                let line = unsafe target + row * stride
                let from = unsafe source + min(row, plane.height - 1) * plane.width
                unsafe line.update(from: from, count: plane.width)
                unsafe (line + plane.width).update(repeating: from[plane.width - 1], count: stride - plane.width)
            }
        }
    }
}
