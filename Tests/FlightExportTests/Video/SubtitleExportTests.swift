import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import Testing

@testable import FlightExport

@Suite struct SubtitleExportTests {
    private func export(_ recording: String, in space: Workspace) throws -> (ExportSummary, [String]) {
        var settings = ExportSettings(recording: recording, format: .ass)
        settings.output = space.path("out.ass")
        let summary = try FlightExport.run(settings)
        return (
            summary,
            try space.text("out.ass").split(separator: "\n").filter { $0.hasPrefix("Dialogue:") }.map(String.init)
        )
    }

    /// 4 s of navdata that climbs a centimetre a packet; video from 2 s on.
    private func flight(withVideo: Bool) throws -> FlightBuilder {
        var flight = FlightBuilder()
        let video = try withVideo ? SyntheticVideo.pieces(frames: 20, width: 64, height: 48) : []
        for index in 0..<200 {
            flight.navdata(at: .milliseconds(20 * index)) { $0.demo?.altitudeMillimetres = Int32(index * 10) }
            if index >= 100, index - 100 < video.count {
                flight.stream(video[index - 100], at: .milliseconds(20 * index))
            }
        }
        return flight
    }

    @Test func `time 0 is the first picture of the video`() throws {
        let space = try Workspace()
        let (_, lines) = try export(
            try space.record(flight(withVideo: true), manifest: FlightBuilder.simulated), in: space)
        // At 2.0 s the last packet before is that of 1.98 s.
        #expect(
            lines.first
                == "Dialogue: 0,0:00:00.00,0:00:00.10,Telemetry,,0,0,0,,SIM  hovering  alt 0.99 m  speed 0.3 m/s  battery 80 %"
        )
        #expect(lines.count == 20)
        let text = try space.text("out.ass")
        #expect(text.contains("PlayResX: 64\nPlayResY: 48"))
        #expect(text.contains("Title: SIMULATED: hover & look"))
    }

    @Test func `without video it begins with the recording, and says so`() throws {
        let space = try Workspace()
        let (summary, lines) = try export(try space.write(flight(withVideo: false)), in: space)
        #expect(lines.first?.hasPrefix("Dialogue: 0,0:00:00.00,0:00:00.10,Telemetry,,0,0,0,,n/a  alt n/a") == true)
        #expect(lines.last?.contains("alt 1.95 m") == true || lines.last?.contains("alt 1.94 m") == true)
        #expect(summary.remarks.contains { $0.contains("there is no video") })
    }

    @Test func `a silence of a year makes values unknown, not the program endless`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        flight.navdata(at: .zero)
        flight.navdata(at: .milliseconds(150))
        flight.navdata(at: .seconds(31_536_000), number: 500)
        flight.navdata(at: .seconds(31_536_000) + .milliseconds(300), number: 501)
        let (_, lines) = try export(try space.write(flight), in: space)
        #expect(lines.count < 20)
        let silent = try #require(lines.first { $0.contains("alt n/a") && $0.contains("8760:00:0") })
        #expect(silent.hasPrefix("Dialogue: 0,0:00:02.20,"))
    }

    @Test(.enabled(if: OtherProgram.ffmpeg != nil, "\(OtherProgram.notInstalled)"))
    func `libass draws them`() throws {
        let space = try Workspace()
        _ = try export(try space.write(flight(withVideo: true)), in: space)
        func picture(_ filter: String) throws -> String {
            try OtherProgram.output(
                OtherProgram.ffmpeg,
                [
                    "-v", "error", "-f", "lavfi", "-i", "color=gray:s=640x480:d=0.2", "-vf", filter, "-frames:v", "1",
                    "-f", "md5", "-",
                ])
        }
        let drawn = try picture("ass=\(space.path("out.ass"))")
        #expect(drawn != (try picture("null")), "the first picture shows text")
        let read = try OtherProgram.output(
            OtherProgram.ffmpeg, ["-v", "error", "-i", space.path("out.ass"), "-f", "srt", "-"])
        #expect(read.contains("alt 0.99 m"))
    }
}
