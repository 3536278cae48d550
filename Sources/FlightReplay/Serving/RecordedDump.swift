import DroneProtocol
import FlightRecording

/// The configuration as the drone told it in a recording, for clients that ask.
struct RecordedDump: Sendable {
    /// As it came, with the zero byte at its end.
    var bytes: [UInt8]

    /// How much of a recording is looked through: the first minutes, in which every client asks.
    private static let mostItems = 50_000
    /// The longest dump that is kept; real ones have 4 to 8 kB.
    private static let longest = 256 << 10

    /// The first whole one of a recording; where there is none, what its manifest tells.
    static func find(in source: RecordingSource) throws(RecordingError) -> RecordedDump {
        let reader = try FlightReader(source)
        var bytes: [UInt8] = []
        for _ in 0..<mostItems {
            guard let item = reader.next() else { break }
            guard case .stream(.control, let stream) = item.content else { continue }
            guard case .data(let piece) = stream else {
                bytes = []
                continue
            }
            bytes += piece
            if let end = bytes.firstIndex(of: 0) {
                // A list of ids, which ends in a zero too, is no configuration.
                let text = String(decoding: bytes[..<end], as: UTF8.self)
                if text.contains("general:") { return RecordedDump(bytes: Array(bytes[...end])) }
                bytes = []
            }
            if bytes.count > longest { bytes = [] }
        }
        var lines = ["general:num_version_config = 1"]
        if let firmware = source.manifest?.drone.firmware { lines.append("general:num_version_soft = \(firmware)") }
        if source.manifest?.simulated == true {
            lines.append("general:drone_serial = \(DroneConfiguration.simulatedSerialPrefix)00000000000")
        }
        return RecordedDump(bytes: Array(lines.map { $0 + "\n" }.joined().utf8) + [0])
    }
}
