import CellCanvas
import Testing

struct DrawingTests {
    private func row(_ columns: Int, _ glyphs: GlyphSet = .unicode, _ draw: (inout Canvas) -> Void) -> String {
        var canvas = Canvas(columns: columns, rows: 1, glyphs: glyphs)
        draw(&canvas)
        return canvas.line(0)
    }

    @Test(arguments: [
        (0.0, "····"), (1.0, "████"), (0.5, "██··"), (0.28125, "█▏··"), (0.001, "▏···"), (7.0, "████"), (-1.0, "····"),
        (Double.nan, "····"), (.infinity, "████"),
    ])
    func `a horizontal bar shows eighths, and little is not nothing`(fraction: Double, expected: String) {
        #expect(row(4) { $0.horizontalBar($0.bounds, fraction: fraction) } == expected)
    }

    @Test func `an ASCII bar shows whole cells`() {
        #expect(row(4, .ascii) { $0.horizontalBar($0.bounds, fraction: 0.5) } == "##..")
    }

    @Test(arguments: [
        (0.0, "····┼····"), (1.0, "····┼████"), (-1.0, "████┼····"), (-0.5, "··██┼····"), (0.125, "····┼▌···"),
        (-0.375, "··▐█┼····"), (Double.nan, "····┼····"),
    ])
    func `a centred bar grows to the side of its sign`(fraction: Double, expected: String) {
        #expect(row(9) { $0.centeredBar($0.bounds, fraction: fraction) } == expected)
    }

    @Test func `a vertical bar grows from below`() {
        var canvas = Canvas(columns: 2, rows: 3)
        canvas.verticalBar(canvas.bounds, fraction: 0.5)
        #expect(canvas.text == "··\n▄▄\n██\n")
    }

    @Test func `a meter has its value behind it`() {
        #expect(row(12) { $0.meter($0.bounds, fraction: 0.5, value: "50 %") } == "▕██▌··▏ 50 %")
        #expect(row(12, .ascii) { $0.meter($0.bounds, fraction: 0.5, value: "50 %") } == "[###..] 50 %")
        #expect(row(4) { $0.meter($0.bounds, fraction: 0.5, value: "50 %") } == "50 %")
    }

    @Test func `a box carries its title in its upper side`() {
        var canvas = Canvas(columns: 10, rows: 3)
        canvas.box(canvas.bounds, title: "LINK")
        #expect(canvas.text == "┌─ LINK ─┐\n│        │\n└────────┘\n")
    }

    @Test func `a title longer than the box is cut inside it`() {
        var canvas = Canvas(columns: 8, rows: 2)
        canvas.box(canvas.bounds, title: "COMMANDED", .double)
        #expect(canvas.text == "╔═ COM═╗\n╚══════╝\n")
    }

    @Test(arguments: GlyphSet.allCases)
    func `frames differ from each other without colour`(glyphs: GlyphSet) {
        let sides = FrameLine.allCases.map { line in
            var canvas = Canvas(columns: 4, rows: 3, glyphs: glyphs)
            canvas.frame(canvas.bounds, line)
            return canvas.text
        }
        #expect(Set(sides).count == FrameLine.allCases.count)
    }

    @Test func `rectangles are cut from each side`() {
        let area = Rectangle(row: 2, column: 3, rows: 10, columns: 20)
        #expect(area.inset == Rectangle(row: 3, column: 4, rows: 8, columns: 18))
        #expect(area.suffix(rows: 2) == Rectangle(row: 10, column: 3, rows: 2, columns: 20))
        #expect(area.dropping(rows: 99).rows == 0)
        #expect(area.dropping(columns: 5) == Rectangle(row: 2, column: 8, rows: 10, columns: 15))
        #expect(area.prefix(columns: 4).endColumn == 7)
        #expect(area.centered(rows: 2, columns: 10) == Rectangle(row: 6, column: 8, rows: 2, columns: 10))
        #expect(Rectangle(row: 0, column: 0, rows: 1, columns: 1).inset.isEmpty)
    }
}
