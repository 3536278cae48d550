/// How a cell looks: two colours and some emphasis.
///
/// A style says what is wanted; what the terminal can show is decided when it is put there
/// (``reduced(to:)``). Whatever a colour says must also be said by text or emphasis.
public struct Style: Hashable, Sendable {
    /// The colour of the glyph.
    public var foreground: Color
    /// The colour behind the glyph.
    public var background: Color
    /// Bold, dim, reverse.
    public var emphasis: Emphasis

    /// A style; everything not named is the terminal's own.
    public init(_ foreground: Color = .standard, on background: Color = .standard, _ emphasis: Emphasis = []) {
        self.foreground = foreground
        self.background = background
        self.emphasis = emphasis
    }

    /// The terminal's own colours without emphasis.
    public static let plain = Style()

    /// The same colours with more emphasis.
    public func with(_ more: Emphasis) -> Style { Style(foreground, on: background, emphasis.union(more)) }

    /// The same glyph colour and emphasis on another background.
    public func on(_ background: Color) -> Style { Style(foreground, on: background, emphasis) }

    /// The nearest style for a terminal with fewer colours; emphasis stays.
    public func reduced(to depth: ColorDepth) -> Style {
        Style(foreground.reduced(to: depth), on: background.reduced(to: depth), emphasis)
    }
}

/// What a glyph is stressed with.
///
/// Every terminal shows reverse; few lack bold; dim is often missing.
public struct Emphasis: OptionSet, Hashable, Sendable {
    /// One bit for each kind.
    public var rawValue: UInt8

    /// Emphasis from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Heavier or brighter.
    public static let bold = Emphasis(rawValue: 1)
    /// Fainter: an old value, an unavailable key.
    public static let dim = Emphasis(rawValue: 2)
    /// Glyph and background colour exchanged.
    public static let reverse = Emphasis(rawValue: 4)
}

/// How many colours a terminal shows.
public enum ColorDepth: Int, Comparable, Sendable, CaseIterable {
    /// None, or none wanted (NO_COLOR).
    case monochrome
    /// The eight of ISO 6429.
    case eight
    /// The eight and their bright versions.
    case sixteen
    /// The 256 of xterm.
    case palette256
    /// Red, green and blue with 8 bits each.
    case truecolor

    /// Fewer colours are less.
    public static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }

    /// The depth of a terminal with this many colours, as terminfo's `colors` counts them: 2²⁴ stands for
    /// colours addressed directly (xterm-direct), not for a palette.
    public init(colors: Int) {
        self =
            switch colors {
            case (1 << 24)...: .truecolor
            case 256...: .palette256
            case 16...: .sixteen
            case 8...: .eight
            default: .monochrome
            }
    }
}

/// A colour as terminals name them.
public enum Color: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case standard
    /// One of the sixteen, whose look the user's terminal theme decides.
    case named(Name)
    /// xterm's palette: 16–231 a cube of 6×6×6, 232–255 greys; below 16 as ``named(_:)``. The name is what
    /// terminals with fewer colours show instead, because the nearest of sixteen is a matter of meaning.
    case indexed(UInt8, else: Name)
    /// A colour of a picture, sRGB components of 0–255; terminals with fewer colours show the nearest they have.
    case rgb(red: UInt8, green: UInt8, blue: UInt8)

    /// The sixteen colours, numbered as terminals do.
    public enum Name: UInt8, Sendable, CaseIterable {
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case black, red, green, yellow, blue, magenta, cyan, white
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case brightBlack, brightRed, brightGreen, brightYellow, brightBlue, brightMagenta, brightCyan, brightWhite

        /// The same colour among the first eight.
        public var plain: Name { Name(rawValue: rawValue & 7) ?? self }
    }

    /// The nearest colour that a terminal of this depth shows.
    public func reduced(to depth: ColorDepth) -> Color {
        switch (self, depth) {
        case (.standard, _), (_, .monochrome): .standard
        case (.named(let name), .eight), (.indexed(_, else: let name), .eight): .named(name.plain)
        case (.indexed(_, else: let name), .sixteen): .named(name)
        case (.rgb(let red, let green, let blue), .eight):
            .named(XtermPalette.nearestName(red: red, green: green, blue: blue, among: 8))
        case (.rgb(let red, let green, let blue), .sixteen):
            .named(XtermPalette.nearestName(red: red, green: green, blue: blue, among: 16))
        case (.rgb(let red, let green, let blue), .palette256):
            .indexed(
                XtermPalette.nearest(red: red, green: green, blue: blue),
                else: XtermPalette.nearestName(red: red, green: green, blue: blue, among: 16))
        case (.named, _), (.indexed, .palette256), (.indexed, .truecolor), (.rgb, .truecolor): self
        }
    }

    /// The number by which `setaf` and `setab` of a terminal with a palette know the colour; nil for ``standard``.
    public var terminalIndex: Int? {
        switch self {
        case .standard: nil
        case .named(let name): Int(name.rawValue)
        case .indexed(let index, else: _): Int(index)
        case .rgb(let red, let green, let blue): Int(XtermPalette.nearest(red: red, green: green, blue: blue))
        }
    }

    /// The number by which `setaf` and `setab` of a terminal with direct colours (terminfo's `RGB`) know the
    /// colour, 0xRRGGBB; nil for ``standard``.
    ///
    /// The numbers 0–7 are the first eight of the user's theme there; colours that would fall on them, the darkest
    /// blues, become the next blue.
    public var directIndex: Int? {
        let components: (red: UInt8, green: UInt8, blue: UInt8)
        switch self {
        case .standard: return nil
        case .named(let name) where name.rawValue < 8: return Int(name.rawValue)
        case .named(let name): components = XtermPalette.components(of: name.rawValue)
        case .indexed(let index, else: _) where index < 8: return Int(index)
        case .indexed(let index, else: _): components = XtermPalette.components(of: index)
        case .rgb(let red, let green, let blue): components = (red, green, blue)
        }
        let number = Int(components.red) << 16 | Int(components.green) << 8 | Int(components.blue)
        return number == 0 || number >= 8 ? number : 8
    }
}
