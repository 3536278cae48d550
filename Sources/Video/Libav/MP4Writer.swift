import CLibav
public import DroneProtocol

/// Why an MP4 file could not be written.
public enum MP4Error: Error, Equatable, Sendable {
    /// MP4 has no place for this codec.
    case unsupported(VideoCodec)
    /// libavformat was built without its MP4 muxer.
    case muxerMissing
    /// libavformat refuses, for the reason it gives.
    case refused(String)
}

extension MP4Error: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .unsupported(let codec): "\(codec) has no place in an MP4 file"
        case .muxerMissing: "this libavformat was built without its MP4 muxer"
        case .refused(let reason): reason
        }
    }
}

/// Puts coded pictures into an MP4 file as they are: libavformat's muxer, nothing is decoded or coded.
///
/// The file's index is moved to its beginning in the end, so that it plays while it loads. Belongs to one thread.
@safe
public final class MP4Writer {
    /// What is written.
    public struct Track: Equatable, Sendable {
        /// Codec and size; the shown size counts.
        public var format: VideoFormat
        /// What a decoder has to know first: H.264 parameter sets with start codes, or the head of MPEG-4.
        public var parameterSets: [UInt8]
        /// A title for people; nil for none.
        public var title: String?
        /// Words about it, such as that the flight was a simulated one; nil for none.
        public var comment: String?
        /// When it was taken, such as `2026-01-31T12:00:00.000Z`; nil where nobody knows.
        public var creationTime: String?

        /// A track without words.
        public init(format: VideoFormat, parameterSets: [UInt8]) {
            self.format = format
            self.parameterSets = parameterSets
        }
    }

    /// Ticks per second of the track, as MPEG counts.
    private static let clock: Int32 = 90_000
    private static let nanoseconds = AVRational(num: 1, den: 1_000_000_000)

    private let context: UnsafeMutablePointer<AVFormatContext>
    private let stream: UnsafeMutablePointer<AVStream>
    private let packet: UnsafeMutablePointer<AVPacket>
    private var isOpen = true

    /// Begins a file at `path`, which is replaced.
    public init(path: String, _ track: Track) throws(MP4Error) {
        let identifier: AVCodecID
        switch track.format.codec {
        case .h264: identifier = AV_CODEC_ID_H264
        case .mpeg4: identifier = AV_CODEC_ID_MPEG4
        default: throw .unsupported(track.format.codec)
        }
        av_log_set_level(AV_LOG_QUIET)
        // Named with its protocol: a colon in a file's name would be taken for one.
        let url = "file:" + path
        var context: UnsafeMutablePointer<AVFormatContext>?
        var packet = unsafe av_packet_alloc()
        var isKept = false
        defer {
            if !isKept {
                if let context = unsafe context { unsafe avio_closep(&context.pointee.pb) }
                unsafe avformat_free_context(context)
                unsafe av_packet_free(&packet)
            }
        }
        guard unsafe avformat_alloc_output_context2(&context, nil, "mp4", url) >= 0, let opened = unsafe context else {
            throw .muxerMissing
        }
        guard let held = unsafe packet, let stream = unsafe avformat_new_stream(opened, nil) else {
            throw .refused("no memory")
        }
        // No program version or date in the file: the same recording gives the same bytes.
        unsafe opened.pointee.flags |= AVFMT_FLAG_BITEXACT
        for (key, value) in [("title", track.title), ("comment", track.comment), ("creation_time", track.creationTime)]
        {
            if let value { unsafe av_dict_set(&opened.pointee.metadata, key, value, 0) }
        }
        unsafe stream.pointee.time_base = AVRational(num: 1, den: Self.clock)
        guard let parameters = unsafe stream.pointee.codecpar else { throw .refused("no memory") }
        unsafe parameters.pointee.codec_type = AVMEDIA_TYPE_VIDEO
        unsafe parameters.pointee.codec_id = identifier
        let format = track.format
        unsafe parameters.pointee.width = Int32(format.shownWidth > 0 ? format.shownWidth : format.codedWidth)
        unsafe parameters.pointee.height = Int32(format.shownHeight > 0 ? format.shownHeight : format.codedHeight)
        try unsafe Self.copy(track.parameterSets, to: parameters)
        try Self.check(unsafe avio_open(&opened.pointee.pb, url, AVIO_FLAG_WRITE))
        var options: OpaquePointer?
        defer { unsafe av_dict_free(&options) }
        unsafe av_dict_set(&options, "movflags", "+faststart", 0)
        try Self.check(unsafe avformat_write_header(opened, &options))
        unsafe self.context = opened
        unsafe self.stream = stream
        unsafe self.packet = held
        isKept = true
    }

