import BundleProtocol
import BundleStore
import Foundation
import Testing

/// A folder that goes away with the test.
struct StoreFolder: ~Copyable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "stork-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    var file: String { path + "/store.sqlite" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

func entry(_ row: Int64, inbox: StoredBundle.Inbox = .none, isOwn: Bool = false) -> StoredBundle {
    StoredBundle(
        row: row, digest: BundleDigest(high: UInt64(row) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(row)), source: 1,
        destination: 2, arrived: 10, expires: 1000 + row, size: 5, copies: 7, priority: 2, isOwn: isOwn, inbox: inbox)
}

@Suite struct BundleStoreTests {
    @Test func `what was committed is there after the store is opened again`() throws {
        let folder = try StoreFolder()
        do {
            let store = try BundleStore(path: folder.file)
            try store.apply([
                .insert(entry(1, inbox: .ready, isOwn: true), data: [1, 2, 3, 4, 5]), .insert(entry(2), data: [6]),
                .endpoint(1, octets: [0x82]), .stream(key: [9], next: .max), .note("created", [1, 2]),
                .tombstone(Tombstone(digest: entry(3).digest, expires: 99, isDelivered: true)),
            ])
        }
        let store = try BundleStore(path: folder.file)
        let contents = try store.load()
        #expect(contents.bundles == [entry(1, inbox: .ready, isOwn: true), entry(2)])
        #expect(contents.tombstones == [Tombstone(digest: entry(3).digest, expires: 99, isDelivered: true)])
        #expect(contents.endpoints == [1: [0x82]])
        #expect(contents.streams == [[9]: .max])
        #expect(contents.notes["created"] == [1, 2])
        let read = try store.read(rows: [2, 77, 1])
        #expect(read.map(\.row) == [2, 1])
        #expect(read.map(\.data) == [[6], [1, 2, 3, 4, 5]])
    }

    @Test func `changes of a bundle and its removal are kept`() throws {
        let folder = try StoreFolder()
        let store = try BundleStore(path: folder.file)
        try store.apply([.insert(entry(1), data: [1]), .insert(entry(2), data: [2])])
        try store.apply([
            .copies(row: 1, 3), .inbox(row: 1, .taken, turn: 44), .carriedNoMore(row: 1), .remove(row: 2),
            .tombstone(Tombstone(digest: entry(4).digest, expires: 10, isDelivered: false)),
            .tombstone(Tombstone(digest: entry(5).digest, expires: 20, isDelivered: false)),
            .forgetTombstones(before: 20),
        ])
        let contents = try store.load()
        var expected = entry(1, inbox: .taken)
        expected.copies = 3
        expected.isCarried = false
        expected.turn = 44
        #expect(contents.bundles == [expected])
        #expect(contents.tombstones.map(\.digest) == [entry(5).digest])
        #expect(try store.read(rows: [2]).isEmpty)
    }

    @Test func `changes are made together or not at all`() throws {
        let folder = try StoreFolder()
        let store = try BundleStore(path: folder.file)
        try store.apply([.insert(entry(1), data: [1])])
        #expect(throws: StoreError.self) {
            try store.apply([.insert(entry(2), data: [2]), .insert(entry(1), data: [1])])
        }
        #expect(try store.load().bundles == [entry(1)])
    }

    @Test func `a store has one node`() throws {
        let folder = try StoreFolder()
        let store = try BundleStore(path: folder.file)
        #expect(throws: StoreError.inUse(path: folder.file)) { try BundleStore(path: folder.file) }
        try store.checkpoint()
    }

    @Test func `a file that is no store is refused and stays as it is`() throws {
        let folder = try StoreFolder()
        let text = String(repeating: "no database at all\n", count: 100)
        try text.write(toFile: folder.file, atomically: true, encoding: .utf8)
        #expect(throws: StoreError.self) { try BundleStore(path: folder.file) }
        #expect(try String(contentsOfFile: folder.file, encoding: .utf8) == text)
    }

    @Test func `events of a bundle come back in their order`() throws {
        let folder = try StoreFolder()
        let store = try BundleStore(path: folder.file)
        let events = [
            BundleEvent(digest: entry(1).digest, kind: .pickedUp, node: "dtn://charlie/", time: 5),
            BundleEvent(digest: entry(1).digest, kind: .delivered, node: "dtn://alice/", time: 9),
        ]
        try store.apply(events.map { .event($0, ifKnown: .keepsTime) })
        #expect(try store.events(of: entry(1).digest) == events)
        #expect(try store.events(of: entry(2).digest).isEmpty)
    }

    @Test func `what a node did once to a bundle is there once, with the first time or with the last`() throws {
        let folder = try StoreFolder()
        let store = try BundleStore(path: folder.file)
        func event(_ node: String, _ time: Int64) -> BundleEvent {
            BundleEvent(digest: entry(1).digest, kind: .pickedUp, node: node, time: time)
        }
        for time in 1...3 as ClosedRange<Int64> {
            try store.apply([
                .event(event("dtn://charlie/", time), ifKnown: .keepsTime),
                .event(event("dtn://dora/", time), ifKnown: .takesTime),
            ])
        }
        #expect(try store.events(of: entry(1).digest) == [event("dtn://charlie/", 1), event("dtn://dora/", 3)])
    }

    @Test func `a store whose log was cut anywhere opens with what was committed before`() throws {
        let folder = try StoreFolder()
        let store = try BundleStore(path: folder.file)
        for row in 1...20 { try store.apply([.insert(entry(Int64(row)), data: [UInt8](repeating: 7, count: 900))]) }
        let log = try Data(contentsOf: URL(filePath: folder.file + "-wal"))
        let main = try Data(contentsOf: URL(filePath: folder.file))
        for cut in stride(from: 0, through: log.count, by: max(1, log.count / 23)) {
            let copy = try StoreFolder()
            try main.write(to: URL(filePath: copy.file))
            try log.prefix(cut).write(to: URL(filePath: copy.file + "-wal"))
            // Without the table at all where the log was cut before it: that is an empty store.
            let rows = try BundleStore(path: copy.file).load().bundles.map(\.row)
            #expect(rows == (1..<Int64(rows.count + 1)).map { $0 })
        }
    }
}
