import ScriptText

/// A word of a step, with its place.
struct StepWord: Equatable {
    var text: String
    var place: ScriptPlace
}

/// The words of a step, read from the left.
struct StepWords {
    private var words: [StepWord]
    private var next = 0
    private var end: ScriptPlace
    let file: String

    /// The words of `sentence`, which begins at `place`, with variables (`$name`) written out.
    init(
        _ sentence: String, at place: ScriptPlace, file: String, variables: [String: String],
        problems: inout MissionProblems
    ) {
        self.file = file
        var words: [StepWord] = []
        var column = place.column
        for piece in sentence.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: Self.isSpace) {
            let text = String(piece)
            let here = ScriptPlace(line: place.line, column: column)
            column += piece.count + 1
            if text.isEmpty { continue }
            guard text.hasPrefix("$") else {
                words.append(StepWord(text: text, place: here))
                continue
            }
            let bare = text.dropFirst()
            let name = String(bare.hasSuffix(",") ? bare.dropLast() : bare)
            guard let value = variables[name] else {
                let near = Spelling.nearest(to: name, among: variables.keys.sorted())
                problems.add(
                    file, here, "unknown variable “$\(name)”",
                    remedy: near.map { "did you mean “$\($0)”?" } ?? "give it a value under vars:")
                words.append(StepWord(text: text, place: here))
                continue
            }
            for word in value.unicodeScalars.split(whereSeparator: Self.isSpace) {
                words.append(StepWord(text: String(word), place: here))
            }
        }
        self.words = words
        end = ScriptPlace(line: place.line, column: max(place.column, column - 1))
    }

    /// These words and, behind them, others from another place: a key and its value.
    mutating func append(_ others: StepWords) {
        words += others.words
        end = others.end
    }

    /// Takes the comma away that somebody wrote before `wanted`.
    mutating func dropCommas(before wanted: String...) {
        for index in words.indices.dropFirst() where words[index...].starts(with: wanted, by: { $0.text == $1 }) {
            guard words[index - 1].text.count > 1, words[index - 1].text.hasSuffix(",") else { continue }
            words[index - 1].text.removeLast()
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    /// All words with single blanks between them.
    var title: String { words.map(\.text).joined(separator: " ") }

    var isAtEnd: Bool { next >= words.count }

    /// Where the next word begins, or the sentence ends.
    var place: ScriptPlace { isAtEnd ? end : words[next].place }

    var peek: String? { isAtEnd ? nil : words[next].text }

    /// Takes `words` when they come next.
    mutating func take(_ wanted: String...) -> Bool {
        guard next + wanted.count <= words.count,
            zip(words[next...], wanted).allSatisfy({ $0.text == $1 })
        else { return false }
        next += wanted.count
        return true
    }

    mutating func takeWord() -> StepWord? {
        guard !isAtEnd else { return nil }
        defer { next += 1 }
        return words[next]
    }

    /// Everything that is left, with single blanks.
    mutating func takeRest() -> String {
        defer { next = words.count }
        return words[next...].map(\.text).joined(separator: " ")
    }

    /// The words up to one of `stops`, as a node for ``ScriptProblems``.
    mutating func phrase(until stops: Set<String>) -> ScriptNode {
        let begin = place
        var texts: [String] = []
        while let word = peek, !stops.contains(word) {
            texts.append(word)
            next += 1
        }
        return ScriptNode(.scalar(texts.joined(separator: " ")), at: begin)
    }
}

extension StepWords {
    /// Words that end a quantity.
    static let marks: Set<String> = [
        "at", "for", "by", "to", "most", "above", "below", "±", "+-", "forward", "backward", "left", "right", "up",
        "down", "turn", "times",
    ]

    /// A quantity out of `range` (SI), which `rangeText` tells a person.
    mutating func quantity(
        _ dimension: Quantity.Dimension, _ range: ClosedRange<Double>, _ rangeText: String,
        problems: inout MissionProblems
    ) -> Double? {
        let node = phrase(until: Self.marks)
        var found = ScriptProblems()
        let text = node.text ?? ""
        guard !text.isEmpty else {
            problems.add(file, node.place, "a \(dimension.rawValue) is missing", remedy: "write \(dimension.example)")
            return nil
        }
        guard let value = found.quantity(node, dimension) else {
            problems.add(found, file: file)
            return nil
        }
        guard range.contains(value) else {
            problems.add(file, node.place, "“\(text)” is out of range", remedy: "write \(rangeText)")
            return nil
        }
        return value
    }

    mutating func time(problems: inout MissionProblems) -> Duration? {
        guard let seconds = quantity(.time, 0...3600, "0 s to 60 min", problems: &problems) else { return nil }
        return Quantity(seconds, .time).duration
    }

    /// Reports words that nobody asked for.
    mutating func finish(problems: inout MissionProblems) {
        guard let word = peek else { return }
        problems.add(file, place, "“\(word)” makes no sense here", remedy: "the step is complete before it")
    }
}
