import DroneModel
import ScriptText

extension StepGrammar {
    /// What is waited for, and how long at most.
    func wait(_ words: inout StepWords, problems: inout MissionProblems) -> MissionAction? {
        words.dropCommas(before: "at", "most")
        guard words.take("for") else {
            return words.time(problems: &problems).map { .wait(.time($0), atMost: nil) }
        }
        guard let condition = condition(&words, problems: &problems) else { return nil }
        if words.take("at", "most") {
            return words.time(problems: &problems).map { .wait(condition, atMost: $0) }
        }
        return .wait(condition, atMost: nil)
    }

    private static let states: [(word: String, state: FlightState)] = [
        ("landed", .landed), ("hovering", .hovering), ("flying", .flying), ("landing", .landing),
    ]

    private func condition(_ words: inout StepWords, problems: inout MissionProblems) -> MissionCondition? {
        if words.take("altitude", "above") || words.take("altitude", "below") {
            return altitude(&words, problems: &problems)
        }
        if words.take("battery", "below") {
            let share = words.quantity(.share, 0.05...1, "5 % to 100 %", problems: &problems)
            return share.map { .batteryBelow(Int(($0 * 100).rounded())) }
        }
        if words.take("state") {
            let index = named(&words, "state", Self.states.map(\.word), problems: &problems)
            return index.map { .state(Self.states[$0].state) }
        }
        if words.take("operator") || words.take("operator:") {
            let text = Self.unquoted(words.takeRest())
            return .operator(text.isEmpty ? "go on?" : text)
        }
        if words.take("payload", "fix") { return .payloadFix }
        if words.take("ferry") || words.take("ferry:") { return ferry(&words, problems: &problems) }
        let place = words.place
        let text = words.takeWord()?.text ?? ""
        let names = ["altitude", "battery", "state", "operator", "payload", "ferry"]
        let near = Spelling.nearest(to: text, among: names).map { "did you mean “\($0)”?" }
        problems.add(
            words.file, place, text.isEmpty ? "a condition is missing" : "unknown condition “\(text)”",
            remedy: near
                ?? "altitude above 1 m, altitude below 1 m, battery below 30 %, state hovering, operator, payload fix, "
                + "ferry transfer")
        return nil
    }

    /// What the ferry node on board can be waited for.
    private func ferry(_ words: inout StepWords, problems: inout MissionProblems) -> MissionCondition? {
        if words.take("transfer") { return .ferryTransfer }
        if words.take("idle") {
            guard expect("for", &words, "how long", problems: &problems) else { return nil }
            return words.time(problems: &problems).map { .ferryIdle($0) }
        }
        let isPickup = words.take("picked", "up", "from")
        if isPickup || words.take("delivered", "to") {
            let place = words.place
            guard let node = words.takeWord()?.text, !["at", "most"].contains(node) else {
                problems.add(
                    words.file, place, "the name of a node is missing", remedy: "write the neighbour's: A or dtn://A/")
                return nil
            }
            let name = FerryActivity.name(of: node)
            return isPickup ? .ferryPickup(name) : .ferryDelivery(name)
        }
        let place = words.place
        let text = words.takeWord()?.text ?? ""
        let near = Spelling.nearest(to: text, among: ["transfer", "picked", "delivered", "idle"])
        problems.add(
            words.file, place, text.isEmpty ? "what of the ferry is missing" : "the ferry knows no “\(text)”",
            remedy: near.map { "did you mean “\($0)”?" }
                ?? "ferry transfer, picked up from A, delivered to B, or idle for 5 s")
        return nil
    }

    private func altitude(_ words: inout StepWords, problems: inout MissionProblems) -> MissionCondition? {
        let isAbove = words.title.contains("altitude above")
        let place = words.place
        guard let height = words.quantity(.length, 0...1000, "a height in metres", problems: &problems) else {
            return nil
        }
        if isAbove, let objection = objection(toHeight: height) {
            problems.add(words.file, place, objection.what, remedy: objection.remedy)
            return nil
        }
        return isAbove ? .altitudeAbove(height) : .altitudeBelow(height)
    }
}
