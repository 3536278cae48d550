import Synchronization

/// A wish to stop, told from one thread to another.
final class StopSign: Sendable {
    private let state = Mutex(false)

    var isRaised: Bool { state.withLock { $0 } }

    func raise() { state.withLock { $0 = true } }
}
