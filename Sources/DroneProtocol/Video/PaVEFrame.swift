/// A header and all of its payload, slices joined.
public struct PaVEFrame: Equatable, Sendable {
    /// What the drone says about the frame; of the first slice where it had several.
    public var header: PaVEHeader
    /// One coded picture: for the decoder, as it is.
    public var payload: [UInt8]
    /// When the last byte came, on the clock of whoever fed the parser.
    public var arrival: Duration

    /// A frame; the header is taken as it is.
    public init(header: PaVEHeader, payload: [UInt8], arrival: Duration = .zero) {
        self.header = header
        self.payload = payload
        self.arrival = arrival
    }

    /// True when decoding may begin with this frame: it needs no other, and what describes the stream is in it.
    ///
    /// The payload decides, not the header: in H.264 a sequence and a picture parameter set before the first slice,
    /// in MPEG-4 a video object layer. Other codecs have nothing of the kind.
    public var beginsStream: Bool {
        guard header.kind.isKey else { return false }
        return switch header.format.codec {
        case .h264: ParameterSets.areComplete(inH264: payload)
        case .mpeg4: ParameterSets.areComplete(inMPEG4: payload)
        default: true
        }
    }
}

/// Looks for what a decoder has to know before the first picture.
enum ParameterSets {
    /// True when a sequence (type 7) and a picture parameter set (type 8) stand before the first slice (types 1 to 5).
    static func areComplete(inH264 payload: [UInt8]) -> Bool {
        var sequence = false
        var picture = false
        var search = StartCodes(payload)
        while let unit = search.next() {
            switch unit & 0x1F {
            case 7: sequence = true
            case 8: picture = true
            case 1...5: return sequence && picture
            default: break
            }
        }
        return sequence && picture
    }

    /// True when a video object layer (start codes 0x20 to 0x2F) stands before the first picture (0xB6).
    static func areComplete(inMPEG4 payload: [UInt8]) -> Bool {
        var search = StartCodes(payload)
        while let code = search.next() {
            switch code {
            case 0x20...0x2F: return true
            case 0xB6: return false
            default: break
            }
        }
        return false
    }
}

/// The bytes behind the start codes `00 00 01`, in order.
private struct StartCodes {
    private let bytes: [UInt8]
    private var position = 2

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> UInt8? {
        while position < bytes.count - 1 {
            position += 1
            if bytes[position - 1] == 1, bytes[position - 2] == 0, bytes[position - 3] == 0 { return bytes[position] }
        }
        return nil
    }
}
