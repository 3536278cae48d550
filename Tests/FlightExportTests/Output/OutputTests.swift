import FlightRecording
import Foundation
import Testing

@testable import FlightExport

@Suite struct OutputTests {
    private func flight(_ count: Int = 2000) -> FlightBuilder {
        var flight = FlightBuilder()
        for index in 0..<count { flight.navdata(at: .milliseconds(5 * index), position: (48.1, 11.5, 520)) }
        return flight
    }

    private func settings(_ recording: String, _ format: ExportFormat, _ output: String) -> ExportSettings {
        var settings = ExportSettings(recording: recording, format: format)
        settings.output = output
        return settings
    }

    @Test(arguments: [ExportFormat.csv, .ass, .gpx, .kml, .mcap, .pcap])
    func `a stopped export leaves nothing behind`(format: ExportFormat) throws {
        let space = try Workspace()
        let capture = try space.write(flight())
        var checks = 0
        let monitor = ExportMonitor(isStopped: {
            checks += 1
            return checks == 2
        })
        #expect(throws: ExportError.stopped) {
            try FlightExport.run(settings(capture, format, space.path("out")), monitor: monitor)
        }
        #expect(space.names == ["capture.pcap"])
    }

    @Test func `a stopped video export leaves nothing behind`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        flight.stream(try SyntheticVideo.stream(frames: 40, width: 64, height: 64), at: .zero)
        for index in 0..<2000 { flight.navdata(at: .milliseconds(5 * index)) }
        let capture = try space.write(flight)
        #expect(throws: ExportError.stopped) {
            try FlightExport.run(
                settings(capture, .mp4, space.path("out.mp4")), monitor: ExportMonitor(isStopped: { true }))
        }
        #expect(space.names == ["capture.pcap"])
    }

    @Test func `a file that is there is not replaced without a word`() throws {
        let space = try Workspace()
        let capture = try space.write(flight(3))
        try "mine".write(toFile: space.path("out.csv"), atomically: true, encoding: .utf8)
        var settings = settings(capture, .csv, space.path("out.csv"))
        #expect(throws: ExportError.exists(path: space.path("out.csv"))) { try FlightExport.run(settings) }
        #expect(try space.text("out.csv") == "mine")
        settings.overwrite = true
        #expect(try FlightExport.run(settings)["rows"] == 3)
        #expect(try space.text("out.csv").hasPrefix("simulated,"))
        #expect(space.names == ["capture.pcap", "out.csv"])
    }

    @Test func `a failed export keeps the file that was to be replaced`() throws {
        let space = try Workspace()
        var empty = FlightBuilder()
        empty.commands("AT*REF=1,290717696\r", at: .zero)
        let capture = try space.write(empty)
        try "mine".write(toFile: space.path("out.csv"), atomically: true, encoding: .utf8)
        var settings = settings(capture, .csv, space.path("out.csv"))
        settings.overwrite = true
        #expect(throws: ExportError.noNavdata(recording: capture)) { try FlightExport.run(settings) }
        #expect(try space.text("out.csv") == "mine")
    }

    @Test func `the recording itself is never written over`() throws {
        let space = try Workspace()
        let capture = try space.write(flight(3))
        var settings = settings(capture, .pcap, capture)
        settings.overwrite = true
        #expect(throws: ExportError.isSource(path: capture)) { try FlightExport.run(settings) }
    }

    @Test(arguments: ExportFormat.allCases)
    func `a folder that is not there is named, with the reason`(format: ExportFormat) throws {
        let space = try Workspace()
        var flight = flight(3)
        flight.stream(try SyntheticVideo.stream(frames: 3, width: 64, height: 64), at: .zero)
        let path = space.path("nowhere/out")
        let error = #expect(throws: ExportError.self) {
            try FlightExport.run(settings(try space.write(flight), format, path))
        }
        #expect(error.map { "\($0)".hasPrefix(path) } == true)
    }

    @Test(arguments: ExportFormat.allCases) func `a full disk is told, and nothing is left`(format: ExportFormat) throws
    {
        guard format.canBePiped else { return }
        let space = try Workspace()
        var flight = flight(3)
        flight.stream(try SyntheticVideo.stream(frames: 3, width: 64, height: 64), at: .zero)
        let error = #expect(throws: ExportError.self) {
            try FlightExport.run(settings(try space.write(flight), format, "/dev/full"))
        }
        #expect(error.map { "\($0)".contains("No space left on device") } == true)
    }

    @Test(arguments: [
        ("Recordings/20260131T120000Z-hover", "20260131T120000Z-hover.csv"),
        ("Recordings/20260131T120000Z-hover/", "20260131T120000Z-hover.csv"),
        ("Recordings/20260131T120000Z-hover/flight.pcap", "20260131T120000Z-hover.csv"),
        ("/tmp/a.pcapng.gz", "a.csv"), ("a.pcap", "a.csv"), (".", "flight.csv"), (".pcap", ".pcap.csv"),
    ])
    func `the file is named after the recording`(recording: String, expected: String) {
        #expect(ExportSettings(recording: recording, format: .csv).path == expected)
    }

    @Test(arguments: ExportFormat.allCases)
    func `what is no recording is refused, and nothing is written`(format: ExportFormat) throws {
        let space = try Workspace()
        for (name, bytes) in [
            ("empty", []), ("rubbish", [UInt8](repeating: 0x41, count: 5000)),
            ("head", Array(FlightBuilder().bytes)), ("magic", Array(FlightBuilder().bytes.prefix(10))),
            // The first packet claims 4 GiB.
            ("huge", FlightBuilder().bytes + [0, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8)),
        ] {
            try Data(bytes).write(to: space.folder.appending(path: name))
            if format == .pcap, name == "head" || name == "huge" { continue }
            #expect(throws: ExportError.self) {
                try FlightExport.run(settings(space.path(name), format, space.path("out")))
            }
        }
        #expect(throws: ExportError.recording(.notFound(name: space.path("missing")))) {
            try FlightExport.run(settings(space.path("missing"), format, space.path("out")))
        }
        #expect(!space.names.contains("out"))
        #expect(space.names.allSatisfy { !$0.hasSuffix(".part") })
    }

    @Test func `a recording cut off at any byte gives the packets before the cut`() throws {
        let space = try Workspace()
        let bytes = flight(4).bytes
        let record = (bytes.count - 24) / 4
        for length in stride(from: 25, to: bytes.count, by: 97) {
            try Data(bytes.prefix(length)).write(to: space.folder.appending(path: "cut.pcap"))
            let whole = (length - 24) / record
            var settings = settings(space.path("cut.pcap"), .csv, space.path("out.csv"))
            settings.overwrite = true
            if whole == 0 {
                #expect(throws: ExportError.self) { try FlightExport.run(settings) }
            } else {
                let summary = try FlightExport.run(settings)
                #expect(summary["rows"] == whole)
                let isCut = !(length - 24).isMultiple(of: record)
                #expect(summary.remarks.contains { $0.contains("damaged after frame \(whole)") } == isCut)
            }
        }
    }

    @Test func `times that go back are told, and rows stay in order`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        for time in [1000, 2000, 500, 3000] { flight.navdata(at: .milliseconds(time)) }
        let summary = try FlightExport.run(settings(try space.write(flight), .csv, space.path("out.csv")))
        #expect(summary["rows"] == 4)
        #expect(summary.remarks.contains { $0.contains("1 packets have times before") })
        let times = try space.text("out.csv").split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)[1]
        }
        #expect(times == ["0.000000", "1.000000", "1.000000", "2.000000"])
    }
}
