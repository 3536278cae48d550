import FlightRecording
import Foundation
import Testing

@testable import FlightExport

@Suite struct PcapExportTests {
    private func export(_ recording: String, in space: Workspace) throws -> ExportSummary {
        var settings = ExportSettings(recording: recording, format: .pcap)
        settings.output = space.path("out.pcap")
        return try FlightExport.run(settings)
    }

    @Test func `a recording of ours comes out byte for byte`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        for index in 0..<100 { flight.navdata(at: .milliseconds(5 * index)) }
        flight.commands("AT*REF=1,290717696\r", at: .seconds(1))
        let summary = try export(try space.record(flight, manifest: FlightBuilder.simulated), in: space)
        #expect(summary["packets"] == 101)
        #expect(summary.simulated == true)
        #expect(try Data(contentsOf: URL(filePath: space.path("out.pcap"))) == Data(flight.bytes))
    }

    @Test(
        .enabled(if: RealData.isHere, "\(RealData.notHere)"),
        .enabled(if: OtherProgram.tshark != nil, "\(OtherProgram.notInstalled)"))
    func `tshark reads the same out of a converted capture as out of the original`() throws {
        let space = try Workspace()
        let original = RealData.path("ardrone2-captures/Normal_Takeoff_and_landing_01.pcapng.gz")
        #expect(try export(original, in: space)["packets"] == 1244)
        let fields = ["frame.time_epoch", "frame.len", "frame.cap_len", "frame.protocols", "udp.srcport", "ip.id"]
        func read(_ path: String) throws -> String {
            try OtherProgram.output(
                OtherProgram.tshark, ["-n", "-r", path, "-T", "fields"] + fields.flatMap { ["-e", $0] })
        }
        let converted = try read(space.path("out.pcap"))
        #expect(converted == (try read(original)))
        #expect(converted.split(separator: "\n").count == 1244)
    }

    @Test func `a damaged capture becomes a whole one of the packets before the damage`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        for index in 0..<10 { flight.navdata(at: .milliseconds(5 * index)) }
        try Data(flight.bytes.dropLast(7)).write(to: space.folder.appending(path: "cut.pcap"))
        let summary = try export(space.path("cut.pcap"), in: space)
        #expect(summary["packets"] == 9)
        #expect(summary.remarks.contains { $0.contains("damaged after frame 9") })
        let inspection = try FlightInspection.inspect(path: space.path("out.pcap"))
        guard case .capture(_, let end) = inspection.source else { return #expect(Bool(false), "no capture") }
        #expect(end == .complete)
    }
}
