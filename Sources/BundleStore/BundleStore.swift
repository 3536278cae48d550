internal import FoundationEssentials
internal import GRDB

/// Bundles on disk, in one SQLite database.
///
/// When ``apply(_:)`` returns, its changes are committed and synced: with a write-ahead log and `synchronous = FULL`
/// SQLite syncs the log at each commit. A sync costs the same for one bundle and for a thousand, so callers gather what
/// comes while the last commit runs. The log is copied into the database at leisure, by ``checkpoint()``, because the
/// time of a contact is short and the time between two is long; a full log is copied at once.
///
/// Octets stand in a table of their own, so that opening a store reads what is known of the bundles and not the bundles.
public final class BundleStore: Sendable {
    private let pool: DatabasePool
    private let lock: StoreLock

    /// The layout of the tables.
    private static let version = 1
    /// Octets of a page: a bundle of 1 kB shares one with fourteen others, so that the log holds little else.
    private static let pageSize = 16_384
    /// Pages of the log after which it is copied during a contact too: 512 MiB.
    private static let logPages = 32_768

    /// Opens the store in this file, or makes it.
    ///
    /// - Throws: ``StoreError``.
    public init(path: String) throws(StoreError) {
        guard let lock = StoreLock(path: path + ".lock") else { throw .inUse(path: path) }
        self.lock = lock
        do {
            var configuration = Configuration()
            configuration.maximumReaderCount = 2
            configuration.prepareDatabase { db in
                try db.execute(
                    sql: """
                        PRAGMA page_size = \(Self.pageSize);
                        PRAGMA synchronous = FULL;
                        PRAGMA cache_size = -32768;
                        """)
                if !db.configuration.readonly {
                    try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.logPages)")
                }
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            let found = try pool.write { db in
                let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                if found == 0 { try db.execute(sql: Self.tables) }
                return found
            }
            if found > Self.version { throw StoreError.newer(path: path, version: found) }
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
    }

    private static let tables = """
        CREATE TABLE entry (
            id INTEGER PRIMARY KEY, digest BLOB NOT NULL, source INTEGER NOT NULL, destination INTEGER NOT NULL,
            arrived INTEGER NOT NULL, expires INTEGER NOT NULL, size INTEGER NOT NULL, copies INTEGER NOT NULL,
            priority INTEGER NOT NULL, own INTEGER NOT NULL, carried INTEGER NOT NULL, inbox INTEGER NOT NULL,
            turn INTEGER NOT NULL);
        CREATE TABLE content (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
        CREATE TABLE tombstone (
            id INTEGER PRIMARY KEY, digest BLOB NOT NULL, expires INTEGER NOT NULL, delivered INTEGER NOT NULL);
        CREATE TABLE endpoint (id INTEGER PRIMARY KEY, octets BLOB NOT NULL);
        CREATE TABLE stream (key BLOB PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE note (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE event (
            id INTEGER PRIMARY KEY, digest BLOB NOT NULL, kind INTEGER NOT NULL, node TEXT NOT NULL,
            time INTEGER NOT NULL);
        CREATE INDEX event_digest ON event (digest);
        PRAGMA user_version = \(version);
        """

    /// Makes the changes together; when it returns they are synced, when it throws none was made.
    public func apply(_ changes: [StoreChange]) throws(StoreError) {
        do {
            try pool.write { db in
                for change in changes { try Self.apply(change, to: db) }
            }
        } catch let error as DatabaseError
            where [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN].contains(error.resultCode)
        {
            throw .full(reason: error.message ?? "\(error.extendedResultCode)")
        } catch {
            throw .failed(reason: "\(error)")
        }
    }

    private static func apply(_ change: StoreChange, to db: Database) throws {
        func run(_ sql: String, _ arguments: StatementArguments) throws {
            let statement = try db.cachedStatement(sql: sql)
            statement.setUncheckedArguments(arguments)
            try statement.execute()
        }
        switch change {
        case .insert(let entry, let data):
            try run("INSERT INTO content VALUES (?, ?)", [entry.row, Data(data)])
            try run(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    entry.row, Data(entry.digest.octets), Int64(entry.source), Int64(entry.destination), entry.arrived,
                    entry.expires, Int64(entry.size), Int64(entry.copies), Int64(entry.priority), entry.isOwn,
                    entry.isCarried, Int64(entry.inbox.rawValue), entry.turn,
                ])
        case .remove(let row):
            try run("DELETE FROM entry WHERE id = ?", [row])
            try run("DELETE FROM content WHERE id = ?", [row])
        case .copies(let row, let copies): try run("UPDATE entry SET copies = ? WHERE id = ?", [Int64(copies), row])
        case .inbox(let row, let inbox, let turn):
            try run("UPDATE entry SET inbox = ?, turn = ? WHERE id = ?", [Int64(inbox.rawValue), turn, row])
        case .carriedNoMore(let row): try run("UPDATE entry SET carried = 0 WHERE id = ?", [row])
        case .tombstone(let stone):
            try run(
                "INSERT INTO tombstone (digest, expires, delivered) VALUES (?, ?, ?)",
                [Data(stone.digest.octets), stone.expires, stone.isDelivered])
        case .forgetTombstones(let time): try run("DELETE FROM tombstone WHERE expires < ?", [time])
        case .endpoint(let number, let octets):
            try run("INSERT OR REPLACE INTO endpoint VALUES (?, ?)", [Int64(number), Data(octets)])
        case .stream(let key, let next):
            try run("INSERT OR REPLACE INTO stream VALUES (?, ?)", [Data(key), Int64(bitPattern: next)])
        case .note(let name, let value): try run("INSERT OR REPLACE INTO note VALUES (?, ?)", [name, Data(value)])
        case .event(let event, let ifKnown):
            let subject: StatementArguments = [
                Data(event.digest.octets), Int64(event.kind.rawValue), event.node,
            ]
            if ifKnown == .takesTime {
                try run("UPDATE event SET time = ? WHERE digest = ? AND kind = ? AND node = ?", [event.time] + subject)
            }
            try run(
                """
                INSERT INTO event (digest, kind, node, time) SELECT ?, ?, ?, ?
                WHERE NOT EXISTS (SELECT 1 FROM event WHERE digest = ? AND kind = ? AND node = ?)
                """, subject + [event.time] + subject)
        }
    }

