import DroneProtocol
import FlightRecording
import Video

/// The video decoded, in YUV4MPEG2: what every encoder takes, and the way out for UVLC, which no container holds.
///
/// The form has one size and one rate. The rate is the mean of the recording's; pictures of another size than the first
/// are left out and counted.
struct Y4MExport {
    let settings: ExportSettings
    let monitor: ExportMonitor

    /// What the first reading finds.
    private struct Survey {
        var pictures = 0
        var first: Duration?
        var last: Duration = .zero

        /// Pictures in 1000 s.
        var rate: Int {
            guard let first, pictures > 1, last > first else { return 30_000 }
            let rate = Double(pictures - 1) * 1000 / ((last - first) / .seconds(1))
            return Int(max(100, min(240_000, rate.rounded())))
        }
    }

    func run() throws(ExportError) -> ExportSummary {
        let survey = try survey()
        if survey.pictures == 0 { throw .noVideo(recording: settings.recording, settings.stream, other: nil) }
        let source = try ExportSource(path: settings.recording, monitor: monitor)
        let output = try OutputFile(path: settings.path, overwrite: settings.overwrite, source: source.file)
        var pictures = Pictures(settings.stream, hasArrivals: !source.isVideoOnly)
        let decoder = VideoDecoder()
        var size: (width: Int, height: Int)?
        var counts = (written: 0, otherSize: 0, undecodable: 0)
        while let item = try source.next() {
            for coded in pictures.receive(item) {
                guard let picture = try? coded.decode(by: decoder) else {
                    counts.undecodable += 1
                    continue
                }
                if size == nil {
                    size = (picture.width, picture.height)
                    try output.write(
                        "YUV4MPEG2 W\(picture.width) H\(picture.height) F\(survey.rate):1000 Ip A1:1 C420jpeg\n")
                }
                guard let size, size == (picture.width, picture.height) else {
                    counts.otherSize += 1
                    continue
                }
                try output.write("FRAME\n")
                try output.write(picture.pixels.luma.samples)
                try output.write(picture.pixels.blueDifference.samples)
                try output.write(picture.pixels.redDifference.samples)
                counts.written += 1
            }
        }
        if counts.written == 0 { throw .noVideo(recording: settings.recording, settings.stream, other: nil) }
        try output.commit()
        var remarks = ["the rate is the recording's mean: times between pictures are not kept"]
        if counts.otherSize > 0 { remarks.append("\(counts.otherSize) pictures of another size are left out") }
        if counts.undecodable > 0 { remarks.append("\(counts.undecodable) pictures cannot be decoded") }
        return ExportSummary(
            .y4m, files: [settings.path], bytes: output.byteCount, source: source, counts: [("frames", counts.written)],
            remarks: remarks)
    }

    private func survey() throws(ExportError) -> Survey {
        let source = try ExportSource(path: settings.recording, monitor: monitor)
        var pictures = Pictures(settings.stream, hasArrivals: !source.isVideoOnly)
        var survey = Survey()
        while let item = try source.next() {
            for coded in pictures.receive(item) {
                survey.pictures += 1
                survey.first = survey.first ?? coded.time
                survey.last = coded.time
            }
        }
        return survey
    }
}

/// A coded picture of either drone.
private struct CodedPicture {
    var time: Duration
    var content: Content

    enum Content {
        case frame(PaVEFrame)
        case datagram([UInt8])
    }

    func decode(by decoder: VideoDecoder) throws(VideoDecodingError) -> VideoPicture? {
        switch content {
        case .frame(let frame): try decoder.decode(frame)
        case .datagram(let bytes): try decoder.decode(datagram: bytes, arrival: time)
        }
    }
}

/// The pictures of a stream that a decoder can make something of.
private struct Pictures {
    private let stream: ExportStream
    private var video = FlightVideo()
    private var gate = VideoFrameGate(pace: .everyFrame)
    private var clock: VideoClock

    init(_ stream: ExportStream, hasArrivals: Bool) {
        self.stream = stream
        clock = VideoClock(hasArrivals: hasArrivals)
    }

    mutating func receive(_ item: FlightItem) -> [CodedPicture] {
        let port: DronePort = stream == .live ? .video : .videoRecord
        var events: [PaVEStreamEvent] = []
        var found: [CodedPicture] = []
        for event in video.receive(item) {
            switch event {
            case .frame(port, let frame): events.append(.frame(frame))
            case .damage(port, let damage): events.append(.damage(damage))
            case .datagram(let bytes) where stream == .live:
                if case .uvlcPicture? = unsafe PictureStartCode(of: bytes.span.bytes) {
                    found.append(CodedPicture(time: item.time, content: .datagram(bytes)))
                }
            case .begin, .frame, .damage, .announcement, .datagram: break
            }
        }
        for frame in gate.admit(events) {
            let time = clock.time(of: frame.header, arrival: frame.arrival)
            found.append(CodedPicture(time: time, content: .frame(frame)))
        }
        return found
    }
}
