import ArgumentParser
import DroneLink
import DroneModel
import DroneProtocol
import Foundation

struct ConfigSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Write one key and read it back.",
        discussion: """
            Keys that cannot be written in the drone's default set (most video keys) are written into the set of \
            this program, which is made on first use.

            Example: stork config set control:outdoor TRUE
            """)

    @OptionGroup var drone: DroneOptions

    @Argument(help: ArgumentHelp("The key.", valueName: "section:name"))
    var key: String

    @Argument(help: "The value: a number, TRUE or FALSE, or text.")
    var value: String

    func run() async throws {
        guard let wanted = ConfigurationKey(key) else {
            throw ConfigurationError.malformedKey(key, suggestions: ConfigurationCatalogue.suggestions(for: key))
        }
        let rights = ConfigurationCatalogue.entry(for: wanted)?.rights
        let needsIDs = rights.map { !$0.access(with: .standard).isWritable && $0.custom?.isWritable == true } ?? false
        try await ConfiguredDrone.with(drone, ids: needsIDs ? ConfiguredDrone.ownIDs : nil) { drone in
            let checked = try ConfigurationCatalogue.validate(
                value, for: wanted, generation: drone.generation, firmware: drone.firmware, ids: drone.ids)
            let before = drone.configuration[wanted] ?? "n/a"
            if wanted.startsSomething {
                try await drone.connection.link.write(key: "\(wanted)", value: checked.wireText())
                StandardOutput.write("\(wanted) sent: \(checked.wireText())")
                return
            }
            try await drone.write([(key: wanted, value: checked.wireText())])
            StandardOutput.write("\(wanted): \(before) → \(checked.wireText())")
        }
    }
}

struct ConfigBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Save the configuration as a text file.",
        discussion: "Example: stork config backup before.conf")

    @OptionGroup var drone: DroneOptions

    @Argument(help: "The file to write; an existing one is not overwritten.")
    var file: String

    func run() async throws {
        if FileManager.default.fileExists(atPath: file) {
            throw FileProblem(path: file, reason: "exists already; name another file, or move it away")
        }
        let text = try await ConfiguredDrone.with(drone) { drone in
            drone.configuration.fileText(
                comments: [
                    "\(drone.generation), firmware \(drone.firmware.map { "\($0)" } ?? "unknown")",
                    drone.connection.link.snapshot.identity.reality == .simulated ? "a simulated drone" : "",
                    "saved " + Date().formatted(.iso8601) + " by stork " + Stork.version,
                ].filter { !$0.isEmpty })
        }
        do {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
        } catch {
            throw FileProblem(path: file, reason: "cannot be written: \(error.localizedDescription)")
        }
        StandardOutput.write("\(file) written")
    }
}

struct ConfigRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Write back what differs from a backup.",
        discussion: """
            Keys that the drone keeps to itself, and keys that would start something, are listed and left alone.

            Example: stork config restore before.conf --dry-run
            """)

    @OptionGroup var drone: DroneOptions

    @Argument(help: "A file written by: stork config backup")
    var file: String

    @Flag(help: "Only print what would be written.")
    var dryRun = false

    func run() async throws {
        let backup = try ConfigurationFile.read(file)
        try await ConfiguredDrone.with(drone) { drone in
            let plan = drone.configuration.restorePlan(
                from: backup, generation: drone.generation, firmware: drone.firmware, ids: drone.ids)
            for key in plan.skipped { StandardOutput.write("left alone, it would start something: \(key)") }
            for error in plan.refused { StandardOutput.write("left alone: \(error)") }
            for write in plan.writes {
                StandardOutput.write("\(dryRun ? "would write" : "writing") \(write.key) = \(write.wireText)")
            }
            if dryRun || plan.writes.isEmpty { return }
            try await drone.write(plan.writes.map { (key: $0.key, value: $0.wireText) })
            StandardOutput.write("\(plan.writes.count) values restored and read back")
        }
    }
}
