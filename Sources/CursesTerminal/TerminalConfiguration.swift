/// How a terminal is opened.
public struct TerminalConfiguration: Equatable, Sendable {
    /// The terminal's type; nil takes it from TERM.
    public var terminalName: String?
    /// Where keys come from; by default standard input.
    public var input: Int32 = 0
    /// Where the screen is; by default standard output.
    public var output: Int32 = 1
    /// Whether colours may be used.
    public var colors: Colors = .whereAvailable
    /// Which glyphs may be used.
    public var glyphs: Glyphs = .asLocale
    /// The locale whose character set is used; empty takes it from LC_ALL, LC_CTYPE or LANG.
    public var localeName = ""
    /// How long an escape byte waits for the rest of a key's sequence, milliseconds: 25 ms are enough over a
    /// slow link and not felt by a pilot.
    ///
    /// ncurses' own default is 1000.
    public var escapeDelay: Int32 = 25

    /// Whether colours may be used.
    public enum Colors: Sendable {
        /// As many as the terminal has.
        case whereAvailable
        /// None: the user set NO_COLOR.
        case never
    }

    /// Which glyphs may be used.
    public enum Glyphs: Sendable {
        /// Unicode where the locale's character set is UTF-8, else ASCII.
        case asLocale
        /// ASCII alone.
        case ascii
    }

    /// The terminal that the program was started in.
    public init() {}
}
