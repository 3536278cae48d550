import DroneProtocol
import FlightRecording
import Video

/// The video in MP4 files, as the drone coded it: one file as long as codec, size and parameter sets stay the same.
struct MP4Export {
    let settings: ExportSettings
    let monitor: ExportMonitor

    /// A damaged recording may claim a new size with every frame.
    private static let mostParts = 99
    /// How long the last picture of a file with only one is shown.
    private static let loneDuration: Duration = .milliseconds(33)

    /// A file that is being written.
    private struct Part {
        var file: OutputFile
        var writer: MP4Writer
        /// The last sample waits until the next one tells how long it is shown.
        var waiting: VideoTrack.Sample?
        var lastDuration = MP4Export.loneDuration

        mutating func add(_ sample: VideoTrack.Sample) throws(MP4Error) {
            try writeWaiting(until: sample.time)
            waiting = sample
        }

        mutating func writeWaiting(until end: Duration?) throws(MP4Error) {
            guard let sample = waiting else { return }
            if let end { lastDuration = end - sample.time }
            try writer.write(sample.payload, isKey: sample.isKey, at: sample.time, lasting: lastDuration)
            waiting = nil
        }
    }

    func run() throws(ExportError) -> ExportSummary {
        if settings.path == "-" { throw .needsFile(.mp4) }
        let source = try ExportSource(path: settings.recording, monitor: monitor)
        var track = VideoTrack(settings.stream, hasArrivals: !source.isVideoOnly)
        var finished: [OutputFile] = []
        var part: Part?
        while let item = try source.next() {
            for action in track.receive(item) {
                switch action {
                case .part(let format, let sets):
                    if let done = part { finished.append(try finish(done)) }
                    if finished.count >= Self.mostParts { throw .tooManyParts(most: Self.mostParts) }
                    part = try open(number: finished.count + 1, format, sets, source: source, at: item.time)
                case .sample(let sample):
                    do throws(MP4Error) { try part?.add(sample) } catch { throw failure(error, part) }
                }
            }
        }
        if let done = part { finished.append(try finish(done)) }
        if finished.isEmpty { throw try nothing(track) }
        // All of them or none.
        var bytes = 0
        for file in finished {
            try file.commit()
            bytes += FileSize.of(file.path)
        }
        var remarks = track.remarks
        if finished.count > 1 {
            remarks.insert("the video changes its codec, size or coding: \(finished.count) files", at: 0)
        }
        return ExportSummary(
            .mp4, files: finished.map(\.path), bytes: bytes, source: source,
            counts: [("frames", track.counts.frames), ("key frames", track.counts.keyFrames)], remarks: remarks)
    }

    /// `flight.mp4`, `flight-2.mp4`, …
    private func path(number: Int) -> String {
        guard number > 1 else { return settings.path }
        let ending = ".mp4"
        guard settings.path.hasSuffix(ending) else { return "\(settings.path)-\(number)" }
        return "\(settings.path.dropLast(ending.count))-\(number)\(ending)"
    }

    private func open(
        number: Int, _ format: VideoFormat, _ sets: [UInt8], source: ExportSource, at time: Duration
    ) throws(ExportError) -> Part {
        let file = try OutputFile(path: path(number: number), overwrite: settings.overwrite, source: source.file)
        guard let temporary = file.temporaryPath else { throw .needsFile(.mp4) }
        let provenance = Provenance(source.manifest)
        var description = MP4Writer.Track(format: format, parameterSets: sets)
        description.title = provenance.title(settings)
        description.comment = provenance.sentence
        if !source.isVideoOnly { description.creationTime = UTCText.text(source.start + time) }
        do throws(MP4Error) {
            return Part(file: file, writer: try MP4Writer(path: temporary, description))
        } catch {
            throw .video(path: file.path, reason: error.description)
        }
    }

    private func finish(_ part: Part) throws(ExportError) -> OutputFile {
        var part = part
        do throws(MP4Error) {
            try part.writeWaiting(until: nil)
            try part.writer.finish()
        } catch { throw failure(error, part) }
        return part.file
    }

    private func failure(_ error: MP4Error, _ part: Part?) -> ExportError {
        .video(path: part?.file.path ?? settings.path, reason: error.description)
    }

    /// Why there is no video.
    private func nothing(_ track: VideoTrack) throws(ExportError) -> ExportError {
        if settings.stream == .live, track.counts.datagrams > 0 {
            return .notInMP4(recording: settings.recording, codec: "that of an AR.Drone 1.0 (UVLC or P264)")
        }
        if let codec = track.counts.otherCodec.keys.sorted().first {
            return .notInMP4(recording: settings.recording, codec: codec)
        }
        let other: ExportStream = settings.stream == .live ? .record : .live
        let source = try ExportSource(path: settings.recording, monitor: monitor)
        var otherTrack = VideoTrack(other, hasArrivals: true)
        while let item = try source.next() {
            if !otherTrack.receive(item).isEmpty {
                return .noVideo(recording: settings.recording, settings.stream, other: other)
            }
        }
        return .noVideo(recording: settings.recording, settings.stream, other: nil)
    }
}
