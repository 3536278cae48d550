import DroneProtocol
import FlightRecording
import Foundation
import Testing

extension EndToEnd {
    /// `stork replay` as a person and as other programs meet it.
    @Suite struct ReplayCommandTests {
        private static let recordings = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Recordings").standardizedFileURL
        private static let hover = recordings.appending(path: "sim-hover").path

        private static func navdata(_ path: String) throws -> [[UInt8]] {
            let reader = try FlightReader(RecordingSource(path: path))
            var datagrams: [[UInt8]] = []
            while let item = reader.next() {
                if case .navdata(let bytes) = item.content { datagrams.append(bytes) }
            }
            return datagrams
        }

        // MARK: As text

        @Test func `headless gives the same bytes every time, JSON lines to the end`() async throws {
            let first = try await StorkProgram.run(["replay", Self.hover, "--headless"])
            let second = try await StorkProgram.run(["replay", Self.hover, "--headless"])
            #expect(first.status == 0 && first.errors == "", "\(first.errors)")
            #expect(first.output == second.output)
            struct Row: Decodable { var kind: String }
            let rows = try first.output.split(separator: "\n").map {
                try JSONDecoder().decode(Row.self, from: Data($0.utf8)).kind
            }
            #expect(rows.last == "end")
            #expect(rows.filter { $0 == "state" }.count == 21)
            #expect(first.output.contains(#""simulated":true"#))
            let without = try await StorkProgram.run(["replay", Self.hover, "--headless", "--every", "0s"])
            #expect(!without.output.contains(#""kind":"state""#))
        }

        @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
        func `a capture of a real flight replays`() async throws {
            let capture = RealData.folder.appending(path: "ardrone2-captures/Normal_Flights_Flight5.pcapng.gz").path
            let result = try await StorkProgram.run(["replay", capture, "--headless"], for: .seconds(120))
            #expect(result.status == 0)
            let end = try #require(result.output.split(separator: "\n").last)
            #expect(end.contains(#""capture":"complete""#))
            #expect(end.contains(#""model":"AR.Drone 2.0""#))
            #expect(end.contains(#""navdata_valid":3300"#))
            #expect(end.contains(#""simulated":null"#))
            // Somebody flew it with a phone, three times.
            #expect(result.output.ranges(of: #""text":"taking off""#).count == 3)
        }

        @Test func `what is no recording ends with a reason`() async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "stork-replay-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let empty = folder.appending(path: "empty.pcap").path
            let rubbish = folder.appending(path: "rubbish.pcap").path
            let huge = folder.appending(path: "huge.pcap").path
            try Data().write(to: URL(filePath: empty))
            try Data("this is no capture, but a letter to a friend".utf8).write(to: URL(filePath: rubbish))
            try Data().write(to: URL(filePath: huge))
            let file = try FileHandle(forWritingTo: URL(filePath: huge))
            try file.truncate(atOffset: 10_000_000_000)
            try file.close()
            for (path, reason) in [
                (empty, "the file is empty"), (rubbish, "not a capture"), (huge, "not a capture"),
                (folder.path, "no flight.pcap"), ("/nowhere/at/all", "no such recording"),
            ] {
                for way in [["--headless"], ["--serve", "--ephemeral-ports"], []] {
                    let result = try await StorkProgram.run(["replay", path] + way)
                    #expect(result.status == 1, "\(path) \(way)")
                    #expect(result.errors.contains(reason), "\(path) \(way): \(result.errors)")
                }
            }
        }

        @Test(arguments: [["--speed", "0"], ["--speed", "51"], ["--headless", "--serve"], ["--budget", "5"]])
        func `wrong usage is 64`(arguments: [String]) async throws {
            let result = try await StorkProgram.run(["replay", Self.hover] + arguments)
            #expect(result.status == 64)
        }

        // MARK: As a drone

        private static func serve(
            _ path: String, _ arguments: [String], host: String
        ) async throws -> (program: RunningProgram, ready: String) {
            let program = try StorkProgram.start(["replay", path, "--serve", "--listen", host] + arguments)
            return (program, try await program.line().text)
        }

