import DroneModel
import ScriptText

/// The sentences that a step can be.
struct StepGrammar {
    let vocabulary: MissionVocabulary
    let limits: MissionLimits
    /// What `attach payload` means here; nil outside a ladder.
    var payload: MissionPayload?

    /// The beginnings of all steps, as they are suggested.
    static let keywords = [
        "flat trim", "calibrate", "take off", "hover", "climb", "descend", "move", "turn", "fly", "animation", "led",
        "picture", "wait", "repeat", "for each payload", "do", "attach", "change battery", "mark", "land",
    ]

    /// What the words mean; nil, and a problem, where they mean nothing.
    func action(_ words: inout StepWords, problems: inout MissionProblems) -> MissionAction? {
        let begin = words.place
        let count = problems.count
        guard let action = sentence(&words, problems: &problems) else {
            if problems.count == count {
                let (what, remedy) = Self.unknown(words.title)
                problems.add(words.file, begin, what, remedy: remedy)
            }
            return nil
        }
        words.finish(problems: &problems)
        return action
    }

    /// What is said of a `sentence` that is no step: the words that are wrong, and the step that was probably meant.
    static func unknown(_ sentence: String) -> (what: String, remedy: String) {
        let words = sentence.split(separator: " ")
        let heads = [1, 2, 3].map { words.prefix($0).joined(separator: " ") }
        let found = heads.map { head in (head: head, near: Spelling.nearest(to: head, among: keywords)) }
        // “take of” is two words that should be two others; “takeoff” is one that should be two.
        let best =
            found.enumerated().last { $1.near?.split(separator: " ").count == $0 + 1 }?.element
            ?? found.first { $0.near != nil }
        let remedy = best?.near.map { "did you mean “\($0)”?" } ?? "steps: \(keywords.joined(separator: ", "))"
        return ("unknown step “\(best?.head ?? heads[0])”", remedy)
    }

    private func sentence(_ words: inout StepWords, problems: inout MissionProblems) -> MissionAction? {
        if words.take("flat", "trim") { return .flatTrim }
        if words.take("take", "off") { return .takeOff }
        if words.take("change", "battery") { return .changeBattery }
        if words.take("calibrate") {
            _ = words.take("magnetometer")
            return .calibrate
        }
        if words.take("land") { return .land }
        if words.take("picture") { return .picture }
        if words.take("hover") { return words.time(problems: &problems).map { .hover($0) } }
        if words.take("climb") { return climb(&words, sign: 1, problems: &problems) }
        if words.take("descend") { return climb(&words, sign: -1, problems: &problems) }
        if words.take("move") { return move(&words, problems: &problems) }
        if words.take("turn") { return turn(&words, problems: &problems) }
        if words.take("fly") { return fly(&words, problems: &problems) }
        if words.take("animation") { return animation(&words, problems: &problems) }
        if words.take("led") { return light(&words, problems: &problems) }
        if words.take("wait") { return wait(&words, problems: &problems) }
        if words.take("attach") { return attach(&words, problems: &problems) }
        if words.take("mark") {
            let text = Self.unquoted(words.takeRest())
            if text.isEmpty { problems.add(words.file, words.place, "a mark without text", remedy: "write mark gust") }
            return text.isEmpty ? nil : .mark(text)
        }
        return nil
    }

    static func unquoted(_ text: String) -> String {
        guard text.count >= 2, let first = text.first, first == text.last, first == "\"" || first == "'" else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }

    // MARK: Movements

    /// Speeds between which the drone's vertical speed limit can be set.
    private static let climbSpeeds = 0.05...2.0

    private func climb(_ words: inout StepWords, sign: Double, problems: inout MissionProblems) -> MissionAction? {
        func speed() -> Double? {
            guard words.take("at") else { return 0.3 }
            return words.quantity(.speed, Self.climbSpeeds, "0.05 m/s to 2 m/s", problems: &problems)
        }
        if words.take("to") {
            let place = words.place
            guard let height = words.quantity(.length, 0...1000, "a height in metres", problems: &problems) else {
                return nil
            }
            if let objection = objection(toHeight: height) {
                problems.add(words.file, place, objection.what, remedy: objection.remedy)
                return nil
            }
            return speed().map { .climbTo(height, speed: $0) }
        }
        if words.take("by") {
            guard let height = words.quantity(.length, 0.01...100, "1 cm to 100 m", problems: &problems) else {
                return nil
            }
            return speed().map { .climbBy(sign * height, speed: $0) }
        }
        if words.take("at") {
            guard let rate = words.quantity(.speed, Self.climbSpeeds, "0.05 m/s to 2 m/s", problems: &problems)
            else { return nil }
            guard expect("for", &words, "how long", problems: &problems) else { return nil }
            return words.time(problems: &problems).map { .climbAt(sign * rate, $0) }
        }
        problems.add(
            words.file, words.place, "climb and descend need a goal",
            remedy: "write “to 1.5 m”, “by 50 cm” or “at 0.5 m/s for 1 s”")
        return nil
    }

