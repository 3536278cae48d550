import DroneModel
import FlightRecording
import Foundation
import Testing

extension EndToEnd {
    /// Missions flown by the real program on a simulated drone, in real time.
    @Suite(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)")) struct MissionFlightTests {
        /// A lift test of one short flight.
        private static let ladder = """
            mission: one-load
            payloads: ["30 g ± 0.5 g at 0, 0, -30 mm"]
            steps:
              - for each payload:
                  - attach payload
                  - take off
                  - hover 60 s      # weighed
                  - wait for operator on?
                  - land
            """

        private func write(_ text: String, into folder: RecordedFolder) throws -> String {
            let file = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString).yaml").path
            try Data(text.utf8).write(to: URL(filePath: file))
            return file
        }

        private func campaign(in folder: RecordedFolder) throws -> (folder: String, file: CampaignFile) {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            try #require(names.count == 1, "\(names)")
            let path = "\(folder.path)/\(names[0])"
            return (path, try CampaignFile.read(folder: path))
        }

        @Test func `in the cockpit: begin, answer, pause, fly by hand, skip, abort, again, and the report`()
            async throws
        {
            let folder = try RecordedFolder()
            let mission = try write(Self.ladder, into: folder)
            defer { try? FileManager.default.removeItem(atPath: mission) }
            let cockpit = try Terminal(["fly", mission, "--sim"], environment: folder.environment)
            // What happens when the link is lost is said before anything flies.
            try await cockpit.wait(for: "READY: g begins")
            try await cockpit.wait(for: "link loss: hovers after 0.5 s")
            try await cockpit.wait(for: "4 MISSION", row: 23)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("t")
            try await cockpit.wait(for: "take-off refused: the mission takes off by itself")
            try await cockpit.type("g")
            // What was weighed is typed.
            try await cockpit.wait(for: "? fasten 30 g")
            try await cockpit.type("i")
            try await cockpit.wait(for: "answer: _")
            try await cockpit.type("30.4 g\r")
            try await cockpit.wait(for: "on board 30.4 g ± 0.5 g")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.wait(for: "> hover 60 s")
            try await cockpit.wait(for: "# weighed")
            try await cockpit.wait(for: "flight 1 of 1, step 3 of 5")
            try await cockpit.wait(for: ">30 g<")
            // A movement key flies at once, and the mission waits.
            try await cockpit.wait(for: "PAUSED: g goes on", holding: "d")
            try await cockpit.type("g")
            try await cockpit.wait(for: "RUNNING")
            try await cockpit.type("h")
            try await cockpit.wait(for: "PAUSED: g goes on")
            try await cockpit.type("n")
            try await cockpit.wait(for: "? on?")
            // The space bar lands, and the flight is flown again.
            try await cockpit.type(" ")
            try await cockpit.wait(for: "ENDED EARLY: operator")
            try await cockpit.type("g")
            try await cockpit.wait(for: "? fasten 30 g")
            try await cockpit.type("\r")
            try await cockpit.wait(for: "> hover 60 s")
            try await cockpit.type("n")
            try await cockpit.wait(for: "? on?")
            try await cockpit.type("\r")
            try await cockpit.wait(for: "DONE: every step is over")
            try await cockpit.type("q")
            let end = try await cockpit.end()
            #expect(end.status == 0, "\(end.afterFullScreen)")
            expectRestored(end)

            let (path, file) = try campaign(in: folder)
            #expect(file.simulated == true)
            #expect(file.runs.map(\.order) == [1, 2])
            #expect(file.runs.map { ((($0.payload?.mass ?? -1) * 10_000).rounded()) / 10 } == [30.4, 30])
            #expect(file.runs.map { $0.outcome?.text } == ["aborted: operator", "landed"])
            #expect(file.runs.allSatisfy { ($0.restingVoltage ?? 0) > 12 && $0.pressure != nil })
            for run in file.runs {
                let source = try RecordingSource(path: "\(path)/\(run.recording)")
                let events = try RecordedFolder.events(source)
                #expect(events.contains { if case .payload = $0.content { true } else { false } }, "\(run.recording)")
                #expect(source.manifest?.simulated == true && source.manifest?.mission?.name == "one-load")
            }
            let report = try await StorkProgram.run(["report", path], for: .seconds(60))
            #expect(report.status == 0, "\(report.errors)")
            #expect(report.output.contains("SIMULATED"), "\(report.output)")
        }

        @Test func `with plain lines: a killed flight leaves its recording and a campaign that can be reported`()
            async throws
        {
            let folder = try RecordedFolder()
            let mission = try write(Self.ladder, into: folder)
            defer { try? FileManager.default.removeItem(atPath: mission) }
            let program = try StorkProgram.start(["fly", mission, "--sim"], environment: folder.environment)
            _ = try await program.line { $0.hasPrefix("link loss: hovers after 0.5 s") }
            _ = try await program.line { $0.hasPrefix("? fasten 30 g") }
            try program.write(line: "")
            _ = try await program.line { $0 == "hover 60 s: began" }
            _ = try await program.line { $0.hasPrefix("  hover 60 s ") && $0.contains("battery ") }
            program.send(signal: SIGKILL)
            #expect(try await program.result().wasKilled)

            let (path, file) = try campaign(in: folder)
            #expect(file.runs.map(\.outcome) == [nil])
            let run = try #require(file.runs.first)
            let source = try RecordingSource(path: "\(path)/\(run.recording)")
            #expect(source.manifest?.end == nil)
            let (items, _) = try RecordedFolder.items(source)
            #expect(items.contains { if case .navdata = $0.content { true } else { false } })
            let report = try await StorkProgram.run(["report", path, "--json"], for: .seconds(60))
            #expect(report.status == 0 && report.output.contains("\"run\": \"\(run.recording)\""), "\(report)")
        }

        @Test func `with plain lines: nobody answers, nothing flies; a real flight is offered a rehearsal`()
            async throws
        {
            let folder = try RecordedFolder()
            let mission = try write(Self.ladder, into: folder)
            defer { try? FileManager.default.removeItem(atPath: mission) }
            let shell = try RunningProgram(
                OtherProgram.shell, ["-c", "\(StorkProgram.path) fly \(mission) --sim </dev/null"],
                environment: StorkProgram.plainEnvironment.merging(folder.environment) { $1 })
            let alone = try await shell.result()
            #expect(alone.status == 1 && !alone.output.contains("take off: began"), "\(alone)")
            let real = try StorkProgram.start(
                ["fly", mission, "--drone", "127.0.0.1", "--at-port", "9"], environment: folder.environment)
            _ = try await real.line {
                $0 == "Enter flies it now, r rehearses it on the simulated drone first, q leaves"
            }
            try real.write(line: "q")
            let left = try await real.result()
            #expect(left.status == 0)
        }
    }
}
