import ArgumentParser
import Gamepad
import GamepadDevices
import JSONText

struct GamepadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gamepad",
        abstract: "Show game pads live, and say what their sticks and buttons mean.",
        discussion: """
            Xbox and PlayStation pads, and others with Linux's standard layout, fly without a mapping file: the \
            right stick tilts, the left one climbs and turns. Others need one: stork gamepad map makes it, in \
            ~/.config/stork/gamepads (XDG_CONFIG_HOME is heeded), where it may be edited.

            Example: stork gamepad watch
            """,
        subcommands: [GamepadListCommand.self, GamepadWatchCommand.self, GamepadMapCommand.self])

    /// Why nothing can be done on this system.
    static func requireSupport() throws {
        guard PadWatcher.isSupported else { throw NoGamepad(reason: "this system has no evdev: game pads need Linux") }
    }
}

struct GamepadListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the game pads of this computer, each with its mapping.",
        discussion: "Example: stork gamepad list --json")

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        try GamepadCommand.requireSupport()
        let mappings = try GamepadFolder().mappings() + PadMapping.builtIn
        let census = PadCensus()
        for (path, pad, _) in census.pads {
            let mapping = PadMapping.best(for: pad, among: mappings)
            let missing = mapping?.missing(on: pad) ?? []
            guard StandardOutput.write(json ? line(path, pad, mapping) : text(path, pad, mapping, missing)) else {
                return
            }
        }
        if census.pads.isEmpty { throw NoGamepad(census) }
    }

    private func text(_ path: String, _ pad: PadDescription, _ mapping: PadMapping?, _ missing: [String]) -> String {
        let meaning: String
        if let mapping, missing.isEmpty {
            meaning = "mapping \(mapping.title)"
        } else if let mapping {
            meaning = "mapping \(mapping.title) names \(missing.joined(separator: ", ")), which it lacks"
        } else {
            meaning = "no mapping: stork gamepad map --pad \(path) makes one"
        }
        return
            "\(path)  \(pad.identifier)  \(pad.name): \(pad.axes.count) axes, \(pad.buttons.count) buttons, \(meaning)"
    }

    private func line(_ path: String, _ pad: PadDescription, _ mapping: PadMapping?) -> String {
        JSONValue.object([
            ("path", .text(path)), ("name", .text(pad.name)), ("id", .text(pad.identifier)),
            ("axes", .list(pad.axes.keys.map(\.name).sorted().map { .text($0) })),
            ("buttons", .list(pad.buttons.map(\.name).sorted().map { .text($0) })),
            ("mapping", .text(mapping?.name)),
        ]).line
    }
}

/// No pad is there, or none can be.
struct NoGamepad: Error, CustomStringConvertible {
    var reason: String

    init(reason: String) { self.reason = reason }

    init(_ census: PadCensus) {
        let hint =
            census.denied == 0
            ? "plug one in, or pair it"
            : "\(census.denied) input devices may not be read; if a pad is among them, add yourself to the group input"
        reason = "no game pad found: \(hint)"
    }

    var description: String { reason }
}
