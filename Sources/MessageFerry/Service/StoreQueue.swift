import BundleStore
import Dispatch
import NIOConcurrencyHelpers

/// Gathers changes while a commit runs, so that the next one takes them all: the more comes, the less each costs.
///
/// A commit holds what came before it in the order of its coming, and is answered after it is synced.
final class StoreQueue: Sendable {
    private struct Waiting {
        var changes: [StoreChange] = []
        var batches: [UInt64] = []
        var octets = 0
        var isRunning = false
        /// True if the log may hold something; so it may at the start, after a process that was killed.
        var isDirty = true
    }

    private let store: BundleStore
    private let clock: FerryClock
    private let writing = DispatchQueue(label: "stork.ferry.store")
    private let reading = DispatchQueue(label: "stork.ferry.reading")
    private let waiting = NIOLockedValueBox(Waiting())
    private let committed: @Sendable ([UInt64], StoreError?) -> Void

    /// - Parameter committed: Told of the batches of each commit, on the queue's own thread.
    init(store: BundleStore, clock: FerryClock, committed: @escaping @Sendable ([UInt64], StoreError?) -> Void) {
        self.store = store
        self.clock = clock
        self.committed = committed
    }

    /// Has changes made.
    func submit(_ batch: UInt64, _ changes: [StoreChange]) {
        let isFirst = waiting.withLockedValue { waiting in
            waiting.changes += changes
            waiting.batches.append(batch)
            defer { waiting.isRunning = true }
            return !waiting.isRunning
        }
        if isFirst { writing.async { self.drain() } }
    }

    private func drain() {
        while true {
            let lot = waiting.withLockedValue { waiting in
                let lot = waiting
                waiting.changes = []
                waiting.batches = []
                if lot.batches.isEmpty { waiting.isRunning = false } else { waiting.isDirty = true }
                return lot
            }
            if lot.batches.isEmpty { return }
            do throws(StoreError) {
                try store.apply(lot.changes + [clock.note])
                committed(lot.batches, nil)
            } catch { committed(lot.batches, error) }
        }
    }

    /// Reads octets beside the commits.
    func read(_ rows: [Int64], _ done: @escaping @Sendable ([(row: Int64, data: [UInt8])]) -> Void) {
        reading.async {
            // What cannot be read is treated as gone, and tried again at the next contact.
            done((try? self.store.read(rows: rows)) ?? [])
        }
    }

    /// Events of bundles, for whoever looks.
    func events(of digests: [BundleDigest], _ done: @escaping @Sendable ([BundleDigest: [BundleEvent]]) -> Void) {
        reading.async {
            var found: [BundleDigest: [BundleEvent]] = [:]
            for digest in digests { found[digest] = try? self.store.events(of: digest) }
            done(found)
        }
    }

    /// Copies the log into the database, if anything was written since.
    func tidy() {
        let isDirty = waiting.withLockedValue { waiting in
            defer { waiting.isDirty = false }
            return waiting.isDirty
        }
        if isDirty { writing.async { try? self.store.checkpoint() } }
    }

    /// Waits until everything submitted so far is committed and nothing is read any more, and closes the store.
    func close() async {
        await withCheckedContinuation { continuation in writing.async { continuation.resume() } }
        await withCheckedContinuation { continuation in
            reading.async {
                self.store.close()
                continuation.resume()
            }
        }
    }
}
