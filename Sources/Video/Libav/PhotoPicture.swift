import CLibav

/// Why a photo could not be read.
public enum PhotoPictureError: Error, Equatable, Sendable {
    /// It is no JPEG, or libavcodec cannot decode it, for the reason it gives.
    case unreadable(String)
    /// Its header claims more pixels than any phone takes.
    case tooLarge(width: Int, height: Int)
}

extension PhotoPictureError: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .unreadable(let reason): "the photo cannot be decoded: \(reason)"
        case .tooLarge(let width, let height):
            "the photo claims \(width)×\(height) pixels; at most \(PhotoPicture.mostPixels >> 20) million are decoded"
        }
    }
}

/// A phone's photo (JPEG) as pixels, and small copies of it.
public enum PhotoPicture {
    /// The largest photo that is decoded, pixels: phones take 12 to 50 million.
    public static let mostPixels = 64 << 20

    /// Decodes a photo, already reduced where that saves work.
    ///
    /// - Parameters:
    ///   - jpeg: Baseline or progressive.
    ///   - side: The longer side is at least this, pixels, where the photo's own is: it is halved as long as that holds.
    public static func decode(
        _ jpeg: [UInt8], leastSide side: Int = .max
    ) throws(PhotoPictureError) -> YUVPicture {
        guard let size = size(of: jpeg) else { throw .unreadable("it is no JPEG") }
        guard size.width * size.height <= mostPixels else {
            throw .tooLarge(width: size.width, height: size.height)
        }
        var halvings: Int32 = 0
        while halvings < 3, max(size.width, size.height) >> Int(halvings + 1) >= max(1, side) { halvings += 1 }
        av_log_set_level(AV_LOG_QUIET)
        guard let description = unsafe avcodec_find_decoder(AV_CODEC_ID_MJPEG) else {
            throw .unreadable("this libavcodec was built without its JPEG decoder")
        }
        let codec = try unsafe PhotoCodec(description)
        unsafe codec.context.pointee.lowres = halvings
        unsafe codec.context.pointee.max_pixels = Int64(mostPixels)
        try unsafe codec.open(description)
        return try codec.decode(jpeg)
    }

    /// A small JPEG of a photo; see ``reduced(_:side:quarterTurns:)``.
    public static func thumbnail(
        of jpeg: [UInt8], side: Int, quarterTurns: Int = 0
    ) throws(PhotoPictureError) -> [UInt8] {
        try Self.jpeg(of: reduced(jpeg, side: side, quarterTurns: quarterTurns))
    }

    /// A small copy of a photo.
    ///
    /// - Parameters:
    ///   - side: Its longer side, pixels, 16…1024; a photo that is smaller stays so.
    ///   - quarterTurns: How often it is turned clockwise, for phones that write how they were held beside the picture.
    public static func reduced(
        _ jpeg: [UInt8], side: Int, quarterTurns: Int = 0
    ) throws(PhotoPictureError) -> YUVPicture {
        let side = min(max(16, side), 1024)
        let whole = try decode(jpeg, leastSide: side)
        let long = max(whole.width, whole.height)
        let share = min(1, Double(side) / Double(long))
        func even(_ length: Int) -> Int { max(2, Int((Double(length) * share / 2).rounded()) * 2) }
        let size = (width: even(whole.width), height: even(whole.height))
        guard
            let luma = scaled(whole.luma, size.width, size.height),
            let blue = scaled(whole.blueDifference, size.width / 2, size.height / 2),
            let red = scaled(whole.redDifference, size.width / 2, size.height / 2),
            let small = YUVPicture(
                luma: luma.turned(quarterTurns), blueDifference: blue.turned(quarterTurns),
                redDifference: red.turned(quarterTurns))
        else { throw .unreadable("it has no pixels") }
        return small
    }

    /// A picture as a JPEG of about quality 80; its sides must be even.
    public static func jpeg(of picture: YUVPicture) throws(PhotoPictureError) -> [UInt8] {
        av_log_set_level(AV_LOG_QUIET)
        guard let description = unsafe avcodec_find_encoder(AV_CODEC_ID_MJPEG) else {
            throw .unreadable("this libavcodec was built without its JPEG encoder")
        }
        let codec = try unsafe PhotoCodec(description)
        unsafe codec.context.pointee.width = Int32(picture.width)
        unsafe codec.context.pointee.height = Int32(picture.height)
        unsafe codec.context.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
        unsafe codec.context.pointee.color_range = AVCOL_RANGE_JPEG
        // An encoder does not open without one; a photo has no time.
        unsafe codec.context.pointee.time_base = AVRational(num: 1, den: 1)
        unsafe codec.context.pointee.flags |= AV_CODEC_FLAG_QSCALE
        // FF_QP2LAMBDA times 5 of 2 (best) to 31: about quality 80.
        unsafe codec.context.pointee.global_quality = 118 * 5
        try unsafe codec.open(description)
        return try codec.encode(picture)
    }

