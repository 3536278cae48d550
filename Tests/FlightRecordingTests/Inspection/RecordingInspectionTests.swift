import DroneModel
import Foundation
import Testing

@testable import FlightRecording

@Suite struct RecordingInspectionTests {
    /// A folder with a small flight, and what is written into it besides.
    private func withRecording<Result>(
        manifest: RecordingManifest? = nil, events: String? = nil, _ body: (URL) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let capture = CaptureBuilder.pcap(CaptureBuilder.smallFlight(on: .rawIP), link: .rawIP, form: .nanoseconds)
        try Data(capture).write(to: folder.appending(path: "flight.pcap"))
        if let manifest {
            try manifest.text().write(to: folder.appending(path: "manifest.json"), atomically: true, encoding: .utf8)
        }
        if let events {
            try events.write(to: folder.appending(path: "events.jsonl"), atomically: true, encoding: .utf8)
        }
        return try body(folder)
    }

    private var manifest: RecordingManifest {
        RecordingManifest(
            program: "stork 0.1.0", name: "hover", simulated: true, seed: 7,
            drone: RecordingManifest.Drone(model: "AR.Drone 2.0", firmware: "2.4.8", host: "127.0.0.1"),
            clock: RecordingManifest.Clock(
                utcNanoseconds: Int64(CaptureBuilder.start) - 2_000_000_000, monotonicNanoseconds: 5))
    }

    @Test func `a simulated recording says so in the page and in the JSON`() throws {
        try withRecording(manifest: manifest) { folder in
            let inspection = try FlightInspection.inspect(path: folder.path)
            #expect(inspection.recording?.manifest == manifest)
            #expect(inspection.text.contains("simulated                    YES, seed 7"))
            let json = try JSONSerialization.jsonObject(with: Data(inspection.json.utf8)) as? [String: Any]
            #expect(json?["simulated"] as? Bool == true)
            let recording = json?["recording"] as? [String: Any]
            #expect(recording?["seed"] as? String == "7")
            #expect(recording?["ended"] as? Bool == false)
        }
    }

    @Test func `payload changes, drops and lines that are no event are told`() throws {
        let events = """
            {"kind":"payload","mass_g":88,"t_ns":1500000000}
            {"kind":"key","text":"t","t_ns":1600000000}
            no event at all
            {"kind":"payload","mass_g":0,"t_ns":9500000000}
            {"kind":"dropped","packets":12,"t_ns":9600000000}
            {"kind":"mark","text":"cut o
            """
        try withRecording(events: events) { folder in
            let inspection = try FlightInspection.inspect(path: folder.path)
            let recording = try #require(inspection.recording)
            #expect(recording.payloads.map(\.payload.mass) == [0.088, 0])
            #expect(recording.payloads.first?.time == .milliseconds(1500))
            #expect(recording.droppedPackets == 12)
            #expect(recording.skippedLines == 2)
            #expect(recording.kinds.counts == ["payload": 2, "key": 1, "dropped": 1])
            #expect(inspection.text.contains("payload from 1.50 s"))
            #expect(inspection.json.contains("\"simulated\": null"), "without a manifest nobody knows")
        }
    }

    @Test func `the folder and its capture are the same recording`() throws {
        try withRecording(manifest: manifest) { folder in
            let one = try FlightInspection.inspect(path: folder.path)
            let other = try FlightInspection.inspect(path: folder.appending(path: "flight.pcap").path)
            let comparison = InspectionComparison(one, other)
            #expect(comparison.differences.isEmpty)
            #expect(comparison.compared > 50)
        }
    }

    @Test func `a broken manifest does not hide the flight`() throws {
        try withRecording { folder in
            try "{".write(to: folder.appending(path: "manifest.json"), atomically: true, encoding: .utf8)
            let inspection = try FlightInspection.inspect(path: folder.path)
            #expect(inspection.recording?.manifestProblem?.contains("manifest.json") == true)
            #expect(inspection.commands.datagrams == 1)
        }
    }

    @Test func `a comparison names what differs, with both values and the change`() {
        var one = InspectionStage()
        for index in 0..<10 { one.navdata(battery: 80, at: Double(index) / 15) }
        var other = InspectionStage()
        for index in 0..<12 { other.navdata(battery: 70, at: Double(index) / 15) }
        let comparison = InspectionComparison(one.inspection(), other.inspection())
        #expect(
            comparison.differences.contains(
                InspectionComparison.Difference(path: "navdata.valid", first: "10", second: "12")))
        #expect(comparison.differences.first { $0.path == "battery.first_percent" }?.change == -10)
        #expect(!comparison.differences.contains { $0.path == "navdata.duplicates" })
        #expect(comparison.text.contains("      80 → 70 (-10)"))
        #expect(comparison.json.contains("\"path\": \"battery.last_percent\""))
    }
}
