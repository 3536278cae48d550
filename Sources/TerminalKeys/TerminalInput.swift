public import CellCanvas

/// Something that a terminal sent.
public enum TerminalInput: Hashable, Sendable {
    /// A key that came as an escape sequence or a control character.
    case key(KeyEvent)
    /// A character as it is. A terminal that reports releases sends none, except what is pasted.
    case text(KeyEvent)
    /// What the terminal reports of keys now (`CSI ? flags u`).
    case keyboard(KeyboardFlags)
}

/// What kitty's keyboard protocol can be asked for ("progressive enhancement").
///
/// Source: https://sw.kovidgoyal.net/kitty/keyboard-protocol/
public struct KeyboardFlags: OptionSet, Hashable, Sendable {
    /// The number on the wire.
    public var rawValue: Int

    /// Flags from their number.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Keys that are ambiguous otherwise, such as escape, come as sequences.
    public static let disambiguated = KeyboardFlags(rawValue: 1)
    /// Repetitions and releases are told apart from presses.
    public static let eventTypes = KeyboardFlags(rawValue: 2)
    /// The key's shifted form and its place on a US keyboard come along.
    public static let alternates = KeyboardFlags(rawValue: 4)
    /// Keys that make text come as sequences, too: without this their releases are not told.
    public static let allKeys = KeyboardFlags(rawValue: 8)
    /// The text that a key makes comes along.
    public static let text = KeyboardFlags(rawValue: 16)

    /// All of it: what is asked for.
    public static let wanted: KeyboardFlags = [.disambiguated, .eventTypes, .alternates, .allKeys, .text]

    /// Whether every key's release is told, and which character a shifted key makes.
    public var reportReleases: Bool {
        isSuperset(of: [.eventTypes, .allKeys]) && !isDisjoint(with: [.alternates, .text])
    }
}

/// What is sent to a terminal about its keyboard.
public enum KeyboardRequest {
    /// Puts ``KeyboardFlags/wanted`` on the terminal's stack, asks what it took, and asks for focus events
    /// (DEC mode 1004).
    public static let begin: [UInt8] = Array("\u{1B}[>31u\u{1B}[?u\u{1B}[?1004h".utf8)
    /// Asks what is reported now.
    public static let question: [UInt8] = Array("\u{1B}[?u".utf8)
    /// Takes back what ``begin`` asked for. To be sent before the full screen is left: each screen has a stack.
    public static let end: [UInt8] = Array("\u{1B}[?1004l\u{1B}[<u".utf8)
    /// Asks for a sign of life (DSR, ECMA-48 8.3.35), which is answered behind all keys so far.
    public static let signOfLife: [UInt8] = Array("\u{1B}[5n".utf8)
}

/// A key's bytes as the description of a terminal type names them.
public struct KeySequence: Hashable, Sendable {
    /// What the key sends.
    public var bytes: [UInt8]
    /// What it means.
    public var event: KeyEvent

    /// A key's bytes and meaning.
    public init(bytes: [UInt8], event: KeyEvent) {
        self.bytes = bytes
        self.event = event
    }
}
