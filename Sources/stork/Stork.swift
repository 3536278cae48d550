import ArgumentParser
import Foundation

@main
struct Stork: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "stork",
        abstract: "Fly an AR.Drone, see how it is, find out what it can lift.",
        discussion: """
            A drone that is switched on and whose Wi-Fi this computer has joined is at 192.168.1.1. Without one, \
            every command that takes --drone takes --sim instead and starts a simulated drone.

            Settings come from flags, then from STORK_DRONE, STORK_NAVDATA and STORK_RECORDINGS in the environment, \
            then from ~/.config/stork/config.yaml (keys: drone, navdata, recordings, record, recording-limit, \
            keep-recordings, low-space), then from the defaults each --help shows.

            Exit status: 0 done, 1 the drone or the data says no (the reason is on standard error), 64 wrong usage.
            """,
        version: version,
        groupedSubcommands: [
            CommandGroup(name: "Fly", subcommands: [CockpitCommand.self, SimCommand.self]),
            CommandGroup(
                name: "Look",
                subcommands: [
                    DoctorCommand.self, WatchCommand.self, RecordCommand.self, ReplayCommand.self, InspectCommand.self,
                    ExportCommand.self, ReportCommand.self,
                ]),
            CommandGroup(
                name: "Missions and lift tests", subcommands: [CheckCommand.self, FlyCommand.self, LiftCommand.self]),
            CommandGroup(name: "Carry", subcommands: [PayloadCommand.self]),
            CommandGroup(name: "Configure", subcommands: [ConfigCommand.self, GamepadCommand.self]),
            CommandGroup(name: "Ferry", subcommands: [FerryCommand.self, BloomCommand.self]),
        ])

    /// Runs the command; output that was lost, for example to a full disk, is a failure of whatever was done.
    static func main() async {
        await main(nil)
        if let code = StandardOutput.failure {
            StandardError.write("Error: the output could not be written: \(String(cString: strerror(code)))")
            Foundation.exit(1)
        }
    }
}
