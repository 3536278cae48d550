import DroneModel
import FlightRecording

/// GPX 1.1: one track, a segment for each piece of it.
struct GPXExport {
    let settings: ExportSettings
    let monitor: ExportMonitor

    func run() throws(ExportError) -> ExportSummary {
        let source = try ExportSource(path: settings.recording, monitor: monitor)
        if source.isVideoOnly { throw .onlyVideo(recording: settings.recording, .gpx) }
        let output = try OutputFile(path: settings.path, overwrite: settings.overwrite, source: source.file)
        var points = TrackPoints(manifest: source.manifest, interval: settings.trackInterval)
        var text = TextBuffer()
        var count = 0
        var segments = 0
        while let item = try source.next() {
            guard let point = points.receive(item, start: source.start) else { continue }
            if count == 0 { head(of: source, at: point.utc, into: &text) }
            if !point.continues {
                if segments > 0 { text.append("    </trkseg>\n") }
                text.append("    <trkseg>\n")
                segments += 1
            }
            append(point, to: &text)
            count += 1
            try output.write(text.bytes)
            text.removeAll()
        }
        if count == 0 { throw .noPosition(recording: settings.recording) }
        text.append("    </trkseg>\n  </trk>\n</gpx>\n")
        try output.write(text.bytes)
        try output.commit()
        return ExportSummary(
            .gpx, files: [settings.path], bytes: output.byteCount, source: source,
            counts: [("points", count), ("segments", segments)])
    }

    private func head(of source: ExportSource, at time: Duration, into text: inout TextBuffer) {
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        text.append("<gpx version=\"1.1\" creator=\"stork\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n")
        text.append("  <metadata>\n    <desc>")
        text.append(xml: Provenance(source.manifest).sentence)
        text.append("</desc>\n    <time>")
        text.append(text: UTCText.text(time))
        text.append("</time>\n  </metadata>\n  <trk>\n    <name>")
        text.append(xml: Provenance(source.manifest).title(settings))
        text.append("</name>\n")
    }

    private func append(_ point: TrackPoint, to text: inout TextBuffer) {
        text.append("      <trkpt lat=\"")
        text.append(point.position.latitude, decimals: 8)
        text.append("\" lon=\"")
        text.append(point.position.longitude, decimals: 8)
        text.append("\"><ele>")
        text.append(point.position.elevation, decimals: 2)
        text.append("</ele><time>")
        text.append(text: UTCText.text(point.utc))
        text.append("</time></trkpt>\n")
    }
}
