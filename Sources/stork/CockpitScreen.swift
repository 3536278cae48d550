import CellCanvas
import Cockpit
import CursesTerminal
import DroneLink
import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import Synchronization
import TerminalPicture

/// The cockpit on the terminal: waits for keys, frames and the end, on the main thread alone.
///
/// The link runs on its own event loop; nothing here can delay an AT command.
@MainActor
final class CockpitScreen {
    nonisolated let doorbell: Doorbell
    private let interruption: Interruption
    private let terminal: CursesTerminal
    private var cockpit: Cockpit
    private let isReadOnly: Bool
    private var canvas: Canvas
    private var schedule = RedrawSchedule()
    private let ending: Ending
    /// Whether the terminal can tell of keys let go.
    private let hasReleases: Bool
    /// Takes the camera's pictures from the link.
    nonisolated let feed: VideoFeed
    private var video: VideoPane
    private var pads: CockpitPads
    /// Takes the drone's own recordings; nil before the flight.
    private var recorder: VideoRecorder?
    /// Takes what the pilot does into the recording of the flight; nil where there is none.
    private var log: FlightLog?

    /// Opens the terminal and asks what it can show.
    static func open(
        _ configuration: TerminalConfiguration, _ pictures: PictureSettings, gamepad: GamepadOption, readOnly: Bool
    ) async throws -> CockpitScreen {
        // Before the terminal is taken: what is wrong with a mapping is to be read.
        let mappings = readOnly || gamepad == .off ? [] : try GamepadFolder().mappings()
        return try CockpitScreen(configuration, pictures, readOnly: readOnly) { doorbell in
            guard !readOnly, let choice = gamepad.choice else { return CockpitPads() }
            return CockpitPads(choice, mappings: mappings) { doorbell.ring() }
        }
    }

    private init(
        _ configuration: TerminalConfiguration, _ pictures: PictureSettings, readOnly: Bool,
        pads: (Doorbell) -> CockpitPads
    ) throws {
        cockpit = Cockpit(readOnly: readOnly, vocabulary: .ofTheDrone)
        isReadOnly = readOnly
        let doorbell = try Doorbell()
        let ending = Ending()
        self.doorbell = doorbell
        self.ending = ending
        // Before the terminal is opened: curses would install handlers of its own, which end without landing.
        interruption = Interruption { count in
            if count > 1 { Self.leaveAtOnce(ending.source) }
            ending.request()
            doorbell.ring()
        }
        TerminalRestoration.performOnCrash()
        terminal = try CursesTerminal(configuration)
        canvas = Canvas(columns: terminal.columns, rows: terminal.rows, glyphs: terminal.glyphs)
        let capabilities = TerminalInterview.run(terminal, wantsColor: configuration.colors != .never)
        hasReleases = capabilities.hasKittyKeyboard
        feed = VideoFeed { doorbell.ring() }
        self.pads = pads(doorbell)
        video = VideoPane(feed, capabilities, choice: pictures.choice, bytesPerSecond: pictures.bytesPerSecond)
        if pictures.choice != .off { cockpit.pictureView = .beside }
        if let refusal = video.refusal { cockpit.show(refusal, at: LinkClock.now) }
    }

    /// Shows a line to the pilot with the next frame; from any thread.
    nonisolated func tell(_ text: String) {
        ending.note(text)
        doorbell.ring()
    }

    func close() {
        feed.stop()
        pads.stop()
        terminal.close()
        interruption.stop()
    }

