extension Canvas {
    /// Draws a frame along the edge of `area`; nothing where the area has no room for one (2×2).
    public mutating func frame(_ area: Rectangle, _ line: FrameLine = .light, style: Style = .plain) {
        guard area.rows >= 2, area.columns >= 2 else { return }
        let pieces = glyphs.frame(line)
        let bottom = area.rows - 1
        let right = area.columns - 1
        let side = String(repeating: pieces.horizontal, count: area.columns - 2)
        write(String(pieces.topLeft) + side + String(pieces.topRight), in: area, style: style)
        write(String(pieces.bottomLeft) + side + String(pieces.bottomRight), in: area, row: bottom, style: style)
        for row in 1..<max(1, bottom) {
            write(String(pieces.vertical), in: area, row: row, style: style)
            write(String(pieces.vertical), in: area, row: row, column: right, style: style)
        }
    }

    /// Draws a frame with a title in its upper side.
    public mutating func box(
        _ area: Rectangle, title: String, _ line: FrameLine = .light, style: Style = .plain, titleStyle: Style = .plain
    ) {
        frame(area, line, style: style)
        let room = Rectangle(row: area.row, column: area.column + 2, rows: 1, columns: area.columns - 4)
        if !title.isEmpty { write(" \(title) ", in: room, style: titleStyle) }
    }

    /// Draws a line across the first row of `area` with a title in it.
    public mutating func rule(_ area: Rectangle, title: String = "", style: Style = .plain, titleStyle: Style = .plain)
    {
        fill(area.prefix(rows: 1), with: glyphs.horizontalLine, style: style)
        if !title.isEmpty { write(" \(title) ", in: area.prefix(rows: 1), column: 1, style: titleStyle) }
    }

    /// Draws a bar in the first row of `area`, filled from the left by `fraction` (clamped to 0…1; NaN is 0).
    public mutating func horizontalBar(
        _ area: Rectangle, fraction: Double, style: Style = .plain, emptyStyle: Style = .plain
    ) {
        let steps = glyphs.leftBlocks
        let filled = Self.steps(of: fraction, in: area.columns * steps.count)
        for column in 0..<area.columns {
            let part = min(steps.count, max(0, filled - column * steps.count))
            let glyph = part == 0 ? glyphs.emptyBar : steps[part - 1]
            write(String(glyph), in: area, column: column, style: part == 0 ? emptyStyle : style)
        }
    }

    /// Draws a bar over all of `area`, filled from below by `fraction` (clamped to 0…1; NaN is 0).
    public mutating func verticalBar(
        _ area: Rectangle, fraction: Double, style: Style = .plain, emptyStyle: Style = .plain
    ) {
        let steps = glyphs.lowerBlocks
        let filled = Self.steps(of: fraction, in: area.rows * steps.count)
        for row in 0..<area.rows {
            let part = min(steps.count, max(0, filled - (area.rows - 1 - row) * steps.count))
            let glyph = part == 0 ? glyphs.emptyBar : steps[part - 1]
            let line = String(repeating: glyph, count: area.columns)
            write(line, in: area, row: row, style: part == 0 ? emptyStyle : style)
        }
    }

    /// Draws a bar in the first row of `area` that grows from the middle to the right for positive
    /// fractions and to the left for negative ones (clamped to −1…1; NaN is 0).
    public mutating func centeredBar(
        _ area: Rectangle, fraction: Double, style: Style = .plain, emptyStyle: Style = .plain
    ) {
        let side = max(0, (area.columns - 1) / 2)
        let halves: (left: String, right: String)? = glyphs == .unicode ? ("▐", "▌") : nil
        write(String(repeating: glyphs.emptyBar, count: side * 2 + 1), in: area, style: emptyStyle)
        let steps = Self.steps(of: abs(fraction), in: halves == nil ? side : side * 2)
        let whole = halves == nil ? steps : steps / 2
        let filled = String(repeating: glyphs.fullBlock, count: whole)
        write(filled, in: area, column: fraction < 0 ? side - whole : side + 1, style: style)
        if let halves, steps % 2 == 1 {
            let half = fraction < 0 ? (side - whole - 1, halves.left) : (side + 1 + whole, halves.right)
            write(half.1, in: area, column: half.0, style: style)
        }
        write(String(glyphs.barCenter), in: area, column: side, style: emptyStyle)
    }

    /// Draws a bar between end marks with its value behind it, `▕████··▏ 64 %`, in the first row of `area`.
    public mutating func meter(
        _ area: Rectangle, fraction: Double, value: String, style: Style = .plain, valueStyle: Style = .plain
    ) {
        let width = Self.width(of: value, in: glyphs)
        let bar = Rectangle(row: area.row, column: area.column + 1, rows: 1, columns: area.columns - width - 3)
        let ends: (String, String) = glyphs == .unicode ? ("▕", "▏") : ("[", "]")
        if !bar.isEmpty {
            write(ends.0, in: area)
            horizontalBar(bar, fraction: fraction, style: style, emptyStyle: style.with(.dim))
            write(ends.1, in: area, column: bar.columns + 1)
        }
        write(value, in: area, endingAt: area.columns, style: valueStyle)
    }

    /// How many of `count` steps a fraction fills: none only at 0, so that little is not nothing.
    private static func steps(of fraction: Double, in count: Int) -> Int {
        guard fraction > 0, count > 0 else { return 0 }
        return min(count, max(1, Int((min(1, fraction) * Double(count)).rounded())))
    }
}
