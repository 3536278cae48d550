import FlightRecording

/// Comma-separated values: one row for each valid navdata packet, repeated and late ones too.
struct CSVExport {
    let settings: ExportSettings
    let monitor: ExportMonitor

    /// How many bytes of rows are collected before they are handed on.
    private static let piece = 1 << 16

    func run() throws(ExportError) -> ExportSummary {
        let source = try ExportSource(path: settings.recording, monitor: monitor)
        if source.isVideoOnly { throw .onlyVideo(recording: settings.recording, .csv) }
        let output = try OutputFile(path: settings.path, overwrite: settings.overwrite, source: source.file)
        var track = TelemetryTrack(manifest: source.manifest)
        var lines = CSVRows()
        lines.header(of: track)
        while let item = try source.next() {
            guard track.receive(item) else { continue }
            lines.row(of: track, start: source.start)
            if lines.text.count >= Self.piece {
                try output.write(lines.text.bytes)
                lines.removeAll()
            }
        }
        if track.valid == 0 { throw .noNavdata(recording: settings.recording) }
        try output.write(lines.text.bytes)
        try output.commit()
        return ExportSummary(
            .csv, files: [settings.path], bytes: output.byteCount, source: source, counts: [("rows", track.valid)],
            remarks: track.refused > 0 ? ["\(track.refused) datagrams are no valid navdata, and have no row"] : [])
    }
}
