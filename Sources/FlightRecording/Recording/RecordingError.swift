/// Why a recording cannot be read, or a part of it.
public enum RecordingError: Error, Equatable, Sendable {
    /// There is neither a recording folder nor a capture.
    case notFound(name: String)
    /// The folder holds no `flight.pcap`.
    case noCapture(folder: String)
    /// The capture in it cannot be opened.
    case capture(CaptureError)
    /// `manifest.json` cannot be understood.
    case badManifest(name: String, reason: String)
    /// `campaign.json` cannot be understood, or cannot be written.
    case badCampaign(name: String, reason: String)
    /// A line of `events.jsonl` cannot be understood; lines are counted from 1.
    case badEvent(line: Int, reason: String)
    /// The operating system refuses to read a file.
    case unreadable(name: String, reason: String)
}

extension RecordingError: CustomStringConvertible {
    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch self {
        case .notFound(let name):
            "\(name): no such recording. Give a folder in Recordings, or a pcap or pcapng file."
        case .noCapture(let folder):
            "\(folder): the folder has no flight.pcap, so it is no recording. Give a folder in Recordings."
        case .capture(let error): "\(error)"
        case .badManifest(let name, let reason):
            "\(name): the manifest cannot be used (\(reason)). The flight itself can be read: give its flight.pcap."
        case .badCampaign(let name, let reason):
            "\(name): the campaign file cannot be used (\(reason)). Each recording beside it can be read by itself: give "
                + "its folder."
        case .badEvent(let line, let reason):
            "events.jsonl:\(line): \(reason). The line is skipped; the rest is read."
        case .unreadable(let name, let reason):
            "\(name): cannot be read (\(reason)). Check that you may read it."
        }
    }
}
