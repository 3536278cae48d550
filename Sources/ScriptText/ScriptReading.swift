/// Collects the mistakes of a script while it is read, so that all of them are told at once.
public struct ScriptProblems: Equatable, Sendable {
    /// What was found so far.
    public private(set) var found: [ScriptProblem] = []

    /// Nothing found yet.
    public init() {}

    /// Adds a mistake.
    public mutating func add(at place: ScriptPlace, _ what: String, remedy: String = "") {
        found.append(ScriptProblem(at: place, what, remedy: remedy))
    }

    /// Throws when anything was found.
    public func throwIfAny(file: String) throws(ScriptError) {
        if !found.isEmpty { throw ScriptError(file: file, problems: found) }
    }

    /// The quantity that stands at `node`, of the wanted dimension and within `range` (SI).
    ///
    /// Nil, and a problem, where it does not.
    public mutating func quantity(
        _ node: ScriptNode, _ dimension: Quantity.Dimension, within range: ClosedRange<Double>? = nil
    ) -> Double? {
        guard let text = node.text else {
            add(
                at: node.place, "\(node.kindName) where a \(dimension.rawValue) belongs",
                remedy: "write \(dimension.example)")
            return nil
        }
        let quantity: Quantity
        do throws(QuantityError) {
            quantity = try Quantity(text)
        } catch {
            switch error {
            case .noNumber:
                add(
                    at: node.place, "\(node.kindName) is no \(dimension.rawValue)", remedy: "write \(dimension.example)"
                )
            case .unknownUnit(let symbol, let suggestion):
                let remedy = suggestion.map { "did you mean “\($0)”?" } ?? "write \(dimension.example)"
                add(at: node.place, "unknown unit “\(symbol)”", remedy: remedy)
            }
            return nil
        }
        guard quantity.dimension == dimension else {
            let what =
                quantity.dimension == .number
                ? "“\(text)” has no unit" : "“\(text)” is a \(quantity.dimension.rawValue), not a \(dimension.rawValue)"
            add(at: node.place, what, remedy: "write \(dimension.example)")
            return nil
        }
        if let range, !range.contains(quantity.value) {
            add(
                at: node.place, "“\(text)” is out of range",
                remedy: "\(range.lowerBound) to \(range.upperBound) in SI units")
            return nil
        }
        return quantity.value
    }

    /// The time that stands at `node`; negative ones are refused.
    public mutating func duration(_ node: ScriptNode) -> Duration? {
        guard let seconds = quantity(node, .time) else { return nil }
        guard let duration = Quantity(seconds, .time).duration, duration >= .zero else {
            add(at: node.place, "\(node.kindName) is no possible time here", remedy: "0 s to 10000 h")
            return nil
        }
        return duration
    }

    /// The whole number that stands at `node`, within `range`.
    public mutating func integer(_ node: ScriptNode, within range: ClosedRange<Int>) -> Int? {
        guard let text = node.text, let value = Int(text), range.contains(value) else {
            add(
                at: node.place, "\(node.kindName) is no whole number in range",
                remedy: "\(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    /// The word that stands at `node`, out of `words`.
    public mutating func word<Meaning>(_ node: ScriptNode, of words: [(word: String, meaning: Meaning)]) -> Meaning? {
        guard let text = node.text, let match = words.first(where: { $0.word == text }) else {
            let names = words.map(\.word)
            let suggestion = node.text.flatMap { Spelling.nearest(to: $0, among: names) }
            let remedy = suggestion.map { "did you mean “\($0)”?" } ?? "one of: \(names.joined(separator: ", "))"
            add(at: node.place, "\(node.kindName) is not known here", remedy: remedy)
            return nil
        }
        return match.meaning
    }
}

/// Reads the entries of one mapping by name and reports those that nobody asked for.
public struct ScriptFields: Equatable, Sendable {
    /// Where the mapping begins.
    public let place: ScriptPlace
    private let entries: [ScriptEntry]
    private var asked: [String] = []

    /// The fields of `node`. Where it is no mapping there are none, and that is a problem.
    public init(_ node: ScriptNode, problems: inout ScriptProblems) {
        place = node.place
        entries = node.entries ?? []
        if node.entries == nil {
            problems.add(at: node.place, "\(node.kindName) where keys and values belong", remedy: "write key: value")
        }
    }

    /// The value of `key`, or nil where the mapping does not have it.
    public mutating func optional(_ key: String) -> ScriptNode? {
        asked.append(key)
        return entries.first { $0.key == key }?.value
    }

    /// The value of `key`; where it is missing, nil and a problem.
    public mutating func required(_ key: String, problems: inout ScriptProblems) -> ScriptNode? {
        let node = optional(key)
        if node == nil { problems.add(at: place, "“\(key)” is missing", remedy: "add \(key): …") }
        return node
    }

    /// Reports every key that was not asked for.
    public func finish(problems: inout ScriptProblems) {
        for entry in entries where !asked.contains(entry.key) {
            let missing = asked.filter { key in !entries.contains { $0.key == key } }
            let suggestion = Spelling.nearest(to: entry.key, among: missing)
            let remedy = suggestion.map { "did you mean “\($0)”?" } ?? "known keys: \(asked.joined(separator: ", "))"
            problems.add(at: entry.place, "unknown key “\(entry.key)”", remedy: remedy)
        }
    }
}
