import FlightRecording
import Foundation
import Testing

extension EndToEnd {
    /// A phone on board of a mission that is flown, by real posts: waited for, recorded, replayed.
    @Suite(.enabled(if: OtherProgram.curl != nil && OtherProgram.havePython, "\(OtherProgram.noCurl)"))
    struct PhoneFlightTests {
        private func post(_ arguments: [String]) async throws {
            let curl = try #require(OtherProgram.curl)
            let result = try await RunningProgram(
                curl, ["-sS", "--fail-with-body"] + arguments, environment: StorkProgram.plainEnvironment
            ).result()
            #expect(result.status == 0, "\(result)")
        }

        @Test func `a mission waits for a fix that is posted; it and a picture are recorded and replayed`() async throws
        {
            let folder = try RecordedFolder()
            let other = FileManager.default.temporaryDirectory.appending(path: "phone-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: other) }
            let mission = "mission: phone\nsteps: [take off, wait for payload fix at most 60 s, hover 1 s, land]\n"
            try mission.write(toFile: other + "/m.yaml", atomically: true, encoding: .utf8)
            try Data([0xFF, 0xD8, 0xFF, 0xE0, 0x70, 0xFF, 0xD9]).write(to: URL(filePath: other + "/p.jpg"))
            let flight = try StorkProgram.start(
                [
                    "fly", other + "/m.yaml", "--sim", "--plain", "--payload", other + "/kept", "--payload-listen",
                    "127.0.0.1", "--payload-port", "0",
                ], environment: folder.environment)
            let joined = try await flight.line { $0.hasPrefix("phones join at ") }.text
            let address = String(joined.dropFirst("phones join at ".count).dropLast())
            _ = try await flight.line { $0.hasPrefix("wait for payload fix") && $0.hasSuffix("began") }
            let now = Int(Date().timeIntervalSince1970)
            try await post(["-T", other + "/p.jpg", "-H", "Content-Type: image/jpeg", address + "/photo.jpg"])
            try await post([
                "-X", "POST", "\(address)/osmand?id=side&timestamp=\(now)&lat=59.97&lon=11.05&accuracy=6&batt=71",
            ])
            let end = try await flight.result(within: .seconds(60))
            #expect(end.status == 0, "\(end)")
            #expect(!end.output.contains("in vain"), "\(end.output)")
            let recording = try folder.recording()
            let events = try String(contentsOfFile: #require(recording.events), encoding: .utf8)
            #expect(events.contains("\"kind\":\"fix\"") && events.contains("\"lat\":59.97"), "\(events)")
            #expect(events.contains("\"kind\":\"photo\""), "\(events)")

            let page = other + "/page.html"
            let report = try await StorkProgram.run([
                "report", recording.path, "--payload", other + "/kept", "--output", page,
            ])
            #expect(report.status == 0, "\(report.errors)")
            let html = try String(contentsOfFile: page, encoding: .utf8)
            #expect(html.contains("Phones on board") && html.contains("Pictures of phone"))
            // What is no picture has no small copy, and the page is there all the same.
            #expect(!html.contains("<img"))

            let screen = try Terminal(["replay", recording.path])
            try await screen.wait(for: "5 payload")
            try await screen.type("5:seek 8\r")
            try await screen.wait(for: "phone, traccar")
            try await screen.wait(for: "6.0 m")
            try await screen.wait(for: "1, 7 B")
            try await screen.type("q")
            #expect(try await screen.end().status == 0)
        }

        @Test func `abuse of the port is refused with reasons, and the flight goes on to its end`() async throws {
            let folder = try RecordedFolder()
            let other = FileManager.default.temporaryDirectory.appending(path: "abuse-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: other) }
            let mission = "mission: abuse\nsteps: [take off, wait for payload fix at most 90 s, hover 1 s, land]\n"
            try mission.write(toFile: other + "/m.yaml", atomically: true, encoding: .utf8)
            let flight = try StorkProgram.start(
                [
                    "fly", other + "/m.yaml", "--sim", "--plain", "--payload", other + "/kept", "--payload-listen",
                    "127.0.0.1", "--payload-port", "0",
                ], environment: folder.environment)
            let joined = try await flight.line { $0.hasPrefix("phones join at ") }.text
            let address = String(joined.dropFirst("phones join at ".count).dropLast())
            _ = try await flight.line { $0.hasPrefix("wait for payload fix") && $0.hasSuffix("began") }
            let abuse = try await RunningProgram(
                OtherProgram.python, [OtherProgram.driver("payload_abuse.py"), address],
                environment: StorkProgram.plainEnvironment
            ).result(within: .seconds(80))
            #expect(abuse.status == 0, "\(abuse)")
            let answers = abuse.output.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
            let told = Dictionary(uniqueKeysWithValues: answers.map { ($0[0], $0.dropFirst().joined(separator: " ")) })
            for (what, answer) in [
                ("50 MB of junk", "413 "), ("no byte", "400 the picture has no bytes"), ("no picture", "415 "),
                ("nowhere", "400 latitude 999.0: -90 to 90 degrees"), ("the year 2099", "400 time 2099-01-01"),
                ("no text in XML", "400 GPX: line 1 is no XML"), ("no HTTP", "400"), ("200 connections", "503"),
                // A picture is one wherever it is sent to; its name is ours.
                ("a way out", "201"), ("a way out, hidden", "4"), ("no token", "4"),
            ] {
                #expect(told[what]?.hasPrefix(answer) ?? false, "\(what): \(told[what] ?? "no answer")")
            }
            let now = Int(Date().timeIntervalSince1970)
            try await post([
                "-X", "POST", "\(address)/osmand?id=side&timestamp=\(now)&lat=59.97&lon=11.05&accuracy=6&batt=71",
            ])
            let end = try await flight.result(within: .seconds(60))
            #expect(end.status == 0, "\(end)")
            #expect(!end.output.contains("in vain") && !end.output.contains("safety:"), "\(end.output)")
            let files = try FileManager.default.contentsOfDirectory(atPath: other + "/kept/photos")
            #expect(files.count == 1 && files.allSatisfy { $0.hasSuffix("Z-phone.jpg") }, "\(files)")
        }
    }
}
