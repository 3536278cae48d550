/// One place of a canvas.
public struct Cell: Hashable, Sendable {
    /// What is shown: one printable character, a blank in the second half of a wide one.
    public internal(set) var glyph: Character
    /// How it looks.
    public internal(set) var style: Style
    /// Which part of its glyph the cell shows.
    public internal(set) var part: Part

    /// Which part of a glyph a cell shows.
    public enum Part: Hashable, Sendable {
        /// All of it.
        case whole
        /// The left half of a glyph two cells wide.
        case wideLeft
        /// The right half; the glyph is in the cell before.
        case wideRight
    }

    /// An empty cell.
    public static let blank = Cell(glyph: " ", style: .plain, part: .whole)
}

/// A grid of cells to draw on: a value without a terminal.
///
/// Whatever is drawn is clipped, and every cell holds something a terminal can show in exactly that place:
/// the canvas never has half of a wide glyph without the other.
public struct Canvas: Equatable, Sendable {
    /// The width in cells.
    public let columns: Int
    /// The height in cells.
    public let rows: Int
    /// Which glyphs may be drawn.
    public let glyphs: GlyphSet
    /// Row by row.
    private var cells: [Cell]

    /// An empty canvas; sides are clamped to 0…``Rectangle/limit``.
    public init(columns: Int, rows: Int, glyphs: GlyphSet = .unicode) {
        let bounds = Rectangle(row: 0, column: 0, rows: rows, columns: columns)
        self.columns = bounds.columns
        self.rows = bounds.rows
        self.glyphs = glyphs
        cells = Array(repeating: .blank, count: bounds.rows * bounds.columns)
    }

    /// All of the canvas.
    public var bounds: Rectangle { Rectangle(row: 0, column: 0, rows: rows, columns: columns) }

    /// The cell at a place; blank outside the canvas.
    public subscript(row: Int, column: Int) -> Cell {
        bounds.contains(row: row, column: column) ? cells[row * columns + column] : .blank
    }

    /// One row of cells, `row` inside the canvas; empty outside.
    public func cells(inRow row: Int) -> ArraySlice<Cell> {
        row >= 0 && row < rows ? cells[row * columns..<(row + 1) * columns] : []
    }

    /// Writes a text at a place counted from the upper left corner of `area`, and clips it there.
    ///
    /// - Returns: The column after the last cell, counted from the area's left side; more than the area is wide
    ///   when the text was cut there.
    @discardableResult
    public mutating func write(
        _ text: some StringProtocol, in area: Rectangle, row: Int = 0, column: Int = 0, style: Style = .plain
    ) -> Int {
        let clip = area.intersection(bounds)
        let line = area.row + row
        var place = area.column + column
        guard line >= clip.row, line < clip.endRow else { return column }
        for character in text {
            for glyph in CellGlyph.glyphs(for: character, in: glyphs) {
                if place >= clip.endColumn { return max(place, area.endColumn) + 1 - area.column }
                if place >= clip.column, place + glyph.width <= clip.endColumn {
                    put(glyph, row: line, column: place, style: style)
                } else if place >= clip.column {
                    put(CellGlyph(character: " ", width: 1), row: line, column: place, style: style)
                }
                place += glyph.width
            }
        }
        return place - area.column
    }

    /// Writes a text so that it ends before `end`, counted from the left side of `area`; by default at its
    /// right side.
    public mutating func write(
        _ text: some StringProtocol, in area: Rectangle, row: Int = 0, endingAt end: Int, style: Style = .plain
    ) {
        write(text, in: area, row: row, column: end - Self.width(of: text, in: glyphs), style: style)
    }

    /// How many cells a text takes in a glyph set.
    public static func width(of text: some StringProtocol, in glyphs: GlyphSet) -> Int {
        text.reduce(0) { sum, character in
            CellGlyph.glyphs(for: character, in: glyphs).reduce(sum) { $0 + $1.width }
        }
    }

    /// Fills an area with one glyph; a wide one is replaced.
    public mutating func fill(_ area: Rectangle, with character: Character = " ", style: Style = .plain) {
        let clip = area.intersection(bounds)
        let only = CellGlyph.glyphs(for: character, in: glyphs).first
        let glyph = only.flatMap { $0.width == 1 ? $0 : nil } ?? CellGlyph(character: glyphs.replacement, width: 1)
        for row in clip.row..<clip.endRow {
            for column in clip.column..<clip.endColumn { put(glyph, row: row, column: column, style: style) }
        }
    }

    /// Changes how an area looks without changing what it says.
    public mutating func restyle(_ area: Rectangle, _ change: (Style) -> Style) {
        let clip = area.intersection(bounds)
        for row in clip.row..<clip.endRow {
            for column in clip.column..<clip.endColumn {
                cells[row * columns + column].style = change(cells[row * columns + column].style)
            }
        }
    }

    /// Puts a glyph that fits, and blanks what remains of wide glyphs it overwrites in part.
    private mutating func put(_ glyph: CellGlyph, row: Int, column: Int, style: Style) {
        let index = row * columns + column
        let last = index + glyph.width - 1
        if cells[index].part == .wideRight, column > 0 { blank(index - 1) }
        if cells[last].part == .wideLeft, column + glyph.width < columns { blank(last + 1) }
        cells[index] = Cell(glyph: glyph.character, style: style, part: glyph.width == 2 ? .wideLeft : .whole)
        if glyph.width == 2 { cells[last] = Cell(glyph: " ", style: style, part: .wideRight) }
    }

    private mutating func blank(_ index: Int) {
        cells[index].glyph = " "
        cells[index].part = .whole
    }
}

extension Canvas {
    /// What a row says, without styles, one character for each glyph and the blanks at its end.
    public func line(_ row: Int) -> String {
        String(cells(inRow: row).lazy.filter { $0.part != .wideRight }.map(\.glyph))
    }

    /// What a stretch of a row says: for tests that know the place.
    public func text(row: Int, column: Int, columns count: Int) -> String {
        let area = Rectangle(row: row, column: column, rows: 1, columns: count).intersection(bounds)
        return String(
            (area.column..<area.endColumn).lazy.map { self[row, $0] }.filter { $0.part != .wideRight }.map(\.glyph))
    }

    /// The whole canvas as text, a line feed after each row, blanks at line ends dropped: for bug reports.
    public var text: String {
        (0..<rows).map { row in
            let line = line(row)
            let end = line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex
            return line[..<end] + "\n"
        }.joined()
    }
}