    deinit {
        var packet: UnsafeMutablePointer<AVPacket>? = unsafe packet
        unsafe av_packet_free(&packet)
        unsafe avio_closep(&context.pointee.pb)
        unsafe avformat_free_context(context)
    }

    /// Adds the next picture.
    ///
    /// - Parameters:
    ///   - payload: As the drone sent it; H.264 with start codes.
    ///   - isKey: Whether decoding may begin with it.
    ///   - time: When it is shown, since the file's beginning; later than the one before.
    ///   - duration: How long it is shown.
    public func write(
        _ payload: [UInt8], isKey: Bool, at time: Duration, lasting duration: Duration
    ) throws(MP4Error) {
        guard !payload.isEmpty else { return }
        try Self.check(unsafe av_new_packet(packet, Int32(clamping: payload.count)))
        defer { unsafe av_packet_unref(packet) }
        unsafe payload.withUnsafeBufferPointer { bytes in
            if let source = bytes.baseAddress { unsafe packet.pointee.data?.update(from: source, count: bytes.count) }
        }
        let ticks = unsafe stream.pointee.time_base
        unsafe packet.pointee.pts = av_rescale_q(Self.count(time), Self.nanoseconds, ticks)
        unsafe packet.pointee.dts = packet.pointee.pts
        unsafe packet.pointee.duration = av_rescale_q(Self.count(duration), Self.nanoseconds, ticks)
        unsafe packet.pointee.stream_index = stream.pointee.index
        if isKey { unsafe packet.pointee.flags |= AV_PKT_FLAG_KEY }
        try Self.check(unsafe av_write_frame(context, packet))
    }

    /// Writes the index; nothing can be added behind it.
    public func finish() throws(MP4Error) {
        guard isOpen else { return }
        isOpen = false
        try Self.check(unsafe av_write_trailer(context))
        try Self.check(unsafe avio_closep(&context.pointee.pb))
    }

    /// Nanoseconds, of any time up to 292 years.
    private static func count(_ time: Duration) -> Int64 {
        let (seconds, attoseconds) = time.components
        return max(0, min(9_000_000_000, seconds)) * 1_000_000_000 + max(0, attoseconds) / 1_000_000_000
    }

    /// Puts the parameter sets where libavformat looks for them; it frees them, and reads some bytes behind them.
    private static func copy(
        _ bytes: [UInt8], to parameters: UnsafeMutablePointer<AVCodecParameters>
    ) throws(MP4Error) {
        guard !bytes.isEmpty else { return }
        let padding = Int(AV_INPUT_BUFFER_PADDING_SIZE)
        guard let memory = unsafe av_mallocz(bytes.count + padding) else { throw .refused("no memory") }
        unsafe memory.copyMemory(from: bytes, byteCount: bytes.count)
        unsafe parameters.pointee.extradata = memory.assumingMemoryBound(to: UInt8.self)
        unsafe parameters.pointee.extradata_size = Int32(clamping: bytes.count)
    }

    private static func check(_ result: Int32) throws(MP4Error) {
        if result < 0 { throw .refused(LibavError.text(result)) }
    }
}
