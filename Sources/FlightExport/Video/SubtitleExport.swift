import DroneModel
import DroneProtocol
import FlightRecording

/// Telemetry as subtitles (Advanced SubStation Alpha 4.00+) for the video that ``ExportFormat/mp4`` makes of the same
/// recording: time 0 is its first picture, or the recording's beginning where there is no video.
struct SubtitleExport {
    let settings: ExportSettings
    let monitor: ExportMonitor

    /// After so long without any item nothing on the screen changes any more: every reading has expired.
    private static let stillness: Duration = .seconds(3)
    /// What the first picture is taken for where there is no video.
    private static let defaultSize = (width: 640, height: 360)

    /// A line that waits for its end.
    private struct Line {
        var start: Duration
        var text: String
    }

    func run() throws(ExportError) -> ExportSummary {
        let video = try firstPicture()
        let source = try ExportSource(path: settings.recording, monitor: monitor)
        if source.isVideoOnly { throw .onlyVideo(recording: settings.recording, .ass) }
        let output = try OutputFile(path: settings.path, overwrite: settings.overwrite, source: source.file)
        let mark = source.manifest?.simulated == true ? "SIM  " : ""
        try output.write(
            head(title: Provenance(source.manifest).title(settings), size: video?.size ?? Self.defaultSize))
        var playback = FlightPlayback(manifest: source.manifest)
        let origin = video?.arrival ?? .zero
        var next = origin
        var line: Line?
        var count = 0
        var hasNavdata = false

        func show(_ text: String, at time: Duration) throws(ExportError) {
            guard line?.text != text else { return }
            try end(at: time)
            line = Line(start: time, text: text)
        }
        func end(at time: Duration) throws(ExportError) {
            guard let shown = line, time > shown.start else { return }
            try output.write(
                "Dialogue: 0,\(Self.text(shown.start - origin)),\(Self.text(time - origin)),Telemetry,,0,0,0,,\(shown.text)\n"
            )
            count += 1
        }

        var latest: Duration = .zero
        while let item = try source.next() {
            if case .navdata = item.content { hasNavdata = true }
            // Up to the item, as long as anything may change before it.
            while next <= item.time, next <= latest + Self.stillness {
                _ = playback.advance(to: next)
                try show(mark + Self.words(playback.snapshot, payload: playback.payload, at: next), at: next)
                next += settings.subtitleInterval
            }
            if next < item.time {
                let steps = ((item.time - next) / settings.subtitleInterval).rounded(.down)
                next += settings.subtitleInterval * Int(steps)
            }
            latest = max(latest, item.time)
            _ = playback.receive(item)
        }
        if !hasNavdata { throw .noNavdata(recording: settings.recording) }
        try end(at: max(latest, next))
        try output.commit()
        return ExportSummary(
            .ass, files: [settings.path], bytes: output.byteCount, source: source, counts: [("subtitles", count)],
            remarks: video == nil ? ["there is no video: the subtitles begin with the recording"] : [])
    }

    /// When the video's first picture came, and how large it is; nil without video.
    private func firstPicture() throws(ExportError) -> (arrival: Duration, size: (width: Int, height: Int))? {
        let source = try ExportSource(path: settings.recording, monitor: monitor)
        var track = VideoTrack(settings.stream, hasArrivals: !source.isVideoOnly)
        while let item = try source.next() {
            for case .part(let format, _) in track.receive(item) {
                let size = (width: Int(format.shownWidth), height: Int(format.shownHeight))
                return (item.time, size.width > 0 && size.height > 0 ? size : Self.defaultSize)
            }
        }
        return nil
    }

    private func head(title: String, size: (width: Int, height: Int)) -> String {
        // What outside text has of line breaks would begin lines of its own.
        let title = String(title.map { $0.isNewline ? " " : $0 })
        let font = max(10, size.height / 20)
        return """
            [Script Info]
            ; Written by stork. Telemetry of the drone; values older than 2 s are n/a.
            Title: \(title)
            ScriptType: v4.00+
            WrapStyle: 2
            ScaledBorderAndShadow: yes
            PlayResX: \(size.width)
            PlayResY: \(size.height)

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
            Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
            MarginR, MarginV, Encoding
            Style: Telemetry,DejaVu Sans Mono,\(font),&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,\
            1,1.5,0,1,8,8,8,1

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

            """
    }

    /// `1:02:03.45`.
    private static func text(_ time: Duration) -> String {
        let hundredths = Int64((max(.zero, time) / .milliseconds(10)).rounded())
        let clock = "\(UTCText.padded(hundredths / 6000 % 60, 2)):\(UTCText.padded(hundredths / 100 % 60, 2))"
        return "\(hundredths / 360_000):\(clock).\(UTCText.padded(hundredths % 100, 2))"
    }

    /// What is shown at a moment: state, altitude, speed, battery and what is on board.
    static func words(_ snapshot: DroneSnapshot, payload: PayloadOnBoard?, at now: Duration) -> String {
        let telemetry = snapshot.telemetry
        func number(_ value: Double?, _ decimals: Int, _ unit: String) -> String {
            var text = TextBuffer(capacity: 16)
            guard let value, text.append(fixed: value, decimals: decimals) else { return "n/a" }
            return String(decoding: text.bytes, as: UTF8.self) + " " + unit
        }
        var parts = [
            telemetry.state.current(at: now)?.description ?? "n/a",
            "alt " + number(telemetry.altitude.current(at: now), 2, "m"),
            "speed " + number(telemetry.velocity.current(at: now)?.magnitude, 1, "m/s"),
            "battery " + number(telemetry.batteryPercent.current(at: now).map(Double.init), 0, "%"),
        ]
        if let payload { parts.append("load " + number(payload.mass * 1000, 0, "g")) }
        if telemetry.status.current(at: now)?.contains(.emergency) == true { parts.append("EMERGENCY") }
        return parts.joined(separator: "  ")
    }
}
