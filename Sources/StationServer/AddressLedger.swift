import Synchronization

/// What every address does at the moment: its connections, and a bucket of requests that fills with time.
final class AddressLedger: Sendable {
    private struct Entry {
        var connections = 0
        var tokens: Double
        var filled: Duration
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var buffered = 0
        var counts = StationServerCounts()
    }

    /// Addresses that are remembered; a network of drones has few.
    static let mostAddresses = 4096

    private let limits: StationServerSettings.Limits
    private let state = Mutex(State())

    init(_ limits: StationServerSettings.Limits) { self.limits = limits }

    var counts: StationServerCounts { state.withLock { $0.counts } }

    /// Takes a connection up; false for one too many of this address. Either way it is counted until ``leave(_:)``.
    func enter(_ address: String, at now: Duration) -> Bool {
        state.withLock { state in
            if state.entries.count >= Self.mostAddresses {
                state.entries = state.entries.filter { $0.value.connections > 0 }
            }
            state.entries[address, default: Entry(tokens: limits.requestBurst, filled: now)].connections += 1
            state.counts.connections += 1
            let isWelcome = (state.entries[address]?.connections ?? 0) <= limits.mostConnectionsPerAddress
            if !isWelcome { state.counts.refused += 1 }
            return isWelcome
        }
    }

    /// A connection ended.
    func leave(_ address: String) {
        state.withLock { state in
            state.counts.connections -= 1
            state.entries[address]?.connections -= 1
        }
    }

    /// Whether this address may make one more request.
    func takeRequest(_ address: String, at now: Duration) -> Bool {
        state.withLock { state in
            var entry = state.entries[address] ?? Entry(tokens: limits.requestBurst, filled: now)
            let earned = (now - entry.filled) / .seconds(1) * limits.requestsPerSecond
            entry.tokens = min(limits.requestBurst, entry.tokens + max(0, earned))
            entry.filled = now
            let isAllowed = entry.tokens >= 1
            if isAllowed { entry.tokens -= 1 }
            state.entries[address] = entry
            return isAllowed
        }
    }

    /// Whether so many bytes more may be held; they are given back by ``release(_:)``.
    func reserve(_ bytes: Int) -> Bool {
        state.withLock { state in
            guard state.buffered + bytes <= limits.mostBufferedBytes else { return false }
            state.buffered += bytes
            return true
        }
    }

    func release(_ bytes: Int) { state.withLock { $0.buffered -= bytes } }

    func countRequest(bytes: Int) {
        state.withLock { state in
            state.counts.requests += 1
            state.counts.bytes += bytes
        }
    }

    func countRefusal() { state.withLock { $0.counts.refused += 1 } }
}
