import DroneProtocol
import Foundation
import Testing

extension EndToEnd {
    /// Wireshark's dissector of AT commands reads what a flight sent.
    @Suite(
        .enabled(if: OtherProgram.tshark != nil, "\(OtherProgram.noTshark)"),
        .enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
    struct DissectorTests {
        @Test func `every datagram of a flight is an AR.Drone packet without a malformed finding`() async throws {
            let datagrams = try await flight()
            try #require(datagrams.count > 200)
            let file = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString).pcap")
            try Data(CaptureFile.bytes(of: datagrams, to: 5556)).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }

            let frames = try await dissect(
                file,
                [
                    "_ws.col.Protocol", "_ws.malformed", "ar_drone.no_comma", "ar_drone.no_cr", "_ws.expert.message",
                ])
            #expect(frames.count == datagrams.count)
            let found = Set(frames.map { $0.joined(separator: "|") })
            #expect(found == ["AR Drone||||"] || found == ["ar_drone||||"], "\(found)")
            try await compareFields(of: datagrams, in: file)
        }

        /// What the dissector reads out of REF and PCMD is what was sent, field by field.
        private func compareFields(of datagrams: [[UInt8]], in file: URL) async throws {
            let names = [
                "ar_drone.ref.id", "ar_drone.ref.ctrl", "ar_drone.pcmd.id", "ar_drone.pcmd.flag", "ar_drone.pcmd.roll",
                "ar_drone.pcmd.pitch", "ar_drone.pcmd.gaz", "ar_drone.pcmd.yaw", "ar_drone.led.seq",
                "ar_drone.config.name",
            ]
            let frames = try await dissect(file, names)
            var moved: Set<Int> = []
            for (frame, datagram) in zip(frames, datagrams) {
                let commands = String(decoding: datagram, as: UTF8.self).split(separator: "\r").map { command in
                    let parts = command.split(separator: "=", maxSplits: 1)
                    return (name: String(parts[0]), fields: parts[1].split(separator: ",").map(String.init))
                }
                let ref = commands.filter { $0.name == "AT*REF" }.map(\.fields)
                let moves = commands.filter { $0.name == "AT*PCMD" }.map(\.fields)
                #expect(frame[0] == ref.map { $0[0] }.joined(separator: ","))
                #expect(frame[1].split(separator: ",").count == ref.count)
                for (index, field) in moves.first.map({ Array($0.enumerated()) }) ?? [] {
                    // The dissector writes a number with its meaning in words behind it.
                    #expect(frame[2 + index].hasPrefix(field), "\(frame)")
                    if index > 1, field != "0" { moved.insert(index) }
                }
            }
            #expect(moved == [2, 3, 4, 5], "the flight moves about all four axes")
        }

        private func dissect(_ file: URL, _ fields: [String]) async throws -> [[String]] {
            let program = try RunningProgram(
                try #require(OtherProgram.tshark),
                ["-n", "-r", file.path, "-T", "fields", "-E", "separator=/t"] + fields.flatMap { ["-e", $0] },
                environment: StorkProgram.plainEnvironment)
            let result = try await program.result(within: .seconds(60))
            #expect(result.status == 0, "\(result.errors)")
            return result.output.split(separator: "\n").map {
                $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            }
        }

        /// Flies the cockpit through a relay and returns everything it sent, and what `config set` sends.
        private func flight() async throws -> [[UInt8]] {
            let drone = try await RunningDrone()
            let relay = try CommandRelay(to: drone.atPort)
            defer { relay.stop() }
            let cockpit = try Terminal(["cockpit"] + drone.flags(atPort: relay.port))
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("f")
            try await cockpit.wait(for: "AT*FTRIM")
            try await cockpit.type("t")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            for key in ["w", "s", "a", "d", "\u{1B}OA", "\u{1B}OB", "\u{1B}OC", "\u{1B}OD"] {
                try await cockpit.wait(for: "FLYING", row: 1, column: 2, holding: key)
                try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            }
            try await cockpit.type("l")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
            for (key, value) in [("leds:leds_anim", "3,1073741824,2"), ("video:video_codec", "129")] {
                let set = try await StorkProgram.run(
                    ["config", "set"] + drone.flags(atPort: relay.port) + [key, value])
                #expect(set.status == 0, "\(key): \(set.errors)")
            }
            try await drone.stop()
            return relay.datagrams
        }
    }
}