    /// Flies until the pilot, a signal or the terminal's end says otherwise; a flying drone is landed first.
    ///
    /// - Returns: What to say on the plain terminal afterwards; nil when all is well.
    func fly(_ source: any CockpitSource, log: FlightLog? = nil) async throws -> String? {
        self.log = log
        ending.watch(source)
        recorder = source.makeVideoRecorder { [ending, doorbell] text in
            ending.note(text)
            doorbell.ring()
        }
        // Not before keys are read: Control-C becomes one.
        if hasReleases { terminal.requestKeyReleases() }
        defer { terminal.forgoKeyReleases() }
        var leaving = false
        while true {
            wait(hasTerminal: !ending.terminalIsGone)
            doorbell.silence()
            let now = LinkClock.now
            for notice in feed.newNotices() { cockpit.show(notice, at: now) }
            let snapshot = source.snapshot
            cockpit.replay = source.replay
            cockpit.mission = source.mission
            cockpit.ferry = source.ferry
            cockpit.payload = source.payload
            for _ in 0..<source.takePictureOrders() { feed.savePicture() }
            readKeys(snapshot, source, at: now)
            for order in pads.fly(&cockpit, snapshot, at: now) { carryOut(order, source, at: now) }
            for order in cockpit.tick(snapshot, at: now) { carryOut(order, source, at: now) }
            for note in ending.takeNotes() { cockpit.show(note, at: now) }
            if ending.isRequested, !leaving {
                leaving = true
                let text = "leaving: a flying drone lands first; Ctrl-C again leaves at once"
                cockpit.show(isReadOnly || source.replay != nil ? "leaving" : text, at: now)
                schedule.invalidate()
                leave(source, snapshot)
            }
            if let departure = ending.departure { return Self.farewell(departure) }
            draw(snapshot, source.phonePicture, at: now)
        }
    }

    /// Lands where the drone flies; a recording of its video is ended meanwhile, which needs the link.
    private func leave(_ source: any CockpitSource, _ snapshot: DroneSnapshot) {
        let end: @Sendable (DroneSession.Departure) -> Void = { [ending, doorbell] departure in
            ending.finish(departure)
            doorbell.ring()
        }
        guard let recorder, snapshot.videoRecord?.phase.isOver == false else { return source.leave(end) }
        source.order(.land)
        // Detached: the main thread waits for keys and runs no tasks.
        Task.detached {
            await recorder.finish(within: Self.recordPatience)
            source.leave(end)
        }
    }

    /// How long the end of a recording may take before the cockpit is left without it.
    private nonisolated static let recordPatience: Duration = .seconds(4)

    /// Waits for a key, the bell or the next frame, whichever comes first.
    private func wait(hasTerminal: Bool) {
        let now = LinkClock.now
        let isBusy = hasTerminal && terminal.pendingBytes > 0
        var next = schedule.nextFrame ?? now
        if let picture = video.nextFrame(after: now) { next = min(next, picture) }
        // A terminal that has yet to take the last frame takes no other; it says when it is ready.
        let pause = isBusy ? Self.busyPause : max(.zero, next - now)
        var waits = [
            pollfd(fd: doorbell.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
            pollfd(fd: 1, events: Int16(POLLOUT), revents: 0),
        ]
        let count = hasTerminal ? isBusy ? 3 : 2 : 1
        let milliseconds = Int32(clamping: Int((pause / .milliseconds(1)).rounded(.up)))
        guard poll(&waits, nfds_t(count), milliseconds) > 0 else { return }
        // A closed terminal hangs up or fails; there are no more keys then, and nobody sees the screen.
        if hasTerminal, waits[1].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
            ending.loseTerminal()
        }
    }

    /// How long a terminal that takes nothing is left alone, unless it says that it does again.
    private static let busyPause: Duration = .milliseconds(50)

    private func readKeys(_ snapshot: DroneSnapshot, _ source: any CockpitSource, at now: Duration) {
        guard !ending.terminalIsGone else { return }
        while let key = terminal.nextKey() {
            if case .resize(let columns, let rows) = key {
                canvas = Canvas(columns: columns, rows: rows, glyphs: terminal.glyphs)
            }
            if key != .alive { schedule.invalidate() }
            if let name = key.recordedName { log?.note(.key(name)) }
            if key == .control("c") {
                interruption.interrupt()
                continue
            }
            cockpit.keyReports = terminal.keyReports
            for order in cockpit.handle(key, snapshot, at: now) { carryOut(order, source, at: now) }
        }
    }

    private func carryOut(_ order: Cockpit.Order, _ source: any CockpitSource, at now: Duration) {
        switch order {
        case .intent(let intent): source.order(intent)
        case .replay(let intent): source.order(intent)
        case .mission(let act): source.order(act)
        case .quit: ending.request()
        case .alarm: terminal.ring()
        case .configure(let key, let value): configure(key, value, source)
        case .recordVideo(let order):
            if let recorder { Task.detached { await recorder.perform(order) } }
        case .mark(let text): log?.note(.mark(text))
        case .payload(let mass, let position): log?.note(.payload(PayloadOnBoard(mass: mass, position: position)))
        case .repaint: terminal.repaint()
        case .askForSign: terminal.requestSignOfLife()
        case .nextPictureMode: cockpit.show(video.nextMode(), at: now)
        case .takePicture: feed.savePicture()
        case .saveScreen:
            let name = "stork-screen-\(Int(Date().timeIntervalSince1970)).txt"
            do {
                try (canvas.text + "\n").write(toFile: name, atomically: true, encoding: .utf8)
                cockpit.show("screen saved as \(name)", at: now)
            } catch {
                cockpit.show("screen not saved: \(error.localizedDescription)", at: now)
            }
        }
    }

