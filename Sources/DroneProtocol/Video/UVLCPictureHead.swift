import WireBytes

/// What can be told of a UVLC picture without decoding it: the first 67 bits, in little-endian words of 32 bits, the
/// highest bit first.
///
///      0  22 bits  picture start code        27   3 bits  type
///     22   2 bits  format: 1 CIF, 2 VGA      30   5 bits  quantiser
///     24   3 bits  resolution                35  32 bits  frame number
public struct UVLCPictureHead: Equatable, Sendable {
    /// Width, pixels.
    public var width: Int
    /// Height, pixels.
    public var height: Int
    /// Goes up by one with each picture.
    public var frameNumber: UInt32

    /// The head of a datagram; nil when it begins with no UVLC picture, or ends before the head does.
    public init?(of datagram: RawSpan) {
        guard PictureStartCode(of: datagram) == .uvlcPicture else { return nil }
        var cursor = WireCursor(datagram)
        guard let first = try? cursor.read(UInt32.self), let second = try? cursor.read(UInt32.self),
            let third = try? cursor.read(UInt32.self)
        else { return nil }
        // The smallest of each family, doubled with every resolution.
        let smallest: (width: Int, height: Int)
        switch first >> 8 & 0b11 {
        case 1: smallest = (88, 72)
        case 2: smallest = (160, 120)
        default: return nil
        }
        let resolution = Int(first >> 5 & 0b111)
        guard (1...4).contains(resolution) else { return nil }
        width = smallest.width << (resolution - 1)
        height = smallest.height << (resolution - 1)
        frameNumber = second << 3 | third >> 29
    }
}
