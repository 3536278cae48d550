import ArgumentParser
import CursesTerminal
import DroneLink
import DroneProtocol
import Foundation

struct CockpitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cockpit",
        abstract: "Fly a drone from this terminal.",
        discussion: """
            Space or l lands in every mode; ? shows all keys. Keys fly while they repeat: 250 ms after the last
            one the drone hovers. Leaving with q, Ctrl-C, a closed terminal or an error lands a flying drone
            first; a second Ctrl-C leaves at once.

            Example: stork cockpit --sim
            """)

    @OptionGroup var drone: DroneOptions

    @Option(
        help: ArgumentHelp(
            "Which navdata to ask for: full (200 Hz), demo (15 Hz) or as-is. (default: $STORK_NAVDATA, else full)",
            valueName: "mode"))
    var navdata: NavdataChoice?

    @Flag(help: "Only look: every key that would act is refused, and leaving does not land the drone.")
    var readonly = false

    @OptionGroup var video: VideoOptions

    @Flag(help: "No colours, as with NO_COLOR in the environment.")
    var mono = false

    @Flag(help: "Plain ASCII instead of line drawings.")
    var ascii = false

    func run() async throws {
        let mode = try navdata ?? Defaults.load().navdata
        var terminal = TerminalConfiguration()
        let noColor = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        if mono || noColor { terminal.colors = .never }
        if ascii { terminal.glyphs = .ascii }
        let screen = try await CockpitScreen.open(terminal, video: video, readOnly: readonly)
        let doorbell = screen.doorbell
        // An observer configures nothing, the camera neither.
        let request = readonly ? nil : video.request
        do {
            let connection = try await DroneConnection.open(
                drone, navdata: mode.mode, role: readonly ? .observer : .pilot,
                ids: request == nil ? nil : ConfiguredDrone.ownIDs, video: request
            ) { update in
                if case .event = update { doorbell.ring() }
            }
            if video.video != .off {
                let feed = screen.feed
                try await connection.link.startVideo(pictures: { feed.health }) { feed.take($0) }
            }
            let ending = try await screen.fly(connection.link)
            await connection.close()
            await screen.close()
            if let ending {
                StandardError.write(ending)
                throw ExitCode(1)
            }
        } catch {
            await screen.close()
            throw error
        }
    }
}
