import CPcap  // whole-module builds find the clock's types through it
import DroneModel
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder with all recordings, and which of them may be deleted to make room.
///
/// Only what this program recorded and nobody touched since: a folder named as ``FlightRecorder`` names it, with the
/// recorder's three files and no other, whose manifest is one of ours and which nobody is writing. A recording that
/// somebody renamed, or put anything into (an expected listing, a report, a note), is kept.
public struct RecordingShelf: Sendable {
    /// The folder.
    public var folder: String

    /// A recording that was deleted, or could not be.
    public struct Removal: Equatable, Sendable {
        /// Its name.
        public var name: String
        /// The bytes of its files.
        public var bytes: Int
        /// Why it is still there, in the system's words; nil where it is gone.
        public var problem: String?
    }

    /// The recordings in `folder`, which need not exist.
    public init(folder: String) { self.folder = RecordingName.withoutSlash(folder) }

    /// Deletes the oldest recordings that may be deleted until all of them together, with those that may not, take at most
    /// `bytes`.
    public func prune(to bytes: Int) -> [Removal] {
        let files = FileManager.default
        let names = ((try? files.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        var sizes: [String: Int] = [:]
        for name in names { sizes[name] = size(of: "\(folder)/\(name)") }
        var total = sizes.values.reduce(0, +)
        var removals: [Removal] = []
        // A name begins with its UTC time, so that the order of the alphabet is that of their age.
        for name in names where total > bytes {
            guard isDisposable(name) else { continue }
            var removal = Removal(name: name, bytes: sizes[name] ?? 0)
            do {
                try files.removeItem(atPath: "\(folder)/\(name)")
                total -= removal.bytes
            } catch {
                removal.problem = "\(error)"
            }
            removals.append(removal)
        }
        return removals
    }

    /// Whether a recording may be deleted.
    func isDisposable(_ name: String) -> Bool {
        let path = "\(folder)/\(name)"
        let ours: Set<String> = [
            RecordingSource.Name.capture, RecordingSource.Name.events, RecordingSource.Name.manifest,
        ]
        guard RecordingName.isStamped(name),
            let held = try? FileManager.default.contentsOfDirectory(atPath: path), Set(held) == ours,
            let source = try? RecordingSource(path: path), let manifest = source.manifest
        else { return false }
        return !isBeingWritten(source.capture, hasEnd: manifest.end != nil)
    }

    /// Whether a recorder has the capture open. Where locks do not work, its last write tells.
    private func isBeingWritten(_ capture: String, hasEnd: Bool) -> Bool {
        let descriptor = unsafe open(capture, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 { return true }
        if hasEnd { return false }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return true }
        return time(nil) - status.st_mtim.tv_sec < Self.quietSeconds
    }

    /// A recording without an end whose capture did not grow for so long is not written any more: a recorder writes ten
    /// times a second while anything comes.
    private static let quietSeconds = 600

    private func size(of path: String) -> Int {
        let files = FileManager.default
        var names = [path]
        var isFolder = false
        if files.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
            names = ((try? files.contentsOfDirectory(atPath: path)) ?? []).map { "\(path)/\($0)" }
        }
        return names.reduce(0) { sum, name in
            var status = stat()
            guard unsafe stat(name, &status) == 0 else { return sum }
            return sum + Int(status.st_size)
        }
    }
}

extension RecordingName {
    /// Whether a folder's name begins as ours do: `20260131T235959Z`, alone or with more behind a dash.
    static func isStamped(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard bytes.count >= 16, bytes.count == 16 || bytes[16] == UInt8(ascii: "-") else { return false }
        return bytes.prefix(16).enumerated().allSatisfy { index, byte in
            switch index {
            case 8: byte == UInt8(ascii: "T")
            case 15: byte == UInt8(ascii: "Z")
            default: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
        }
    }
}
