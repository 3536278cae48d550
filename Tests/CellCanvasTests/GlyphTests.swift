import CellCanvas
import Testing

/// Text from outside must never move what is beside it.
struct GlyphTests {
    private func drawn(_ text: String, columns: Int = 12, _ glyphs: GlyphSet = .unicode) -> Canvas {
        var canvas = Canvas(columns: columns, rows: 1, glyphs: glyphs)
        canvas.write(text, in: canvas.bounds)
        return canvas
    }

    @Test func `a wide character takes two cells`() {
        let canvas = drawn("漢b")
        #expect(canvas[0, 0].part == .wideLeft)
        #expect(canvas[0, 1].part == .wideRight)
        #expect(canvas[0, 2].glyph == "b")
        #expect(canvas.text == "漢b\n")
    }

    @Test func `a wide character that has no room is a blank`() {
        let canvas = drawn("abc漢", columns: 4)
        #expect(canvas.line(0) == "abc ")
        #expect(canvas[0, 3].part == .whole)
    }

    @Test(arguments: [0, 1])
    func `writing over half of a wide character blanks the other half`(half: Int) {
        var canvas = drawn("漢字")
        canvas.write("x", in: canvas.bounds, column: half)
        #expect(canvas[0, half].glyph == "x")
        #expect(canvas[0, 1 - half] == .blank)
        #expect(canvas[0, 2].glyph == "字")
    }

    @Test func `a wide character over two halves blanks both others`() {
        var canvas = drawn("漢字")
        canvas.write("中", in: canvas.bounds, column: 1)
        #expect(canvas.line(0).hasPrefix(" 中 "))
        #expect(canvas[0, 0].part == .whole)
        #expect(canvas[0, 3].part == .whole)
    }

    @Test func `marks stay on their character and are limited`() {
        let canvas = drawn("e\u{301}x")
        #expect(canvas[0, 0].glyph == "e\u{301}")
        #expect(canvas[0, 1].glyph == "x")
        let pile = drawn("e" + String(repeating: "\u{301}", count: 500) + "x")
        #expect(pile[0, 0].glyph.unicodeScalars.count == 1 + CellGlyph.maximumMarks)
        #expect(pile[0, 1].glyph == "x")
    }

    @Test(arguments: [
        "\u{1B}", "\u{7}", "\n", "\r\n", "\u{7F}", "\u{9B}", "\0", "\u{202E}", "\u{2028}", "\u{200B}", "\u{301}",
        "\u{E000}",
        "\u{FFFE}", "\u{1F1E9}",
    ])
    func `what a terminal would obey or cannot measure is replaced`(hostile: String) {
        let canvas = drawn("a\(hostile == "\u{301}" ? " \u{301}" : hostile)b")
        if hostile == "\u{301}" {
            #expect(canvas[0, 2].glyph == "b")
        } else {
            #expect(canvas.line(0).hasPrefix("a\u{FFFD}b"))
        }
    }

    @Test func `an escape sequence becomes text`() {
        #expect(drawn("\u{1B}[2J!").line(0).hasPrefix("\u{FFFD}[2J!"))
    }

    @Test func `a tabulator is a blank`() {
        #expect(drawn("a\tb").line(0).hasPrefix("a b"))
    }

    @Test func `of joined pictures the first is shown at its width`() {
        let canvas = drawn("👩‍🚀x")
        #expect(canvas[0, 0].glyph == "👩")
        #expect(canvas[0, 2].glyph == "x")
    }

    @Test func `ASCII spells out what people need and replaces the rest`() {
        #expect(drawn("12° — ü…", columns: 16, .ascii).line(0) == "12 deg - ue...  ")
        #expect(drawn("漢x\u{1B}", .ascii).line(0).hasPrefix("?x?"))
    }

    @Test func `an ASCII canvas never holds anything else`() {
        var canvas = Canvas(columns: 30, rows: 8, glyphs: .ascii)
        for line in FrameLine.allCases {
            canvas.box(canvas.bounds, title: "°│█", line)
        }
        canvas.rule(canvas.bounds.inset, title: "→")
        canvas.meter(canvas.bounds.inset, fraction: 0.4, value: "40 %")
        canvas.centeredBar(canvas.bounds.inset.dropping(rows: 1), fraction: 0.3)
        canvas.verticalBar(canvas.bounds.inset.dropping(rows: 2), fraction: 0.3)
        let isPrintable = canvas.text.unicodeScalars.allSatisfy { $0 == "\n" || (0x20...0x7E).contains($0.value) }
        #expect(isPrintable)
    }

    @Test(arguments: [("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("━━━┫◆┣━━━", 9), ("⠿", 1), ("✗", 1), ("🚁", 2)])
    func `width is counted in cells`(text: String, cells: Int) {
        #expect(Canvas.width(of: text, in: .unicode) == cells)
    }
}
