import DroneModel

/// What can be typed after `:`, how it is completed, and what it means.
struct CommandSyntax {
    /// The names of lights and animations.
    let vocabulary: CommandVocabulary
    /// Whether the line is for a replay, which has commands of its own.
    var isReplay = false

    /// What a line means.
    enum Meaning: Equatable, Sendable {
        /// Something for the replay.
        case replay(ReplayIntent)
        /// How the clocks of a replay stand to each other.
        case clocks
        /// As a key.
        case key(Command)
        /// Something for the drone that has no key.
        case intent(PilotIntent)
        /// A value of the drone's configuration.
        case configure(key: String, value: String)
        /// A recording of the drone's video.
        case record(Cockpit.VideoRecordOrder)
        /// Something for the recording of the flight.
        case note(Note)
    }

    /// Why a line means nothing, with what to type instead.
    struct Mistake: Error, Equatable {
        var reason: String
    }

    /// Each command with what follows it, for the help.
    static let usages = [
        "trim", "calibrate", "led NAME [HZ] [SECONDS]", "flip left|right|ahead|behind", "anim NAME",
        "camera front|ground", "record on [720p|360p]|off", "limits indoor|outdoor", "set altitude 5 m",
        "set tilt 12 deg", "set climb 0.7 m/s",
        "set turn 100 deg/s", "mark TEXT", "payload 88 g [at 0 60 -10 mm]", "land", "quit", "help",
    ]
    private static let names = [
        "anim", "calibrate", "camera", "flip", "help", "land", "led", "limits", "mark", "payload", "quit", "record",
        "set", "trim",
    ]
    private static let cameras = ["front": "0", "ground": "1"]
    private static let recordings = ["720p": 720, "360p": 360]
    private static let limits = ["indoor": "FALSE", "outdoor": "TRUE"]

    // MARK: Completion

    /// The words that the last word of a line may become, in the order of the alphabet; those that may follow where
    /// the line ends with a blank.
    func completions(of text: String) -> [String] {
        let words = text.split(separator: " ").map(String.init)
        let begun = text.last == " " ? "" : words.last ?? ""
        let before = text.last == " " ? words : words.dropLast()
        return choices(after: before).filter { $0.hasPrefix(begun) }.sorted()
    }

    private func choices(after words: [String]) -> [String] {
        if isReplay { return words.isEmpty ? Self.replayNames : [] }
        return switch (words.count, words.first) {
        case (0, _): Self.names
        case (1, "led"): vocabulary.lights.map(\.name)
        case (1, "anim"): vocabulary.animations.map(\.name)
        case (1, "flip"): vocabulary.flips.map(\.name)
        case (1, "camera"): Array(Self.cameras.keys)
        case (1, "record"): ["off", "on"]
        case (2, "record") where words[1] == "on": Array(Self.recordings.keys)
        case (1, "limits"): Array(Self.limits.keys)
        case (1, "set"): DroneLimit.all.map(\.name)
        case (_, "payload"): payloadChoices(after: words)
        case (3, "set"): DroneLimit.all.first { $0.name == words[1] }?.units.map(\.name) ?? []
        default: []
        }
    }

    // MARK: Meaning

    /// What a line means.
    func meaning(of words: [String]) throws(Mistake) -> Meaning {
        let rest = Array(words.dropFirst())
        if isReplay, let meaning = try replayMeaning(of: words) { return meaning }
        switch words.first {
        case "trim": return try .key(.flatTrim, alone: rest)
        case "land": return try .key(.land, alone: rest)
        case "quit": return try .key(.quit, alone: rest)
        case "help": return try .key(.help, alone: rest)
        case "calibrate": return try .key(.calibrate, alone: rest)
        case "led": return try led(rest)
        case "flip": return try animation(rest, among: vocabulary.flips, "flip left, right, ahead or behind")
        case "anim": return try animation(rest, among: vocabulary.animations, "anim and a name: tab shows them")
        case "camera":
            return try .configure(
                key: "video:video_channel", value: choice(rest, among: Self.cameras, "camera front or ground"))
        case "limits":
            return try .configure(
                key: "control:outdoor", value: choice(rest, among: Self.limits, "limits indoor or outdoor"))
        case "record": return .record(try record(rest))
        case "set": return try limit(rest)
        case "mark": return .note(try mark(rest))
        case "payload": return .note(try payload(rest))
        case let name: throw Mistake(reason: "no command \(name ?? ""): help lists them")
        }
    }

    private func record(_ words: [String]) throws(Mistake) -> Cockpit.VideoRecordOrder {
        switch (words.count, words.first) {
        case (1, "off"): return .stop
        case (1, "on"): return .start(lines: 720)
        case (2, "on"): if let lines = Self.recordings[words[1]] { return .start(lines: lines) }
        default: break
        }
        throw Mistake(reason: "record on, record on 360p, record on 720p or record off")
    }

    private func led(_ words: [String]) throws(Mistake) -> Meaning {
        let usage = "led NAME [HZ 0.1-50] [SECONDS 1-60]: tab shows the names"
        guard (1...3).contains(words.count), let light = vocabulary.lights.first(where: { $0.name == words[0] }) else {
            throw Mistake(reason: usage)
        }
        // Twice a second for three seconds is seen from afar and over before it annoys.
        guard let frequency = words.count > 1 ? Double(words[1]) : 2, (0.1...50).contains(frequency),
            let seconds = words.count > 2 ? Int(words[2]) : 3, (1...60).contains(seconds)
        else { throw Mistake(reason: usage) }
        return .intent(.led(animation: light.number, frequency: frequency, seconds: seconds))
    }

    private func animation(
        _ words: [String], among animations: [CommandVocabulary.Animation], _ usage: String
    ) throws(Mistake) -> Meaning {
        guard words.count == 1, let animation = animations.first(where: { $0.name == words[0] }) else {
            throw Mistake(reason: usage)
        }
        return .intent(.animate(animation: animation.number, milliseconds: animation.milliseconds))
    }

    private func choice(_ words: [String], among choices: [String: String], _ usage: String) throws(Mistake) -> String {
        guard words.count == 1, let value = choices[words[0]] else { throw Mistake(reason: usage) }
        return value
    }

    private func limit(_ words: [String]) throws(Mistake) -> Meaning {
        guard let limit = DroneLimit.all.first(where: { $0.name == words.first }) else {
            throw Mistake(reason: "set altitude, tilt, climb or turn")
        }
        // The unit may stand apart or not: 5 m, 5m.
        let written = words.dropFirst().joined()
        let number = written.prefix { $0.isNumber || $0 == "." || $0 == "-" }
        guard let value = Double(number),
            let unit = limit.units.first(where: { $0.name == written.dropFirst(number.count) })
        else { throw Mistake(reason: "set \(limit.name) needs a number and its unit: \(limit.example)") }
        guard let text = limit.text(for: value * unit.factor) else {
            throw Mistake(reason: "\(limit.name) goes from \(limit.reach)")
        }
        return .configure(key: limit.key, value: text)
    }
}

extension CommandSyntax.Meaning {
    /// The meaning of a word that stands alone.
    fileprivate static func key(_ command: Command, alone rest: [String]) throws(CommandSyntax.Mistake) -> Self {
        guard rest.isEmpty else { throw CommandSyntax.Mistake(reason: "nothing may follow that word") }
        return .key(command)
    }
}
