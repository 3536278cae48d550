/// Writes pictures by kitty's graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol), with the pixels in the
/// stream, so that it works over any connection.
///
/// Two image numbers take turns: the new picture is placed, then the old one deleted, so that there is never none.
/// Answers are not wanted (`q=2`): they would come as keys.
public struct KittyEncoder: Sendable {
    /// Compresses to zlib's format (RFC 1950); nil sends the pixels as they are.
    public typealias Compression = @Sendable ([UInt8]) -> [UInt8]?

    private let compression: Compression?
    private let firstImage: Int
    private var turn = 0
    private var isShown = false

    /// What one chunk may carry, characters of base64: the protocol's limit.
    static let chunkLength = 4096

    /// An encoder for pictures that use the image numbers `firstImage` and the one after it (1…2³¹).
    public init(firstImage: UInt32 = 0x5354, compression: Compression? = nil) {
        self.firstImage = Int(min(1 << 31, max(1, firstImage)))
        self.compression = compression
    }

    /// The bytes that show a picture over `columns` × `rows` cells at the cursor, which stays where it is, and
    /// remove the one before it; none for a picture without pixels.
    public mutating func encode(_ image: PixelImage, columns: Int, rows: Int) -> [UInt8] {
        if image.size.isEmpty || columns < 1 || rows < 1 { return [] }
        let compressed = compression.flatMap { $0(image.bytes) }
        let data = compressed ?? image.bytes
        let old = firstImage + turn
        turn = 1 - turn
        var output: [UInt8] = []
        output.reserveCapacity(data.count / 3 * 4 + data.count / 3072 * 8 + 128)
        let bytesInChunk = Self.chunkLength / 4 * 3
        for start in stride(from: 0, to: data.count, by: bytesInChunk) {
            let end = min(start + bytesInChunk, data.count)
            output.append(ascii: "\u{1B}_G")
            if start == 0 {
                output.append(ascii: "a=T,f=24,q=2,C=1,p=1")
                output.append(key: "i", firstImage + turn)
                output.append(key: "s", image.size.width)
                output.append(key: "v", image.size.height)
                output.append(key: "c", columns)
                output.append(key: "r", rows)
                if compressed != nil { output.append(ascii: ",o=z") }
                output.append(0x2C)
            }
            output.append(ascii: end < data.count ? "m=1;" : "m=0;")
            output.append(base64: data[start..<end])
            output += ControlSequence.stringTerminator
        }
        if isShown { output += Self.deletion(of: old) }
        isShown = true
        return output
    }

    /// The bytes that take the picture away; none when there is none.
    public mutating func remove() -> [UInt8] {
        defer { isShown = false }
        return isShown ? Self.deletion(of: firstImage + turn) : []
    }

    /// `d=I` frees the pixels as well.
    private static func deletion(of image: Int) -> [UInt8] {
        var output: [UInt8] = []
        output.append(ascii: "\u{1B}_Ga=d,d=I,q=2")
        output.append(key: "i", image)
        return output + ControlSequence.stringTerminator
    }
}

extension [UInt8] {
    fileprivate mutating func append(key: StaticString, _ value: Int) {
        append(0x2C)
        append(ascii: key)
        append(0x3D)
        append(decimal: value)
    }

    /// Bytes in base64 with padding (RFC 4648, section 4).
    mutating func append(base64 data: ArraySlice<UInt8>) {
        let digits = Self.base64Digits
        var index = data.startIndex
        while index + 2 < data.endIndex {
            let group = Int(data[index]) << 16 | Int(data[index + 1]) << 8 | Int(data[index + 2])
            append(digits[group >> 18])
            append(digits[group >> 12 & 63])
            append(digits[group >> 6 & 63])
            append(digits[group & 63])
            index += 3
        }
        guard index < data.endIndex else { return }
        let isPair = index + 1 < data.endIndex
        let group = Int(data[index]) << 16 | (isPair ? Int(data[index + 1]) << 8 : 0)
        append(digits[group >> 18])
        append(digits[group >> 12 & 63])
        append(isPair ? digits[group >> 6 & 63] : 0x3D)
        append(0x3D)
    }

    private static let base64Digits = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
