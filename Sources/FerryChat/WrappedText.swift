import CellCanvas

/// A text broken into lines of a screen.
struct WrappedText: Equatable {
    /// The lines, none wider than was asked for, unless a single glyph is.
    var lines: [String] = []
    /// How many characters were left out behind the last line.
    var leftOut = 0

    /// Breaks a text at its line ends, at blanks, and where there are none anywhere.
    ///
    /// - Parameter most: The most lines; at least 1.
    init(_ text: String, columns: Int, most: Int, in glyphs: GlyphSet) {
        var rest = text[...]
        repeat {
            if lines.count >= most {
                leftOut = rest.count
                return
            }
            let (line, next) = Self.firstLine(of: rest, columns: max(1, columns), in: glyphs)
            lines.append(String(line))
            rest = next
        } while !rest.isEmpty
    }

    private static func firstLine(
        of text: Substring, columns: Int, in glyphs: GlyphSet
    ) -> (line: Substring, rest: Substring) {
        var width = 0
        var lastBlank: Substring.Index?
        var place = text.startIndex
        while place < text.endIndex {
            let character = text[place]
            if character.isNewline { return (text[..<place], text[text.index(after: place)...]) }
            width += Canvas.width(of: String(character), in: glyphs)
            if width > columns, place > text.startIndex {
                // The blank at a break belongs to neither line.
                if character == " " { return (text[..<place], text[text.index(after: place)...]) }
                guard let lastBlank else { return (text[..<place], text[place...]) }
                return (text[..<lastBlank], text[text.index(after: lastBlank)...])
            }
            if character == " ", place > text.startIndex { lastBlank = place }
            place = text.index(after: place)
        }
        return (text, "")
    }
}
