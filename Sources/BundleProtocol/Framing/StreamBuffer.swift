internal import WireBytes

/// What came over a stream and has not been understood yet.
struct StreamBuffer: Sendable {
    private var storage: [UInt8] = []
    private var start = 0

    /// Octets that wait.
    var count: Int { storage.count - start }

    mutating func append(_ bytes: [UInt8]) {
        if start == storage.count {
            storage = bytes
            start = 0
            return
        }
        // What was used is cut off when it is more than what is left, so that each octet moves twice at most.
        if start > 4096, start > storage.count - start {
            storage.removeFirst(start)
            start = 0
        }
        storage += bytes
    }

    /// Moves over `count` octets.
    mutating func consume(_ count: Int) {
        start = min(storage.count, start + max(0, count))
        if start == storage.count {
            storage.removeAll(keepingCapacity: storage.capacity <= 1 << 20)
            start = 0
        }
    }

    /// Everything that waits, and waits no longer.
    mutating func drain() -> [UInt8] {
        defer {
            storage = []
            start = 0
        }
        return Array(storage[start...])
    }

    /// Reads from what waits; what was read is consumed if `body` returns something.
    mutating func read<Result, Failure: Error>(
        _ body: (inout WireCursor) throws(Failure) -> Result?
    ) throws(Failure) -> Result? {
        var cursor = unsafe WireCursor(storage.span.bytes.extracting(start..<storage.count))
        guard let result = try body(&cursor) else { return nil }
        let used = cursor.offset
        consume(used)
        return result
    }
}
