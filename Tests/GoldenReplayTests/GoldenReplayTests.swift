import FlightRecording
import Foundation
import Testing

@testable import StorkSamples

/// Every recording gives the events that stand in its `.expected`, in the manner of gpsd: the code that flew plays it.
///
/// A recording without an expectation fails. `RECORD_GOLDEN=1 swift test --filter GoldenReplayTests` writes all
/// expectations anew and fails all the same; a changed one needs its reason in the commit.
@Suite struct GoldenReplayTests {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent()
    private static let package = here.appending(path: "../..").standardizedFileURL
    private static let expected = here.appending(path: "Expected")
    private static let captures = package.appending(path: "../shared/data/ardrone2-captures").standardizedFileURL
    private static let capturesAreHere = FileManager.default.fileExists(atPath: captures.path)
    private static let records = ProcessInfo.processInfo.environment["RECORD_GOLDEN"].map { $0 == "1" } ?? false

    private static func names(in folder: URL, _ isMeant: (String) -> Bool) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter(isMeant).sorted()
    }

    /// The simulated flights; others in the folder are people's own.
    static let recordings = names(in: package.appending(path: "Recordings")) { $0.hasPrefix("sim-") }
    static let captureNames = names(in: captures) { $0.hasSuffix(".pcapng.gz") }

    private func compare(_ recording: URL, _ name: String, every: Duration?) throws {
        var lines: [String] = []
        var listing = try FlightListing(RecordingSource(path: recording.path), every: every)
        listing.write { line in
            lines.append(line)
            return true
        }
        let file = Self.expected.appending(path: "\(name).expected")
        if Self.records {
            try FileManager.default.createDirectory(at: Self.expected, withIntermediateDirectories: true)
            try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file)
            Issue.record("\(name).expected was written anew: look at what changed, and say why in the commit")
            return
        }
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            Issue.record("\(name) has no expectation: RECORD_GOLDEN=1 writes one")
            return
        }
        let wanted = text.split(separator: "\n").map(String.init)
        let differing = zip(lines, wanted).enumerated().first { $0.element.0 != $0.element.1 }
        if let (number, (found, wanted)) = differing {
            Issue.record("\(name).expected:\(number + 1)\n- \(wanted)\n+ \(found)")
        }
        #expect(lines.count == wanted.count, "\(name): \(lines.count) lines, expected \(wanted.count)")
    }

    @Test(arguments: recordings)
    func `a shipped recording gives the expected events`(name: String) throws {
        try compare(Self.package.appending(path: "Recordings/\(name)"), name, every: .seconds(1))
    }

    @Test(
        .enabled(if: capturesAreHere, "../shared/data/ardrone2-captures is not there"), arguments: captureNames)
    func `a capture of a real drone gives the expected events`(name: String) throws {
        try compare(
            Self.captures.appending(path: name), String(name.dropLast(".pcapng.gz".count)), every: .seconds(2))
    }

    @Test func `every situation ships, and no expectation has lost its recording`() throws {
        #expect(Self.recordings == SampleFlight.all.map(\.name).sorted())
        let known = Self.recordings + Self.captureNames.map { String($0.dropLast(".pcapng.gz".count)) }
        guard Self.capturesAreHere else { return }
        let files = Self.names(in: Self.expected) { $0.hasSuffix(".expected") }
        #expect(files == known.map { "\($0).expected" }.sorted())
    }

    /// What is shipped is what the command makes, byte for byte, and says that it is simulated.
    @Test(arguments: SampleFlight.all.map(\.name))
    func `the documented command makes the shipped recording again`(name: String) throws {
        let flight = try #require(SampleFlight.all.first { $0.name == name })
        var virtual = VirtualFlight(flight)
        let made = try virtual.fly()
        let folder = Self.package.appending(path: "Recordings/\(name)")
        func shipped(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: file))) }
        #expect(try shipped("flight.pcap") == made.capture)
        #expect(try shipped("events.jsonl") == made.events)
        #expect(try shipped("manifest.json") == Array(made.manifest.utf8))
        #expect(made.manifest.contains("\"simulated\" : true"))
        #expect(made.capture.count < 330_000)
    }
}