    private static func scaled(_ plane: PicturePlane, _ width: Int, _ height: Int) -> PicturePlane? {
        var scaler = PlaneScaler()
        scaler.scale(plane, width: width, height: height)
        return PicturePlane(width: width, height: height, samples: scaler.samples)
    }

    /// Width and height by the photo's header (SOF, ITU-T T.81 B.2.2); nil where there is none.
    static func size(of jpeg: [UInt8]) -> (width: Int, height: Int)? {
        guard jpeg.starts(with: [0xFF, 0xD8]) else { return nil }
        var position = 2
        while position + 9 < jpeg.count {
            guard jpeg[position] == 0xFF else { return nil }
            let marker = jpeg[position + 1]
            // Fill bytes may stand before a marker.
            if marker == 0xFF {
                position += 1
                continue
            }
            let isFrame = (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
            if isFrame {
                let height = Int(jpeg[position + 5]) << 8 | Int(jpeg[position + 6])
                let width = Int(jpeg[position + 7]) << 8 | Int(jpeg[position + 8])
                return width > 0 && height > 0 ? (width, height) : nil
            }
            if marker == 0xDA || marker == 0xD9 { return nil }
            let length = Int(jpeg[position + 2]) << 8 | Int(jpeg[position + 3])
            guard length >= 2 else { return nil }
            position += 2 + length
        }
        return nil
    }
}

extension PicturePlane {
    /// The plane turned clockwise by quarter turns.
    func turned(_ quarterTurns: Int) -> PicturePlane {
        let turns = ((quarterTurns % 4) + 4) % 4
        guard turns != 0 else { return self }
        let isUpright = turns == 2
        var turned = PicturePlane(
            width: isUpright ? width : height, height: isUpright ? height : width, filledWith: 0)
        for y in 0..<turned.height {
            for x in 0..<turned.width {
                turned[x: x, y: y] =
                    switch turns {
                    case 1: self[x: y, y: height - 1 - x]
                    case 2: self[x: width - 1 - x, y: height - 1 - y]
                    default: self[x: width - 1 - y, y: x]
                    }
            }
        }
        return turned
    }
}

/// An open coder of libavcodec for one picture.
@safe
private final class PhotoCodec {
    let context: UnsafeMutablePointer<AVCodecContext>
    private let packet: UnsafeMutablePointer<AVPacket>
    private let frame: UnsafeMutablePointer<AVFrame>

