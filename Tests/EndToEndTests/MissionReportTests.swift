import DroneModel
import DroneSimulation
import FlightRecording
import Foundation
import MissionRehearsal
import Missions
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
                payloads: [0 g, 110 g, "190 g at 0, 0, -30 mm", "220 g at 0, 0, -30 mm"]
                profiles: {flight: \(Self.flight)}
                steps: [for each payload: [attach payload, do flight]]
                """, [])
            #expect(rehearsal.status == 1)
            #expect(rehearsal.output.contains("220 g at 0, 0, -30 mm: failed take-off"), "\(rehearsal.output)")
            #expect(file.runs.map { $0.outcome?.text } == ["landed", "landed", "landed", "failed take-off"])
            #expect(report.status == 0, "\(report.errors)")
            #expect(report.output.contains("with 220 g the take-off failed"), "\(report.output)")
            #expect(page.contains("the take-off failed") && page.contains("failed take-off"))
        }

        @Test func `190 g at 80 mm do not take off on a quarter of the charge, and the report says so`() async throws {
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
            #expect(file.runs.map { $0.outcome?.text } == ["landed", "failed take-off"])
            #expect(report.status == 0 && report.output.contains("1 of 2 flights count"), "\(report)")
            #expect(page.contains("failed take-off"))
        }

        @Test func `190 g at 80 mm, hung on in the air, roll over on a quarter of the charge, and the report says so`()
            async throws
        {
            let folder = try RecordedFolder()
            // The envelope would land for the height that hanging it on costs.
            let text = """
                mission: hung-on
                limits: {battery: 10 %, altitude error: 5 m, descent: 3 m/s}
                steps: [take off, climb to 1.8 m, hover 25 s, land]
                """
            let mission = try MissionReader.read(file: "m", vocabulary: MissionVocabulary()) { _ in text }
            var file = CampaignFile(mission: nil, program: "tests", simulated: true)
            for (charge, outcome) in [(0.95, "landed"), (0.25, "aborted: ")] {
                var settings = DroneSettings(seed: 4)
                settings.stateOfCharge = charge
                settings.surroundings.wind.gusts = 0.8
                settings.faults = FaultPlan([
                    Fault(.payload(mass: 0.1, x: 0, y: 0.08, z: -0.01), at: .seconds(14)),
                    Fault(.payload(mass: 0.19, x: 0, y: 0.08, z: -0.01), at: .seconds(19)),
                ])
                let name = "flight-\(Int(charge * 100))"
                let manifest = RecordingManifest(
                    program: "tests", name: name, simulated: true, seed: 4,
                    drone: RecordingManifest.Drone(host: "192.168.1.1"),
                    clock: RecordingManifest.Clock(utcNanoseconds: 1_700_000_000_000_000_000, monotonicNanoseconds: 0))
                let result = try MissionRehearsal(settings).fly(
                    mission, recordingTo: "\(folder.path)/\(name)", manifest: manifest)
                let words = result.outcome?.words ?? "none"
                #expect(words.hasPrefix(outcome), "\(charge): \(words), \(result.logged)")
                let hasRolled = result.broken.contains { [.tilt, .tumbling].contains($0.rule) }
                #expect(hasRolled == (charge < 0.5), "\(charge): \(result.logged)")
                file.runs.append(
                    CampaignFile.Run(
                        recording: name, order: file.runs.count + 1,
                        payload: PayloadOnBoard(mass: 0.19, position: SIMD3(0, 0.08, -0.01)),
                        outcome: CampaignFile.Outcome(text: words)))
            }
            try file.write(folder: folder.path)
            let report = try await StorkProgram.run(["report", folder.path], for: .seconds(120))
            #expect(report.status == 0, "\(report.errors)")
            let page = try String(contentsOfFile: "\(folder.path)/report.html", encoding: .utf8)
            let reason = try #require(file.runs.last?.outcome?.text.dropFirst("aborted: ".count))
            #expect(page.contains("ended early: \(reason.prefix(12))"), "\(reason)")
        }
    }
}
