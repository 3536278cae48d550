import DroneModel
import ScriptText

extension MissionReader {
    /// `drone`, `hull`, `battery` and `weighed`.
    mutating func readAirframe(_ fields: inout ScriptFields, _ file: String) {
        var found = ScriptProblems()
        if let node = fields.optional("drone"),
            let generation = found.word(node, of: [("any", nil), ("1", DroneGeneration.ardrone1), ("2", .ardrone2)])
        {
            airframe.generation = generation
        }
        if let node = fields.optional("hull"),
            let hull = found.word(node, of: MissionAirframe.Hull.allCases.map { ($0.rawValue, $0) })
        {
            airframe.hull = hull
        }
        if let node = fields.optional("battery"),
            let battery = found.word(node, of: MissionAirframe.Battery.allCases.map { ($0.rawValue, $0) })
        {
            airframe.battery = battery
        }
        problems.add(found, file: file)
        if let node = fields.optional("weighed") {
            var words = StepWords(
                node.text ?? "", at: node.place, file: file, variables: variables, problems: &problems)
            airframe.weighedMass = words.quantity(.mass, 0.2...1, "200 g to 1 kg", problems: &problems)
            if words.take("±") || words.take("+-") {
                airframe.weighingUncertainty = words.quantity(.mass, 0...0.1, "0 g to 100 g", problems: &problems)
            }
            words.finish(problems: &problems)
        }
    }

    /// `limits`.
    mutating func readLimits(_ node: ScriptNode, _ file: String) {
        guard node.entries != nil else {
            return problems.add(file, node.place, "keys and values belong here", remedy: "write altitude: 3 m")
        }
        var found = ScriptProblems()
        var fields = ScriptFields(node, problems: &found)
        func read(
            _ key: String, _ dimension: Quantity.Dimension, _ range: ClosedRange<Double>, _ text: String,
            _ set: (inout MissionLimits, Double) -> Void
        ) {
            guard let node = fields.optional(key) else { return }
            if let value = value(node, dimension, range, text, file: file) { set(&limits, value) }
        }
        // A take-off without load swings up to 1.1 m.
        read("altitude", .length, 1.2...50, "1.2 m to 50 m") { $0.altitude = $1 }
        read("radius", .length, 0.5...100, "50 cm to 100 m") { $0.radius = $1 }
        read("tilt", .angle, 0.05...0.53, "3 deg to 30 deg") { $0.tilt = $1 }
        read("descent", .speed, 0.2...3, "0.2 m/s to 3 m/s") { $0.descent = $1 }
        read("battery", .share, 0.1...0.9, "10 % to 90 %") { $0.battery = Int(($1 * 100).rounded()) }
        read("voltage", .voltage, 9.5...12, "9.5 V to 12 V") { $0.voltage = $1 }
        read("altitude error", .length, 0.1...5, "10 cm to 5 m") { $0.altitudeError = $1 }
        read("payload fix", .time, 1...600, "1 s to 10 min") { $0.payloadFixAge = Self.duration($1) }
        read("station", .time, 1...600, "1 s to 10 min") { $0.stationSilence = Self.duration($1) }
        fields.finish(problems: &found)
        problems.add(found, file: file)
    }

    private static func duration(_ seconds: Double) -> Duration { .milliseconds(Int((seconds * 1000).rounded())) }

    /// `payloads`, `runs`, `order` and `flights per battery`.
    mutating func readLadder(_ fields: inout ScriptFields, _ file: String) {
        let payloads = fields.optional("payloads")
        var ladder = PayloadLadder()
        var found = ScriptProblems()
        if let node = fields.optional("runs"), let runs = found.integer(node, within: 1...Limit.ladder) {
            ladder.runs = runs
        }
        if let node = fields.optional("flights per battery"),
            let flights = found.integer(node, within: 1...Limit.ladder)
        {
            ladder.flightsPerBattery = flights
        }
        if let node = fields.optional("order") { ladder.order = order(node, &found) ?? .asWritten }
        problems.add(found, file: file)
        guard let payloads else { return }
        guard let items = payloads.items, !items.isEmpty, items.count <= Limit.ladder else {
            return problems.add(
                file, payloads.place, "no list of payloads",
                remedy: "write payloads: [0 g, 30 g, 60 g], at most \(Limit.ladder)")
        }
        for item in items {
            var words = StepWords(
                item.text ?? "", at: item.place, file: file, variables: variables, problems: &problems)
            if let payload = StepGrammar.payload(&words, problems: &problems) {
                words.finish(problems: &problems)
                ladder.payloads.append(payload)
            }
        }
        self.ladder = (ladder, file, payloads.place)
    }

    private func order(_ node: ScriptNode, _ found: inout ScriptProblems) -> PayloadLadder.Order? {
        let words = (node.text ?? "").split(separator: " ")
        if words.count == 3, words[0] == "random", words[1] == "seed", let seed = UInt64(words[2]) {
            return .random(seed: seed)
        }
        let known: [(word: String, meaning: PayloadLadder.Order)] = [
            ("as written", .asWritten), ("counterbalanced", .counterbalanced), ("random seed 7", .random(seed: 7)),
        ]
        return found.word(node, of: known)
    }
}
