import ArgumentParser
import Foundation
import Gamepad
import GamepadDevices

struct GamepadMapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Make a mapping file by asking to move each stick and press each button.",
        discussion: """
            Writes ~/.config/stork/gamepads/NAME.yaml, for pads with this one's numbers. Return leaves a button out.

            Example: stork gamepad map --name old-joystick
            """)

    @Option(help: ArgumentHelp("The pad's device. (default: the first pad)", valueName: "path"))
    var pad: String?

    @Option(help: ArgumentHelp("The file's name without .yaml. (default: after the pad's name)", valueName: "name"))
    var name: String?

    @Flag(help: "Overwrite the file if it is there.")
    var force = false

    func validate() throws {
        let allowed = name?.allSatisfy { $0.isLetter || $0.isNumber || "-_ ".contains($0) } ?? true
        guard allowed, name?.isEmpty != true else {
            throw ValidationError("--name takes letters, digits, hyphens and spaces: it becomes a file's name.")
        }
    }

    func run() throws {
        try GamepadCommand.requireSupport()
        let folder = GamepadFolder()
        let census = PadCensus()
        guard let found = census.pads.first(where: { pad == nil || $0.path == pad }) else {
            throw pad.map { NoGamepad(reason: "\($0) is no game pad: see stork gamepad list") } ?? NoGamepad(census)
        }
        let name = name ?? GamepadFolder.name(for: found.pad)
        let file = folder.file(name)
        if !force, FileManager.default.fileExists(atPath: file) {
            throw FileProblem(path: file, reason: "is there already: give another --name, or --force")
        }
        let mapping = try MappingDialog(found.path).run(name: name)
        StandardError.write("written: \(try folder.write(mapping))")
        StandardError.write("stork gamepad watch shows what it does")
    }
}

/// Asks on the plain terminal, one line a question.
private final class MappingDialog {
    private let path: String
    private let doorbell: Doorbell
    private let watcher: PadWatcher
    private let interruption: Interruption
    private let isInterrupted: StopSign
    /// Whether lines can come from standard input.
    private var hasLines = true

    init(_ path: String) throws {
        let doorbell = try Doorbell()
        let flag = StopSign()
        self.path = path
        self.doorbell = doorbell
        isInterrupted = flag
        interruption = Interruption { _ in
            flag.raise()
            doorbell.ring()
        }
        watcher = PadWatcher(.path(path)) { doorbell.ring() }
    }

    deinit {
        watcher.stop()
        interruption.stop()
    }

    func run(name: String) throws -> PadMapping {
        var wizard: MappingWizard?
        while true {
            if isInterrupted.isRaised { throw NoGamepad(reason: "left; nothing was written") }
            for update in watcher.take() {
                var outputs: [MappingWizard.Output] = []
                switch update {
                case .connected(_, let pad, let state):
                    let new = MappingWizard(pad, state, name: name)
                    outputs = new.start
                    wizard = new
                case .changed(_, let event): outputs = wizard?.handle(.event(event)) ?? []
                case .disconnected(_, let reason), .unusable(_, let reason):
                    throw NoGamepad(reason: "\(path): \(reason); nothing was written")
                }
                if let mapping = say(outputs) { return mapping }
            }
            for _ in 0..<returns() {
                if let mapping = say(wizard?.handle(.skip) ?? []) { return mapping }
            }
        }
    }

    private func say(_ outputs: [MappingWizard.Output]) -> PadMapping? {
        for output in outputs {
            switch output {
            case .ask(let question): StandardError.write("\(question) …")
            case .say(let text): StandardError.write("  \(text)")
            case .done(let mapping): return mapping
            }
        }
        return nil
    }

    /// Waits until something happens; how many lines were typed.
    private func returns() -> Int {
        var waits = [
            pollfd(fd: doorbell.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&waits, hasLines ? 2 : 1, 1000) > 0 else { return 0 }
        doorbell.silence()
        guard hasLines, waits[1].revents != 0 else { return 0 }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(0, &bytes, bytes.count)
        // A file at its end is always ready.
        if count <= 0 { hasLines = false }
        return bytes.prefix(max(0, count)).count { $0 == 0x0A }
    }
}
