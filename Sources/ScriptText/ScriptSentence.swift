extension ScriptNode {
    /// Reads a sentence such as `loss 20 % on navdata at 5 s for 10 s` as the mapping it stands for:
    /// `{loss: 20 %, on: navdata, at: 5 s, for: 10 s}`.
    ///
    /// The first word is the first key. Every other word out of `keys` begins a new value; what follows up to the
    /// next such word is the value, which may be empty.
    public init(sentence: String, keys: [String], at place: ScriptPlace) {
        var entries: [ScriptEntry] = []
        for (word, column) in Self.words(of: sentence) {
            let wordPlace = ScriptPlace(line: place.line, column: place.column + column)
            if entries.isEmpty || keys.contains(word) {
                let value = ScriptNode(
                    .scalar(""),
                    at: ScriptPlace(line: wordPlace.line, column: wordPlace.column + word.unicodeScalars.count + 1))
                entries.append(ScriptEntry(key: word, at: wordPlace, value: value))
            } else if case .scalar(let text) = entries[entries.count - 1].value.content {
                let isFirst = text.isEmpty
                let valuePlace = isFirst ? wordPlace : entries[entries.count - 1].value.place
                entries[entries.count - 1].value = ScriptNode(
                    .scalar(isFirst ? word : "\(text) \(word)"), at: valuePlace)
            }
        }
        self.init(.mapping(entries), at: place)
    }

    /// The words between spaces, each with its distance from the start in Unicode scalars.
    private static func words(of sentence: String) -> [(word: String, column: Int)] {
        var words: [(String, Int)] = []
        var word = ""
        var column = 0
        for scalar in sentence.unicodeScalars {
            if scalar.properties.isWhitespace {
                if !word.isEmpty { words.append((word, column - word.unicodeScalars.count)) }
                word = ""
            } else {
                word.unicodeScalars.append(scalar)
            }
            column += 1
        }
        if !word.isEmpty { words.append((word, column - word.unicodeScalars.count)) }
        return words
    }
}
