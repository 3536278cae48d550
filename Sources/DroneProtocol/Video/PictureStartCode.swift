import WireBytes

/// What a video datagram of the AR.Drone 1.0 begins with.
///
/// The upper 22 bits of the first little-endian 32-bit word:
///
///     0x20           UVLC picture          0x40           P264 picture
///     0x21 … 0x3E    UVLC group 1 … 30     0x41 … 0x5E    P264 group 1 … 30
///     0x3F           UVLC end of picture   0x5F           P264 end of picture
public enum PictureStartCode: Equatable, Sendable {
    /// A picture in UVLC: every picture by itself.
    case uvlcPicture
    /// A piece of a UVLC picture whose beginning is not there; the group of blocks it begins with, 31 for the end.
    case uvlcPiece(group: Int)
    /// A picture in P264, the maker's own relative of H.264.
    case p264Picture
    /// A piece of a P264 picture; the group of blocks it begins with, 31 for the end.
    case p264Piece(group: Int)

    /// The start code of a datagram; nil when it begins with none.
    public init?(of datagram: RawSpan) {
        var cursor = WireCursor(datagram)
        guard let word = try? cursor.read(UInt32.self) else { return nil }
        let group = Int(word >> 10 & 0x1F)
        switch word >> 15 {
        case 1: self = group == 0 ? .uvlcPicture : .uvlcPiece(group: group)
        case 2: self = group == 0 ? .p264Picture : .p264Piece(group: group)
        default: return nil
        }
    }

    /// The codec that the start code tells.
    public var codec: VideoCodec {
        switch self {
        case .uvlcPicture, .uvlcPiece: .uvlc
        case .p264Picture, .p264Piece: .p264
        }
    }
}
