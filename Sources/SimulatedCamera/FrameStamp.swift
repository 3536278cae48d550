public import Video

/// Frame number and simulated time in the pixels of a picture: a strip of black and white blocks along the upper edge.
///
///     | frame number, 32 bits | milliseconds, 32 bits | check, 16 bits |      most significant bit first, white is 1
///
/// Both numbers are in Gray code, so that counting up by one changes one block and costs the encoder little. Blocks
/// are at least 4 × 8 pixels: whole transform blocks at 640 pixels and more. Where 80 of them do not fit a row, the
/// strip has more rows.
public struct FrameStamp: Equatable, Sendable {
    /// The number of the picture in its stream.
    public var frameNumber: UInt32
    /// The simulation's clock when the picture was taken, milliseconds, wrapping after 49 days.
    public var milliseconds: UInt32

    /// A stamp.
    public init(frameNumber: UInt32, milliseconds: UInt32) {
        self.frameNumber = frameNumber
        self.milliseconds = milliseconds
    }

    private static let bitCount = 80

    /// Where the blocks are in a picture of some width.
    private struct Layout {
        let width: Int
        let height: Int
        let perRow: Int
        let rows: Int

        init(pictureWidth: Int) {
            width = max(4, pictureWidth / FrameStamp.bitCount & ~1)
            height = max(8, width)
            perRow = max(1, pictureWidth / width)
            rows = (FrameStamp.bitCount + perRow - 1) / perRow
        }
    }

    /// How many rows of pixels the strip takes in a picture of this width.
    public static func height(pictureWidth: Int) -> Int {
        let layout = Layout(pictureWidth: pictureWidth)
        return layout.height * layout.rows
    }

    // MARK: - Reading

    /// Reads the strip of a picture; nil where there is none, or where it did not survive.
    public static func read(_ picture: YUVPicture) -> FrameStamp? {
        read(luma: picture.luma.samples, width: picture.width, height: picture.height)
    }

    /// Reads the strip from the brightness of a picture at its original size, row by row without gaps; nil where there
    /// is none, or where it did not survive.
    public static func read(luma: [UInt8], width: Int, height: Int) -> FrameStamp? {
        let layout = Layout(pictureWidth: width)
        guard width > 0, luma.count >= width * height, layout.height * layout.rows <= height, layout.perRow > 1 else {
            return nil
        }
        var bits: [Bool] = []
        for index in 0..<bitCount {
            let left = index % layout.perRow * layout.width
            let top = index / layout.perRow * layout.height
            // The edges of a block may have bled into each other; its middle has not.
            var sum = 0
            for row in top + layout.height / 4..<top + layout.height * 3 / 4 {
                for column in left + layout.width / 4..<left + layout.width * 3 / 4 {
                    sum += Int(luma[row * width + column])
                }
            }
            let count = (layout.height * 3 / 4 - layout.height / 4) * (layout.width * 3 / 4 - layout.width / 4)
            bits.append(sum > threshold * count)
        }
        func number(_ range: Range<Int>) -> UInt32 { bits[range].reduce(0) { $0 << 1 | ($1 ? 1 : 0) } }
        let words = (number(0..<32), number(32..<64))
        guard number(64..<80) == UInt32(check(words.0, words.1)) else { return nil }
        return FrameStamp(frameNumber: binary(words.0), milliseconds: binary(words.1))
    }

    // MARK: - Writing

    /// Paints the strip into a picture; one that is too small for it stays as it is.
    public func stamp(_ picture: inout YUVPicture) {
        let width = picture.width
        let layout = Layout(pictureWidth: width)
        let height = layout.height * layout.rows
        guard layout.perRow > 1, height <= picture.height else { return }
        let words = (Self.gray(frameNumber), Self.gray(milliseconds))
        let check = UInt32(Self.check(words.0, words.1)) << 16
        var samples = picture.luma.samples
        for y in 0..<height {
            for x in 0..<width {
                let index = y / layout.height * layout.perRow + min(x / layout.width, layout.perRow - 1)
                let word = index < 32 ? words.0 : index < 64 ? words.1 : check
                let isSet = index < Self.bitCount && word << UInt32(index % 32) & 0x8000_0000 != 0
                samples[y * width + x] = isSet ? Self.white : Self.black
            }
        }
        guard let luma = PicturePlane(width: width, height: picture.height, samples: samples) else { return }
        picture.luma = luma
        for y in 0..<(height + 1) / 2 {
            for x in 0..<picture.blueDifference.width {
                picture.blueDifference[x: x, y: y] = 128
                picture.redDifference[x: x, y: y] = 128
            }
        }
    }

    /// Not the ends of the range, so that the strip is no brighter than it has to be.
    private static let white: UInt8 = 220
    private static let black: UInt8 = 28
    private static let threshold = 124

    private static func gray(_ number: UInt32) -> UInt32 { number ^ number >> 1 }

    private static func binary(_ gray: UInt32) -> UInt32 {
        var number = gray
        for shift in [1, 2, 4, 8, 16] as [UInt32] { number ^= number >> shift }
        return number
    }

    /// CRC-16/CCITT-FALSE over the eight bytes of both words.
    private static func check(_ first: UInt32, _ second: UInt32) -> UInt16 {
        var crc: UInt16 = 0xFFFF
        for word in [first, second] {
            for shift in [24, 16, 8, 0] as [UInt32] {
                crc ^= UInt16(word >> shift & 0xFF) << 8
                for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
            }
        }
        return crc
    }
}
