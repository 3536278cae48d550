public import CellCanvas

/// What is known of a terminal before it is asked.
public struct TerminalSurroundings: Hashable, Sendable {
    /// TERM.
    public var name = ""
    /// COLORTERM; `truecolor` or `24bit` where colours are direct.
    public var colorTerm = ""
    /// Whether TMUX or STY is set: a multiplexer stands between.
    public var isInMultiplexer = false
    /// terminfo's `colors`; 0 or less for none.
    public var colors = 0
    /// Whether terminfo has `rep`.
    public var hasRepetition = false
    /// Which glyphs the locale allows.
    public var glyphs = GlyphSet.ascii
    /// Whether the user wants colours (NO_COLOR is not set).
    public var wantsColor = true

    /// Nothing known.
    public init() {}

    /// What kind of terminal the name says it is.
    var kind: Kind {
        let stem = name.prefix { $0 != "-" && $0 != "." }
        if stem == "screen" { return .screen }
        if stem == "tmux" { return .tmux }
        if isInMultiplexer { return .screen }
        // Those that print questions they do not understand, or have no colours and no pictures to ask for.
        let plain: Set<Substring> = ["", "dumb", "unknown", "linux", "ansi", "cons25", "eterm", "emacs", "network"]
        if plain.contains(stem) || stem.hasPrefix("vt") || stem.hasPrefix("wy") { return .plain }
        return .window
    }

    enum Kind {
        case plain, screen, tmux, window
    }
}

/// Asks a terminal what it can show: bytes out, bytes in, no terminal.
///
///     asking --answer to the last question--> known
///            --time-out--> known
///
/// What was not answered is taken for absent. Within tmux and screen nothing is believed that the multiplexer would
/// have to pass on.
public struct TerminalProbe: Sendable {
    /// Something that happens while the terminal is asked.
    public enum Input: Sendable {
        /// Bytes came from the terminal, answers and keys in any mixture.
        case bytes([UInt8])
        /// ``patience`` is over.
        case timeout
    }

    /// How long answers are waited for: a second covers a satellite link's two ways, and is only used up by
    /// terminals that do not answer the last question, which almost all do.
    public static let patience: Duration = .seconds(1)

    /// What to send; empty where nothing is to be asked, and all is known then.
    public let questions: [UInt8]
    /// Whether there is nothing more to wait for.
    public private(set) var isDone: Bool
    /// What the terminal can do, as far as known by now.
    public var capabilities: TerminalCapabilities { found }
    /// Keys that were typed meanwhile, as bytes; they belong to the program.
    public var keys: [UInt8] { parser.keys }

    private let kind: TerminalSurroundings.Kind
    private var parser = TerminalReplyParser()
    private var found: TerminalCapabilities

    /// The number of the picture that kitty's question is about; nothing is shown.
    static let questionImage = 21_334

    /// Terminals that draw sextants by themselves, whatever the font, by the start of their XTVERSION.
    private static let sextantNames = ["kitty", "foot", "WezTerm", "VTE", "ghostty", "contour"]

    /// A probe for a terminal of which this is known.
    public init(_ surroundings: TerminalSurroundings) {
        kind = surroundings.kind
        found = Self.assumptions(surroundings)
        var questions: [UInt8] = []
        if kind != .plain {
            questions.append(ascii: "\u{1B}[>0q\u{1B}[?2026$p\u{1B}[16t")
            if kind == .window {
                questions.append(ascii: "\u{1B}[?u")
                questions.append(ascii: "\u{1B}_Gs=1,v=1,a=q,t=d,f=24,i=")
                questions.append(decimal: Self.questionImage)
                questions.append(ascii: ";AAAA\u{1B}\\")
            }
            // DA1 last: everything that answers at all answers this, and in order.
            questions.append(ascii: "\u{1B}[c")
        }
        self.questions = questions
        isDone = questions.isEmpty
    }

    /// Takes in what happened; nothing more once all is known.
    public mutating func handle(_ input: Input) {
        if isDone, case .timeout = input { return }
        switch input {
        case .bytes(let bytes):
            for byte in bytes {
                if let reply = parser.parse(byte) { learn(reply) }
            }
        case .timeout:
            parser.finish()
            isDone = true
        }
    }

    /// What is believed without asking.
    private static func assumptions(_ surroundings: TerminalSurroundings) -> TerminalCapabilities {
        var depth = ColorDepth(colors: surroundings.colors)
        let isDirect = ["truecolor", "24bit"].contains(surroundings.colorTerm)
        switch surroundings.kind {
        // screen knows 256 colours at most, and an outer terminal's COLORTERM is inherited.
        case .screen: depth = min(depth, .palette256)
        case .tmux, .window: if isDirect, depth >= .eight { depth = .truecolor }
        case .plain: break
        }
        if !surroundings.wantsColor { depth = .monochrome }
        var found = TerminalCapabilities(
            colorDepth: depth, glyphs: surroundings.glyphs, hasRepetition: surroundings.hasRepetition)
        found.drawsQuadrants = surroundings.kind != .plain
        return found
    }

    private mutating func learn(_ reply: TerminalReply) {
        switch reply {
        case .attributes(let features):
            // 4 is sixel graphics.
            if kind == .window, features.contains(4) { found.hasSixel = true }
            isDone = true
        case .mode(2026, let state): found.hasSynchronizedOutput = state == 1 || state == 2
        case .mode: break
        case .version(let name):
            found.name = String(name.filter { $0.isASCII && !$0.isNewline }.prefix(40))
            if kind == .window { found.drawsSextants = Self.sextantNames.contains { name.hasPrefix($0) } }
        case .cellSize(let width, let height):
            if width > 0, height > 0, max(width, height) <= CellSize.limit {
                found.cellSize = CellSize(width: width, height: height)
            }
        case .keyboard: found.hasKittyKeyboard = kind == .window
        case .graphics(let text):
            let keys = text.prefix { $0 != ";" }.split(separator: ",")
            found.hasKittyGraphics =
                kind == .window && keys.contains("i=\(Self.questionImage)") && text.hasSuffix(";OK")
        }
    }
}
