import DroneModel
import ScriptText

/// Reads missions: YAML with includes, variables, profiles and a payload ladder into a flat list of checked steps.
///
/// ```yaml
/// mission: hover-check          # the name
/// drone: any                    # any, 1 or 2
/// hull: outdoor                 # bare, outdoor or indoor
/// include: [profiles/lift.yaml] # profiles, variables and limits shared with other missions
/// vars: {hold: 20 s}            # $hold stands for it
/// limits: {altitude: 2.5 m}
/// payloads: [0 g, 30 g, 60 g at 0, 60, -10 mm]
/// ferry: {range: 2 m, stations: {A: 0 m forward, B: 4 m forward}} # for the simulated drone
/// steps:
///   - take off
///   - hover $hold
///   - repeat 2 times: [climb by 50 cm, descend by 50 cm]
///   - land
/// ```
///
/// Files are read through a closure. What a file can ask for is bounded by ``Limit``.
public struct MissionReader: Sendable {
    /// What a mission may ask for.
    public enum Limit {
        /// Includes inside one another.
        public static let includeDepth = 4
        /// Files, all told.
        public static let files = 32
        /// Profiles, repetitions and ladders inside one another.
        public static let nesting = 8
        /// Steps with all repetitions written out. A long campaign has five hundred.
        public static let steps = 5000
        /// Payloads in a ladder, and runs of each.
        public static let ladder = 40
    }

    /// Reads a file: gets the name as it is written, relative to the mission's folder.
    public typealias Source = (_ file: String) throws -> String

    var vocabulary: MissionVocabulary
    var problems = MissionProblems()
    var sources: [MissionSource] = []
    var airframe = MissionAirframe()
    var limits = MissionLimits()
    var variables: [String: String] = [:]
    var profiles: [String: (steps: ScriptNode, file: String)] = [:]
    var ladder: (value: PayloadLadder, file: String, place: ScriptPlace)?
    var heaviestFlown = 0.0
    var steps: [MissionStep] = []
    var isLiftTest = false
    var ferry: FerryField?
    var commentsByFile: [String: [Int: String]] = [:]

    /// Reads and checks the mission in `file`.
    ///
    /// - Throws: ``MissionError`` with everything that is wrong.
    public static func read(
        file: String, vocabulary: MissionVocabulary, source: Source
    ) throws(MissionError) -> Mission {
        var reader = MissionReader(vocabulary: vocabulary)
        let mission = reader.readMission(file, source)
        if !reader.problems.found.isEmpty || mission == nil {
            let order = reader.sources.map(\.file)
            let sorted = reader.problems.found.sorted { left, right in
                let files = (order.firstIndex(of: left.file) ?? 0, order.firstIndex(of: right.file) ?? 0)
                return files.0 != files.1 ? files.0 < files.1 : left.place < right.place
            }
            throw MissionError(sorted)
        }
        guard let mission else { throw MissionError([]) }
        return mission
    }

    private init(vocabulary: MissionVocabulary) { self.vocabulary = vocabulary }

    // MARK: The main file

