/// What a recording can be written out as.
public enum ExportFormat: String, CaseIterable, Sendable {
    /// Comma-separated values, a row per navdata packet.
    case csv
    /// The video, as the drone coded it.
    case mp4
    /// Telemetry as subtitles for that video (Advanced SubStation Alpha).
    case ass
    /// The track, for maps and GPS programs.
    case gpx
    /// The track, for Google Earth.
    case kml
    /// Everything on one time line, for Foxglove and PlotJuggler.
    case mcap
    /// The packets, for Wireshark and tcpdump.
    case pcap
    /// The video decoded, for any encoder; the way out for video of the AR.Drone 1.0.
    case y4m

    /// Whether the file can be written from its beginning to its end, and so to standard output.
    public var canBePiped: Bool { self != .mp4 }
}

/// Which of the drone's two video streams.
public enum ExportStream: String, CaseIterable, Sendable {
    /// What the camera sees: TCP 5555, or UDP 5555 of an AR.Drone 1.0.
    case live
    /// What the drone records: TCP 5553.
    case record
}

/// What to write out, and where to.
public struct ExportSettings: Equatable, Sendable {
    /// The recording's folder, a capture, or a file with the bytes of a video connection.
    public var recording: String
    /// As what.
    public var format: ExportFormat
    /// The file; nil for one named after the recording, in the current folder; `-` for standard output.
    public var output: String?
    /// Whether a file of that name may be replaced.
    public var overwrite = false
    /// Which video, for formats with video.
    public var stream = ExportStream.live
    /// The time between two subtitles: 100 ms.
    public var subtitleInterval: Duration = .milliseconds(100)
    /// The least time between two points of a track: 200 ms, the rate of the drone's GPS receiver (5 Hz).
    public var trackInterval: Duration = .milliseconds(200)

    /// Settings with everything else as by default.
    public init(recording: String, format: ExportFormat) {
        self.recording = recording
        self.format = format
    }

    /// The file that is written; `-` for standard output.
    public var path: String { output ?? "\(Self.name(of: recording)).\(format.rawValue)" }

    /// What the recording is called: its path's last part without the endings of captures.
    static func name(of recording: String) -> String {
        var parts = recording.split(separator: "/").map(String.init)
        if parts.last == "flight.pcap", parts.count > 1 { parts.removeLast() }
        guard var name = parts.last, name != ".", name != ".." else { return "flight" }
        for ending in [".gz", ".pcapng", ".pcap", ".cap", ".capture", ".bin"] where name.hasSuffix(ending) {
            let shorter = String(name.dropLast(ending.count))
            if !shorter.isEmpty { name = shorter }
        }
        return name
    }
}
