import FoundationEssentials

/// A recording as it lies on the disk: a folder of ours, or somebody's capture.
public struct RecordingSource: Equatable, Sendable {
    /// The path that was given.
    public var path: String
    /// The capture with the packets.
    public var capture: String
    /// `events.jsonl`; nil where there is none.
    public var events: String?
    /// The manifest; nil for a capture of somebody else's.
    public var manifest: RecordingManifest?
    /// What was wrong with the manifest, where the flight is readable without it.
    public var problem: RecordingError?

    /// Whether it is one of ours: whether anything lies beside the packets.
    public var isOurs: Bool { manifest != nil || events != nil || problem != nil }

    /// The file names in a recording's folder.
    public enum Name {
        /// The packets.
        public static let capture = "flight.pcap"
        /// What is on no wire.
        public static let events = "events.jsonl"
        /// What the packets do not say.
        public static let manifest = "manifest.json"
    }

    /// Finds out what is at `path`: a folder with `flight.pcap`, that file itself, or any capture.
    public init(path: String) throws(RecordingError) {
        self.path = path
        let files = FileManager.default
        var isFolder = false
        guard files.fileExists(atPath: path, isDirectory: &isFolder) else { throw .notFound(name: path) }
        let folder: String
        if isFolder {
            folder = path.hasSuffix("/") ? String(path.dropLast()) : path
            capture = "\(folder)/\(Name.capture)"
            guard files.fileExists(atPath: capture) else { throw .noCapture(folder: path) }
        } else {
            capture = path
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.last.map({ $0 == Name.capture }) == true else { return }
            folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
        }
        let events = "\(folder)/\(Name.events)"
        if files.fileExists(atPath: events) { self.events = events }
        let manifest = "\(folder)/\(Name.manifest)"
        guard files.fileExists(atPath: manifest) else { return }
        do throws(RecordingError) {
            self.manifest = try RecordingManifest(text: Self.text(of: manifest), name: manifest)
        } catch {
            problem = error
        }
    }

    /// The longest manifest that is read, bytes: ours have one or two thousand.
    private static let longestManifest = 1 << 20

    private static func text(of path: String) throws(RecordingError) -> String {
        let file = try LineFile(path: path)
        var text = ""
        while let line = file.next() {
            text += line.text + "\n"
            if text.utf8.count > longestManifest { throw .badManifest(name: path, reason: "it is too long") }
        }
        return text
    }
}