    /// The octets of bundles, in the order asked; those that are not there are left out.
    public func read(rows: [Int64]) throws(StoreError) -> [(row: Int64, data: [UInt8])] {
        try reading { db in
            let statement = try db.cachedStatement(sql: "SELECT data FROM content WHERE id = ?")
            var found: [(row: Int64, data: [UInt8])] = []
            found.reserveCapacity(rows.count)
            for row in rows {
                let cursor = try Row.fetchCursor(statement, arguments: [row])
                if let line = try cursor.next() {
                    let data = try line.withUnsafeData(atIndex: 0) { $0.map { Array($0) } }
                    if let data { found.append((row, data)) }
                }
            }
            return found
        }
    }

    /// What happened to a bundle, oldest first; at most a thousand.
    public func events(of digest: BundleDigest) throws(StoreError) -> [BundleEvent] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT kind, node, time FROM event WHERE digest = ? ORDER BY id LIMIT 1000",
                arguments: [Data(digest.octets)]
            ).compactMap { row in
                BundleEvent.Kind(rawValue: UInt8(clamping: row[0] as Int64)).map {
                    BundleEvent(digest: digest, kind: $0, node: row[1], time: row[2])
                }
            }
        }
    }

    /// Copies the log into the database; to be called where nobody waits.
    public func checkpoint() throws(StoreError) {
        do {
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
        } catch { throw .failed(reason: "\(error)") }
    }

    /// Closes the store; what is asked of it afterwards fails. Another node may then have it, whoever still knows it here.
    public func close() {
        try? pool.close()
        lock.release()
    }

    func reading<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try pool.read(body) } catch { throw .failed(reason: "\(error)") }
    }
}
