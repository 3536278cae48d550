import CellCanvas
import DroneModel

/// What a key does to the mission that is flown.
enum MissionKey: Hashable, Sendable {
    case goOn, skip, abort, answer, typeAnswer
}

extension Cockpit {
    /// What a key means to a mission; nil for a key that keeps its meaning.
    func missionCommand(of key: KeyEvent) -> Command? {
        guard mission != nil, mode == .flying else { return nil }
        switch key {
        case .character("g"): return .mission(.goOn)
        case .character("n"): return .mission(.skip)
        case .character("x"): return .mission(.abort)
        case .character("i"): return .mission(.typeAnswer)
        case .enter: return .mission(.answer)
        default: return nil
        }
    }

    /// Carries out a key of the mission's.
    mutating func perform(_ key: MissionKey, at now: Duration) -> [Order] {
        release()
        switch key {
        case .goOn:
            show("go on", at: now)
            return [.mission(.resume)]
        case .skip:
            show("skip", at: now)
            return [.mission(.skip)]
        case .abort:
            show("abort: landing", at: now)
            return [.mission(.abort("operator"))]
        case .answer: return [.mission(.answer(""))]
        case .typeAnswer:
            mode = .answering("")
            return []
        }
    }

    /// The longest answer, characters.
    private static let longestAnswer = 40

    /// Takes a key into an answer. On the ground a blank is a blank; in the air the space bar lands here as everywhere.
    mutating func answer(_ text: String, _ key: KeyEvent, _ snapshot: DroneSnapshot, at now: Duration) -> [Order] {
        if !standsSurely(snapshot, at: now) {
            if key == .character(" ") || key == .character("L") { return land(at: now) }
            if key == .character("K") { return perform(.cutMotors, snapshot, at: now) }
        }
        switch key {
        case .enter:
            mode = .flying
            let words = text.split(separator: " ").joined(separator: " ")
            return [.mission(.answer(words))]
        case .escape: mode = .flying
        case .backspace: mode = text.isEmpty ? .flying : .answering(String(text.dropLast()))
        case .control("l"): return [.repaint]
        case .character(let character) where text.count < Self.longestAnswer && !character.isNewline:
            mode = .answering(text + String(character))
        default: break
        }
        return []
    }

    /// What the mission wants of the pilot, where nothing is more urgent.
    func missionPrompt() -> Prompt? {
        guard let mission else { return nil }
        if let question = mission.question {
            let keys = question.alternative == nil ? "enter = done" : "enter = done, i = \(question.alternative ?? "")"
            return Prompt(
                text: "? \(question.text): \(keys)",
                brief: question.alternative == nil ? "? enter = done" : "? enter = done, i = answer",
                style: Palette.prompt)
        }
        switch mission.phase {
        case .ready: return Prompt(text: "g begins the mission", brief: "g begins", style: Palette.prompt)
        case .paused: return Prompt(text: "PAUSED: g goes on", brief: "PAUSED: g", style: Palette.prompt)
        case .held:
            return Prompt(
                text: "HELD until it is over: \(mission.warning ?? "a rule of the safety envelope")", brief: "HELD",
                style: Palette.warning)
        case .aborting(let reason):
            return Prompt(text: "LANDING: \(reason)", brief: "LANDING", style: Palette.warning)
        case .aborted:
            return Prompt(
                text: "ENDED EARLY: g flies this flight again, n goes on with the next, q quits",
                brief: "g again, n next, q quits", style: Palette.prompt)
        case .finished:
            return Prompt(text: "the mission is over: q quits", brief: "over: q quits", style: Palette.prompt)
        case .running: return nil
        }
    }
}

extension MissionProgress {
    /// Why a command does nothing while this mission is flown; nil when it does.
    func refusal(of command: Command) -> String? {
        switch command {
        case .takeOff where phase != .finished: return "the mission takes off by itself"
        case .flatTrim where phase == .running || phase == .held: return "the mission flies: h pauses it"
        case .calibrate where phase != .finished: return "the mission flies"
        case .mission(.goOn):
            switch phase {
            case .ready, .paused, .aborted: return nil
            case .running, .held: return "it goes on already"
            case .aborting: return "the drone comes down first"
            case .finished: return "the mission is over"
            }
        case .mission(.skip):
            switch phase {
            case .running, .paused, .held, .aborted: return nil
            case .ready: return "the mission has not begun: g begins"
            case .aborting: return "the drone comes down first"
            case .finished: return "the mission is over"
            }
        case .mission(.abort):
            switch phase {
            case .running, .paused, .held: return nil
            case .ready: return "the mission has not begun: q quits"
            case .aborting, .aborted: return "it ended early already"
            case .finished: return "the mission is over"
            }
        case .mission(.answer), .mission(.typeAnswer): return question == nil ? "nothing is asked" : nil
        default: return nil
        }
    }
}

extension KeyEntry {
    private static let pause = KeyEntry(
        keys: "h", label: "pause", explanation: "pause the mission: hover (also 0, and every movement key)",
        command: .hover)
    private static let goOn = KeyEntry(
        keys: "g", label: "go on", explanation: "begin; go on; after a landed abort fly the flight again",
        command: .mission(.goOn))
    private static let skip = KeyEntry(
        keys: "n", label: "skip", explanation: "leave this step; after a landed abort go on with the next flight",
        command: .mission(.skip))
    private static let abort = KeyEntry(
        keys: "x", label: "abort", explanation: "land and end this flight", command: .mission(.abort))
    private static let answer = KeyEntry(
        keys: "enter", label: "done", explanation: "answer a question with yes; i types an answer",
        command: .mission(.answer))
    private static let typeAnswer = KeyEntry(
        keys: "i", label: "answer", explanation: "type an answer", command: .mission(.typeAnswer))
    private static let layouts = KeyEntry(
        keys: "1-4", label: "layout", explanation: "1 fly, 2 video, 3 lift, 4 mission; 5 payload, 6 ferry",
        command: .arrange(.mission))

    /// What the key bar has while a mission is flown, most important first.
    static func flying(_ mission: MissionProgress, onGround: Bool) -> [KeyEntry] {
        let answers = mission.question.map { $0.alternative == nil ? [answer] : [answer, typeAnswer] } ?? []
        if onGround { return [land] + answers + [goOn, pause, skip, abort, help, quit, commandLine, layouts] }
        return [land] + answers + [pause, goOn, skip, abort, tilt, climbAndYaw, cutMotors, help, quit, layouts]
    }

    /// Every entry, in the order of the help.
    static let allOfMission: [KeyEntry] = [
        land, pause, goOn, skip, abort, answer, cutMotors, recover, tilt, climbAndYaw, speed, commandLine, layouts,
        nextPane, saveScreen, help, quit,
    ]
}
