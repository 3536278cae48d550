import TerminalPicture
import Testing

/// Reads sixel graphics back: the test's own decoder.
private struct SixelPicture {
    var width = 0
    var height = 0
    var pixels: [Int: [Int]] = [:]
    var complaint: String?

    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("\u{1B}P0;1;0q\""), text.hasSuffix("\u{1B}\\") else {
            complaint = "no sixel string"
            return
        }
        var rest = Array(text.utf8.dropFirst(9).dropLast(2))[...]
        func number() -> Int {
            var value = 0
            while let digit = rest.first, (48...57).contains(digit) {
                value = value * 10 + Int(digit) - 48
                rest = rest.dropFirst()
            }
            return value
        }
        func numbers() -> [Int] {
            var all = [number()]
            while rest.first == 0x3B {
                rest = rest.dropFirst()
                all.append(number())
            }
            return all
        }
        let raster = numbers()
        width = raster[2]
        height = raster[3]
        var colors: [Int: [Int]] = [:]
        var (x, y, color, count) = (0, 0, 0, 1)
        while let byte = rest.popFirst() {
            switch byte {
            case 0x23:
                let all = numbers()
                color = all[0]
                if all.count == 5 { colors[color] = all.suffix(3).map { ($0 * 255 + 50) / 100 } }
            case 0x21: count = number()
            case 0x24: x = 0
            case 0x2D: (x, y) = (0, y + 6)
            case 0x3F...0x7E:
                for _ in 0..<count {
                    for bit in 0..<6 where (byte - 0x3F) >> UInt8(bit) & 1 == 1 {
                        if x >= width || y + bit >= height || pixels[(y + bit) * width + x] != nil {
                            complaint = "pixel \(x), \(y + bit)"
                        }
                        pixels[(y + bit) * width + x] = colors[color]
                    }
                    x += 1
                }
                count = 1
            default: complaint = "byte \(byte)"
            }
        }
    }
}

struct SixelEncoderTests {
    @Test func `two pixels in two colours, to the byte`() throws {
        let image = try #require(PixelImage(width: 2, height: 1, bytes: [255, 0, 0, 0, 0, 255]))
        let text = String(decoding: SixelEncoder().encode(image), as: UTF8.self)
        #expect(text == "\u{1B}P0;1;0q\"1;1;2;1#0;2;0;0;100#1;2;100;0;0#1@$#0?@\u{1B}\\")
    }

    @Test func `equal columns are counted and bands end with a dash`() {
        let red = PixelImage(PixelSize(width: 20, height: 7), filledWith: PictureColor(red: 255, green: 0, blue: 0))
        let text = String(decoding: SixelEncoder().encode(red), as: UTF8.self)
        #expect(text == "\u{1B}P0;1;0q\"1;1;20;7#0;2;100;0;0#0!20~-#0!20@\u{1B}\\")
    }

    @Test(arguments: [1, 5, 6, 7, 13]) func `every pixel comes back once, in nearly its colour`(height: Int) throws {
        // Fewer colours than registers: what is lost is a percentage's rounding.
        let palette: [[UInt8]] = (0..<64).map { color in [color & 3, color >> 2 & 3, color >> 4].map { UInt8($0 * 85) }
        }
        var dice = Dice(state: 9)
        let bytes = (0..<31 * height).flatMap { _ in palette.randomElement(using: &dice) ?? [0, 0, 0] }
        let image = try #require(PixelImage(width: 31, height: height, bytes: bytes))
        let picture = SixelPicture(SixelEncoder().encode(image))
        #expect(picture.complaint == nil)
        #expect((picture.width, picture.height) == (31, height))
        #expect(picture.pixels.count == 31 * height)
        var worst = 0
        for (place, color) in picture.pixels {
            for part in 0..<3 { worst = max(worst, abs(color[part] - Int(bytes[3 * place + part]))) }
        }
        #expect(worst <= 2)
    }

    @Test(arguments: [1, 2, 16, 256]) func `no more colours are used than there are registers`(limit: Int) throws {
        var dice = Dice(state: 21)
        let image = try dice.image(40, 40)
        let picture = SixelPicture(SixelEncoder(colorLimit: limit).encode(image))
        #expect(picture.complaint == nil)
        #expect(Set(picture.pixels.values).count <= limit)
        #expect(picture.pixels.count == 1600)
    }

    @Test func `median cut serves a smooth picture well`() throws {
        var bytes: [UInt8] = []
        for place in 0..<64 * 64 { bytes += [UInt8(place % 64 * 4), UInt8(place / 64 * 4), 128] }
        let image = try #require(PixelImage(width: 64, height: 64, bytes: bytes))
        let picture = SixelPicture(SixelEncoder().encode(image))
        var error = 0
        for (place, color) in picture.pixels {
            for part in 0..<3 {
                let difference = color[part] - Int(bytes[3 * place + part])
                error += difference * difference
            }
        }
        // 256 boxes of 16×16 steps leave a mean squared error of 16²/12 in two of three components.
        #expect(Double(error) / Double(bytes.count) < 22)
    }

    @Test(arguments: [(0, 0), (0, 5), (5, 0)]) func `no pixels, no bytes`(width: Int, height: Int) {
        #expect(SixelEncoder().encode(PixelImage(PixelSize(width: width, height: height))) == [])
    }

    @Test(arguments: [Int.min, 0, 1000]) func `impossible numbers of registers are clamped`(limit: Int) {
        #expect((1...256).contains(SixelEncoder(colorLimit: limit).colorLimit))
    }
}
