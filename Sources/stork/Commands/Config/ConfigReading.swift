import ArgumentParser
import DroneModel
import DroneProtocol
import Foundation
import JSONText

struct ConfigListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Print every key with its value, unit and meaning.",
        discussion: "Example: stork config list --sim control:")

    @OptionGroup var drone: DroneOptions

    @Argument(help: ArgumentHelp("Only keys that begin with this, e.g. control:", valueName: "prefix"))
    var prefix = ""

    @Flag(help: "One JSON object: key to raw text.")
    var json = false

    func run() async throws {
        let configuration = try await ConfiguredDrone.with(drone) { $0.configuration }
        let rows = configuration.filter { "\($0.key)".hasPrefix(prefix.lowercased()) }
        if rows.isEmpty {
            let near = ConfigurationCatalogue.suggestions(for: prefix).map { "\($0)" }.joined(separator: ", ")
            throw ValidationError("no key begins with “\(prefix)”" + (near.isEmpty ? "" : "; near it: \(near)"))
        }
        if json {
            StandardOutput.write(JSONValue.object(rows.map { ("\($0.key)", .text($0.value)) }).rendered())
            return
        }
        let keyWidth = rows.map { "\($0.key)".count }.max() ?? 0
        for (key, value) in rows {
            let entry = ConfigurationCatalogue.entry(for: key)
            let unit = entry.map { $0.unit == .none ? "" : " " + $0.unit.rawValue } ?? ""
            let left = "\(key)".padding(toLength: keyWidth, withPad: " ", startingAt: 0)
            StandardOutput.write("\(left)  \(value.isEmpty ? "(empty)" : value + unit)")
            if let meaning = entry?.meaning, !meaning.isEmpty {
                StandardOutput.write(String(repeating: " ", count: keyWidth + 4) + meaning)
            }
        }
    }
}

struct ConfigGetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Print the value of one key as the drone holds it.",
        discussion: "Example: stork config get --sim control:altitude_max")

    @OptionGroup var drone: DroneOptions

    @Argument(help: ArgumentHelp("The key.", valueName: "section:name"))
    var key: String

    func run() async throws {
        guard let wanted = ConfigurationKey(key) else {
            throw ConfigurationError.malformedKey(key, suggestions: ConfigurationCatalogue.suggestions(for: key))
        }
        let value = try await ConfiguredDrone.with(drone) { $0.configuration[wanted] }
        guard let value else {
            throw ConfigurationError.unknownKey(wanted, suggestions: ConfigurationCatalogue.suggestions(for: key))
        }
        StandardOutput.write(value)
    }
}

struct ConfigDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Print what differs from the maker's defaults, or from a backup.",
        discussion: """
            Exit status 0 when nothing differs, 1 when something does.

            Example: stork config diff before.conf
            """)

    @OptionGroup var drone: DroneOptions

    @Argument(help: "A backup to compare with. (default: the defaults of the drone's firmware)")
    var file: String?

    func run() async throws {
        let base = try file.map(ConfigurationFile.read)
        let differences = try await ConfiguredDrone.with(drone) { drone in
            let fallback = DroneConfiguration.defaults(
                for: drone.generation, firmware: drone.firmware ?? Self.newest(drone.generation))
            return (base ?? fallback).differences(to: drone.configuration)
        }
        for difference in differences { StandardOutput.write("\(difference)") }
        if !differences.isEmpty { throw ExitCode(1) }
    }

    /// The last firmware of each generation that captures or dumps show.
    static func newest(_ generation: DroneGeneration) -> FirmwareVersion {
        generation == .ardrone1 ? FirmwareVersion(1, 11, 5) : FirmwareVersion(2, 4, 8)
    }
}
