import DroneModel
import Foundation
import PayloadIntake
import PayloadJournal
import Testing
import WebExchange

struct PayloadJournalTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "stork-journal-\(UUID())").path
    private static let picture: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 0xFF, 0xD9]

    /// A fix in the query, at `second` after the fixtures' moment.
    private func fix(_ second: Int, device: String = "side") -> WebRequest {
        WebRequest(
            method: "POST",
            target: "/osmand?id=\(device)&timestamp=\(1_700_000_000 + second)&lat=59.\(1000 + second)&lon=11.05&speed=1"
        )
    }

    private func photo(_ second: Int, _ bytes: [UInt8] = picture) -> WebRequest {
        WebRequest(
            method: "PUT", target: "/photo?time=\(1_700_000_000 + second)", headers: ["Content-Type": "image/jpeg"],
            body: bytes)
    }

    @discardableResult private func store(
        _ request: WebRequest, in journal: PayloadJournal, second: Int = 0
    ) async throws -> StoredPost {
        let arrival = UTCTime(nanoseconds: 1_700_000_000_000_000_000 + Int64(second) * 1_000_000_000)
        let post = try PhoneDialects.read(request, IntakeHint(arrival: arrival))
        return try await journal.store(StoredRequest(request, device: nil, user: nil, arrival: arrival), post)
    }

    private func lines(_ name: String) throws -> [String] {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func `what comes twice is stored once, before and after a restart`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            let journal = try PayloadJournal(folder)
            for _ in 0..<2 {
                for second in 0..<5 { try await store(fix(second), in: journal) }
                try await store(photo(3), in: journal)
            }
            #expect(journal.track.fixCount == 5)
            #expect(journal.track.photoCount == 1)
            #expect(journal.track["side"]?.duplicates == 5)
            #expect(try lines("fixes.jsonl").count == 5)
        }
        let size = try FileManager.default.attributesOfItem(atPath: folder + "/requests.warc")[.size] as? Int
        let journal = try PayloadJournal(folder)
        #expect(journal.track.fixCount == 5)
        #expect(try await store(fix(2), in: journal).fixes.isEmpty)
        #expect(try await store(photo(3), in: journal).photo == nil)
        #expect(try await store(fix(9), in: journal).fixes.count == 1)
        #expect(try lines("fixes.jsonl").count == 6)
        #expect(try lines("photos.jsonl").count == 1)
        let after = try FileManager.default.attributesOfItem(atPath: folder + "/requests.warc")[.size] as? Int
        #expect((after ?? .max) - (size ?? 0) < 500)
    }

    @Test func `shuffled, reversed and in order is the same track`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var generator = SystemRandomNumberGenerator()
        let orders = [Array(0..<50), (0..<50).reversed(), (0..<50).shuffled(using: &generator)]
        var tracks: [[PhoneFix]] = []
        for (number, order) in orders.enumerated() {
            let journal = try PayloadJournal("\(folder)/\(number)")
            for second in order { try await store(fix(second), in: journal, second: 100) }
            tracks.append(journal.track["side"]?.recent ?? [])
        }
        #expect(tracks[0].count == 50)
        #expect(tracks[0] == tracks[1])
        #expect(tracks[0] == tracks[2])
        #expect(!tracks[0].contains { !$0.isLate })
    }

    @Test func `photos are named by UTC and phone, and never by the sender`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let journal = try PayloadJournal(folder)
        let first = try await store(photo(0), in: journal).photo
        let second = try await store(photo(0, Self.picture + [0]), in: journal).photo
        #expect(first?.name == "20231114T221320Z-phone.jpg")
        #expect(second?.name == "20231114T221320Z-phone-2.jpg")
        #expect(first?.timeSource == "request")
        let file = try Data(contentsOf: URL(filePath: "\(folder)/photos/20231114T221320Z-phone.jpg"))
        #expect(file == Data(Self.picture))
        let line = try #require(try lines("photos.jsonl").first)
        #expect(PhotoRecord(line: line) == first)
    }

    @Test func `whatever was being written at the end is cut off, and what was made of it`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            let journal = try PayloadJournal(folder)
            for second in 0..<3 { try await store(fix(second), in: journal) }
        }
        let path = folder + "/requests.warc"
        let whole = try Data(contentsOf: URL(filePath: path))
        let record = StoredRequest(
            fix(3), device: nil, user: nil, arrival: UTCTime(nanoseconds: 1_700_000_003_000_000_000)
        )
        .encoded(number: 3)
        for length in stride(from: 1, to: record.count, by: 7) {
            try (whole + Data(record[..<length])).write(to: URL(filePath: path))
            try Data("half a li".utf8).write(to: URL(filePath: folder + "/fixes.jsonl"))
            let journal = try PayloadJournal(folder)
            #expect(journal.track.fixCount == 3)
            #expect(try lines("fixes.jsonl").count == 3)
            #expect(try Data(contentsOf: URL(filePath: path)) == whole)
        }
        try (whole + Data(record)).write(to: URL(filePath: path))
        #expect(try PayloadJournal(folder).track.fixCount == 4)
    }

    @Test func `a folder has one writer`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let journal = try PayloadJournal(folder)
        #expect(throws: JournalProblem.self) { try PayloadJournal(folder) }
        #expect(journal.track.fixCount == 0)
    }

    @Test func `a full journal says so and takes nothing by halves`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var limits = PayloadJournal.Limits()
        limits.mostBytes = 6000
        let journal = try PayloadJournal(folder, limits: limits)
        var stored = 0
        await #expect(throws: JournalProblem.self) {
            for second in 0..<100 {
                try await store(fix(second), in: journal)
                stored += 1
            }
        }
        #expect(stored > 0)
        #expect(journal.track.fixCount == stored)
        #expect(try lines("fixes.jsonl").count == stored)
    }

    @Test func `a line of a fix goes there and back`() {
        var fix = PhoneFix(
            device: "s\"", source: "gpx", time: UTCTime(nanoseconds: 1_700_000_000_001_000_000),
            arrival: UTCTime(nanoseconds: 1_700_000_001_000_000_000), latitude: 59.970000001, longitude: -11.05)
        #expect(PhoneFix(line: fix.line) == fix)
        (fix.altitude, fix.accuracy, fix.speed, fix.course, fix.battery) = (143.5, 6, 3.06, 90.25, 0.71)
        #expect(PhoneFix(line: fix.line) == fix)
        #expect(PhoneFix(line: "{\"device\":7}") == nil)
    }
}
