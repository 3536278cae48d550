import CellCanvas

/// The line that is typed after `:`.
///
/// In the air the space bar lands here as everywhere: a hand that hits it in alarm must not find it taken by a line of
/// text. Words are parted there by a comma or by tab, which also completes them; both show as a blank. Where the drone
/// is known to stand, a blank parts words as well. All words are lower-case, so that the capitals `L` (land) and `K`
/// (cut) keep their meaning too.
struct CommandEntry: Equatable, Sendable {
    /// The longest line, characters: the longest command has 41.
    static let longest = 60
    /// How many lines are remembered.
    static let remembered = 50

    /// What was typed, words parted by one blank.
    private(set) var text = ""
    /// Which older line is shown, counted from the newest; nil while a new one is typed.
    private var recalled: Int?

    /// What became of a key.
    enum Outcome: Equatable, Sendable {
        /// The line goes on.
        case typing
        /// It is closed, and nothing happens.
        case closed
        /// It is to be carried out.
        case run
    }

    /// Takes a key; keys that mean nothing here are ignored.
    mutating func take(_ key: KeyEvent, history: [String], syntax: CommandSyntax) -> Outcome {
        switch key {
        case .character(","), .character(" "):
            part()
        case .character(let character) where Self.accepts(character) && text.count < Self.longest:
            text.append(character)
        case .tab:
            complete(syntax)
        case .backspace, .delete:
            if text.isEmpty { return .closed }
            text.removeLast()
        case .arrow(.up):
            recall(min(history.count - 1, (recalled ?? -1) + 1), from: history)
        case .arrow(.down):
            recall((recalled ?? 0) - 1, from: history)
        case .escape:
            return .closed
        case .enter:
            return words.isEmpty ? .closed : .run
        default:
            break
        }
        return .typing
    }

    /// The words typed so far.
    var words: [String] { text.split(separator: " ").map(String.init) }

    private static func accepts(_ character: Character) -> Bool {
        character.isASCII && (character.isLowercase || character.isNumber || "-./:".contains(character))
    }

    /// Begins the next word.
    private mutating func part() {
        if let last = text.last, last != " ", text.count < Self.longest { text.append(" ") }
    }

    private mutating func complete(_ syntax: CommandSyntax) {
        let fitting = syntax.completions(of: text)
        guard let first = fitting.first else { return part() }
        let common = fitting.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        let begun = text.last == " " || text.isEmpty ? 0 : words.last?.count ?? 0
        text.append(contentsOf: common.dropFirst(begun).prefix(max(0, Self.longest - text.count)))
        if fitting.count == 1 { part() }
    }

    private mutating func recall(_ index: Int, from history: [String]) {
        guard index >= 0, index < history.count else {
            recalled = nil
            text = ""
            return
        }
        recalled = index
        text = history[history.count - 1 - index]
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
