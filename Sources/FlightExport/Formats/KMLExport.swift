import DroneModel
import FlightRecording

/// KML 2.2 with Google's extension for tracks with times: a placemark for each piece of the track.
///
/// A `gx:Track` has all its times before all its places, so a piece is kept until it ends; one of more than
/// ``longestPiece`` points goes on in a further placemark.
struct KMLExport {
    let settings: ExportSettings
    let monitor: ExportMonitor

    /// An hour has 18,000 points.
    private static let longestPiece = 20_000

    func run() throws(ExportError) -> ExportSummary {
        let source = try ExportSource(path: settings.recording, monitor: monitor)
        if source.isVideoOnly { throw .onlyVideo(recording: settings.recording, .kml) }
        let output = try OutputFile(path: settings.path, overwrite: settings.overwrite, source: source.file)
        var points = TrackPoints(manifest: source.manifest, interval: settings.trackInterval)
        var piece: [TrackPoint] = []
        var count = 0
        var pieces = 0
        while let item = try source.next() {
            guard let point = points.receive(item, start: source.start) else { continue }
            if count == 0 { try output.write(head(of: source)) }
            if !point.continues || piece.count >= Self.longestPiece {
                if let last = piece.last {
                    pieces += 1
                    try output.write(placemark(piece, number: pieces))
                    // A piece that only became too long goes on where it ended.
                    piece = point.continues ? [last] : []
                }
            }
            piece.append(point)
            count += 1
        }
        if count == 0 { throw .noPosition(recording: settings.recording) }
        pieces += 1
        try output.write(placemark(piece, number: pieces))
        try output.write("  </Document>\n</kml>\n")
        try output.commit()
        return ExportSummary(
            .kml, files: [settings.path], bytes: output.byteCount, source: source,
            counts: [("points", count), ("tracks", pieces)])
    }

    private func head(of source: ExportSource) -> [UInt8] {
        var text = TextBuffer()
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\" ")
        text.append("xmlns:gx=\"http://www.google.com/kml/ext/2.2\">\n  <Document>\n    <name>")
        text.append(xml: Provenance(source.manifest).title(settings))
        text.append("</name>\n    <description>")
        text.append(xml: Provenance(source.manifest).sentence)
        text.append("</description>\n")
        return text.bytes
    }

    private func placemark(_ piece: [TrackPoint], number: Int) -> [UInt8] {
        var text = TextBuffer()
        text.append("    <Placemark>\n      <name>track ")
        text.append(integer: Int64(number))
        text.append("</name>\n      <gx:Track>\n        <altitudeMode>absolute</altitudeMode>\n")
        for point in piece {
            text.append("        <when>")
            text.append(text: UTCText.text(point.utc))
            text.append("</when>\n")
        }
        for point in piece {
            text.append("        <gx:coord>")
            text.append(point.position.longitude, decimals: 8)
            text.append(" ")
            text.append(point.position.latitude, decimals: 8)
            text.append(" ")
            text.append(point.position.elevation, decimals: 2)
            text.append("</gx:coord>\n")
        }
        text.append("      </gx:Track>\n    </Placemark>\n")
        return text.bytes
    }
}
