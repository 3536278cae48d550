public import CellCanvas

/// A line that is typed: any text, a cursor, and the lines before.
///
/// Keys are those of readline where there are no others. What is pasted keeps its line ends, and none of them sends.
public struct LineEditor: Equatable, Sendable {
    /// The longest text, characters; what is pasted beyond is cut.
    public static let longest = 4000
    /// How many lines are remembered.
    public static let remembered = 200

    // Two texts instead of a position: a mark typed behind a letter joins it, and no position has to be moved for it.
    private var before = ""
    private var after = ""
    private var history: [String] = []
    /// Which older line is shown, counted from the newest; nil while a new one is typed.
    private var recalled: Int?
    private var draft = ""
    private var isPasting = false
    private var cutOff = ""
    /// Whether something did not fit since the line was begun.
    public private(set) var wasCut = false

    /// What became of a key.
    public enum Outcome: Equatable, Sendable {
        /// It means nothing here.
        case ignored
        /// The line goes on.
        case edited
        /// The line is done: this is to be sent.
        case entered(String)
    }

    /// An empty line.
    public init() {}

    /// All that was typed.
    public var text: String { before + after }

    /// Takes a key.
    public mutating func take(_ key: KeyEvent) -> Outcome {
        switch key {
        case .character(let character): insert(character)
        case .paste(.begins): isPasting = true
        case .paste(.ends): isPasting = false
        case .enter:
            if isPasting {
                insert("\n")
            } else {
                return enter()
            }
        case .tab:
            if !isPasting { return .ignored }
            insert(" ")
        case .backspace: if !before.isEmpty { before.removeLast() }
        case .delete, .control("d"): if !after.isEmpty { after.removeFirst() }
        case .arrow(.left), .control("b"): if let last = before.popLast() { after = String(last) + after }
        case .arrow(.right), .control("f"): if !after.isEmpty { before.append(after.removeFirst()) }
        case .home, .control("a"): (before, after) = ("", text)
        case .end, .control("e"): (before, after) = (text, "")
        case .arrow(.up), .control("p"): recall((recalled ?? -1) + 1)
        case .arrow(.down), .control("n"): recall((recalled ?? 0) - 1)
        case .control("k"): (cutOff, after) = (after, "")
        case .control("u"): (cutOff, before) = (before, "")
        case .control("w"): cutWord()
        case .control("y"): for character in cutOff { insert(character) }
        default: return .ignored
        }
        return .edited
    }

    private mutating func insert(_ character: Character) {
        guard before.count + after.count < Self.longest else {
            wasCut = true
            return
        }
        before.append(character)
    }

    private mutating func enter() -> Outcome {
        let line = text
        guard line.contains(where: { !$0.isWhitespace }) else { return .edited }
        if history.last != line { history.append(line) }
        if history.count > Self.remembered { history.removeFirst() }
        (before, after, draft, recalled, wasCut) = ("", "", "", nil, false)
        return .entered(line)
    }

    private mutating func cutWord() {
        let line = before
        while before.last?.isWhitespace ?? false { before.removeLast() }
        while let last = before.last, !last.isWhitespace { before.removeLast() }
        cutOff = String(line.dropFirst(before.count))
    }

    private mutating func recall(_ index: Int) {
        guard index < history.count else { return }
        if recalled == nil { draft = text }
        recalled = index < 0 ? nil : index
        before = index < 0 ? draft : history[history.count - 1 - index]
        after = ""
    }

    /// What fits of the line in so many columns, the cursor in view, and the columns of the cursor.
    public func view(columns: Int, in glyphs: GlyphSet) -> (text: String, cursor: Range<Int>) {
        let shown = { (text: String) in text.map { $0.isNewline ? Self.lineEnd(in: glyphs) : $0 } }
        let left = shown(before)
        let right = shown(after)
        let under = right.first.map { Self.width($0, glyphs) } ?? 1
        var cursor = left.reduce(0) { $0 + Self.width($1, glyphs) }
        var first = 0
        while first < left.count, cursor + under > columns {
            cursor -= Self.width(left[first], glyphs)
            first += 1
        }
        return (String(left[first...] + right), cursor..<cursor + under)
    }

    private static func width(_ character: Character, _ glyphs: GlyphSet) -> Int {
        Canvas.width(of: String(character), in: glyphs)
    }

    /// What stands for the end of a line inside the text.
    static func lineEnd(in glyphs: GlyphSet) -> Character { glyphs == .unicode ? "↵" : "|" }
}
