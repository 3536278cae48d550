/// What one character of a text becomes in a grid of cells.
public struct CellGlyph: Hashable, Sendable {
    /// The character, safe to send to a terminal: a printable base and at most ``maximumMarks`` marks.
    public let character: Character
    /// How many cells it covers, 1 or 2.
    public let width: Int

    /// Marks kept on a base character.
    ///
    /// ncurses holds five scalars in a cell (CCHARW_MAX), the base is one.
    public static let maximumMarks = 4

    /// The glyphs that show `character` in a set: more than one where ASCII has to spell it out.
    ///
    /// Text from outside passes here. Control characters, direction marks, lone marks, unassigned and
    /// private scalars are replaced: a terminal would obey them or draw them at a width nobody knows.
    /// Joiners and variation selectors are dropped for the same reason, and of several spacing scalars
    /// in one character the first is kept.
    public static func glyphs(for character: Character, in set: GlyphSet) -> [CellGlyph] {
        if character == "\t" { return [CellGlyph(character: " ", width: 1)] }
        if let spelled = set.transliteration(of: character) {
            return spelled.map { CellGlyph(character: $0, width: 1) }
        }
        return [CellGlyph(character, replacement: set.replacement)]
    }

    init(character: Character, width: Int) {
        self.character = character
        self.width = width
    }

    private init(_ source: Character, replacement: Character) {
        if let value = source.asciiValue, source != "\r\n" {
            self.init(character: value >= 0x20 && value < 0x7F ? source : replacement, width: 1)
            return
        }
        var scalars = source.unicodeScalars.makeIterator()
        guard let base = scalars.next(), let width = Self.width(of: base) else {
            self.init(character: replacement, width: 1)
            return
        }
        var kept = String.UnicodeScalarView([base])
        while let scalar = scalars.next(), kept.count <= Self.maximumMarks {
            if Self.isMark(scalar) { kept.append(scalar) }
        }
        self.init(character: String(kept).first ?? replacement, width: width)
    }

    /// Whether a scalar is drawn onto the one before it.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: !scalar.properties.isVariationSelector
        default: false
        }
    }

    /// The cells that a scalar covers as a base, 1 or 2; nil when it must not be sent to a terminal.
    static func width(of scalar: Unicode.Scalar) -> Int? {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .nonspacingMark, .enclosingMark, .spacingMark:
            return nil
        default: break
        }
        if regionalIndicators.contains(scalar.value) { return nil }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wideBlocks.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// Letters that terminals join to flags or do not, each in its own width.
    private static let regionalIndicators: ClosedRange<UInt32> = 0x1F1E6...0x1F1FF

    /// Blocks of East Asian width W or F in Unicode 15 (EastAsianWidth.txt); wide symbols outside these
    /// blocks all have emoji presentation.
    private static let wideBlocks: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x18CD5, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}

extension GlyphSet {
    /// A text from outside as one line that may be sent to a terminal: line ends become blanks, and what would move the
    /// cursor, turn the direction or hide something is replaced as on a canvas.
    public func safe(_ text: String) -> String {
        var line = ""
        for character in text {
            if character.isNewline {
                line.append(" ")
            } else {
                for glyph in CellGlyph.glyphs(for: character, in: self) { line.append(glyph.character) }
            }
        }
        return line
    }
}
