import FlightRecording
import Foundation
import Testing

/// A folder for recordings, gone when the test is.
final class RecordedFolder {
    let path: String
    private let isOurs: Bool

    init() throws {
        isOurs = true
        path = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// A folder that the test made itself, and deletes.
    init(path: String) {
        self.path = path
        isOurs = false
    }

    deinit { if isOurs { try? FileManager.default.removeItem(atPath: path) } }

    var environment: [String: String] { ["STORK_RECORDINGS": path] }

    /// The only recording in it.
    func recording() throws -> RecordingSource {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        try #require(names.count == 1, "\(names)")
        return try RecordingSource(path: "\(path)/\(names[0])")
    }

    /// The events of a recording; every line but the last has to be whole.
    static func events(_ source: RecordingSource) throws -> [RecordedEvent] {
        let text = try String(contentsOfFile: try #require(source.events), encoding: .utf8)
        return try text.split(separator: "\n").map { try RecordedEvent(line: String($0)) }
    }

    /// Everything in a recording.
    static func items(_ source: RecordingSource) throws -> (items: [FlightItem], end: CaptureEnd?) {
        let reader = try FlightReader(source)
        var items: [FlightItem] = []
        while let item = reader.next() { items.append(item) }
        return (items, reader.end)
    }

    /// Lines that tshark prints of a capture, without a warning.
    static func tshark(_ capture: String, _ arguments: [String]) async throws -> [String] {
        let checks = ["ip", "udp", "tcp"].flatMap { ["-o", "\($0).check_checksum:TRUE"] }
        let program = try RunningProgram(
            try #require(OtherProgram.tshark), ["-n", "-r", capture] + checks + arguments,
            environment: StorkProgram.plainEnvironment)
        let result = try await program.result(within: .seconds(120))
        #expect(result.status == 0)
        // What it says of being root is not about the file.
        let warnings = result.errors.split(separator: "\n").filter { !$0.contains("Running as user") }
        #expect(warnings.isEmpty, "\(warnings)")
        return result.output.split(separator: "\n").map(String.init)
    }

    /// What tshark finds worth a warning or an error in a capture.
    static func complaints(_ capture: String) async throws -> [String] {
        try await tshark(
            capture,
            [
                "-Y", "_ws.malformed || _ws.expert.severity >= 0x600000 || tcp.analysis.flags",
                "-T", "fields", "-e", "frame.number", "-e", "_ws.col.Protocol", "-e", "_ws.expert.message",
            ])
    }
}
