import CNcurses
import CellCanvas
import TerminalKeys

/// What terminfo says about a terminal type.
struct TerminalDescription {
    /// The type's name.
    let name: String
    /// How many colours it has; 0 for none.
    let colors: Int
    /// How many pairs of colours can be on the screen at a time.
    let pairs: Int
    /// What ends full-screen mode: attributes off, cursor shown, the screen from before.
    let restoration: [CChar]
    /// Whether it repeats a character on command.
    let hasRepetition: Bool
    /// What its keys send.
    let keys: [KeySequence]

    /// Reads the description of a type from the system's database.
    init(name: String, output: Int32) throws(TerminalError) {
        let before = stork_current_terminal()
        var status: Int32 = 0
        guard setupterm(name, output, &status) == OK else { throw .unknownTerminal(name: name) }
        let mine = stork_current_terminal()
        defer {
            set_curterm(before)
            if let mine { del_curterm(mine) }
        }
        guard Self.string("cup") != nil else { throw .lacksCapability(name: name, .cursorPlacement) }
        guard Self.string("clear") != nil else { throw .lacksCapability(name: name, .clearing) }
        self.name = name
        colors = Int(tigetnum("colors"))
        pairs = Int(tigetnum("pairs"))
        hasRepetition = Self.string("rep") != nil
        keys = Self.keyCapabilities.compactMap { capability, event in
            Self.string(capability).map { KeySequence(bytes: $0.map(UInt8.init(bitPattern:)), event: event) }
        }
        // A picture may have been cut anywhere: its string ends first, and its frame. Terminals that understand
        // neither have no sequences in ISO 6429's form.
        let speaksISO6429 = Self.string("cup")?.starts(with: [0x1B, 0x5B]) ?? false
        let ends: [CChar] = speaksISO6429 ? "\u{1B}\\\u{1B}[?2026l".utf8.map { CChar(bitPattern: $0) } : []
        restoration =
            ends
            + ["sgr0", "op", "cnorm", "rmkx", "rmcup"].flatMap { capability in
                TerminalRestoration.withoutPadding(Self.string(capability) ?? [])
            }
    }

    /// The keys that the program has a use for, by terminfo's names.
    private static let keyCapabilities: [(String, KeyEvent)] =
        [
            ("kcuu1", .arrow(.up)), ("kcud1", .arrow(.down)), ("kcuf1", .arrow(.right)), ("kcub1", .arrow(.left)),
            ("kent", .enter), ("kbs", .backspace), ("kdch1", .delete), ("khome", .home), ("kend", .end),
            ("kpp", .pageUp), ("knp", .pageDown),
        ] + (1...12).map { ("kf\($0)", .function($0)) }

    /// A string capability; nil where the terminal lacks it.
    private static func string(_ capability: String) -> [CChar]? {
        guard let found = tigetstr(capability), Int(bitPattern: found) != -1 else { return nil }
        let bytes = UnsafeBufferPointer(start: found, count: strnlenBounded(found))
        return Array(bytes)
    }

    /// The length of a C string, at most the 4096 bytes of a whole compiled terminfo entry.
    private static func strnlenBounded(_ text: UnsafePointer<CChar>) -> Int {
        var length = 0
        while length < 4096, text[length] != 0 { length += 1 }
        return length
    }
}
