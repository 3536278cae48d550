import ArgumentParser
import CellCanvas
import Cockpit
import CursesTerminal
import DroneModel
import Foundation
import Gamepad
import GamepadDevices
import JSONText

struct GamepadWatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Show every axis and button of a game pad live, with what it orders. Nothing flies.",
        discussion: """
            On a terminal a screen, else a line for each change. Pads may come and go.

            Example: stork gamepad watch --for 10s --json
            """)

    @Option(help: ArgumentHelp("The pad's device. (default: the first pad)", valueName: "path"))
    var pad: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, e.g. 10s or 2min. (default: until interrupted)", valueName: "time"))
    var span: TimeSpan?

    @Flag(help: "Lines instead of the screen.")
    var plain = false

    @Flag(help: "One JSON object a line.")
    var json = false

    @Flag(help: "Plain ASCII instead of line drawings.")
    var ascii = false

    func run() throws {
        try GamepadCommand.requireSupport()
        let isScreen = !plain && !json && isatty(0) == 1 && isatty(1) == 1
        let watch = try GamepadWatch(
            pad.map { .path($0) } ?? .automatic, mappings: GamepadFolder().mappings(), for: span?.duration)
        if isScreen {
            try watch.showScreen(ascii: ascii)
        } else {
            watch.print(json ? .json : .text)
        }
    }
}

/// Looks at pads until the time is over, the reader gone or the user has enough.
private final class GamepadWatch {
    enum Form {
        case text, json
    }

    private let doorbell: Doorbell
    private let interruption: Interruption
    private let watcher: PadWatcher
    private var pilot: PadPilot
    private let start: ContinuousClock.Instant
    private let end: ContinuousClock.Instant?
    private let isInterrupted: StopSign
    private var screen = GamepadScreen()

    init(_ choice: PadChoice, mappings: [PadMapping], for span: Duration?) throws {
        let doorbell = try Doorbell()
        let flag = StopSign()
        let start = ContinuousClock.now
        self.start = start
        self.doorbell = doorbell
        isInterrupted = flag
        interruption = Interruption { _ in
            flag.raise()
            doorbell.ring()
        }
        watcher = PadWatcher(choice) { doorbell.ring() }
        pilot = PadPilot(mappings: mappings)
        end = span.map { start + $0 }
    }

    deinit {
        watcher.stop()
        interruption.stop()
    }

    private var now: Duration { ContinuousClock.now - start }

    private var isOver: Bool { isInterrupted.isRaised || end.map { ContinuousClock.now >= $0 } ?? false }

    /// Waits until something happens, at most 100 ms, so that what time ends is seen.
    private func wait(withKeys: Bool) {
        var waits = [
            pollfd(fd: doorbell.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&waits, withKeys ? 2 : 1, 100)
        if withKeys, waits[1].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { isInterrupted.raise() }
        doorbell.silence()
    }

    // MARK: Lines

    func print(_ form: Form) {
        while !isOver {
            for update in watcher.take() {
                let outputs = pilot.handle(update, at: now)
                if case .changed(let path, let event) = update {
                    guard StandardOutput.write(line(path, event, form)) else { return }
                }
                for output in outputs {
                    guard let line = line(output, form) else { continue }
                    guard StandardOutput.write(line) else { return }
                }
            }
            for output in pilot.tick(at: now) {
                if let line = line(output, form) { StandardOutput.write(line) }
            }
            wait(withKeys: false)
        }
    }

    private var seconds: String { DecimalNumber.fixed(now / .seconds(1), decimals: 2) ?? "n/a" }

    private func line(_ path: String, _ event: PadEvent, _ form: Form) -> String {
        refresh()
        let (control, raw, meaning): (String, Int, String)
        switch event {
        case .axis(let axis, let value): (control, raw, meaning) = (axis.name, value, screen.meaning(of: axis))
        case .button(let button, let isPressed):
            let action = pilot.seat?.mapping.controls[.button(button)]?.rawValue ?? ""
            (control, raw, meaning) = (button.name, isPressed ? 1 : 0, action)
        }
        switch form {
        case .text: return "\(seconds) s  \(control) \(raw)" + (meaning.isEmpty ? "" : "  \(meaning)")
        case .json:
            return JSONValue.object([
                ("t_s", .literal(seconds)), ("path", .text(path)), ("control", .text(control)), ("raw", .integer(raw)),
                ("meaning", meaning.isEmpty ? .null : .text(meaning)),
            ]).line
        }
    }

    private func line(_ output: PadPilot.Output, _ form: Form) -> String? {
        let (key, text): (String, String)
        switch output {
        case .steer(let wanted): (key, text) = ("asks", Self.text(wanted))
        case .press(let action): (key, text) = ("orders", action.rawValue)
        case .say(let said), .warn(let said): (key, text) = ("says", said)
        }
        switch form {
        case .text: return "\(seconds) s  \(key == "says" ? "" : "\(key) ")\(text)"
        case .json: return JSONValue.object([("t_s", .literal(seconds)), (key, .text(text))]).line
        }
    }

    private static func text(_ wanted: Setpoint?) -> String {
        guard let wanted else { return "hover" }
        let values = [("roll", wanted.roll), ("pitch", wanted.pitch), ("climb", wanted.climb), ("yaw", wanted.yaw)]
        return values.filter { $0.1 != 0 }.map { "\($0.0) \(GamepadScreen.percent($0.1))" }.joined(separator: ", ")
    }

    // MARK: Screen

    func showScreen(ascii: Bool) throws {
        var configuration = TerminalConfiguration()
        let noColor = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        if noColor { configuration.colors = .never }
        if ascii { configuration.glyphs = .ascii }
        TerminalRestoration.performOnCrash()
        let terminal = try CursesTerminal(configuration)
        defer { terminal.close() }
        var canvas = Canvas(columns: terminal.columns, rows: terminal.rows, glyphs: terminal.glyphs)
        while !isOver {
            while let key = terminal.nextKey() {
                switch key {
                case .character("q"), .escape, .control("c"): return
                case .control("l"): terminal.repaint()
                case .resize(let columns, let rows):
                    canvas = Canvas(columns: columns, rows: rows, glyphs: terminal.glyphs)
                default: break
                }
            }
            for update in watcher.take() {
                for output in pilot.handle(update, at: now) { note(output) }
            }
            for output in pilot.tick(at: now) { note(output) }
            refresh()
            screen.draw(into: &canvas)
            terminal.show(canvas)
            wait(withKeys: true)
        }
    }

    private func note(_ output: PadPilot.Output) {
        switch output {
        case .steer(let wanted): screen.steering = wanted
        case .press(let action): screen.note("\(seconds) s  orders \(action.rawValue)")
        case .say(let text), .warn(let text): screen.note("\(seconds) s  \(text)")
        }
    }

    private func refresh() {
        let shown = pilot.shown
        screen.pad = shown?.pad
        screen.path = shown?.path ?? ""
        screen.state = shown?.state ?? PadState()
        screen.mapping = pilot.seat?.mapping
    }
}
