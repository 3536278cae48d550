import DroneProtocol
import Video
import WireBytes

/// Pictures of a 1.0.
enum UVLCFuzzing {
    /// Decoding ends, says how far it came, and comes no further with fewer bytes.
    static func runDecoder(_ bytes: [UInt8]) throws(Finding) {
        _ = PictureStartCode(of: bytes.span.bytes)
        try checkDecoding(bytes)
        // A header by chance is rare, so that each input is also tried behind one.
        try checkDecoding(header(quantiser: 1 + (bytes.first ?? 0) % 31) + bytes)
    }

    // MARK: - Decoding

    private static func checkDecoding(_ bytes: [UInt8]) throws(Finding) {
        guard let whole = decode(bytes[...]) else { return }
        let size = whole.header.size
        try Finding.unless(
            whole.picture.width == size.width && whole.picture.height == size.height,
            "\(size) gives \(whole.picture.width)×\(whole.picture.height) pixels")
        let head = UVLCPictureHead(of: bytes.span.bytes)
        try Finding.unless(
            head?.width == size.width && head?.height == size.height && head?.frameNumber == whole.header.frameNumber,
            "the head of \(whole.header) is read as \(head.map { "\($0)" } ?? "none")")
        let macroblocks = ((size.width + 15) / 16) * ((size.height + 15) / 16)
        let isComplete = whole.error == nil || whole.error == .end
        try Finding.unless(
            isComplete ? whole.decodedMacroblocks == macroblocks : whole.decodedMacroblocks < macroblocks,
            "\(whole.decodedMacroblocks) of \(macroblocks), \(whole.error.map { "\($0)" } ?? "all is well")")
        guard let part = decode(bytes.prefix(bytes.count / 2)) else { return }
        try Finding.unless(
            part.decodedMacroblocks <= whole.decodedMacroblocks,
            "half of the bytes give \(part.decodedMacroblocks) macroblocks, all \(whole.decodedMacroblocks)")
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> UVLCDecoding? {
        do throws(UVLCError) { return try UVLCDecoder().decode(bytes.span.bytes) } catch { return nil }
    }

    /// All but three bits of the header of a picture of the smallest size, whose frame number the input goes on with.
    private static func header(quantiser: UInt8) -> [UInt8] {
        let format: UInt32 = 1
        let resolution: UInt32 = 1
        let start: UInt32 = 0x20
        var writer = WireWriter(capacity: 8)
        writer.write(start << 10 | format << 8 | resolution << 5 | UInt32(quantiser >> 3))
        writer.write(UInt32(quantiser & 7) << 29)
        return writer.bytes
    }

    // MARK: - Round trip

    /// 88×72, the smallest picture: 11×9 whole blocks of luma.
    private static let size = (width: 88, height: 72)

    /// The input as luma, the rest grey: what is encoded decodes, and no block is further off than its quantiser
    /// allows.
    static func runEncoder(_ bytes: [UInt8]) throws(Finding) {
        guard let first = bytes.first else { return }
        let quantiser = 1 + Int(first) % 30
        var picture = YUVPicture(width: size.width, height: size.height)
        let luma = bytes.prefix(size.width * size.height)
        let grey = [UInt8](repeating: 128, count: size.width * size.height - luma.count)
        guard let plane = PicturePlane(width: size.width, height: size.height, samples: luma + grey) else { return }
        picture.luma = plane
        let coded: [UInt8]
        do throws(UVLCEncoder.Refusal) {
            coded = try UVLCEncoder(quantiser: quantiser).encode(picture, frameNumber: UInt32(bytes.count))
        } catch {
            throw Finding(description: "a picture of the smallest size is refused: \(error)")
        }
        guard let decoding = decode(coded[...]), decoding.error == nil else {
            throw Finding(description: "what was encoded does not decode: \(coded)")
        }
        try Finding.unless(
            decoding.header.frameNumber == UInt32(bytes.count) && decoding.header.quantiser == quantiser,
            "frame \(bytes.count), quantiser \(quantiser) decode to \(decoding.header)")
        try compare(picture.luma, decoding.picture.luma, quantiser: quantiser)
    }

    private static func compare(_ before: PicturePlane, _ after: PicturePlane, quantiser: Int) throws(Finding) {
        // The transform keeps distances: half a step for each coefficient, and for each sample what integers leave.
        var bound = 0.0
        for place in 0..<64 {
            let step = Double(1 + (1 + place / 8 + place % 8) * quantiser)
            bound += step * step / 4
        }
        let most = bound.squareRoot() + 8 * 1.25
        for top in stride(from: 0, to: size.height, by: 8) {
            for left in stride(from: 0, to: size.width, by: 8) {
                var squares = 0
                for row in top..<top + 8 {
                    let start = row * size.width + left
                    for place in start..<start + 8 {
                        let difference = Int(before.samples[place]) - Int(after.samples[place])
                        squares += difference * difference
                    }
                }
                try Finding.unless(
                    Double(squares).squareRoot() <= most,
                    "block at \(left), \(top) is off by \(Double(squares).squareRoot()), quantiser \(quantiser)")
            }
        }
    }
}
