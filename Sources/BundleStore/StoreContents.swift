internal import FoundationEssentials
internal import GRDB

/// Everything in a store but the octets of its bundles.
public struct StoreContents: Sendable {
    /// The bundles, in the order in which they came.
    public var bundles: [StoredBundle] = []
    /// Those that were here.
    public var tombstones: [Tombstone] = []
    /// The endpoints by their numbers.
    public var endpoints: [UInt32: [UInt8]] = [:]
    /// How far streams of messages have come.
    public var streams: [[UInt8]: UInt64] = [:]
    /// What was noted.
    public var notes: [String: [UInt8]] = [:]

    /// An empty store.
    public init() {}
}

extension BundleStore {
    /// Reads everything but the octets: a million bundles take seconds.
    public func load() throws(StoreError) -> StoreContents {
        try reading { db in
            var contents = StoreContents()
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM entry") ?? 0
            contents.bundles.reserveCapacity(count)
            let entries = try Row.fetchCursor(db, sql: "SELECT * FROM entry ORDER BY id")
            while let row = try entries.next() {
                let digest = try row.withUnsafeData(atIndex: 1) { $0.flatMap { BundleDigest(octets: $0) } }
                guard let digest, let inbox = StoredBundle.Inbox(rawValue: UInt8(clamping: row[11] as Int64)) else {
                    continue
                }
                contents.bundles.append(
                    StoredBundle(
                        row: row[0], digest: digest, source: UInt32(truncatingIfNeeded: row[2] as Int64),
                        destination: UInt32(truncatingIfNeeded: row[3] as Int64), arrived: row[4], expires: row[5],
                        size: UInt32(clamping: row[6] as Int64), copies: UInt16(clamping: row[7] as Int64),
                        priority: UInt8(clamping: row[8] as Int64), isOwn: row[9], isCarried: row[10], inbox: inbox,
                        turn: row[12]))
            }
            let stones = try Row.fetchCursor(db, sql: "SELECT digest, expires, delivered FROM tombstone")
            while let row = try stones.next() {
                let digest = try row.withUnsafeData(atIndex: 0) { $0.flatMap { BundleDigest(octets: $0) } }
                guard let digest else { continue }
                contents.tombstones.append(Tombstone(digest: digest, expires: row[1], isDelivered: row[2]))
            }
            for row in try Row.fetchAll(db, sql: "SELECT id, octets FROM endpoint") {
                contents.endpoints[UInt32(truncatingIfNeeded: row[0] as Int64)] = Array(row[1] as Data)
            }
            for row in try Row.fetchAll(db, sql: "SELECT key, next FROM stream") {
                contents.streams[Array(row[0] as Data)] = UInt64(bitPattern: row[1])
            }
            for row in try Row.fetchAll(db, sql: "SELECT name, value FROM note") {
                contents.notes[row[0]] = Array(row[1] as Data)
            }
            return contents
        }
    }
}
