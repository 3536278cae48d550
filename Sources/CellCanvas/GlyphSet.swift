/// Which characters may be put on a screen, and what is drawn with which of them.
public enum GlyphSet: Hashable, Sendable, CaseIterable {
    /// Everything a UTF-8 terminal shows: box lines, eighth blocks, braille.
    case unicode
    /// ASCII 0x20–0x7E and nothing else: the C locale, serial consoles, old printers.
    case ascii

    /// What stands where a character cannot be shown.
    public var replacement: Character { self == .unicode ? "\u{FFFD}" : "?" }
    /// The degree unit with the space that belongs before it: `12.5°`, `12.5 deg`.
    public var degrees: String { self == .unicode ? "°" : " deg" }
    /// A horizontal line inside a frame.
    public var horizontalLine: Character { self == .unicode ? "─" : "-" }
    /// A vertical line inside a frame.
    public var verticalLine: Character { self == .unicode ? "│" : "|" }
    /// Where text was cut.
    public var ellipsis: Character { self == .unicode ? "…" : "~" }
    /// The part of a bar that is not filled.
    public var emptyBar: Character { self == .unicode ? "·" : "." }
    /// A scale's zero in the middle of a bar.
    public var barCenter: Character { self == .unicode ? "┼" : "+" }
    /// A cell filled altogether.
    public var fullBlock: Character { self == .unicode ? "█" : "#" }
    /// A half-tone: ground, below zero.
    public var shade: Character { self == .unicode ? "░" : ":" }

    /// The glyphs of cells filled from the left, from one step to full; ASCII has the full step alone.
    public var leftBlocks: [Character] { self == .unicode ? ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"] : ["#"] }
    /// The glyphs of cells filled from below, from one step to full; ASCII has a low, a middle and a full step.
    public var lowerBlocks: [Character] {
        self == .unicode ? ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] : ["_", "=", "#"]
    }

    /// The glyphs of a frame.
    public func frame(_ line: FrameLine) -> FrameGlyphs {
        switch (self, line) {
        case (.unicode, .light): FrameGlyphs("┌─┐│└┘├┤", self)
        case (.unicode, .heavy): FrameGlyphs("┏━┓┃┗┛┠┨", self)
        case (.unicode, .double): FrameGlyphs("╔═╗║╚╝╟╢", self)
        case (.unicode, .dashed): FrameGlyphs("┌╌┐╎└┘├┤", self)
        case (.ascii, .light): FrameGlyphs("+-+|++++", self)
        case (.ascii, .heavy): FrameGlyphs("********", self)
        case (.ascii, .double): FrameGlyphs("#=######", self)
        case (.ascii, .dashed): FrameGlyphs("...:..::", self)
        }
    }

    /// What the set shows for a character it does not have; nil when the character may stand as it is.
    func transliteration(of character: Character) -> String? {
        if self == .unicode { return nil }
        if let value = character.asciiValue, value >= 0x20, value < 0x7F { return nil }
        return switch character {
        case "°": " deg"
        case "−", "–", "—", "─", "·": "-"
        case "…": "..."
        case "×": "x"
        case "±": "+-"
        case "µ", "μ": "u"
        case "‘", "’": "'"
        case "“", "”", "„": "\""
        case "←": "<"
        case "→": ">"
        case "↑": "^"
        case "↓": "v"
        case "ä": "ae"
        case "ö": "oe"
        case "ü": "ue"
        case "ß": "ss"
        default: String(replacement)
        }
    }
}

/// The kinds of frames, distinct from each other without colour in every glyph set.
public enum FrameLine: Hashable, Sendable, CaseIterable {
    /// One thin line.
    case light
    /// One thick line.
    case heavy
    /// Two lines.
    case double
    /// A broken line.
    case dashed
}

/// What a frame is drawn with.
public struct FrameGlyphs: Hashable, Sendable {
    /// The upper left corner.
    public let topLeft: Character
    /// Upper and lower sides.
    public let horizontal: Character
    /// The upper right corner.
    public let topRight: Character
    /// Left and right sides.
    public let vertical: Character
    /// The lower left corner.
    public let bottomLeft: Character
    /// The lower right corner.
    public let bottomRight: Character
    /// Where an inner line meets the left side.
    public let leftJoint: Character
    /// Where an inner line meets the right side.
    public let rightJoint: Character

    /// Reads the eight glyphs from a text in the order of the properties; what a text too short lacks is the
    /// replacement glyph.
    init(_ text: String, _ glyphs: GlyphSet) {
        let all = Array(text)
        func glyph(_ index: Int) -> Character { index < all.count ? all[index] : glyphs.replacement }
        topLeft = glyph(0)
        horizontal = glyph(1)
        topRight = glyph(2)
        vertical = glyph(3)
        bottomLeft = glyph(4)
        bottomRight = glyph(5)
        leftJoint = glyph(6)
        rightJoint = glyph(7)
    }
}
