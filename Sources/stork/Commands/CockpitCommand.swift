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
            Space or l lands in every mode; ? shows all keys. Keys fly while they repeat: 250 ms after the last one \
            the drone hovers. In a terminal that tells of keys let go (kitty's keyboard protocol: kitty, foot, \
            ghostty, WezTerm, Alacritty, Konsole, iTerm2) they fly until then; the drone hovers when the window \
            loses the focus, or the terminal does not answer for 500 ms. Leaving with q, Ctrl-C, a closed terminal \
            or an error lands a flying drone first; a second Ctrl-C leaves at once.

            A game pad that is plugged in flies, too: the sticks' middle is hover, and so is a pad that is \
            unplugged. stork gamepad watch shows what its buttons do.

            Every flight is recorded, from the first packet, into a folder of its own in Recordings; REC in the \
            border says how much, and what was lost. After : the commands mark and payload note what no packet says.

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

    @Option(
        help: ArgumentHelp(
            "Which game pad flies: auto (the first with a mapping), off, or a device such as /dev/input/event5.",
            valueName: "pad"))
    var gamepad = GamepadOption.automatic

    @OptionGroup var recording: RecordingOptions

    @Flag(help: "Record nothing.")
    var noRecord = false

    @Option(
        help: ArgumentHelp(
            "Run the message ferry's carrier of this folder beside the cockpit; layout 6 shows it. (default: none)",
            valueName: "folder"))
    var ferry: String?

    @OptionGroup var phone: PhoneOptions

    @OptionGroup var terminal: TerminalOptions

    func run() async throws {
        let defaults = try Defaults.load()
        let mode = navdata ?? defaults.navdata
        let screen = try await CockpitScreen.open(
            terminal.configuration, PictureSettings(choice: video.video, bytesPerSecond: video.budget),
            gamepad: gamepad, readOnly: readonly)
        let doorbell = screen.doorbell
        let plan = recording.plan(defaults, command: "cockpit") { screen.tell($0) }
        let records = !noRecord && defaults.records
        // An observer configures nothing, the camera neither.
        let request = readonly ? nil : video.request
        do {
            let connection = try await DroneConnection.open(
                drone, navdata: mode.mode, role: readonly ? .observer : .pilot,
                ids: request == nil ? nil : ConfiguredDrone.ownIDs, video: request,
                recording: records ? plan : nil
            ) { update in
                if case .event = update { doorbell.ring() }
            }
            if video.video != .off {
                let feed = screen.feed
                try await connection.link.startVideo(pictures: { feed.health }) { feed.take($0) }
            }
            let node: FerryHost? =
                if let ferry { try await FerryHost.start(folder: ferry, world: MissionWorld()) } else { nil }
            let following = Task.detached { await node?.follow { doorbell.ring() } }
            let phone = try await PhoneOnBoard.start(
                phone, drone: connection.endpoint.host, world: MissionWorld(), log: connection.log
            ) { doorbell.ring() }
            let ending = try await screen.fly(
                EquippedDrone(link: connection.link, node: node, phone: phone), log: connection.log)
            following.cancel()
            await node?.stop()
            await phone?.stop()
            let health = await connection.close()
            await screen.close()
            if let path = connection.log?.path {
                StandardError.write(
                    "recorded \(path): \(health?.summary ?? "the disk does not answer, its end is lost")")
            }
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