    /// Writes a key of the command line's, and says what became of it when it has been read back.
    private func configure(_ key: String, _ value: String, _ source: any CockpitSource) {
        // Detached: the main thread waits for keys and runs no tasks.
        Task.detached { [self] in tell(await source.configure(key, to: value)) }
    }

    private func draw(_ snapshot: DroneSnapshot, _ phonePicture: PhonePicture?, at now: Duration) {
        guard !ending.terminalIsGone, terminal.takesOutput else { return }
        let area = cockpit.pictureArea(snapshot, at: now, in: canvas.bounds)
        video.still = cockpit.showsPhonePicture(in: canvas.bounds) ? phonePicture : nil
        video.viewTime = cockpit.replay?.position
        let picture = video.paint(in: area, terminal, at: now)
        let parts = schedule.due(at: now)
        if parts.isEmpty, picture.isEmpty { return }
        cockpit.pictureCaption = video.caption(snapshot, at: video.viewTime ?? now)
        if !parts.isEmpty { cockpit.draw(snapshot, at: now, parts: parts, into: &canvas) }
        guard terminal.show(canvas, picture: picture) else { return video.wasNotShown(on: terminal) }
        if video.wasShown(picture, on: terminal, at: LinkClock.now) {
            cockpit.draw(snapshot, at: now, into: &canvas)
            terminal.show(canvas)
        }
    }

    /// The second signal: no landing, no waiting. Called on the signal queue, with the main thread anywhere.
    private nonisolated static func leaveAtOnce(_ source: (any CockpitSource)?) -> Never {
        // Without a link nothing was ever flown, and a recording does not fly.
        let drone = source.flatMap { $0.replay == nil ? $0 : nil }
        let flies = drone.map { $0.snapshot.telemetry.isFlying(at: LinkClock.now) } ?? false
        TerminalRestoration.perform()
        switch flies {
        case true?: StandardError.write("left at once: THE DRONE STILL FLIES; it hovers, and lands when it misses us")
        case nil: StandardError.write("left at once: the drone was not heard any more and may still fly")
        case false?: StandardError.write("left at once; the drone is on the ground")
        }
        _exit(flies == false ? 0 : 1)
    }

    private static func farewell(_ departure: DroneSession.Departure) -> String? {
        switch departure {
        case .landed, .asFound: nil
        case .stillFlying: "the landing was not confirmed: THE DRONE MAY STILL FLY"
        }
    }
}

/// Why and how a cockpit ends; set from signal handlers and the link's loop.
private final class Ending: Sendable {
    private struct State {
        var isRequested = false
        var terminalIsGone = false
        var departure: DroneSession.Departure?
        var source: (any CockpitSource)?
        var notes: [String] = []
    }

    private let state = Mutex(State())

    var isRequested: Bool { state.withLock { $0.isRequested } }
    var terminalIsGone: Bool { state.withLock { $0.terminalIsGone } }
    var departure: DroneSession.Departure? { state.withLock { $0.departure } }

    var source: (any CockpitSource)? { state.withLock { $0.source } }

    func watch(_ source: any CockpitSource) { state.withLock { $0.source = source } }

    func request() { state.withLock { $0.isRequested = true } }

    func loseTerminal() {
        state.withLock {
            $0.isRequested = true
            $0.terminalIsGone = true
        }
    }

    /// Leaves a line for the pilot; the screen shows it with its next frame.
    func note(_ text: String) { state.withLock { $0.notes.append(text) } }

    func takeNotes() -> [String] {
        state.withLock { state in
            defer { state.notes = [] }
            return state.notes
        }
    }

    func finish(_ departure: DroneSession.Departure) { state.withLock { $0.departure = departure } }
}