    /// Why the drone cannot or must not fly at `height`.
    func objection(toHeight height: Double) -> (what: String, remedy: String)? {
        let text = "\(MissionPayload.number(height)) m"
        if height > limits.altitude {
            return (
                "\(text) is impossible: the altitude limit is \(MissionPayload.number(limits.altitude)) m",
                "stay below it, or raise limits: altitude"
            )
        }
        // Below 0.3 m the ultrasound hears nothing, and the drone flies on its last height.
        if height < 0.3 { return ("\(text) is impossible: below 0.3 m the drone cannot measure its height", "land") }
        return nil
    }

    func expect(
        _ word: String, _ words: inout StepWords, _ meaning: String, problems: inout MissionProblems
    ) -> Bool {
        if words.take(word) { return true }
        problems.add(words.file, words.place, "“\(word)” is missing", remedy: "say \(meaning): \(word) …")
        return false
    }

    private func direction(_ words: inout StepWords, problems: inout MissionProblems) -> MissionDirection? {
        let place = words.place
        let text = words.takeWord()?.text ?? ""
        if let direction = MissionDirection(rawValue: text) { return direction }
        let names = MissionDirection.allCases.map(\.rawValue)
        let near = Spelling.nearest(to: text, among: names).map { "did you mean “\($0)”?" }
        problems.add(
            words.file, place, text.isEmpty ? "a direction is missing" : "“\(text)” is no direction",
            remedy: near ?? "one of: \(names.joined(separator: ", "))")
        return nil
    }

    private func move(_ words: inout StepWords, problems: inout MissionProblems) -> MissionAction? {
        guard let direction = direction(&words, problems: &problems) else { return nil }
        if words.peek?.contains("%") == true || (words.peek.flatMap(Double.init) != nil && isShare(words)) {
            guard let share = words.quantity(.share, 0...1, "0 % to 100 %", problems: &problems),
                expect("for", &words, "how long", problems: &problems), let time = words.time(problems: &problems)
            else { return nil }
            return .fly(direction.setpoint(share), time)
        }
        let distance = words.quantity(.length, 0.1...50, "10 cm to 50 m, or “20 % for 1 s”", problems: &problems)
        return distance.map { .moveBy(direction, $0) }
    }

    /// Whether the quantity that comes next has its percent sign as a word of its own.
    private func isShare(_ words: StepWords) -> Bool {
        var ahead = words
        return ahead.phrase(until: StepWords.marks).text?.hasSuffix("%") ?? false
    }

    private func turn(_ words: inout StepWords, problems: inout MissionProblems) -> MissionAction? {
        let sign: Double = words.take("left") ? -1 : 1
        if sign > 0 { _ = words.take("right") }
        let twentyTurns = 40 * Double.pi
        guard
            let angle = words.quantity(.angle, -twentyTurns...twentyTurns, "-7200 deg to 7200 deg", problems: &problems)
        else { return nil }
        guard words.take("at") else { return .turn(sign * angle, rate: .pi / 4) }
        let rate = words.quantity(.angularSpeed, 0.05...6.1, "3 deg/s to 350 deg/s", problems: &problems)
        return rate.map { .turn(sign * angle, rate: $0) }
    }

    private func fly(_ words: inout StepWords, problems: inout MissionProblems) -> MissionAction? {
        var setpoint = Setpoint()
        var count = 0
        while let word = words.peek, word != "for" {
            let place = words.place
            _ = words.takeWord()
            guard ["forward", "backward", "left", "right", "up", "down", "turn"].contains(word) else {
                problems.add(
                    words.file, place, "“\(word)” is no part of a set-point",
                    remedy: "forward, backward, left, right, up, down or turn, each with a share: forward 20 %")
                return nil
            }
            guard let share = words.quantity(.share, -1...1, "-100 % to 100 %", problems: &problems) else { return nil }
            count += 1
            switch word {
            case "forward": setpoint.pitch = -share
            case "backward": setpoint.pitch = share
            case "right": setpoint.roll = share
            case "left": setpoint.roll = -share
            case "up": setpoint.climb = share
            case "down": setpoint.climb = -share
            default: setpoint.yaw = share
            }
        }
        guard count > 0 else {
            problems.add(words.file, words.place, "an empty set-point", remedy: "write fly forward 20 % for 1 s")
            return nil
        }
        guard expect("for", &words, "how long", problems: &problems) else { return nil }
        return words.time(problems: &problems).map { .fly(setpoint, $0) }
    }

