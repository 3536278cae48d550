import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import Testing

extension EndToEnd {
    /// What is recorded of flights, read by Wireshark and by our own readers.
    @Suite struct RecordingTests {
        @Test(
            .enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"),
            .enabled(if: OtherProgram.tshark != nil, "\(OtherProgram.noTshark)"))
        func `a flight from the cockpit is recorded from its first packet, and Wireshark finds nothing wrong`()
            async throws
        {
            let folder = try RecordedFolder()
            let cockpit = try Terminal(
                ["cockpit", "--sim", "--video", "off", "--name", "proof"], environment: folder.environment)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.wait(for: " REC ", row: 0)
            try await cockpit.type("f")
            try await cockpit.wait(for: "AT*FTRIM")
            try await cockpit.type(":payload,88,g,at,0,60,-10,mm\r")
            try await cockpit.wait(for: "payload 88 g at 0 60 -10 mm: noted")
            try await cockpit.type("t")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.type(":mark,here\r")
            try await cockpit.wait(for: "mark here: noted")
            try await cockpit.resize(rows: 5, columns: 20)
            try await cockpit.wait(for: "REC", row: 4, column: 2)
            try await cockpit.resize(rows: 2, columns: 40)
            try await cockpit.wait(for: "REC", row: 0)
            try await cockpit.resize(rows: 24, columns: 80)
            try await cockpit.type("l")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            let end = try await cockpit.end()
            #expect(end.status == 0)
            #expect(end.afterFullScreen.contains("recorded \(folder.path)/"))

            let source = try folder.recording()
            #expect(source.path.hasSuffix("Z-proof"))
            let manifest = try #require(source.manifest)
            #expect(manifest.simulated == true && manifest.seed == 1)
            #expect(manifest.drone.firmware == "2.4.8")
            #expect(manifest.end?.dropped == 0 && manifest.end?.problem == nil)
            let contents = try RecordedFolder.events(source).map(\.content)
            #expect(contents.first == .link("searching"))
            for content: RecordedEvent.Content in [
                .link("live"), .key("f"), .key("t"), .key("enter"), .mark("here"), .key("l"), .key("q"),
                .payload(PayloadOnBoard(mass: 0.088, position: SIMD3(0, 0.06, -0.01))),
            ] { #expect(contents.contains(content), "\(content)") }
            #expect(contents.contains { if case .log(_, let text) = $0 { text.contains("AT*FTRIM") } else { false } })

            #expect(try await RecordedFolder.complaints(source.capture).isEmpty)
            try await compareCommands(source)
            try expectSameFlight(source)
        }

        /// Wireshark's dissector reads the AT commands that are in the recording, all of them.
        private func compareCommands(_ source: RecordingSource) async throws {
            let datagrams = try RecordedFolder.items(source).items.compactMap { item -> String? in
                guard case .commands(let bytes) = item.content else { return nil }
                return String(decoding: bytes, as: UTF8.self)
            }
            let lines = try await RecordedFolder.tshark(
                source.capture,
                ["-Y", "udp.dstport == 5556", "-T", "fields", "-e", "_ws.col.Protocol", "-e", "ar_drone.ref.ctrl"])
            #expect(datagrams.count > 200)
            #expect(lines.count == datagrams.count)
            for (line, datagram) in zip(lines, datagrams) {
                #expect(line.lowercased().replacing("_", with: " ").hasPrefix("ar drone"), "\(line)")
                #expect(line.contains("290718208") == datagram.contains(",290718208"), "\(line): \(datagram)")
            }
        }

        /// The recording plays through the session that flew: the same phases of the flight come out.
        private func expectSameFlight(_ source: RecordingSource) throws {
            var playback = FlightPlayback(manifest: source.manifest)
            var states: Set<FlightState> = []
            for item in try RecordedFolder.items(source).items {
                _ = playback.receive(item)
                if let state = playback.snapshot.telemetry.state?.value { states.insert(state) }
            }
            #expect(states.isSuperset(of: [.landed, .hovering]))
            #expect(playback.snapshot.link.counters.navdataRefused == 0)
            #expect(playback.payload?.mass == 0.088)
        }

        @Test(.enabled(if: OtherProgram.tshark != nil, "\(OtherProgram.noTshark)"))
        func `the video stream that Wireshark follows has the bytes that were received`() async throws {
            let folder = try RecordedFolder()
            let drone = try await RunningDrone()
            let server = try StreamServer(count: 300_000, seed: 4)
            let result = try await StorkProgram.run(
                ["record", "--for", "4s", "--video-port", "\(server.port)"] + drone.flags(),
                environment: folder.environment, for: .seconds(60))
            #expect(result.status == 0, "\(result.errors)")
            server.stop()
            try await drone.stop()

            let source = try folder.recording()
            #expect(try await RecordedFolder.complaints(source.capture).isEmpty)
            #expect(server.streams.count >= 2, "after its end the stream is asked for again")
            for (index, sent) in server.streams.enumerated() {
                let lines = try await RecordedFolder.tshark(source.capture, ["-q", "-z", "follow,tcp,raw,\(index)"])
                // What the drone sent is indented by a tab; the head and the foot are no numbers.
                let followed = lines.filter { $0.first == "\t" }.joined().filter { $0 != "\t" }
                #expect(followed == sent.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
            }
            let ports = try #require(source.manifest).ports
            #expect(ports["video"] == server.port && ports["navdata"] == drone.navdataPort)
            #expect(source.manifest?.simulated == nil, "an observer does not ask the drone for its configuration")
        }

        @Test func `a pilot's recording learns from the drone's configuration that it is simulated`() async throws {
            let folder = try RecordedFolder()
            let drone = try await RunningDrone(["--video", "off"])
            let cockpit = try Terminal(
                ["cockpit", "--video", "off"] + drone.flags(), environment: folder.environment)
            try await cockpit.wait(for: "SIM", row: 0, column: 3)
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
            try await drone.stop()
            let source = try folder.recording()
            #expect(source.manifest?.simulated == true)
            // The dump came over TCP, and is in the recording.
            let isThere = try RecordedFolder.items(source).items.contains { item in
                if case .stream(.control, .data) = item.content { true } else { false }
            }
            #expect(isThere)
        }

        @Test func `record says what it recorded, in words and in JSON`() async throws {
            let folder = try RecordedFolder()
            let words = ["record", "--sim", "--no-video", "--for", "1s"]
            let plain = try await StorkProgram.run(words + ["--recordings", folder.path, "--name", "a b"])
            #expect(plain.status == 0, "\(plain.errors)")
            #expect(
                try /.*Z-a-b: .* MB, \d+ packets, none lost\n|.*Z-a-b: .* kB, \d+ packets, none lost\n/.wholeMatch(
                    in: plain.output) != nil, "\(plain.output)")
            #expect(plain.errors.hasPrefix("recording into \(folder.path)/"))
            let json = try await StorkProgram.run(words + ["--json"], environment: folder.environment)
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            #expect(object?["dropped"] as? Int == 0)
            #expect((object?["packets"] as? Int ?? 0) > 50)
            #expect(object?["problem"] is NSNull)
        }

