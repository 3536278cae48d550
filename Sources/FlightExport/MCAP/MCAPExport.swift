import DroneModel
import DroneProtocol
import FlightRecording

/// Everything on one time line, as MCAP.
///
///     /telemetry   stork.Telemetry            each valid packet that is news
///     /attitude    foxglove.PoseInFrame       where it has an attitude
///     /position    foxglove.LocationFix       where it has a position
///     /log         foxglove.Log               events of the recording; of a capture, what the session makes of it
///     /video       foxglove.CompressedVideo   H.264 pictures
///     /navdata, /commands                     datagrams as they came
struct MCAPExport {
    let settings: ExportSettings
    let monitor: ExportMonitor

    func run() throws(ExportError) -> ExportSummary {
        let source = try ExportSource(path: settings.recording, monitor: monitor)
        if source.isVideoOnly { throw .onlyVideo(recording: settings.recording, .mcap) }
        let output = try OutputFile(path: settings.path, overwrite: settings.overwrite, source: source.file)
        var writing = try Writing(output, source: source, settings: settings)
        while let item = try source.next() { try writing.receive(item, start: source.start) }
        if writing.messages == 0 { throw .noNavdata(recording: settings.recording) }
        try writing.writer.finish()
        try output.commit()
        return ExportSummary(
            .mcap, files: [settings.path], bytes: output.byteCount, source: source,
            counts: [("messages", writing.messages), ("video frames", writing.frames)], remarks: writing.video.remarks)
    }

    /// What is kept between two items.
    private struct Writing {
        var writer: MCAPWriter
        var messages = 0
        var frames = 0
        var video: VideoTrack
        private var track: TelemetryTrack
        /// The session that notes events, where the recording has none of its own.
        private var playback: FlightPlayback?
        private var channels: Channels

        private struct Channels {
            var telemetry: UInt16
            var attitude: UInt16
            var position: UInt16
            var log: UInt16
            var video: UInt16
            var navdata: UInt16
            var commands: UInt16
        }

        init(_ output: OutputFile, source: ExportSource, settings: ExportSettings) throws(ExportError) {
            var writer = try MCAPWriter(output, library: "stork")
            let manifest = source.manifest
            let simulated = manifest?.simulated.map { $0 ? "true" : "false" } ?? "unknown"
            try writer.addMetadata(
                "stork.recording",
                [
                    ("name", Provenance(manifest).title(settings)), ("simulated", simulated),
                    ("seed", manifest?.seed.map { "\($0)" } ?? ""), ("provenance", Provenance(manifest).sentence),
                    ("model", manifest?.drone.model ?? ""), ("firmware", manifest?.drone.firmware ?? ""),
                    ("program", manifest?.program ?? ""), ("mission", manifest?.mission?.name ?? ""),
                ])
            let mark = [("simulated", simulated)]
            channels = Channels(
                telemetry: try writer.addChannel("/telemetry", schema: MCAPSchemas.telemetry, metadata: mark),
                attitude: try writer.addChannel("/attitude", schema: MCAPSchemas.pose, metadata: mark),
                position: try writer.addChannel("/position", schema: MCAPSchemas.location, metadata: mark),
                log: try writer.addChannel("/log", schema: MCAPSchemas.log, metadata: mark),
                video: try writer.addChannel("/video", schema: MCAPSchemas.video, metadata: mark),
                navdata: try writer.addChannel("/navdata", schema: nil, encoding: "ardrone.navdata", metadata: mark),
                commands: try writer.addChannel("/commands", schema: nil, encoding: "ardrone.at", metadata: mark))
            self.writer = writer
            track = TelemetryTrack(manifest: manifest)
            video = VideoTrack(settings.stream, codecs: [.h264], hasArrivals: true)
            if !source.hasEvents { playback = FlightPlayback(manifest: manifest) }
        }

        mutating func receive(_ item: FlightItem, start: Duration) throws(ExportError) {
            let time = Self.nanoseconds(start + item.time)
            switch item.content {
            case .navdata(let bytes): try put(bytes, channels.navdata, time)
            case .commands(let bytes): try put(bytes, channels.commands, time)
            case .event(let event): try putEvent(event, time)
            case .navdataRequest, .stream, .videoDatagram: break
            }
            if track.receive(item), track.order == .next || track.order == .restarted { try putTelemetry(time, start) }
            for case .sample(let sample) in video.receive(item) {
                frames += 1
                try put(FoxgloveMessages.video(sample.payload, at: time), channels.video, time)
            }
            for event in playback?.receive(item) ?? [] {
                let message = FoxgloveMessages.log(
                    event.text, level: FoxgloveMessages.level(event.severity), name: "session", at: time)
                try put(message, channels.log, time)
            }
        }

        private mutating func putTelemetry(_ time: UInt64, _ start: Duration) throws(ExportError) {
            var fields = JSONFields()
            track.visit(&fields, start: start)
            try put(fields.finish(), channels.telemetry, time)
            if let attitude = track.telemetry.attitude?.value {
                let altitude = track.telemetry.altitude?.value
                try put(FoxgloveMessages.pose(attitude, altitude: altitude, at: time), channels.attitude, time)
            }
            if let position = track.telemetry.position?.value {
                try put(FoxgloveMessages.location(position, at: time), channels.position, time)
            }
        }

        private mutating func putEvent(_ event: RecordedEvent.Content, _ time: UInt64) throws(ExportError) {
            let (text, level) = Self.words(event)
            try put(FoxgloveMessages.log(text, level: level, name: event.kind, at: time), channels.log, time)
        }

        private mutating func put(_ message: [UInt8], _ channel: UInt16, _ time: UInt64) throws(ExportError) {
            messages += 1
            try writer.add(message, to: channel, at: time)
        }

        private static func words(_ event: RecordedEvent.Content) -> (String, level: Int) {
            switch event {
            case .log(let severity, let text): (text, FoxgloveMessages.level(severity))
            case .key(let key): (key, 1)
            case .payload(let payload): ("payload \((payload.mass * 1000).rounded()) g", 2)
            case .step(let name, let state): ("\(name): \(state)", 2)
            case .mark(let text): (text, 2)
            case .link(let phase): ("link \(phase)", 2)
            case .dropped(let packets): ("\(packets) packets lost by the recorder", 4)
            case .fix(let fix): ("\(fix.device) at \(fix.latitude), \(fix.longitude)", 1)
            case .photo(let device, let name, _): ("picture of \(device): \(name)", 2)
            case .other(_, let line): (line, 2)
            }
        }

        /// Nanoseconds since 1970 as MCAP counts them, held to its range.
        private static func nanoseconds(_ time: Duration) -> UInt64 {
            let (seconds, attoseconds) = time.components
            guard seconds >= 0 else { return 0 }
            let (product, isTooLong) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
            return isTooLong ? .max : product &+ UInt64(max(0, attoseconds) / 1_000_000_000)
        }
    }
}
