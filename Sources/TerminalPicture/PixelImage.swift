/// A picture's size in pixels; sides are kept in 0…``limit``.
public struct PixelSize: Hashable, Sendable {
    /// The width, pixels.
    public let width: Int
    /// The height, pixels.
    public let height: Int

    /// The largest side, pixels: above any camera here (1280) and any screen (7680), and small enough that the
    /// bytes of a picture (3·8192²) can be counted without overflow.
    public static let limit = 8192

    /// A size; sides outside 0…``limit`` are clamped.
    public init(width: Int, height: Int) {
        self.width = min(Self.limit, max(0, width))
        self.height = min(Self.limit, max(0, height))
    }

    /// Whether it holds no pixel.
    public var isEmpty: Bool { width == 0 || height == 0 }
    /// How many pixels it holds.
    public var count: Int { width * height }
}

/// A picture of 8-bit sRGB pixels, rows from the top, three bytes each (red, green, blue) without padding.
public struct PixelImage: Equatable, Sendable {
    /// The sides.
    public let size: PixelSize
    /// `3 · width · height` bytes.
    public let bytes: [UInt8]

    /// A picture from its bytes; nil when there are not exactly three for each pixel, or a side is negative or
    /// above ``PixelSize/limit``.
    public init?(width: Int, height: Int, bytes: [UInt8]) {
        size = PixelSize(width: width, height: height)
        guard size.width == width, size.height == height, bytes.count == 3 * size.count else { return nil }
        self.bytes = bytes
    }

    /// A picture of one colour.
    public init(_ size: PixelSize, filledWith color: PictureColor = PictureColor(red: 0, green: 0, blue: 0)) {
        let pixel = [color.red, color.green, color.blue]
        self.init(size, Array((0..<size.count).lazy.flatMap { _ in pixel }))
    }

    /// A picture whose bytes are known to be as many as its size needs.
    init(_ size: PixelSize, _ bytes: [UInt8]) {
        self.size = size
        self.bytes = bytes
    }

    /// The pixel at a place; black outside the picture.
    public subscript(row: Int, column: Int) -> PictureColor {
        guard row >= 0, row < size.height, column >= 0, column < size.width else {
            return PictureColor(red: 0, green: 0, blue: 0)
        }
        return color(at: 3 * (row * size.width + column))
    }

    /// The pixel whose first byte has this index.
    func color(at index: Int) -> PictureColor {
        PictureColor(red: bytes[index], green: bytes[index + 1], blue: bytes[index + 2])
    }

    /// The picture in another size: each new pixel is the mean of those it covers, the one in its middle where the
    /// picture grows.
    ///
    /// For pictures that do not come in the size that ``PicturePlacement`` asks for; a decoder that scales by
    /// itself is faster.
    public func resized(to wanted: PixelSize) -> PixelImage {
        if wanted == size { return self }
        if wanted.isEmpty || size.isEmpty { return PixelImage(wanted) }
        let columns = Self.spans(of: size.width, over: wanted.width)
        var result: [UInt8] = []
        result.reserveCapacity(3 * wanted.count)
        for rows in Self.spans(of: size.height, over: wanted.height) {
            for span in columns {
                var red = 0
                var green = 0
                var blue = 0
                for row in rows {
                    var index = 3 * (row * size.width + span.lowerBound)
                    for _ in span {
                        red &+= Int(bytes[index])
                        green &+= Int(bytes[index &+ 1])
                        blue &+= Int(bytes[index &+ 2])
                        index &+= 3
                    }
                }
                let count = rows.count * span.count
                result.append(UInt8(truncatingIfNeeded: (red + count / 2) / count))
                result.append(UInt8(truncatingIfNeeded: (green + count / 2) / count))
                result.append(UInt8(truncatingIfNeeded: (blue + count / 2) / count))
            }
        }
        return PixelImage(wanted, result)
    }

    /// Which of `source` pixels each of `target` pixels covers, at least one.
    private static func spans(of source: Int, over target: Int) -> [Range<Int>] {
        (0..<target).map { place in
            if source <= target {
                let middle = (2 * place + 1) * source / (2 * target)
                return middle..<middle + 1
            }
            return place * source / target..<(place + 1) * source / target
        }
    }
}
