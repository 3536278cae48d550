import DroneProtocol
import Foundation
import WireBytes

/// Video streams of real drones, and the elementary stream another program made of one of them.
enum RealVideo {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/ardrone2-video")

    private static func bytes(_ name: String) -> [UInt8] {
        (try? Data(contentsOf: folder.appending(path: name))).map { [UInt8]($0) } ?? []
    }

    /// 517 frames with headers of 68 bytes, as TCP carried them.
    static let capture = bytes("ardrone2_video_example.capture")
    /// The payloads of `capture`, by python-ardrone.
    static let elementaryStream = bytes("ardrone2_video_example.h264")
    /// 20 frames with headers of 64 bytes, beginning in the middle of a group of pictures.
    static let lateStart = bytes("pave.bin")
    /// 5 frames with headers of 68 bytes.
    static let short = bytes("pave-68.bin")

    static var isThere: Bool {
        !capture.isEmpty && !elementaryStream.isEmpty && !lateStart.isEmpty && !short.isEmpty
    }
    static let reason = "the recordings are not beside the package (../shared/data)"
}

/// The events of `bytes`, given to a fresh parser in pieces of the sizes that `pieces` names in turn.
func events(of bytes: [UInt8], pieces: () -> Int = { .max }) -> [PaVEStreamEvent] {
    var parser = PaVEStreamParser()
    var found: [PaVEStreamEvent] = []
    var start = 0
    while start < bytes.count {
        let end = start + min(max(1, pieces()), bytes.count - start)
        let piece = Array(bytes[start..<end])
        found += parser.parse(piece.span.bytes)
        start = end
    }
    return found
}

/// The frames among `events`.
func frames(_ events: [PaVEStreamEvent]) -> [PaVEFrame] {
    events.compactMap { event in
        if case .frame(let frame) = event { frame } else { nil }
    }
}

/// The damages among `events`.
func damages(_ events: [PaVEStreamEvent]) -> [PaVEDamage] {
    events.compactMap { event in
        if case .damage(let damage) = event { damage } else { nil }
    }
}

/// Payloads that look like H.264 to whoever only reads start codes.
enum MadePayload {
    static let parameterSets: [UInt8] = [0, 0, 0, 1, 0x67, 0x42, 0, 0, 0, 1, 0x68, 0xCE]
    static let key = parameterSets + [0, 0, 0, 1, 0x65, 0x88]
    static let keyAlone: [UInt8] = [0, 0, 0, 1, 0x65, 0x88]
    static let predicted: [UInt8] = [0, 0, 0, 1, 0x61, 0xE0, 0x06]
}

/// A frame whose header says what the arguments say.
func videoFrame(
    _ number: UInt32, _ kind: PaVEFrameKind = .predicted, payload: [UInt8]? = nil,
    format: VideoFormat = VideoFormat(codec: .h264, width: 640, height: 360), control: PaVEControl = []
) -> PaVEFrame {
    var header = PaVEHeader()
    header.format = format
    header.frameNumber = number
    header.kind = kind
    header.control = control
    let bytes = payload ?? (kind.isKey ? MadePayload.key : MadePayload.predicted)
    header.payloadSize = UInt32(bytes.count)
    return PaVEFrame(header: header, payload: bytes)
}

/// A frame as it goes over the wire, by the header's own encoder.
func wire(_ frame: PaVEFrame) -> [UInt8] {
    var writer = WireWriter()
    frame.header.encode(into: &writer)
    return writer.bytes + frame.payload
}
