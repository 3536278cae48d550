public import DroneSimulation
public import ScriptText

/// A fault plan as people write it: YAML, or one sentence per fault.
///
/// ```yaml
/// seed: 7                                   # optional: another seed, other losses
/// faults:
///   - loss 20 % on navdata at 5 s for 10 s  # a sentence …
///   - loss: 20 %                            # … is short for this
///     on: navdata
///     at: 5 s
///     for: 10 s
///   - blackout at 12 s for 2 s
///   - payload 88 g y 60 mm z -10 mm at 20 s
/// ```
///
/// The first word says what goes wrong. `at` is when it begins (the start of the simulation where it is missing),
/// `for` how long it lasts (to the end where it is missing).
///
/// | fault | its value | more keys |
/// |---|---|---|
/// | `loss`, `duplication` | share of datagrams, `20 %` | `on`: commands, navdata or both (default) |
/// | `reordering` | share of datagrams | `by`: how long they are held back (default 20 ms), `on` |
/// | `delay`, `jitter` | time | `on` |
/// | `blackout`, `reboot` | none | |
/// | `sequence-fallback` | how many numbers, `100` | |
/// | `acknowledge` | `never-clears` or `never-sets` | |
/// | `navdata` | a defect: `unknown-options`, `bad-checksum`, … | `share` of packets (default 100 %) |
/// | `battery` | charge it drops to, `12 %` | |
/// | `motor-stall` | `front-left`, `front-right`, `rear-right`, `rear-left` | |
/// | `tired-motors` | share of thrust that is missing | |
/// | `wind` | mean speed, `3 m/s` | `towards`: angle clockwise from north, `gusts`: speed |
/// | `payload` | mass, `88 g` | `x`, `y`, `z`: forward, right, down from the centre of mass |
/// | `video-cut` | share of pictures that break off in the middle | |
/// | `video-loss` | share of the video's bytes that are missing | |
/// | `video-stall` | none | |
public struct FaultScript: Equatable, Sendable {
    /// The faults.
    public var plan: FaultPlan
    /// The seed the script asks for; nil where it names none.
    public var seed: UInt64?

    /// Reads a YAML script.
    ///
    /// - Throws: every mistake of the script at once.
    public init(_ text: String, file: String) throws(ScriptError) {
        let document = try ScriptDocument(text, file: file)
        var problems = ScriptProblems()
        var fields = ScriptFields(document.root, problems: &problems)
        if let node = fields.optional("seed") {
            seed = problems.integer(node, within: 0...Int.max).map { UInt64($0) }
        } else {
            seed = nil
        }
        var faults: [Fault] = []
        if let list = fields.required("faults", problems: &problems) {
            if list.items == nil { problems.add(at: list.place, "faults is no list", remedy: "begin each with “- ”") }
            for item in list.items ?? [] {
                if let fault = Fault(script: item, problems: &problems) { faults.append(fault) }
            }
        }
        fields.finish(problems: &problems)
        try problems.throwIfAny(file: file)
        plan = FaultPlan(faults)
    }

    /// Reads one fault from a sentence, as `--fault "blackout at 12 s for 2 s"` gives it.
    ///
    /// - Parameters:
    ///   - sentence: The fault.
    ///   - origin: Where it comes from, for messages: `--fault`.
    public static func fault(sentence: String, origin: String) throws(ScriptError) -> Fault {
        var problems = ScriptProblems()
        let fault = Fault(script: ScriptNode(.scalar(sentence), at: .start), problems: &problems)
        try problems.throwIfAny(file: origin)
        guard let fault else { throw ScriptError(file: origin, problems: [ScriptProblem(at: .start, "no fault")]) }
        return fault
    }
}

/// What goes wrong, as its first word says.
private enum FaultWord: String, CaseIterable {
    case loss, duplication, reordering, delay, jitter, blackout, reboot
    case sequenceFallback = "sequence-fallback"
    case acknowledge, navdata, battery
    case motorStall = "motor-stall"
    case tiredMotors = "tired-motors"
    case wind, payload
    case videoCut = "video-cut"
    case videoLoss = "video-loss"
    case videoStall = "video-stall"
}

extension Fault {
    /// The words that begin a new value in a sentence.
    private static let keys = ["at", "for", "on", "by", "share", "towards", "gusts", "x", "y", "z"]

