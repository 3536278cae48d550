import CellCanvas
import DroneModel

extension Cockpit {
    /// Takes a key into the command line.
    mutating func type(_ key: KeyEvent, _ snapshot: DroneSnapshot, at now: Duration) -> [Order] {
        guard case .typing(var entry) = mode else { return [] }
        switch entry.take(key, history: history, syntax: syntax) {
        case .typing:
            mode = .typing(entry)
            return []
        case .closed:
            mode = .flying
            return []
        case .run:
            mode = .flying
            remember(entry.words.joined(separator: " "))
            return run(entry.words, snapshot, at: now)
        }
    }

    /// What can be typed.
    private var syntax: CommandSyntax { CommandSyntax(vocabulary: vocabulary, isReplay: replay != nil) }

    private mutating func remember(_ line: String) {
        if history.last != line { history.append(line) }
        if history.count > CommandEntry.remembered { history.removeFirst() }
    }

    mutating func run(_ words: [String], _ snapshot: DroneSnapshot, at now: Duration) -> [Order] {
        let meaning: CommandSyntax.Meaning
        do {
            meaning = try syntax.meaning(of: words)
        } catch {
            warn(error.reason, at: now)
            return []
        }
        let line = words.joined(separator: " ")
        switch meaning {
        case .key(let command):
            return perform(command, snapshot, at: now)
        case .replay(let intent):
            return [.replay(intent)]
        case .clocks:
            show(replay?.clocks ?? "clocks: nothing is known of them (so far)", at: now)
            return []
        case .intent(let intent):
            if let reason = Self.refusal(of: intent, in: snapshot, at: now) {
                warn("\(line) refused: \(reason)", at: now)
                return []
            }
            show(line, at: now)
            return [.intent(intent)]
        case .configure(let key, let value):
            if let reason = Self.refusalToConfigure(in: snapshot) {
                warn("\(line) refused: \(reason)", at: now)
                return []
            }
            show("\(line): sent, read back in the events", at: now)
            return [.configure(key: key, value: value)]
        case .record(let order):
            if let reason = Self.refusal(of: order, in: snapshot) {
                warn("\(line) refused: \(reason)", at: now)
                return []
            }
            show(order == .stop ? "video: fetching the rest" : "video: asking the drone to record", at: now)
            return [.recordVideo(order)]
        case .note(let note):
            guard let recording = snapshot.recording, recording.phase == .recording else {
                warn("\(line) refused: nothing is recorded", at: now)
                return []
            }
            if case .payload = note, let mission, mission.phase != .finished {
                warn("\(line) refused: the mission says what is on board", at: now)
                return []
            }
            show("\(line): noted", at: now)
            switch note {
            case .mark(let text): return [.mark(text)]
            case .payload(let mass, let position): return [.payload(mass: mass, position: position)]
            }
        }
    }

    private static func refusal(of order: VideoRecordOrder, in snapshot: DroneSnapshot) -> String? {
        let isRunning = snapshot.videoRecord.map { !$0.phase.isOver } ?? false
        if order == .stop { return isRunning ? nil : "no video is being recorded" }
        if snapshot.identity.generation == .ardrone1 { return "the AR.Drone 1.0 does not record" }
        return isRunning ? "it is being recorded: record off ends it" : refusalToConfigure(in: snapshot)
    }

    private static func refusal(of intent: PilotIntent, in snapshot: DroneSnapshot, at now: Duration) -> String? {
        if snapshot.identity.reality == .replay { return "a recording cannot be flown" }
        guard case .animate = intent else { return nil }
        guard let flying = snapshot.telemetry.isFlying(at: now) else { return "no navdata, state unknown" }
        return flying ? nil : "on the ground: t takes off"
    }

    private static func refusalToConfigure(in snapshot: DroneSnapshot) -> String? {
        if snapshot.identity.reality == .replay { return "a recording cannot be configured" }
        return snapshot.link.phase == .live ? nil : "link \(snapshot.link.phase): wait until it is live"
    }

    /// What the command line shows of itself, with what may follow.
    func prompt(typing entry: CommandEntry) -> Prompt {
        let line = ":\(entry.text)_"
        let fitting = syntax.completions(of: entry.text)
        let shown = fitting.prefix(Self.shownCompletions).joined(separator: " ")
        let more = fitting.count > Self.shownCompletions ? " …" : ""
        let hint = fitting.isEmpty ? "enter runs it, esc closes" : shown + more
        return Prompt(text: "\(line)   \(hint)", brief: line, style: Palette.prompt)
    }

    /// How many completions stand beside the line: as many short words as 80 columns take.
    private static let shownCompletions = 5
}