    private mutating func readMission(_ file: String, _ source: Source) -> Mission? {
        guard let document = document(file, at: .start, in: file, source) else { return nil }
        var found = ScriptProblems()
        var fields = ScriptFields(document.root, problems: &found)
        var name = ""
        if let node = fields.required("mission", problems: &found) {
            if let text = node.text, !text.isEmpty, text.count <= 60,
                text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }),
                text.first != "."
            {
                name = text
            } else {
                problems.add(
                    file, node.place, "no name of a mission",
                    remedy: "letters, digits and hyphens: mission: hover-check")
            }
        }
        readShared(&fields, file, source, depth: 0)
        readAirframe(&fields, file)
        readLadder(&fields, file)
        readFerry(&fields, file)
        if let node = fields.optional("flown before"),
            let mass = value(node, .mass, 0...1, "0 g to 1 kg", file: file)
        {
            heaviestFlown = mass
        }
        let list = fields.required("steps", problems: &found)
        fields.finish(problems: &found)
        problems.add(found, file: file)
        guard let list else { return nil }
        let context = StepContext(file: file, payload: nil, stack: [])
        expand(list, context)
        var mission = Mission(
            name: name, comment: CommentLines(sources[0].text).head, airframe: airframe, limits: limits, steps: steps,
            sources: sources, isLiftTest: isLiftTest)
        mission.ferry = ferry
        if problems.found.isEmpty && steps.isEmpty {
            problems.add(file, list.place, "a mission without steps", remedy: "add steps: [take off, hover 10 s, land]")
        }
        // A step that could not be read may be the missing take-off: the order is judged when all are known.
        if problems.found.isEmpty {
            var check = MissionCheck(mission, heaviestFlown: heaviestFlown)
            for problem in check.run() {
                problems.add(problem.file, problem.place, problem.what, remedy: problem.remedy)
            }
        }
        return mission
    }

    private mutating func document(
        _ file: String, at place: ScriptPlace, in includer: String, _ source: Source
    ) -> ScriptDocument? {
        let text: String
        do {
            text = try source(file)
        } catch {
            problems.add(includer, place, "“\(file)” cannot be read: \(error)", remedy: "check the name")
            return nil
        }
        sources.append(MissionSource(file: file, text: text))
        do throws(ScriptError) {
            return try ScriptDocument(text, file: file)
        } catch {
            for problem in error.problems { problems.add(file, problem.place, problem.what, remedy: problem.remedy) }
            return nil
        }
    }

    // MARK: What files share

    private mutating func readShared(_ fields: inout ScriptFields, _ file: String, _ source: Source, depth: Int) {
        // Includes first: what stands here has the last word.
        if let node = fields.optional("include") {
            for item in node.items ?? [node] { include(item, from: file, source, depth: depth) }
        }
        if let node = fields.optional("vars") {
            for entry in entries(node, file) {
                guard let text = entry.value.text, text.utf8.count <= 200 else {
                    problems.add(file, entry.value.place, "a variable is a word or a quantity", remedy: "hold: 20 s")
                    continue
                }
                variables[entry.key] = text
            }
        }
        if let node = fields.optional("limits") { readLimits(node, file) }
        if let node = fields.optional("profiles") {
            for entry in entries(node, file) {
                if let other = profiles[entry.key], other.file != file {
                    problems.add(
                        file, entry.place, "the profile “\(entry.key)” stands in \(other.file) too",
                        remedy: "give one of them another name")
                }
                profiles[entry.key] = (entry.value, file)
            }
        }
    }

    private mutating func include(_ node: ScriptNode, from file: String, _ source: Source, depth: Int) {
        guard let name = node.text, !name.isEmpty else {
            return problems.add(file, node.place, "no name of a file", remedy: "write include: profiles/lift.yaml")
        }
        if name.hasPrefix("/") || name.split(separator: "/").contains("..") {
            return problems.add(
                file, node.place, "“\(name)” leads out of the mission's folder",
                remedy: "put it beside the mission and name it from there")
        }
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        if sources.contains(where: { $0.file == path }) {
            return problems.add(
                file, node.place, "“\(name)” is read already", remedy: "include every file once, and never in a circle")
        }
        guard depth < Limit.includeDepth, sources.count < Limit.files else {
            return problems.add(
                file, node.place, "too many includes",
                remedy: "at most \(Limit.includeDepth) inside one another and \(Limit.files) files")
        }
        guard let document = document(path, at: node.place, in: file, source) else { return }
        var found = ScriptProblems()
        var fields = ScriptFields(document.root, problems: &found)
        readShared(&fields, path, source, depth: depth + 1)
        fields.finish(problems: &found)
        problems.add(found, file: path)
    }

    mutating func entries(_ node: ScriptNode, _ file: String) -> [ScriptEntry] {
        if let entries = node.entries { return entries }
        problems.add(file, node.place, "keys and values belong here", remedy: "write key: value")
        return []
    }

    /// A quantity of a field, with variables.
    mutating func value(
        _ node: ScriptNode, _ dimension: Quantity.Dimension, _ range: ClosedRange<Double>, _ rangeText: String,
        file: String
    ) -> Double? {
        var words = StepWords(node.text ?? "", at: node.place, file: file, variables: variables, problems: &problems)
        let value = words.quantity(dimension, range, rangeText, problems: &problems)
        words.finish(problems: &problems)
        return value
    }
}