        @Test func `watch records when it is told to, and only then`() async throws {
            let folder = try RecordedFolder()
            let words = ["watch", "--sim", "--for", "500ms"]
            let silent = try await StorkProgram.run(words, environment: folder.environment)
            #expect(silent.status == 0 && silent.errors == "")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            let result = try await StorkProgram.run(words + ["--record"], environment: folder.environment)
            #expect(result.status == 0 && result.errors.hasPrefix("recorded \(folder.path)/"), "\(result.errors)")
            #expect(try folder.recording().manifest?.end != nil)
        }

        @Test func `the largest size ends a recording with status 1 and the reason`() async throws {
            let folder = try RecordedFolder()
            let result = try await StorkProgram.run(
                ["record", "--sim", "--no-video", "--for", "30s", "--recording-limit", "200kB"],
                environment: folder.environment)
            #expect(result.status == 1)
            #expect(result.errors.contains("RECORDING ENDED: it has reached the largest size allowed, 200 kB"))
            let source = try folder.recording()
            #expect(source.manifest?.end?.problem?.contains("200 kB") == true)
            #expect(try RecordedFolder.items(source).end == .complete)
        }

        @Test func `old recordings are deleted only where that was asked for, and it is said`() async throws {
            let folder = try RecordedFolder()
            let words = ["record", "--sim", "--no-video", "--for", "500ms", "--recordings", folder.path]
            for _ in 0..<2 { #expect(try await StorkProgram.run(words).status == 0) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
            let result = try await StorkProgram.run(words + ["--keep-recordings", "1kB"])
            #expect(result.errors.ranges(of: " deleted, ").count == 2, "\(result.errors)")
            _ = try folder.recording()
        }

        @Test(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
        func `without a place for recordings record refuses, and the cockpit flies and says so`() async throws {
            let refused = try await StorkProgram.run(["record", "--sim", "--recordings", "/proc/none"])
            #expect(refused.status == 1)
            #expect(refused.errors.contains("no recording in /proc/none: cannot make /proc/none"), "\(refused.errors)")
            let cockpit = try Terminal(["cockpit", "--sim", "--video", "off", "--recordings", "/proc/none"])
            try await cockpit.wait(for: "NOT RECORDING", row: 0)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("ft")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.type("q")
            try await cockpit.type("y")
            #expect(try await cockpit.end().status == 0)
        }

        @Test(arguments: [
            ("recording-limit: lots", "recording-limit is no number of bytes"), ("record: maybe", "one of: on, off"),
            ("recordings: []", "recordings is not a folder"), ("low-space: -1 GB", "low-space is no number of bytes"),
        ])
        func `a mistake in the configuration file is told with its place`(line: String, reason: String) async throws {
            let configuration = try RecordedFolder()
            try FileManager.default.createDirectory(
                atPath: configuration.path + "/stork", withIntermediateDirectories: true)
            let file = configuration.path + "/stork/config.yaml"
            try (line + "\n").write(toFile: file, atomically: true, encoding: .utf8)
            let result = try await StorkProgram.run(
                ["record", "--sim"], environment: ["XDG_CONFIG_HOME": configuration.path])
            #expect(result.status != 0)
            #expect(result.errors.contains("\(file):1:") && result.errors.contains(reason), "\(result.errors)")
        }

        @Test(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
        func `--no-record and record: off record nothing`() async throws {
            let folder = try RecordedFolder()
            let configuration = try RecordedFolder()
            try FileManager.default.createDirectory(
                atPath: configuration.path + "/stork", withIntermediateDirectories: true)
            try "record: off\nlow-space: 2 GB\n".write(
                toFile: configuration.path + "/stork/config.yaml", atomically: true, encoding: .utf8)
            let file = folder.environment.merging(["XDG_CONFIG_HOME": configuration.path]) { $1 }
            for (words, environment) in [(["--no-record"], folder.environment), ([], file)] {
                let cockpit = try Terminal(["cockpit", "--sim", "--video", "off"] + words, environment: environment)
                try await cockpit.wait(for: "LANDED", row: 1, column: 2)
                try await cockpit.waitUntilGone("REC")
                try await cockpit.type("q")
                #expect(try await cockpit.end().status == 0)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }
}
