#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files of a recording, as their writer needs them.
protocol RecordingStorage: Sendable {
    /// Writes all bytes, from `offset` on.
    func write(_ bytes: [UInt8], to file: RecordingFile, at offset: Int) throws(StorageProblem)
    /// Cuts a file, so that a record that was written in part is not in the way.
    func truncate(_ file: RecordingFile, to length: Int) throws(StorageProblem)
    /// Puts a manifest in the place of the one before; a reader sees one of both, whole.
    func replaceManifest(_ text: String) throws(StorageProblem)
    /// Waits until the disk itself has what was written.
    func sync() throws(StorageProblem)
    /// Nothing is written any more: others may do with the files what they want.
    func release()
    /// What this user may still write on the disk, bytes; nil where the system does not say.
    var freeBytes: Int? { get }
    /// Whether somebody deleted the capture: what is written is lost when the program ends.
    var isGone: Bool { get }
}

/// A file that grows.
enum RecordingFile: Hashable, Sendable, CaseIterable {
    case capture
    case events

    /// Its name in the folder.
    var name: String {
        switch self {
        case .capture: RecordingSource.Name.capture
        case .events: RecordingSource.Name.events
        }
    }
}

/// Why the operating system did not do something to a recording.
struct StorageProblem: Error, Equatable {
    /// What was to be done, and to what.
    var action: String
    /// The system's number for the reason.
    var code: Int32
}

extension StorageProblem: CustomStringConvertible {
    /// Whether it may be over when somebody makes room. An error of the device may have lost what was written before, so
    /// that going on behind it would not be sound.
    var isPassing: Bool { code == ENOSPC || code == EDQUOT }

    var description: String {
        switch code {
        case ENOSPC: return "the disk is full"
        case EDQUOT: return "this user's share of the disk is full"
        default:
            let reason = unsafe String(cString: strerror(code))
            return "cannot \(action): \(reason)"
        }
    }
}
