import DroneProtocol
import Video

/// The pictures of a 2.0's video stream: libavcodec with frames that were damaged on the way.
enum DecoderFuzzing {
    /// How many frames of an input are decoded; more of them find no more and take long.
    private static let mostFrames = 16

    /// Every frame gives a picture of the size that its header says, nothing yet, or an error in words; never more
    /// pixels than were allowed.
    static func run(_ bytes: [UInt8]) throws(Finding) {
        var parser = PaVEStreamParser()
        let decoder = VideoDecoder()
        var scaler = PictureScaler()
        var frames = 0
        for case .frame(let frame) in parser.parse(bytes.span.bytes) {
            frames += 1
            if frames > mostFrames { return }
            let picture: VideoPicture?
            do throws(VideoDecodingError) { picture = try decoder.decode(frame) } catch {
                try Finding.unless(!"\(error)".isEmpty, "an error without words")
                continue
            }
            guard let picture else { continue }
            try check(picture, of: frame)
            let small = scaler.scale(picture.pixels, width: 16, height: 9)
            try Finding.unless(small.bytes.count == 16 * 9 * 3, "\(small.bytes.count) bytes for 16×9 pixels")
        }
    }

    private static func check(_ picture: VideoPicture, of frame: PaVEFrame) throws(Finding) {
        let format = frame.header.format
        try Finding.unless(
            picture.width > 0 && picture.height > 0 && picture.width * picture.height <= 1920 * 1088,
            "a picture of \(picture.width)×\(picture.height) pixels")
        if format.codec == .h264 || format.codec == .mpeg4 {
            try Finding.unless(
                (format.shownWidth == 0 || picture.width <= Int(format.shownWidth))
                    && (format.shownHeight == 0 || picture.height <= Int(format.shownHeight)),
                "\(picture.width)×\(picture.height) pixels, of which \(format.shownWidth)×\(format.shownHeight) show")
        }
    }
}