        @Test(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
        func `pyardrone sees the navdata that were recorded`() async throws {
            struct Packet: Decodable {
                var bytes: String
                var altitude: Int?
                var battery: Int?
                enum CodingKeys: String, CodingKey {
                    case bytes
                    case altitude = "altitude_mm"
                    case battery = "battery_percent"
                }
            }
            let host = "127.0.0.9"
            let (program, ready) = try await Self.serve(Self.hover, ["--speed", "4"], host: host)
            #expect(ready.contains("replay (simulated) ready at \(host): AT 5556, navdata 5554"))
            let wanted = try Self.navdata(Self.hover)
            let client = try RunningProgram(
                OtherProgram.python, [OtherProgram.driver("pyardrone_listen.py"), host, "\(wanted.count)"],
                environment: StorkProgram.plainEnvironment)
            let result = try await client.result(within: .seconds(60))
            #expect(result.status == 0, "\(result.errors)")
            let seen = try JSONDecoder().decode([Packet].self, from: Data(result.output.utf8))
            #expect(
                seen.map(\.bytes)
                    == wanted.map { $0.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() })
            for (packet, bytes) in zip(seen, wanted) {
                let demo = try Navdata(decoding: bytes.span.bytes).demo
                #expect(packet.altitude == demo.map { Int($0.altitudeMillimetres) })
                #expect(packet.battery == demo.map { Int($0.batteryPercent) })
            }
            // It ends with the recording, which it says.
            let end = try await program.result(within: .seconds(20))
            #expect(end.status == 0)
            #expect(end.errors.contains("sent \(wanted.count) navdata datagrams"))
        }

        @Test func `stork watch sees the old flight`() async throws {
            let (program, ready) = try await Self.serve(
                Self.hover, ["--speed", "4", "--ephemeral-ports"], host: "127.0.0.1")
            let match = try #require(
                try /AT (\d+), navdata (\d+), configuration (\d+), video (\d+)$/.firstMatch(in: ready), "\(ready)")
            let watch = try StorkProgram.start([
                "watch", "--json", "--every", "0s", "--drone", "127.0.0.1", "--at-port", String(match.1),
                "--navdata-port", String(match.2), "--control-port", String(match.3), "--video-port", String(match.4),
            ])
            _ = try await watch.row { $0.state == "landed" }
            _ = try await watch.row { $0.state == "taking off" && $0.flying == true }
            let hovering = try await watch.row { $0.state == "hovering" }
            #expect((hovering.altitude ?? 0) > 0.5)
            #expect(hovering.refused == 0 && hovering.missing == 0)
            _ = try await watch.row { $0.state == "landed" && $0.flying == false }
            _ = try await program.result(within: .seconds(20))
            try await watch.interrupt()
        }

        // MARK: In the cockpit

        @Test(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
        func `the cockpit plays, stops, seeks, steps and refuses to fly`() async throws {
            let cockpit = try Terminal(["replay", Self.hover, "--paused", "--video", "off"])
            try await cockpit.wait(for: "REPLAY (simulated)", row: 0, column: 3)
            try await cockpit.wait(for: "paused", row: 23)
            try await cockpit.wait(for: "/ 0:21.9", row: 23)
            try await cockpit.type(":seek 12\r")
            try await cockpit.wait(for: "0:12.0", row: 23)
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.type("t")
            try await cockpit.wait(for: "take-off refused: this is a replay")
            try await cockpit.type("n")
            try await cockpit.wait(for: "LANDING", row: 1, column: 2)
            try await cockpit.type("N")
            try await cockpit.wait(for: "0:09.0", row: 23)
            try await cockpit.type("...,")
            try await cockpit.wait(for: "0:09.2", row: 23)
            try await cockpit.type("]] ")
            try await cockpit.wait(for: "x5", row: 23)
            // It stands at its end by itself.
            try await cockpit.wait(for: "0:21.9 / 0:21.9", row: 23)
            try await cockpit.wait(for: "paused", row: 23)
            try await cockpit.type("q")
            let end = try await cockpit.end()
            #expect(end.status == 0)
            #expect(end.lineSettingsRestored == true)
        }
    }
}
