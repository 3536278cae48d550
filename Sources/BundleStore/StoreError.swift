/// Why the store does not do what it should.
public enum StoreError: Error, Hashable, Sendable {
    /// Another process has it.
    case inUse(path: String)
    /// It cannot be opened, or is no store.
    case unreadable(path: String, reason: String)
    /// A later version of the program made it.
    case newer(path: String, version: Int)
    /// There is no room; nothing of the change was made.
    case full(reason: String)
    /// The change was not made.
    case failed(reason: String)
}

extension StoreError: CustomStringConvertible {
    /// What, where, and what to do.
    public var description: String {
        switch self {
        case .inUse(let path): "\(path) is in use by another node; stop it, or give this one another folder"
        case .unreadable(let path, let reason):
            "\(path) cannot be used: \(reason); move it away to begin with an empty store"
        case .newer(let path, let version):
            "\(path) has version \(version), made by a later stork; use that one, or another folder"
        case .full(let reason): "the store is full: \(reason); free space on its disk"
        case .failed(let reason): "the store could not be changed: \(reason)"
        }
    }
}
