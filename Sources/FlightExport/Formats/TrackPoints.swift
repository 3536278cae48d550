import DroneModel
import FlightRecording

/// A place and when the drone was there.
struct TrackPoint {
    var position: GeoPosition
    /// Since 1970.
    var utc: Duration
    /// Whether it belongs to the piece of track that the point before ended.
    var continues: Bool
}

/// Makes a track of navdata: at most a point per interval, in a new piece wherever the position was lost for a while.
struct TrackPoints {
    /// A hole of this length ends a piece of the track: 25 missed fixes of the drone's receiver.
    private static let hole: Duration = .seconds(5)

    private let interval: Duration
    private var track: TelemetryTrack
    private var last: Duration?

    init(manifest: RecordingManifest?, interval: Duration) {
        self.interval = interval
        track = TelemetryTrack(manifest: manifest)
    }

    /// The point that an item gives.
    mutating func receive(_ item: FlightItem, start: Duration) -> TrackPoint? {
        guard track.receive(item), track.order == .next || track.order == .restarted,
            let position = track.telemetry.position?.value
        else { return nil }
        if let last, item.time - last < interval { return nil }
        let continues = last.map { item.time - $0 < Self.hole } ?? false
        last = item.time
        return TrackPoint(position: position, utc: start + item.time, continues: continues)
    }
}

extension TextBuffer {
    /// Appends text with what XML gives a meaning replaced, and without the characters that XML 1.0 has no place for.
    mutating func append(xml text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": append("&amp;")
            case "<": append("&lt;")
            case ">": append("&gt;")
            case "\"": append("&quot;")
            case "\t", "\n", "\r", "\u{20}"..."\u{FFFD}", "\u{10000}"...: append(text: String(scalar))
            default: append("?")
            }
        }
    }
}
