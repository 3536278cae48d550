import FlightRecording
import Foundation
import Testing

@testable import FlightExport

@Suite struct TrackExportTests {
    /// 4 s at 50 Hz with positions, 10 s without, 2 s with.
    private var flight: FlightBuilder {
        var flight = FlightBuilder()
        for index in 0..<800 {
            let seconds = Double(index) / 50
            let hasFix = seconds < 4 || seconds >= 14
            flight.navdata(
                at: .milliseconds(20 * index), position: hasFix ? (48 + seconds / 1e4, 11 - seconds / 1e4, 520) : nil)
        }
        return flight
    }

    private func export(_ recording: String, _ format: ExportFormat, in space: Workspace) throws -> ExportSummary {
        var settings = ExportSettings(recording: recording, format: format)
        settings.output = space.path("track.\(format.rawValue)")
        return try FlightExport.run(settings)
    }

    @Test(
        .enabled(if: OtherProgram.python != nil, "\(OtherProgram.notInstalled)"),
        .enabled(if: OtherProgram.xmllint != nil, "\(OtherProgram.notInstalled)"), arguments: [ExportFormat.gpx, .kml])
    func `another library reads the track, its pieces, its times and its mark`(format: ExportFormat) throws {
        let space = try Workspace()
        let recording = try space.record(flight, manifest: FlightBuilder.simulated)
        let summary = try export(recording, format, in: space)
        let path = space.path("track.\(format.rawValue)")
        _ = try OtherProgram.output(OtherProgram.xmllint, ["--noout", path])
        let found = try OtherProgram.read("read_track.py", path)
        #expect(found["name"] as? String == "SIMULATED: hover & look")
        #expect((found["description"] as? String)?.hasPrefix("SIMULATED flight, seed 7") == true)
        #expect(found["segments"] as? Int == 2)
        let points = try #require(found["points"] as? [[Double]])
        // Every 200 ms of 6 s.
        #expect(points.count == 30)
        #expect(summary["points"] == 30)
        #expect(points[1] == [48.00002, 10.99998, 520, 1_769_860_800.2])
        #expect(points[20][3] == 1_769_860_814)
    }

    @Test(arguments: [ExportFormat.gpx, .kml])
    func `without positions there is no file`(format: ExportFormat) throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        for index in 0..<10 { flight.navdata(at: .milliseconds(5 * index)) }
        flight.navdata(at: .seconds(1), position: (0, 0, 0))
        flight.navdata(at: .seconds(2), position: (200, 11, 0))
        flight.navdata(at: .seconds(3), position: (.nan, 11, 0))
        let recording = try space.write(flight)
        #expect(throws: ExportError.noPosition(recording: recording)) { try export(recording, format, in: space) }
        #expect(space.names == ["capture.pcap"])
    }
}
