import FlightRecording
import Foundation
import Testing

extension EndToEnd {
    /// The loads that this drone cannot carry, from the rehearsed mission over its recording to the report's words.
    @Suite struct MissionReportTests {
        private func report(
            _ mission: String, _ options: [String]
        ) async throws -> (
            rehearsal: RunningProgram.Result, file: CampaignFile, report: RunningProgram.Result, page: String
        ) {
            let folder = try RecordedFolder()
            let path = "\(folder.path)/mission.yaml"
            try Data(mission.utf8).write(to: URL(filePath: path))
            let shelf = "\(folder.path)/recordings"
            let rehearsal = try await StorkProgram.run(
                ["fly", path, "--rehearse", "--recordings", shelf] + options, for: .seconds(120))
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: shelf).first, "\(rehearsal)")
            let campaign = "\(shelf)/\(name)"
            let report = try await StorkProgram.run(["report", campaign], for: .seconds(120))
            let page = try String(contentsOfFile: "\(campaign)/report.html", encoding: .utf8)
            return (rehearsal, try CampaignFile.read(folder: campaign), report, page)
        }

        private static let flight = "[flat trim, take off, hover 4 s, mark H1, hover 12 s, land]"

        @Test func `220 g fail to take off, 190 g fly, and the report says so`() async throws {
            let (rehearsal, file, report, page) = try await report(
                """
                mission: too-heavy
                flown before: 220 g
                payloads: [0 g, "190 g at 0, 0, -30 mm", "220 g at 0, 0, -30 mm"]
                profiles: {flight: \(Self.flight)}
                steps: [for each payload: [attach payload, do flight]]
                """, [])
            #expect(rehearsal.status == 1)
            #expect(rehearsal.output.contains("220 g at 0, 0, -30 mm: failed take-off"), "\(rehearsal.output)")
            #expect(file.runs.map { $0.outcome?.text } == ["landed", "landed", "failed take-off"])
            #expect(report.status == 0, "\(report.errors)")
            #expect(report.output.contains("with 220 g the take-off failed"), "\(report.output)")
            #expect(page.contains("with 220 g the take-off failed") && page.contains("failed take-off"))
        }

        @Test func `190 g at 80 mm on a quarter of the charge roll over, and the report says so`() async throws {
            let (rehearsal, file, report, page) = try await report(
                """
                mission: lopsided
                flown before: 190 g
                limits: {battery: 10 %}
                payloads: [0 g, "190 g at 0, 80, -10 mm"]
                profiles: {flight: \(Self.flight)}
                steps: [for each payload: [attach payload, do flight]]
                """, ["--charge", "25", "--gusts", "0.8"])
            #expect(rehearsal.status == 1)
            let outcome = try #require(file.runs.last?.outcome)
            print("190 g at 80 mm, 25 %: \(outcome.text)")
            print(report.output)
            #expect(outcome != .landed && outcome != .failedTakeOff, "\(outcome)")
            #expect(report.status == 0, "\(report.errors)")
            #expect(page.contains(outcome.text.replacing("aborted: ", with: "")), "\(outcome.text)")
        }
    }
}
