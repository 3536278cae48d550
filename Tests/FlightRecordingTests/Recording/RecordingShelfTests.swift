import DroneProtocol
import Foundation
import Testing

@testable import FlightRecording

@Suite struct RecordingShelfTests {
    typealias Flight = RecordedFlight

    /// Makes a recording of about 10 kB whose folder begins with this time.
    private func makeRecording(_ folder: String, hour: Int, ended: Bool = true) throws -> String {
        var manifest = Flight.manifest()
        manifest.clock.utcNanoseconds += Int64(hour) * 3_600_000_000_000
        let recorder = try FlightRecorder.begin(FlightRecorder.Settings(folder: folder), manifest: manifest)
        recorder.record(Flight.traffic(.received(Flight.bytes(10_000)), .navdata))
        if ended { recorder.stop(at: .seconds(6)) } else { recorder.flush() }
        return recorder.path
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func `the oldest go first, and no more than needed`() throws {
        try Flight.inFolder { folder in
            let paths = try (0..<5).map { try makeRecording(folder, hour: $0) }
            let removed = RecordingShelf(folder: folder).prune(to: 35_000)
            #expect(removed.map(\.name) == paths.prefix(2).map { URL(filePath: $0).lastPathComponent })
            #expect(removed.allSatisfy { $0.problem == nil && $0.bytes > 10_000 })
            #expect(try names(folder).count == 3)
            #expect(RecordingShelf(folder: folder).prune(to: 35_000).isEmpty)
        }
    }

    @Test func `what is being recorded, renamed, added to or not ours is never touched`() throws {
        try Flight.inFolder { folder in
            let manifest = Flight.manifest()
            let running = try FlightRecorder.begin(FlightRecorder.Settings(folder: folder), manifest: manifest)
            running.record(Flight.traffic(.received(Flight.bytes(10_000)), .navdata))
            running.flush()
            let shipped = try makeRecording(folder, hour: 1)
            try Data("x".utf8).write(to: URL(filePath: shipped + "/expected.txt"))
            let renamed = try makeRecording(folder, hour: 2)
            try FileManager.default.moveItem(atPath: renamed, toPath: "\(folder)/hover-indoor")
            let foreign = try makeRecording(folder, hour: 3)
            try Data("{}".utf8).write(to: URL(filePath: foreign + "/manifest.json"))
            try FileManager.default.createDirectory(
                atPath: "\(folder)/20260101T000000Z-photos", withIntermediateDirectories: false)
            try Data(count: 50_000).write(to: URL(filePath: "\(folder)/20260101T000000Z.zip"))
            let before = try names(folder)
            #expect(RecordingShelf(folder: folder).prune(to: 0).isEmpty)
            #expect(try names(folder) == before)
            running.stop(at: .seconds(6))
            #expect(RecordingShelf(folder: folder).prune(to: 0).count == 1, "once it has ended it may go")
        }
    }

    @Test func `a folder that is not there holds nothing`() {
        #expect(RecordingShelf(folder: "/nonexistent/Recordings").prune(to: 0).isEmpty)
    }
}
