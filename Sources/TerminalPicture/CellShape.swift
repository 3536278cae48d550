/// How a cell is divided to show a part of a picture.
public enum CellShape: Hashable, Sendable, CaseIterable {
    /// Two columns by three rows in two colours: Unicode 13's block sextants, which few fonts have but many
    /// terminals draw by themselves.
    case sextants
    /// Two columns by two rows in two colours: Unicode's block elements.
    case quadrants
    /// One column by two rows, each in its own colour.
    case halfBlocks
    /// One character of ASCII that is as light as the picture.
    case ascii

    /// How many dots a cell has from left to right.
    public var dotColumns: Int { self == .sextants || self == .quadrants ? 2 : 1 }

    /// How many dots a cell has from top to bottom.
    public var dotRows: Int {
        switch self {
        case .sextants: 3
        case .quadrants, .halfBlocks: 2
        case .ascii: 1
        }
    }

    /// The largest pattern: all dots set, or the lightest character.
    public var fullPattern: UInt8 {
        switch self {
        case .sextants: 63
        case .quadrants: 15
        case .halfBlocks: 3
        case .ascii: UInt8(Self.ramp.count - 1)
        }
    }

    /// The character of a pattern; a blank for patterns that the shape does not have.
    public func scalar(for pattern: UInt8) -> Unicode.Scalar {
        let all = glyphs
        return Int(pattern) < all.count ? all[Int(pattern)] : " "
    }

    /// The characters of all patterns.
    ///
    /// Bit 0 of a pattern is the upper left dot, then along the rows: `0b01` is the upper half block.
    private var glyphs: [Unicode.Scalar] {
        switch self {
        case .sextants: Self.sextantGlyphs
        case .quadrants: Self.quadrantGlyphs
        case .halfBlocks: Self.halfGlyphs
        case .ascii: Self.ramp
        }
    }

    /// The characters as UTF-8, by pattern.
    var encodedGlyphs: [[UInt8]] { glyphs.map { Array(String($0).utf8) } }

    private static let halfGlyphs: [Unicode.Scalar] = [" ", "▀", "▄", "█"]

    private static let quadrantGlyphs: [Unicode.Scalar] = [
        " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
    ]

    /// U+1FB00 onwards has the patterns in order, without those that Unicode had before: none, left half, right
    /// half, all.
    private static let sextantGlyphs: [Unicode.Scalar] = (UInt32(0)..<64).map { pattern in
        switch pattern {
        case 0: " "
        case 0b010101: "▌"
        case 0b101010: "▐"
        case 63: "█"
        default:
            Unicode.Scalar(0x1FB00 + pattern - 1 - (pattern > 0b010101 ? 1 : 0) - (pattern > 0b101010 ? 1 : 0)) ?? " "
        }
    }

    /// From dark to light on a dark screen; ten steps that differ in every common font.
    private static let ramp: [Unicode.Scalar] = Array(" .:-=+*#%@".unicodeScalars)
}
