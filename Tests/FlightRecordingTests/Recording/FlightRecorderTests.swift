import DroneModel
import DroneProtocol
import Foundation
import Synchronization
import Testing

@testable import FlightRecording

@Suite struct FlightRecorderTests {
    typealias Flight = RecordedFlight

    private func begin(_ folder: String, _ name: String = "test") throws -> FlightRecorder {
        try FlightRecorder.begin(FlightRecorder.Settings(folder: folder), manifest: Flight.manifest(name))
    }

    @Test func `a recording is a folder that our reader reads, with its events in their places`() throws {
        try Flight.inFolder { folder in
            let recorder = try begin("\(folder)/some/Recordings/")
            #expect(recorder.path == "\(folder)/some/Recordings/20260201T000000Z-test")
            recorder.record(Flight.traffic(.received(Flight.bytes(500)), .navdata, at: 10))
            recorder.note(.mark("between"), at: Flight.traffic(.opened, .video, at: 15).time)
            recorder.record(Flight.traffic(.sent(Array("AT*REF=1,0\r".utf8)), .commands, at: 20))
            recorder.describe { $0.drone.model = "AR.Drone 2.0" }
            #expect(recorder.stop(at: .seconds(6)))
            #expect(recorder.stop(at: .seconds(7)), "a second end is nothing")

            let reader = try FlightReader(RecordingSource(path: recorder.path))
            var items: [FlightItem] = []
            while let item = reader.next() { items.append(item) }
            #expect(reader.end == .complete)
            #expect(reader.problems.isEmpty)
            #expect(
                items == [
                    FlightItem(time: .milliseconds(10), content: .navdata(Flight.bytes(500))),
                    FlightItem(time: .milliseconds(15), content: .event(.mark("between"))),
                    FlightItem(time: .milliseconds(20), content: .commands(Array("AT*REF=1,0\r".utf8))),
                ])
            let manifest = try #require(reader.source.manifest)
            #expect(manifest.drone.model == "AR.Drone 2.0")
            #expect(manifest.simulated == true && manifest.seed == 7)
            #expect(manifest.end == .init(durationNanoseconds: 1_000_000_000, packets: 2, dropped: 0, problem: nil))
            #expect(try FileManager.default.contentsOfDirectory(atPath: recorder.path).count == 3)
            #expect(recorder.health.packets == 2)
            #expect(recorder.health.freeBytes != nil)
        }
    }

    @Test func `what comes after the end is ignored`() throws {
        try Flight.inFolder { folder in
            let recorder = try begin(folder)
            recorder.stop(at: .seconds(5))
            recorder.record(Flight.traffic(.received([1]), .navdata))
            recorder.note(.mark("late"), at: .seconds(6))
            recorder.flush()
            #expect(try Array(CaptureReader(path: recorder.path + "/flight.pcap")).isEmpty)
        }
    }

    @Test func `without an end in the manifest a recording reads all the same`() throws {
        try Flight.inFolder { folder in
            let recorder = try begin(folder)
            recorder.record(Flight.traffic(.received([1, 2]), .navdata))
            recorder.flush()
            let source = try RecordingSource(path: recorder.path)
            #expect(source.manifest != nil)
            #expect(source.manifest?.end == nil)
            #expect(try Array(CaptureReader(path: source.capture)).count == 1)
            recorder.stop(at: .seconds(5))
        }
    }

    @Test func `recordings of the same second have folders of their own`() throws {
        try Flight.inFolder { folder in
            let recorders = try (0..<3).map { _ in try begin(folder) }
            let names = recorders.map { URL(filePath: $0.path).lastPathComponent }
            #expect(names == ["20260201T000000Z-test", "20260201T000000Z-test-2", "20260201T000000Z-test-3"])
            for recorder in recorders { recorder.stop(at: .seconds(5)) }
        }
    }

    @Test(arguments: [
        ("hover 88 g", "hover-88-g"), ("../../etc", "..-..-etc"), ("a/b\u{0}c\n", "a-b-c-"), ("Höhe", "Höhe"), ("", ""),
        (String(repeating: "x", count: 300), String(repeating: "x", count: 64)),
    ])
    func `a name is made one that every file system takes`(name: String, plain: String) throws {
        try Flight.inFolder { folder in
            let recorder = try begin(folder, name)
            let expected = "20260201T000000Z" + (plain.isEmpty ? "" : "-\(plain)")
            #expect(URL(filePath: recorder.path).lastPathComponent == expected)
            recorder.stop(at: .seconds(5))
            #expect(try RecordingSource(path: recorder.path).manifest?.name == name)
        }
    }

    @Test func `a folder that cannot be is an error with a way out`() throws {
        let error = #expect(throws: RecorderError.self) { try begin("/proc/nothing/here") }
        let text = "\(try #require(error))"
        #expect(text.hasPrefix("no recording in /proc/nothing/here: cannot make /proc/nothing"))
        #expect(text.hasSuffix("Give another folder with --recordings, or fly with --no-record."))
        try Flight.inFolder { folder in
            try Data().write(to: URL(filePath: "\(folder)/file"))
            #expect(throws: RecorderError.self) { try begin("\(folder)/file") }
        }
    }

    @Test func `a renamed folder goes on being written, a deleted one ends the recording`() throws {
        try Flight.inFolder { folder in
            let told = Mutex<[String]>([])
            let recorder = try FlightRecorder.begin(
                FlightRecorder.Settings(folder: folder), manifest: Flight.manifest()
            ) { notice in told.withLock { $0.append(notice.text) } }
            try FileManager.default.moveItem(atPath: recorder.path, toPath: "\(folder)/moved")
            recorder.record(Flight.traffic(.received([1]), .navdata))
            recorder.describe { $0.hull = "indoor" }
            recorder.flush()
            let source = try RecordingSource(path: "\(folder)/moved")
            #expect(source.manifest?.hull == "indoor")
            #expect(try Array(CaptureReader(path: source.capture)).count == 1)
            try FileManager.default.removeItem(atPath: "\(folder)/moved")
            // Looked at once a second.
            let end = ContinuousClock.now + .seconds(20)
            while recorder.health.phase == .recording, ContinuousClock.now < end { recorder.flush() }
            #expect(recorder.health.phase == .ended("somebody deleted its flight.pcap"))
            #expect(recorder.stop(at: .seconds(9)))
            #expect(told.withLock { $0.first } == "RECORDING ENDED: somebody deleted its flight.pcap")
            #expect(!FileManager.default.fileExists(atPath: recorder.path))
        }
    }

    @Test func `many threads record at once and nothing is lost`() throws {
        try Flight.inFolder { folder in
            let recorder = try begin(folder)
            DispatchQueue.concurrentPerform(iterations: 8) { thread in
                for index in 0..<500 {
                    let bytes = [UInt8(thread), UInt8(index & 0xFF), UInt8(index >> 8), 0, 0]
                    recorder.record(Flight.traffic(.received(bytes), .navdata, at: index))
                    if index % 100 == 0 { recorder.note(.mark("\(thread) \(index)"), at: .seconds(6)) }
                }
            }
            recorder.stop(at: .seconds(7))
            let packets = try Array(CaptureReader(path: recorder.path + "/flight.pcap"))
            #expect(packets.count == 4000)
            #expect(Set(packets.compactMap { $0.datagram(onPort: 5554) }).count == 4000)
            let events = try String(contentsOfFile: recorder.path + "/events.jsonl", encoding: .utf8)
            #expect(events.split(separator: "\n").count == 40)
            #expect(recorder.health.droppedPackets == 0)
        }
    }
}
