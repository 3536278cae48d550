public import WireBytes

/// What stands in front of every picture of an AR.Drone 2.0 ("Parrot video encapsulation"), little-endian:
///
///      0  u8[4] "PaVE"                         32  u64  position of the payload in the elementary stream, bytes
///      4  u8    version, 2                     40  u16  stream id
///      5  u8    codec                          42  u8   slices of this frame
///      6  u16   header size, bytes             43  u8   index of this slice
///      8  u32   payload size, bytes            44  u8   bytes of SPS at the payload's start
///     12  u16   coded width, pixels            45  u8   bytes of PPS behind it
///     14  u16   coded height                   46  u8[2] reserved
///     16  u16   shown width                    48  u32  advertised size, bytes
///     18  u16   shown height                   52  64-byte form: reserved, zero
///     20  u32   frame number                       longer forms:
///     24  u32   timestamp, milliseconds        52  u32  major control state
///     28  u8    chunks of this frame           56  f32  angle, radians
///     29  u8    index of this chunk            60  f32  angle, radians
///     30  u8    kind of frame                  64  f32  angle, radians
///     31  u8    bit 0 announcement without     68  76-byte form: unknown
///               payload, bit 1 last frame
///
/// The maker's header file documents 64 bytes; captures of drones have 64, 68 and 76. What counts is `header size`.
public struct PaVEHeader: Equatable, Sendable {
    /// 2 in every capture.
    public var version: UInt8 = 2
    /// How the payload is coded, and how large its pictures are.
    public var format = VideoFormat()
    /// Length of the header on the wire, bytes.
    public var headerSize: UInt16 = 64
    /// Bytes that follow the header; none follow an announcement, whatever this says.
    public var payloadSize: UInt32 = 0
    /// Goes up by one with each frame, and wraps.
    public var frameNumber: UInt32 = 0
    /// Milliseconds since boot on newer firmware, of a clock that began in 2000 on older; wraps.
    public var timestamp: UInt32 = 0
    /// 1 on TCP.
    public var chunks: UInt8 = 1
    /// 0 on TCP.
    public var chunkIndex: UInt8 = 0
    /// Whether the frame needs those before it.
    public var kind = PaVEFrameKind.unknown
    /// Announcement, end of the stream.
    public var control: PaVEControl = []
    /// Where the payload stands in the elementary stream, bytes, SPS and PPS not counted.
    public var streamPosition: UInt64 = 0
    /// How many slices make up the frame; 1 in every capture.
    public var slices: UInt8 = 1
    /// Which of them this is, from 0.
    public var sliceIndex: UInt8 = 0
    /// Bytes of the sequence parameter set at the payload's start, start code included; 0 for none.
    public var sequenceParametersSize: UInt8 = 0
    /// Bytes of the picture parameter set behind it.
    public var pictureParametersSize: UInt8 = 0
    /// Equals the payload's size in captures.
    public var advertisedSize: UInt32 = 0
    /// What newer firmware adds; nil in the 64-byte form.
    public var flight: PaVEFlightState?

    /// Version 2, 64 bytes, everything else zero or one of one.
    public init() {}

    /// The first bytes of every header.
    public static let signature: [UInt8] = [0x50, 0x61, 0x56, 0x45]
    /// The smallest header that the maker documents, bytes; all of the fields up to `advertisedSize` are in it.
    public static let smallestSize = 64
    /// More than this is taken for damage: real headers end at 76 bytes, and the rest is room for newer firmware.
    public static let largestSize = 1024
    /// More payload than this is taken for damage, bytes. The maker's client reserves 160 KiB for a frame;
    /// the largest frame of the captures has 19 kB.
    public static let largestPayload = 512 * 1024

    /// The payload bytes that really follow.
    public var followingBytes: Int { control.contains(.announcement) ? 0 : Int(payloadSize) }
}

/// What the 68- and 76-byte forms say about the flight; meaning inferred from captures.
public struct PaVEFlightState: Equatable, Sendable {
    /// 2 landed, 4 hovering in captures.
    public var controlState: UInt32
    /// Attitude in radians; which angle is which is not confirmed.
    public var angles: FixedArray<3, Float>

    /// A state from its fields.
    public init(controlState: UInt32, angles: FixedArray<3, Float> = FixedArray(repeating: 0)) {
        self.controlState = controlState
        self.angles = angles
    }
}

/// Codec, sizes and stream of a frame: what has to stay the same for a P frame to be decodable.
public struct VideoFormat: Hashable, Sendable {
    /// How pictures are coded.
    public var codec: VideoCodec = .unknown
    /// Coded width, pixels: a multiple of 16.
    public var codedWidth: UInt16 = 0
    /// Coded height, pixels: 368 for 360 shown.
    public var codedHeight: UInt16 = 0
    /// Width to show, pixels.
    public var shownWidth: UInt16 = 0
    /// Height to show, pixels: the rows below are filling.
    public var shownHeight: UInt16 = 0
    /// Changes with codec, camera and recording.
    public var streamID: UInt16 = 0

    /// All zero, codec unknown.
    public init() {}

    /// A format; what is coded is what is shown, rounded up to whole macroblocks of 16 pixels.
    public init(codec: VideoCodec, width: UInt16, height: UInt16, streamID: UInt16 = 1) {
        self.codec = codec
        codedWidth = width > UInt16.max - 15 ? width : (width + 15) & ~15
        codedHeight = height > UInt16.max - 15 ? height : (height + 15) & ~15
        shownWidth = width
        shownHeight = height
        self.streamID = streamID
    }
}

/// How a PaVE payload is coded.
public struct VideoCodec: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A codec from its number.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The drone does not say.
    public static let unknown = VideoCodec(rawValue: 0)
    /// UVLC, the intra-only codec of the AR.Drone 1.0.
    public static let uvlc = VideoCodec(rawValue: 1)
    /// P264, the maker's own relative of H.264.
    public static let p264 = VideoCodec(rawValue: 2)
    /// MPEG-4 part 2, which live video becomes while the 2.0 records.
    public static let mpeg4 = VideoCodec(rawValue: 3)
    /// H.264 in Annex B form.
    public static let h264 = VideoCodec(rawValue: 4)
}

extension VideoCodec: CustomStringConvertible {
    /// The name people know.
    public var description: String {
        switch self {
        case .unknown: "unnamed codec"
        case .uvlc: "UVLC"
        case .p264: "P264"
        case .mpeg4: "MPEG-4"
        case .h264: "H.264"
        default: "codec \(rawValue)"
        }
    }
}

/// Whether a frame can be decoded without those before it.
public struct PaVEFrameKind: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A kind from its number.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Not said.
    public static let unknown = PaVEFrameKind(rawValue: 0)
    /// Instantaneous refresh, with parameter sets.
    public static let refresh = PaVEFrameKind(rawValue: 1)
    /// Coded by itself.
    public static let intra = PaVEFrameKind(rawValue: 2)
    /// Coded as a difference to the frame before.
    public static let predicted = PaVEFrameKind(rawValue: 3)
    /// Parameter sets only, no picture.
    public static let parameterSets = PaVEFrameKind(rawValue: 4)

    /// True for what decoding may begin with.
    public var isKey: Bool { self == .refresh || self == .intra }
}

/// The bits of the control byte.
public struct PaVEControl: OptionSet, Hashable, Sendable {
    /// The byte on the wire.
    public var rawValue: UInt8
    /// Bits from the byte.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The header announces a frame; no payload follows.
    public static let announcement = PaVEControl(rawValue: 1)
    /// The stream ends with this frame.
    public static let lastFrame = PaVEControl(rawValue: 2)
}
