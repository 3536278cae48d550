/// At most 256 colours for a picture, by median cut (Heckbert 1982) on colours of 15 bits.
///
/// The box whose colours are spread the widest, counted by pixels, is cut at its median until there are enough; each
/// box becomes the mean of its pixels.
struct ColorTable {
    /// The colours.
    private(set) var colors: [PictureColor] = []
    /// The colour's number for the upper five bits of each component.
    private var numbers: [UInt8] = Array(repeating: 0, count: 1 << 15)

    private struct Bin {
        var key: Int
        var count = 0
        var red = 0
        var green = 0
        var blue = 0
    }

    private struct Box {
        var range: Range<Int>
        var shift = 0
        var weight = 0
    }

    /// Chooses colours for a picture; `limit` is clamped to 1…256.
    init(_ image: PixelImage, limit: Int) {
        var bins = Self.histogram(image)
        guard !bins.isEmpty else { return }
        var boxes = [Self.measured(bins, 0..<bins.count)]
        while boxes.count < min(256, max(1, limit)) {
            guard let widest = boxes.indices.max(by: { boxes[$0].weight < boxes[$1].weight }), boxes[widest].weight > 0
            else { break }
            let box = boxes[widest]
            bins[box.range].sort { ($0.key >> box.shift & 31, $0.key) < ($1.key >> box.shift & 31, $1.key) }
            let half = bins[box.range].reduce(0) { $0 + $1.count } / 2
            var cut = box.range.lowerBound
            var passed = 0
            while cut < box.range.upperBound - 1, passed + bins[cut].count <= half {
                passed += bins[cut].count
                cut += 1
            }
            cut = max(cut, box.range.lowerBound + 1)
            boxes[widest] = Self.measured(bins, box.range.lowerBound..<cut)
            boxes.append(Self.measured(bins, cut..<box.range.upperBound))
        }
        for box in boxes {
            let number = UInt8(truncatingIfNeeded: colors.count)
            var sum = Bin(key: 0)
            for bin in bins[box.range] {
                numbers[bin.key] = number
                sum.count += bin.count
                sum.red += bin.red
                sum.green += bin.green
                sum.blue += bin.blue
            }
            func mean(_ part: Int) -> UInt8 { UInt8(clamping: (part + sum.count / 2) / max(1, sum.count)) }
            colors.append(PictureColor(red: mean(sum.red), green: mean(sum.green), blue: mean(sum.blue)))
        }
    }

    /// The number of the colour for a pixel of the picture that the table was made for.
    func number(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
        numbers[Self.key(red, green, blue)]
    }

    private static func key(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
        Int(red >> 3) << 10 | Int(green >> 3) << 5 | Int(blue >> 3)
    }

    private static func histogram(_ image: PixelImage) -> [Bin] {
        var all = (0..<1 << 15).map { Bin(key: $0) }
        for index in stride(from: 0, to: image.bytes.count, by: 3) {
            let (red, green, blue) = (image.bytes[index], image.bytes[index + 1], image.bytes[index + 2])
            let key = key(red, green, blue)
            all[key].count += 1
            all[key].red += Int(red)
            all[key].green += Int(green)
            all[key].blue += Int(blue)
        }
        return all.filter { $0.count > 0 }
    }

    /// A box with the component in which it is widest, and its pixels times that width.
    private static func measured(_ bins: [Bin], _ range: Range<Int>) -> Box {
        var box = Box(range: range)
        let count = bins[range].reduce(0) { $0 + $1.count }
        for shift in [10, 5, 0] {
            var (least, greatest) = (31, 0)
            for bin in bins[range] {
                least = min(least, bin.key >> shift & 31)
                greatest = max(greatest, bin.key >> shift & 31)
            }
            let weight = (greatest - least) * count
            if weight > box.weight {
                box.weight = weight
                box.shift = shift
            }
        }
        return box
    }
}
