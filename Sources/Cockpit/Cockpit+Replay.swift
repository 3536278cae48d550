import CellCanvas
import DroneModel

extension Cockpit {
    /// How far the arrows go: a manoeuvre, and a part of a flight.
    private static let shortSkip: Duration = .seconds(5)
    private static let longSkip: Duration = .seconds(60)

    /// Takes a key where a recording is shown: nothing of it reaches a drone.
    mutating func handleInReplay(_ key: KeyEvent, _ snapshot: DroneSnapshot, at now: Duration) -> [Order] {
        switch mode {
        case .typing:
            // Nothing flies, so that the space bar may part words.
            return type(key == .character(" ") ? .character(",") : key, snapshot, at: now)
        case .help:
            if key == .escape || Command(key) == .help || Command(key) == .quit { mode = .flying }
            return []
        case .flying, .confirmingCut, .confirmingQuit, .enteringSpeed, .answering:
            mode = .flying
        }
        guard let command = Self.replayIntent(of: key).map({ .replay($0) }) ?? Command(key) else { return [] }
        return perform(command, snapshot, at: now)
    }

    private static func replayIntent(of key: KeyEvent) -> ReplayIntent? {
        switch key {
        case .character(" "): .togglePause
        case .arrow(.left): .skip(.zero - shortSkip)
        case .arrow(.right): .skip(shortSkip)
        case .arrow(.down): .skip(.zero - longSkip)
        case .arrow(.up): .skip(longSkip)
        case .character("["): .changeSpeed(.backward)
        case .character("]"): .changeSpeed(.forward)
        case .character("."): .step(.navdata, .forward)
        case .character(","): .step(.navdata, .backward)
        case .character(">"): .step(.frame, .forward)
        case .character("<"): .step(.frame, .backward)
        case .character("n"): .event(.forward)
        case .character("N"): .event(.backward)
        default: nil
        }
    }
}

extension Command {
    /// Why a key of flight does nothing in a replay.
    static let replayRefusal = "this is a replay, a recording cannot be flown"

    /// Whether the command is for a drone.
    var flies: Bool {
        switch self {
        case .land, .hover, .takeOff, .cutMotors, .recover, .flatTrim, .calibrate, .move, .slower, .faster, .enterSpeed,
            .mission:
            true
        case .nextPane, .arrange, .openCommandLine, .mute, .saveScreen, .repaint, .nextPictureView, .nextPictureMode,
            .takePicture, .help, .quit, .replay:
            false
        }
    }
}

extension KeyEntry {
    private static let pause = KeyEntry(
        keys: "space", label: "pause", explanation: "stop, and go on", command: .replay(.togglePause))
    private static let skip = KeyEntry(
        keys: "arrows", label: "seek", explanation: "left, right: 5 s; down, up: a minute", command: .replay(.play))
    private static let replaySpeed = KeyEntry(
        keys: "[ ]", label: "speed", explanation: "slower, faster: 0.1 to 50 times",
        command: .replay(.changeSpeed(.forward)))
    private static let navdataStep = KeyEntry(
        keys: ". ,", label: "step", explanation: "stop, and go to the next or the previous navdata",
        command: .replay(.step(.navdata, .forward)))
    private static let frameStep = KeyEntry(
        keys: "> <", label: "frame", explanation: "stop, and go to the next or the previous video frame",
        command: .replay(.step(.frame, .forward)))
    private static let event = KeyEntry(
        keys: "n N", label: "event", explanation: "go to the next or the previous event",
        command: .replay(.event(.forward)))
    private static let replayCommand = KeyEntry(
        keys: ":", label: "command", explanation: "type a command", command: .openCommandLine)
    private static let leave = KeyEntry(keys: "q", label: "quit", explanation: "end the replay", command: .quit)

    /// What the key bar of a replay has, most important first.
    static let replaying: [KeyEntry] = [pause, skip, replaySpeed, navdataStep, event, frameStep, help, leave, arrange]
    /// Every entry, in the order of the help.
    static let allOfReplay: [KeyEntry] = [
        pause, skip, replaySpeed, navdataStep, frameStep, event, replayCommand, arrange, nextPane, picture, mute,
        saveScreen, help, leave,
    ]
}

// MARK: The command line

extension CommandSyntax {
    /// Each command of a replay with what follows it, for the help.
    static let replayUsages = [
        "seek 1:23 (minutes and seconds, or hours too)", "speed 0.1 to 50", "play", "pause", "next", "previous",
        "clocks", "quit", "help",
    ]
    static let replayNames = ["clocks", "help", "next", "pause", "play", "previous", "quit", "seek", "speed"]

    /// What a line means to a replay; nil for the commands it shares with a flight.
    func replayMeaning(of words: [String]) throws(Mistake) -> Meaning? {
        let intent: ReplayIntent
        switch (words.first, words.count) {
        case ("help", _), ("quit", _): return nil
        case ("clocks", 1): return .clocks
        case ("play", 1): intent = .play
        case ("pause", 1): intent = .pause
        case ("next", 1): intent = .event(.forward)
        case ("previous", 1): intent = .event(.backward)
        case ("seek", _):
            guard words.count == 2, let time = Self.time(words[1]) else {
                throw Mistake(reason: "seek needs a time: 83.5, 1:23.5 or 1:01:23")
            }
            intent = .seek(time)
        case ("speed", _):
            guard words.count == 2, let speed = Double(words[1]), (0.1...50).contains(speed) else {
                throw Mistake(reason: "speed needs a number from 0.1 to 50")
            }
            intent = .speed(speed)
        case (let name?, _) where Self.replayNames.contains(name):
            throw Mistake(reason: "nothing may follow that word")
        case (let name?, _) where Self.usages.contains(where: { $0 == name || $0.hasPrefix(name + " ") }):
            throw Mistake(reason: "\(name) refused: \(Command.replayRefusal)")
        default: throw Mistake(reason: "no command \(words.first ?? ""): help lists them")
        }
        return .replay(intent)
    }

    /// A time as people write it: seconds, minutes and seconds, or hours too; each with decimals in its seconds.
    static func time(_ text: String) -> Duration? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), let last = parts.last, last.first != "-", let seconds = Double(last),
            seconds.isFinite, seconds >= 0, parts.count == 1 || seconds < 60
        else { return nil }
        var minutes = 0
        for part in parts.dropLast() {
            guard let number = Int(part), (0...9999).contains(number) else { return nil }
            minutes = minutes * 60 + number
        }
        // A million seconds is more than eleven days of flight.
        return seconds <= 1_000_000 ? .seconds(minutes * 60) + .seconds(seconds) : nil
    }
}
