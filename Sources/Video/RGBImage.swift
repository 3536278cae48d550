/// A picture in red, green and blue, 8 bits each: for terminals and files.
public struct RGBImage: Equatable, Sendable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Red, green and blue of each pixel, rows from the top, each from the left.
    public let bytes: [UInt8]

    /// A picture from its bytes; nil when there are not three for each pixel.
    public init?(width: Int, height: Int, bytes: [UInt8]) {
        guard width >= 0, height >= 0, width <= 65536, height <= 65536, bytes.count == width * height * 3 else {
            return nil
        }
        self.init(width: width, height: height, whole: bytes)
    }

    /// A picture whose bytes are known to be three for each pixel.
    init(width: Int, height: Int, whole bytes: [UInt8]) {
        self.width = width
        self.height = height
        self.bytes = bytes
    }

    /// The components of the pixel at column `x` of row `y`, both inside the picture.
    public subscript(x x: Int, y y: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let place = (y * width + x) * 3
        return (bytes[place], bytes[place + 1], bytes[place + 2])
    }
}
