import CellCanvas
import Testing

struct CanvasTests {
    @Test func `text is clipped to its area and to the canvas`() {
        var canvas = Canvas(columns: 10, rows: 3)
        let area = Rectangle(row: 1, column: 2, rows: 1, columns: 4)
        canvas.write("altitude", in: area)
        canvas.write("outside", in: area, row: 1)
        canvas.write("outside", in: area, row: -1)
        #expect(canvas.text == "\n  alti\n\n")
    }

    @Test func `text that begins left of its area shows its rest`() {
        var canvas = Canvas(columns: 6, rows: 1)
        canvas.write("heading", in: canvas.bounds, column: -3)
        #expect(canvas.line(0) == "ding  ")
    }

    @Test(arguments: [("1234", 4), ("12345", 5), ("123456", 6), ("", 0), ("123456789", 6)])
    func `the column after a text tells whether it was cut`(text: String, column: Int) {
        var canvas = Canvas(columns: 5, rows: 1)
        #expect(canvas.write(text, in: canvas.bounds) == column)
    }

    @Test func `text that ends at a column is measured in cells`() {
        var canvas = Canvas(columns: 8, rows: 2)
        canvas.write("12 m", in: canvas.bounds, endingAt: 8)
        canvas.write("日本", in: canvas.bounds, row: 1, endingAt: 8)
        #expect(canvas.text == "    12 m\n    日本\n")
    }

    @Test(arguments: [(0, 0), (1, 1), (-5, 3), (0, 7), (7, 0)])
    func `every size can be drawn on`(columns: Int, rows: Int) {
        var canvas = Canvas(columns: columns, rows: rows)
        canvas.fill(Rectangle(row: -9, column: -9, rows: 99, columns: 99), with: "x")
        canvas.box(canvas.bounds, title: "title")
        canvas.rule(canvas.bounds, title: "rule")
        canvas.horizontalBar(canvas.bounds, fraction: 0.5)
        canvas.verticalBar(canvas.bounds, fraction: 0.5)
        canvas.centeredBar(canvas.bounds, fraction: -0.5)
        canvas.meter(canvas.bounds, fraction: 0.5, value: "50 %")
        #expect(canvas.text.filter { $0 == "\n" }.count == max(0, rows))
        #expect(canvas[0, columns] == .blank)
        #expect(canvas[-1, 0] == .blank)
    }

    @Test func `an absurd size is limited instead of exhausting memory`() {
        let canvas = Canvas(columns: .max, rows: 1)
        #expect(canvas.columns == Rectangle.limit)
        let area = Rectangle(row: .min, column: .max, rows: .max, columns: .max)
        #expect(area.intersection(canvas.bounds).isEmpty)
    }

    @Test func `restyling keeps what is written`() {
        var canvas = Canvas(columns: 4, rows: 1)
        canvas.write("12 m", in: canvas.bounds, style: Style(.named(.green)))
        canvas.restyle(canvas.bounds) { $0.with(.dim) }
        #expect(canvas.line(0) == "12 m")
        #expect(canvas[0, 0].style == Style(.named(.green), on: .standard, .dim))
    }

    @Test func `text of a place is found by row and column`() {
        var canvas = Canvas(columns: 9, rows: 2)
        canvas.write("abcdefghi", in: canvas.bounds, row: 1)
        #expect(canvas.text(row: 1, column: 3, columns: 3) == "def")
        #expect(canvas.text(row: 1, column: 7, columns: 9) == "hi")
        #expect(canvas.text(row: 5, column: 0, columns: 3) == "")
    }
}
