#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Holds a file's lock for as long as it lives: a store has one node. The system lets go of it when the process dies,
/// however it dies.
final class StoreLock: Sendable {
    private let descriptor: Int32

    /// Lets go of the lock at once, whoever still knows the store.
    func release() { _ = flock(descriptor, LOCK_UN) }

    /// Takes the lock; nil where another process has it.
    init?(path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            _ = close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit { _ = close(descriptor) }
}
