public import Gamepad
import Synchronization

/// Which devices are watched.
public enum PadChoice: Equatable, Sendable {
    /// Every game pad, as it comes and goes.
    case automatic
    /// The device at a path.
    case path(String)
}

/// The game pads of this computer and what happens on them, from a thread of its own.
///
/// Pads are looked for once a second; one that is unplugged is noticed at once. Where the system has no evdev nothing
/// is ever found.
public final class PadWatcher: Sendable {
    /// Whether this system can have game pads.
    public static let isSupported = hasEvdev
    #if canImport(CEvdev)
        private static let hasEvdev = true
    #else
        private static let hasEvdev = false
    #endif
    /// Where Linux has its input devices.
    public static let folder = "/dev/input"

    private let mailbox: PadMailbox
    #if canImport(CEvdev)
        private let bell: PadBell?
    #endif

    /// Starts to watch.
    ///
    /// - Parameter notify: Called on the watcher's thread when there is something to ``take()``.
    public init(_ choice: PadChoice, folder: String = PadWatcher.folder, notify: @escaping @Sendable () -> Void) {
        mailbox = PadMailbox(notify: notify)
        #if canImport(CEvdev)
            bell = PadBell()
            if let bell { PadLoop.start(choice, folder: folder, bell: bell, mailbox: mailbox) }
        #endif
    }

    deinit { stop() }

    /// Stops to watch; what was found can still be taken.
    public func stop() {
        mailbox.stop()
        #if canImport(CEvdev)
            bell?.ring()
        #endif
    }

    /// What became known since the last time, in order.
    public func take() -> [PadUpdate] { mailbox.take() }
}

/// Between the watcher's thread and the one that flies.
final class PadMailbox: Sendable {
    private struct State {
        var updates: [PadUpdate] = []
        var isStopped = false
    }

    /// More than a hundred readings of every axis; nobody takes them then.
    static let limit = 1024

    /// From so many on, only the newest place of an axis is kept: before, a tap of a directional pad must not be lost.
    static let crowd = 64

    private let state = Mutex(State())
    private let notify: @Sendable () -> Void

    init(notify: @escaping @Sendable () -> Void) { self.notify = notify }

    var isStopped: Bool { state.withLock { $0.isStopped } }

    func stop() { state.withLock { $0.isStopped = true } }

    func take() -> [PadUpdate] {
        state.withLock { state in
            defer { state.updates = [] }
            return state.updates
        }
    }

    /// Adds what became known; where much is waiting, of an axis that moves on only the newest place is kept.
    ///
    /// - Returns: False when nobody takes what is there: nothing more is kept then, and the pads have to be opened
    ///   anew, so that what was lost is not missed.
    func post(_ updates: [PadUpdate]) -> Bool {
        guard !updates.isEmpty else { return true }
        let isKept = state.withLock { state in
            for update in updates {
                if state.updates.count > Self.crowd, case .changed(let path, .axis(let axis, _)) = update,
                    case .changed(path, .axis(axis, _))? = state.updates.last
                {
                    state.updates.removeLast()
                }
                state.updates.append(update)
            }
            guard state.updates.count > Self.limit else { return true }
            var paths: [String] = []
            for case .connected(let path, _, _) in state.updates where !paths.contains(path) { paths.append(path) }
            for case .changed(let path, _) in state.updates where !paths.contains(path) { paths.append(path) }
            state.updates = paths.map { .disconnected(path: $0, reason: "the program was too busy to hear it") }
            return false
        }
        notify()
        return isKept
    }
}