    init(_ description: UnsafePointer<AVCodec>) throws(PhotoPictureError) {
        var context = unsafe avcodec_alloc_context3(description)
        var packet = unsafe av_packet_alloc()
        var frame = unsafe av_frame_alloc()
        guard let opened = unsafe context, let held = unsafe packet, let picture = unsafe frame else {
            unsafe avcodec_free_context(&context)
            unsafe av_packet_free(&packet)
            unsafe av_frame_free(&frame)
            throw .unreadable("no memory")
        }
        unsafe opened.pointee.thread_count = 1
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

    private static func check(_ result: Int32) throws(PhotoPictureError) {
        if result < 0 { throw .unreadable(LibavError.text(result)) }
    }

    func open(_ description: UnsafePointer<AVCodec>) throws(PhotoPictureError) {
        try Self.check(unsafe avcodec_open2(context, description, nil))
    }

    func decode(_ jpeg: [UInt8]) throws(PhotoPictureError) -> YUVPicture {
        // Allocated by libavcodec because its readers look up to 64 bytes past the end.
        try Self.check(unsafe av_new_packet(packet, Int32(clamping: jpeg.count)))
        unsafe jpeg.withUnsafeBufferPointer { bytes in
            if let source = bytes.baseAddress { unsafe packet.pointee.data?.update(from: source, count: bytes.count) }
        }
        try Self.check(unsafe avcodec_send_packet(context, packet))
        try Self.check(unsafe avcodec_receive_frame(context, frame))
        return try picture()
    }

    /// How far the colours are reduced beside the brightness, in powers of two.
    private static func reduction(_ format: Int32) -> (columns: Int, rows: Int)? {
        switch AVPixelFormat(format) {
        case AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P: (1, 1)
        case AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUVJ422P: (1, 0)
        case AV_PIX_FMT_YUV440P, AV_PIX_FMT_YUVJ440P: (0, 1)
        case AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUVJ444P: (0, 0)
        default: nil
        }
    }

    private func picture() throws(PhotoPictureError) -> YUVPicture {
        let (width, height) = unsafe (Int(frame.pointee.width), Int(frame.pointee.height))
        guard width > 0, height > 0, width * height <= PhotoPicture.mostPixels else {
            throw .unreadable("the decoder gave a picture without pixels")
        }
        let (data, strides) = unsafe (frame.pointee.data, frame.pointee.linesize)
        let isFull = unsafe frame.pointee.color_range != AVCOL_RANGE_MPEG
        var picture = YUVPicture(width: width, height: height)
        guard let luma = unsafe plane(data.0, strides.0, width, height) else {
            throw .unreadable("the decoder gave a picture without pixels")
        }
        // JPEG uses all of 0…255; pictures here have the range of video.
        picture.luma = isFull ? luma.mapped { UInt8(16 + (Int($0) * 219 + 127) / 255) } : luma
        let format = unsafe frame.pointee.format
        if AVPixelFormat(format) == AV_PIX_FMT_GRAY8 { return picture }
        guard let reduction = Self.reduction(format) else { throw .unreadable("pixel format \(format)") }
        let own = (
            width: (width + (1 << reduction.columns) - 1) >> reduction.columns,
            height: (height + (1 << reduction.rows) - 1) >> reduction.rows
        )
        guard
            let blue = unsafe plane(data.1, strides.1, own.width, own.height),
            let red = unsafe plane(data.2, strides.2, own.width, own.height)
        else { throw .unreadable("the decoder gave a picture without colours") }
        func colour(_ plane: PicturePlane) -> PicturePlane {
            var half = plane
            if reduction != (1, 1) {
                var scaler = PlaneScaler()
                scaler.scale(plane, width: (width + 1) / 2, height: (height + 1) / 2)
                half =
                    PicturePlane(width: (width + 1) / 2, height: (height + 1) / 2, samples: scaler.samples) ?? half
            }
            return isFull ? half.mapped { UInt8(128 + (Int($0) - 128) * 224 / 255) } : half
        }
        picture.blueDifference = colour(blue)
        picture.redDifference = colour(red)
        return picture
    }

    /// Copies rows of a plane; nil when libavcodec's description of it makes no sense.
    private func plane(
        _ data: UnsafeMutablePointer<UInt8>?, _ stride: Int32, _ width: Int, _ height: Int
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

    private static func write(
        _ plane: PicturePlane, to target: UnsafeMutablePointer<UInt8>?, _ stride: Int32
    ) throws(PhotoPictureError) {
        guard let target = unsafe target, Int(stride) >= plane.width else { throw .unreadable("no memory") }
        unsafe plane.samples.withUnsafeBufferPointer { samples in
            guard let source = samples.baseAddress else { return }
            for row in 0..<plane.height {
                unsafe (target + row * Int(stride)).update(from: source + row * plane.width, count: plane.width)
            }
        }
    }

    func encode(_ picture: YUVPicture) throws(PhotoPictureError) -> [UInt8] {
        unsafe frame.pointee.width = Int32(picture.width)
        unsafe frame.pointee.height = Int32(picture.height)
        unsafe frame.pointee.format = AV_PIX_FMT_YUVJ420P.rawValue
        unsafe frame.pointee.quality = context.pointee.global_quality
        try Self.check(unsafe av_frame_get_buffer(frame, 0))
        let (data, strides) = unsafe (frame.pointee.data, frame.pointee.linesize)
        let planes = [
            picture.luma.mapped { UInt8(max(0, min(255, (Int($0) - 16) * 255 / 219))) },
            picture.blueDifference.mapped { UInt8(max(0, min(255, 128 + (Int($0) - 128) * 255 / 224))) },
            picture.redDifference.mapped { UInt8(max(0, min(255, 128 + (Int($0) - 128) * 255 / 224))) },
        ]
        try unsafe Self.write(planes[0], to: data.0, strides.0)
        try unsafe Self.write(planes[1], to: data.1, strides.1)
        try unsafe Self.write(planes[2], to: data.2, strides.2)
        try Self.check(unsafe avcodec_send_frame(context, frame))
        try Self.check(unsafe avcodec_receive_packet(context, packet))
        guard let bytes = unsafe packet.pointee.data, unsafe packet.pointee.size > 0 else {
            throw .unreadable("the encoder gave nothing")
        }
        return unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: Int(packet.pointee.size)))
    }
}

extension PicturePlane {
    /// Every sample by a table.
    fileprivate func mapped(_ value: (UInt8) -> UInt8) -> PicturePlane {
        let table = (0...255).map { value(UInt8($0)) }
        return PicturePlane(width: width, height: height, samples: samples.map { table[Int($0)] }) ?? self
    }
}
