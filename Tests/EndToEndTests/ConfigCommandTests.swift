import Foundation
import Testing

extension EndToEnd {
    /// `stork config` on a simulated drone.
    @Suite struct ConfigCommandTests {
        private func config(_ drone: RunningDrone, _ arguments: String...) async throws -> RunningProgram.Result {
            try await StorkProgram.run(["config", arguments[0]] + drone.flags() + arguments.dropFirst())
        }

        @Test func `list, get, set, diff, backup and restore make a round trip`() async throws {
            let drone = try await RunningDrone()
            let file = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString).conf").path
            defer { try? FileManager.default.removeItem(atPath: file) }

            let all = try await config(drone, "list", "--json").output
            let keys = try #require(try JSONSerialization.jsonObject(with: Data(all.utf8)) as? [String: String])
            #expect(keys["control:altitude_max"] == "3000")
            #expect(keys.count > 60)
            let control = try await config(drone, "list", "control:").output
            #expect(control.contains("control:altitude_max") && control.contains("3000 mm"), "\(control)")
            #expect(!control.contains("general:"))

            let backup = try await config(drone, "backup", file)
            #expect(backup.status == 0, "\(backup.errors)")
            let again = try await config(drone, "backup", file)
            #expect(again.status == 1 && again.errors.contains("exists already"))
            #expect(try await config(drone, "diff", file).status == 0)

            let set = try await config(drone, "set", "control:altitude_max", "5000")
            #expect(set.status == 0, "\(set.errors)")
            #expect(set.output == "control:altitude_max: 3000 → 5000\n")
            #expect(try await config(drone, "get", "control:altitude_max").output == "5000\n")
            let difference = try await config(drone, "diff", file)
            #expect(difference.status == 1)
            #expect(difference.output.contains("control:altitude_max"), "\(difference.output)")

            let dry = try await config(drone, "restore", file, "--dry-run")
            #expect(dry.output.contains("would write control:altitude_max = 3000"), "\(dry.output)")
            #expect(try await config(drone, "get", "control:altitude_max").output == "5000\n")
            let restored = try await config(drone, "restore", file)
            #expect(restored.status == 0, "\(restored.errors)")
            #expect(try await config(drone, "get", "control:altitude_max").output == "3000\n")
            #expect(try await config(drone, "diff", file).status == 0)
            try await drone.stop()
        }

        @Test func `a drone whose acknowledge bit never clears is no reason to hang`() async throws {
            let drone = try await RunningDrone(["--fault", "acknowledge never-clears"])
            let set = try await config(drone, "set", "control:altitude_max", "5000")
            #expect(set.status == 1)
            #expect(set.errors.hasPrefix("Error: "), "\(set.errors)")
            try await drone.stop()
        }

        @Test func `a damaged backup is refused with its line`() async throws {
            let file = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString).conf").path
            defer { try? FileManager.default.removeItem(atPath: file) }
            try "control:altitude_max = 3000\nrubbish\n".write(toFile: file, atomically: true, encoding: .utf8)
            let result = try await StorkProgram.run(["config", "diff", "--sim", file])
            #expect(result.status == 1)
            #expect(result.errors.contains("2"), "\(result.errors)")
        }
    }

    /// `stork doctor` names the step that fails.
    @Suite struct DoctorTests {
        private struct Finding: Decodable {
            var step: String
            var result: String
            var found: String
            var remedy: String?
        }

        private func findings(
            _ arguments: [String]
        ) async throws -> (findings: [Finding], status: Int32) {
            let result = try await StorkProgram.run(["doctor", "--json"] + arguments)
            let findings = try result.output.split(separator: "\n").map {
                try JSONDecoder().decode(Finding.self, from: Data($0.utf8))
            }
            return (findings, result.status)
        }

        @Test func `a healthy drone passes every step`() async throws {
            let (findings, status) = try await findings(["--sim"])
            #expect(status == 0)
            #expect(findings.map(\.step).count == 9)
            #expect(findings.allSatisfy { $0.result == "ok" }, "\(findings)")
        }

        @Test func `with nothing there it names navdata, and goes no further`() async throws {
            let (findings, status) = try await findings(["--drone", "127.0.0.1", "--navdata-port", "9"])
            #expect(status == 1)
            #expect(findings.last?.step == "navdata")
            #expect(findings.last?.result == "failed")
            #expect(findings.last?.remedy?.contains("switch the drone on") == true)
        }

        @Test func `an unknown host is named as such`() async throws {
            let (findings, status) = try await findings(["--drone", "no-such-host.invalid"])
            #expect(status == 1)
            #expect(findings.map(\.step) == ["address"])
        }

        @Test func `an acknowledge bit that never clears is named`() async throws {
            let drone = try await RunningDrone(["--fault", "acknowledge never-clears"])
            let (findings, status) = try await findings(drone.flags())
            #expect(status == 1)
            let failed = findings.filter { $0.result == "failed" }.map(\.step)
            #expect(failed.contains("acknowledgement"), "\(findings)")
            #expect(!failed.contains("navdata") && !failed.contains("AT commands"), "\(findings)")
            try await drone.stop()
        }

        @Test func `a drone out of reach is one that does not answer`() async throws {
            let drone = try await RunningDrone(["--fault", "blackout"])
            let (findings, status) = try await findings(drone.flags())
            #expect(status == 1)
            #expect(findings.last?.step == "navdata")
            #expect(findings.last?.result == "failed")
            try await drone.stop()
        }
    }
}
