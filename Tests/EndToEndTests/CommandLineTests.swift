import Foundation
import Testing

extension EndToEnd {
    /// Exit codes, wording, and who gets which stream.
    @Suite struct CommandLineTests {
        static let commands = [
            ["cockpit"], ["sim"], ["doctor"], ["watch"], ["inspect"], ["config"], ["config", "list"],
            ["config", "get"], ["config", "set"], ["config", "diff"], ["config", "backup"], ["config", "restore"],
            ["bloom"], ["bloom", "build"], ["bloom", "test"], ["bloom", "info"], ["bloom", "merge"],
        ]

        @Test(arguments: commands) func `the help of a command has an example that begins with its name`(
            command: [String]
        ) async throws {
            let help = try await StorkProgram.run(command + ["--help"])
            #expect(help.status == 0)
            #expect(help.output.contains("Example: stork " + command.joined(separator: " ")))
            #expect(help.errors == "")
        }

        @Test func `the program's help lists the commands in groups, and the exit codes`() async throws {
            let help = try await StorkProgram.run(["--help"]).output
            for word in ["FLY", "LOOK", "CONFIGURE", "Exit status: 0 done, 1", "64 wrong usage", "192.168.1.1"] {
                #expect(help.contains(word), "\(word)")
            }
            for command in Self.commands { #expect(help.contains(command[0])) }
        }

        @Test(arguments: [
            (["fly-away"], "fly-away"),
            (["watch", "--drone"], "--drone"),
            (["watch", "--sim", "--drone", "192.168.1.1"], "exclude each other"),
            (["watch", "--navdata-port", "70000"], "between 1 and 65535"),
            (["watch", "--navdata-port", "abc"], "abc"),
            (["watch", "--for", "10"], "10"),
            (["watch", "--sim", "--for", "0s"], "longer than nothing"),
            (["watch", "--navdata", "more"], "more"),
            (["sim", "--model", "3"], "3"),
            (["sim", "--payload", "heavy"], "heavy"),
            (["sim", "--firmware", "new"], "no version"),
            (["sim", "--video", "maybe"], "maybe"),
            (["inspect"], "file"),
            (["config", "get"], "section:name"),
            (["bloom", "build"], "--output"),
            (["bloom", "build", "--output", "x", "--probability", "1"], "between 0 and 1"),
            (["bloom", "build", "--output", "x", "--salt", "wet"], "wet"),
            (["bloom", "merge", "one", "--output", "x"], "at least two"),
        ])
        func `wrong usage exits 64 and names what was wrong`(arguments: [String], word: String) async throws {
            let result = try await StorkProgram.run(arguments)
            #expect(result.status == 64)
            #expect(result.errors.contains(word), "\(result.errors)")
            #expect(result.output == "")
        }

        @Test(arguments: [
            (["watch", "--drone", "no-such-host.invalid"], "no-such-host.invalid"),
            (["config", "list", "--drone", "no-such-host.invalid"], "no-such-host.invalid"),
            (["sim", "--fault", "blackot at 3 s"], "blackout"),
            (["sim", "--faults", "/nonexistent.yaml"], "/nonexistent.yaml"),
            (["sim", "--listen", "somewhere"], "somewhere"),
            (["sim", "--listen", "8.8.8.8"], "8.8.8.8"),
            (["config", "get", "--sim", "control:altitude_maxx"], "control:altitude_max"),
            (["config", "set", "--sim", "control:altitude_max", "much"], "control:altitude_max"),
            (["config", "restore", "--sim", "/nonexistent.conf"], "/nonexistent.conf"),
            (["bloom", "info", "/nonexistent.bloom"], "/nonexistent.bloom"),
            (["bloom", "info", "/proc/self/cmdline"], "no filter"),
            (["bloom", "build", "/proc/self/cmdline", "--output", "/proc/no-folder/x"], "/proc/no-folder/x"),
        ])
        func `what the world refuses exits 1 and names what and what to do`(
            arguments: [String], word: String
        ) async throws {
            let result = try await StorkProgram.run(arguments)
            #expect(result.status == 1)
            #expect(!result.wasKilled)
            #expect(result.errors.hasPrefix("Error: "), "\(result.errors)")
            #expect(result.errors.contains(word), "\(result.errors)")
            #expect(result.output == "")
        }

        @Test func `without a drone watch says so and ends by its time`() async throws {
            let result = try await StorkProgram.run([
                "watch", "--drone", "127.0.0.1", "--navdata-port", "9", "--for", "1s",
            ])
            #expect(result.status == 1)
            #expect(result.errors.contains("no drone answers at 127.0.0.1"), "\(result.errors)")
            #expect(result.errors.contains("stork doctor"))
        }

        @Test func `a reader that goes away ends watch quietly`() async throws {
            let line = "\(StorkProgram.path) watch --sim --json --every 0s | head -1"
            let shell = try RunningProgram(
                OtherProgram.shell, ["-c", line], environment: StorkProgram.plainEnvironment)
            let result = try await shell.result()
            #expect(result.status == 0)
            #expect(result.errors == "")
            #expect(try WatchRow(result.output).simulated)
        }

        @Test func `output that cannot be written is a failure, and is named`() async throws {
            for command in ["watch --sim --json --for 1s", "config list --sim", "doctor --sim"] {
                let shell = try RunningProgram(
                    OtherProgram.shell, ["-c", "exec \(StorkProgram.path) \(command) > /dev/full"],
                    environment: StorkProgram.plainEnvironment)
                let result = try await shell.result()
                #expect(result.status == 1, "\(command)")
                #expect(result.errors.contains("No space left"), "\(command): \(result.errors)")
            }
        }

        @Test func `watch ends after its time with telemetry in SI units`() async throws {
            let result = try await StorkProgram.run(["watch", "--sim", "--json", "--for", "2s"])
            #expect(result.status == 0)
            let rows = try result.output.split(separator: "\n").map { try WatchRow(String($0)) }
            #expect((5...12).contains(rows.count))
            let last = try #require(rows.last)
            #expect(last.simulated && last.model == "AR.Drone 2.0" && last.state == "landed" && last.flying == false)
            #expect(last.batteryPercent == 100 && last.altitude == 0 && last.refused == 0)
        }

        @Test func `settings come from a flag, else the environment, else the file`() async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")
            let file = folder.appending(path: "stork/config.yaml")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try "drone: file.invalid\n".write(to: file, atomically: true, encoding: .utf8)
            var environment = ["XDG_CONFIG_HOME": folder.path]
            func askedFor(_ arguments: [String]) async throws -> String {
                try await StorkProgram.run(["watch"] + arguments, environment: environment).errors
            }
            #expect(try await askedFor([]).contains("file.invalid"))
            environment["STORK_DRONE"] = "environment.invalid"
            #expect(try await askedFor([]).contains("environment.invalid"))
            #expect(try await askedFor(["--drone", "flag.invalid"]).contains("flag.invalid"))
            try "dron: file.invalid\n".write(to: file, atomically: true, encoding: .utf8)
            let mistake = try await StorkProgram.run(["watch", "--sim"], environment: environment)
            #expect(mistake.status == 1)
            #expect(mistake.errors.contains("config.yaml:1:1"), "\(mistake.errors)")
        }

        @Test func `a second simulated drone on the same address says what is in use`() async throws {
            let first = try await RunningDrone(host: "127.0.0.11", ephemeral: false)
            let second = try await StorkProgram.run(["sim", "--listen", "127.0.0.11"])
            #expect(second.status == 1)
            #expect(second.errors.contains("in use on 127.0.0.11"), "\(second.errors)")
            #expect(second.errors.contains("--listen"))
            try await first.stop()
        }
    }
}