    /// Reads a sentence or a mapping; nil, and problems, where it is neither.
    init?(script node: ScriptNode, problems: inout ScriptProblems) {
        var mapping = node
        if let sentence = node.text {
            mapping = ScriptNode(sentence: sentence, keys: Self.keys, at: node.place)
        }
        guard let first = mapping.entries?.first else {
            problems.add(at: node.place, "a fault is missing here", remedy: "for example: blackout at 12 s for 2 s")
            return nil
        }
        guard let word = FaultWord(rawValue: first.key) else {
            let words = FaultWord.allCases.map(\.rawValue)
            let suggestion = Spelling.nearest(to: first.key, among: words)
            problems.add(
                at: first.place, "“\(first.key)” is no fault",
                remedy: suggestion.map { "did you mean “\($0)”?" } ?? "one of: \(words.joined(separator: ", "))")
            return nil
        }
        var fields = ScriptFields(mapping, problems: &problems)
        _ = fields.optional(word.rawValue)
        let kind = Kind(word, value: first.value, fields: &fields, problems: &problems)
        let start = fields.optional("at").map { problems.duration($0) } ?? .zero
        var duration: Duration?
        if let node = fields.optional("for") { duration = problems.duration(node) }
        fields.finish(problems: &problems)
        guard let kind, let start else { return nil }
        self.init(kind, at: start, for: duration)
    }
}

extension Fault.Kind {
    fileprivate init?(
        _ word: FaultWord, value: ScriptNode, fields: inout ScriptFields, problems: inout ScriptProblems
    ) {
        func share() -> Double? { problems.quantity(value, .share, within: 0...1) }
        func path() -> Fault.Path? {
            guard let node = fields.optional("on") else { return .both }
            return problems.word(node, of: [("commands", .commands), ("navdata", .navdata), ("both", .both)])
        }
        func optional(
            _ key: String, _ dimension: Quantity.Dimension, within range: ClosedRange<Double>, otherwise: Double
        ) -> Double? {
            fields.optional(key).map { problems.quantity($0, dimension, within: range) } ?? otherwise
        }
        switch word {
        case .loss:
            guard let path = path(), let share = share() else { return nil }
            self = .loss(share: share, path)
        case .duplication:
            guard let path = path(), let share = share() else { return nil }
            self = .duplication(share: share, path)
        case .reordering:
            let by = fields.optional("by").map { problems.duration($0) } ?? Self.defaultHoldBack
            guard let path = path(), let share = share(), let by else { return nil }
            self = .reordering(share: share, by: by, path)
        case .delay:
            guard let path = path(), let time = problems.duration(value) else { return nil }
            self = .delay(time, path)
        case .jitter:
            guard let path = path(), let time = problems.duration(value) else { return nil }
            self = .jitter(time, path)
        case .videoCut:
            guard let share = share() else { return nil }
            self = .videoCut(share: share)
        case .videoLoss:
            guard let share = share() else { return nil }
            self = .videoLoss(share: share)
        case .blackout, .reboot, .videoStall:
            if value.text?.isEmpty != true {
                problems.add(at: value.place, "\(word.rawValue) takes no value", remedy: "write at and for behind it")
            }
            self = word == .blackout ? .blackout : word == .reboot ? .reboot : .videoStall
        case .sequenceFallback:
            guard let count = problems.integer(value, within: 1...Int(UInt32.max)) else { return nil }
            self = .sequenceFallback(by: UInt32(clamping: count))
        case .acknowledge:
            let words: [(String, Fault.AcknowledgeDefect)] = [
                ("never-clears", .neverClears), ("never-sets", .neverSets),
            ]
            guard let defect = problems.word(value, of: words) else { return nil }
            self = .acknowledge(defect)
        case .navdata:
            let share = optional("share", .share, within: 0...1, otherwise: 1)
            let words = NavdataDefect.allCases.map { ($0.rawValue, $0) }
            guard let defect = problems.word(value, of: words), let share else { return nil }
            self = .navdata(defect, share: share)
        case .battery:
            guard let share = share() else { return nil }
            self = .batteryCliff(percent: share * 100)
        case .motorStall:
            let words: [(String, Motor)] = [
                ("front-left", .frontLeft), ("front-right", .frontRight), ("rear-right", .rearRight),
                ("rear-left", .rearLeft),
            ]
            guard let motor = problems.word(value, of: words) else { return nil }
            self = .motorStall(motor)
        case .tiredMotors:
            guard let share = share() else { return nil }
            self = .tiredMotors(missing: share)
        case .wind:
            let speed = problems.quantity(value, .speed, within: 0...30)
            let towards = optional("towards", .angle, within: -7...7, otherwise: 0)
            let gusts = optional("gusts", .speed, within: 0...10, otherwise: Self.defaultGusts)
            guard let speed, let towards, let gusts else { return nil }
            self = .wind(speed: speed, towards: towards, gusts: gusts)
        case .payload:
            let mass = problems.quantity(value, .mass, within: 0...1)
            let x = optional("x", .length, within: -0.5...0.5, otherwise: 0)
            let y = optional("y", .length, within: -0.5...0.5, otherwise: 0)
            let z = optional("z", .length, within: -0.5...0.5, otherwise: 0)
            guard let mass, let x, let y, let z else { return nil }
            self = .payload(mass: mass, x: x, y: y, z: z)
        }
    }

    /// What a Wi-Fi retransmission takes when the air is busy: two or three datagrams at 200 Hz pass meanwhile.
    private static let defaultHoldBack: Duration = .milliseconds(20)
    /// Quiet outdoor air, metres per second: the aircraft model's own default.
    private static let defaultGusts = 0.2
}
