import ArgumentParser
import CursesTerminal
import DroneLink
import DroneModel
import FlightRecording
import FlightReplay
import Foundation

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Play a recorded flight in the cockpit, as a drone for other programs, or as text.",
        discussion: """
            Takes a folder of Recordings, and any pcap or pcapng capture, gzipped or not. The border says REPLAY and \
            whether a real or a simulated drone was recorded.

            In the cockpit: space stops and goes on, left and right go 5 s, down and up a minute, [ and ] change the \
            speed, comma and full stop step by navdata, < and > by video frames, N and n go to events, :seek 1:23 \
            goes to a time. Keys of flight do nothing.

            --serve plays it as a drone on the real ports: whoever wakes it gets the navdata and video that were \
            recorded, byte for byte. --headless prints what happened as JSON lines, as fast as it can be decoded: \
            the same bytes every time.

            Examples: stork replay Recordings/sim-hover
                      stork replay flight.pcapng.gz --serve --listen 127.0.0.2
            """)

    @Argument(help: ArgumentHelp("A folder of Recordings, or a capture.", valueName: "recording"))
    var recording: String

    @Option(help: ArgumentHelp("Times as fast as it was flown, 0.1 to 50.", valueName: "x"))
    var speed = 1.0

    @Option(name: .customLong("from"), help: ArgumentHelp("Where to begin, e.g. 90s or 2min.", valueName: "time"))
    var start = TimeSpan(.zero)

    @Flag(help: "Begin standing still.")
    var paused = false

    @Flag(help: "Begin anew at the end.")
    var loop = false

    @Flag(help: "Print the decoded events as JSON lines, at full speed.")
    var headless = false

    @Option(
        help: ArgumentHelp(
            "With --headless: time between two lines with measurements; 0s for none.", valueName: "time"))
    var every = TimeSpan(.seconds(1))

    @OptionGroup var serving: ServingOptions

    @Option(
        help: ArgumentHelp(
            "How to show video: off, auto, kitty, sixel, sextants, quadrants, half-blocks or ascii.",
            valueName: "mode"))
    var video = VideoChoice.auto

    @Option(
        help: ArgumentHelp(
            "What pictures may take of the connection to the terminal; fewer are shown then. (default: all)",
            valueName: "bytes/s"))
    var budget: Int?

    @Option(
        help: ArgumentHelp(
            "The folder of the phone that was on board: layout 5 shows its pictures too. (default: none)",
            valueName: "folder"))
    var payload: String?

    @OptionGroup var terminal: TerminalOptions

    func validate() throws {
        if !ReplaySchedule.speeds.contains(speed) {
            throw ValidationError("--speed \(speed): between 0.1 and 50.")
        }
        if headless, serving.serve { throw ValidationError("--headless and --serve exclude each other.") }
        if let budget, budget < 1000 {
            throw ValidationError("--budget \(budget): at least 1000 bytes per second are needed for any picture.")
        }
    }

    func run() async throws {
        let source = try RecordingSource(path: recording)
        if let problem = source.problem { StandardError.write("stork: \(problem)") }
        if headless { return try list(source) }
        var settings = ReplayPlayer.Settings()
        settings.speed = speed
        settings.start = start.duration
        settings.startsPaused = paused
        settings.loops = loop
        if serving.serve { return try await serving.run(source, settings) }
        try await show(source, settings)
    }

    private func list(_ source: RecordingSource) throws {
        var listing = try FlightListing(source, every: every.duration == .zero ? nil : every.duration)
        listing.write { StandardOutput.write($0) }
    }

    /// The phone that was on board; nil where none was.
    private func phone(of source: RecordingSource, for screen: CockpitScreen) -> RecordedPhone? {
        RecordedPhone(
            source,
            pictures: payload.map { PhonePictures(folder: $0) { [doorbell = screen.doorbell] in doorbell.ring() } })
    }

    private func show(_ source: RecordingSource, _ settings: ReplayPlayer.Settings) async throws {
        // What cannot be read is told on a plain terminal.
        _ = try FlightCursor(source)
        let screen = try await CockpitScreen.open(
            terminal.configuration, PictureSettings(choice: video, bytesPerSecond: budget), gamepad: .off,
            readOnly: false)
        do {
            let feed = screen.feed
            let showsVideo = video != .off
            let player = try ReplayPlayer(source, settings: settings) { update in
                if case .video(let piece) = update, showsVideo { feed.take(VideoUpdate(piece)) }
            }
            let phone = phone(of: source, for: screen)
            _ = try await screen.fly(RecordingInCockpit(player: player, feed: feed, phone: phone))
            player.stop()
            await screen.close()
        } catch {
            await screen.close()
            throw error
        }
    }
}
