import Dispatch
import Foundation
import Synchronization

/// Turns SIGINT, SIGTERM, SIGHUP and SIGQUIT into calls, so that a flying drone is brought down before the program ends.
///
/// The first signal asks to leave; the second leaves at once.
final class Interruption {
    private let sources: [any DispatchSourceSignal]
    private let count = SignalCount()
    private let handler: @Sendable (_ count: Int) -> Void

    /// Starts to listen; `handler` is called on a queue of its own with the number of signals so far, from 1.
    init(_ handler: @escaping @Sendable (_ count: Int) -> Void) {
        self.handler = handler
        let queue = DispatchQueue(label: "stork.signals")
        let count = count
        sources = [SIGINT, SIGTERM, SIGHUP, SIGQUIT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { handler(count.next()) }
            source.resume()
            return source
        }
        // A closed pipe or terminal is reported by the failing write, not by death.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Counts Control-C where the terminal sends it as a key instead of having the system make a signal of it.
    func interrupt() { handler(count.next()) }

    func stop() { for source in sources { source.cancel() } }
}

/// How many signals came.
private final class SignalCount: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