    // MARK: The drone's own

    private func animation(_ words: inout StepWords, problems: inout MissionProblems) -> MissionAction? {
        guard let found = named(&words, "animation", vocabulary.animations.map(\.name), problems: &problems) else {
            return nil
        }
        let known = vocabulary.animations[found]
        guard words.take("for") else { return .animation(number: known.number, .milliseconds(known.milliseconds)) }
        return words.time(problems: &problems).map { .animation(number: known.number, $0) }
    }

    private func light(_ words: inout StepWords, problems: inout MissionProblems) -> MissionAction? {
        guard let found = named(&words, "light pattern", vocabulary.lights.map(\.name), problems: &problems) else {
            return nil
        }
        var frequency = 2.0
        if words.take("at") {
            guard let value = words.quantity(.frequency, 0.1...50, "0.1 Hz to 50 Hz", problems: &problems) else {
                return nil
            }
            frequency = value
        }
        var seconds = 2.0
        if words.take("for") {
            guard let value = words.quantity(.time, 1...3600, "1 s to 60 min", problems: &problems) else { return nil }
            seconds = value
        }
        return .led(number: vocabulary.lights[found].number, frequency: frequency, seconds: Int(seconds.rounded()))
    }

    func named(
        _ words: inout StepWords, _ kind: String, _ names: [String], problems: inout MissionProblems
    ) -> Int? {
        let place = words.place
        let text = words.takeWord()?.text ?? ""
        if let index = names.firstIndex(of: text) { return index }
        let near = Spelling.nearest(to: text, among: names).map { "did you mean “\($0)”?" }
        problems.add(
            words.file, place, text.isEmpty ? "the name of the \(kind) is missing" : "unknown \(kind) “\(text)”",
            remedy: near ?? "one of: \(names.joined(separator: ", "))")
        return nil
    }

    // MARK: Payload

    private func attach(_ words: inout StepWords, problems: inout MissionProblems) -> MissionAction? {
        if words.peek == "payload" {
            let place = words.place
            _ = words.takeWord()
            guard let payload else {
                problems.add(
                    words.file, place, "which payload? This stands outside “for each payload”",
                    remedy: "write the mass: attach 88 g")
                return nil
            }
            return .attach(payload)
        }
        return Self.payload(&words, problems: &problems).map { .attach($0) }
    }

    /// `nothing`, or `88 g ± 0.5 g at 0, 60, -10 mm`.
    static func payload(_ words: inout StepWords, problems: inout MissionProblems) -> MissionPayload? {
        if words.take("nothing") { return MissionPayload(mass: 0) }
        guard let mass = words.quantity(.mass, 0...1, "0 g to 1 kg", problems: &problems) else { return nil }
        var payload = MissionPayload(mass: mass)
        if words.take("±") || words.take("+-") {
            guard let doubt = words.quantity(.mass, 0...0.1, "0 g to 100 g", problems: &problems) else { return nil }
            payload.uncertainty = doubt
        }
        if words.take("at") {
            let place = words.place
            guard let position = position(words.takeRest()) else {
                problems.add(
                    words.file, place, "no position",
                    remedy: "write forward, right and down of the centre: at 0, 60, -10 mm")
                return nil
            }
            payload.position = position
        }
        return payload
    }

    /// Three lengths with one unit behind the last, each at most 1 m.
    private static func position(_ text: String) -> SIMD3<Double>? {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard numbers.count == 3, let last = numbers.last else { return nil }
        let unit = last.drop { "+-.0123456789 ".contains($0) }
        let lengths = numbers.enumerated().compactMap { index, number -> Double? in
            guard let length = try? Quantity(index < 2 && !number.hasSuffix(unit) ? number + unit : number),
                length.dimension == .length, abs(length.value) <= 1
            else { return nil }
            return length.value
        }
        return lengths.count == 3 ? SIMD3(lengths[0], lengths[1], lengths[2]) : nil
    }
}

extension MissionDirection {
    /// A set-point with this share of the tilt limit into the direction.
    func setpoint(_ share: Double) -> Setpoint {
        switch self {
        case .forward: Setpoint(pitch: -share)
        case .backward: Setpoint(pitch: share)
        case .left: Setpoint(roll: -share)
        case .right: Setpoint(roll: share)
        }
    }
}
