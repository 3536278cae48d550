/// The comments of a mission's text, which YAML does not hand on.
struct CommentLines {
    /// The comment at the head of the file.
    private(set) var head: [String] = []
    /// By the line of what it is about: beside it, or in lines of its own right above.
    private(set) var byLine: [Int: String] = [:]

    init(_ text: String) {
        var above: [String] = []
        var isHead = true
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.drop { $0 == " " || $0 == "\t" }
            if content.hasPrefix("#") {
                let comment = Self.words(content)
                if isHead { head.append(comment) } else { above.append(comment) }
                continue
            }
            isHead = isHead && content.isEmpty && head.isEmpty
            guard !content.isEmpty else {
                above = []
                continue
            }
            let beside = Self.comment(beside: content)
            let all = above + (beside.map { [$0] } ?? [])
            if !all.isEmpty { byLine[index + 1] = all.joined(separator: " ") }
            above = []
        }
    }

    private static func words(_ comment: Substring) -> String {
        let text = comment.drop { $0 == "#" }
        return String(text.hasPrefix(" ") ? text.dropFirst() : text)
    }

    /// What stands behind ` #` outside quotes.
    private static func comment(beside line: Substring) -> String? {
        var quote: Character?
        var previous: Character = " "
        for index in line.indices {
            let character = line[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'", previous == " " {
                quote = character
            } else if character == "#", previous == " " {
                return words(line[index...])
            }
            previous = character
        }
        return nil
    }
}
