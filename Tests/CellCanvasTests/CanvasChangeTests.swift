import CellCanvas
import Testing

struct CanvasChangeTests {
    private func canvas(_ lines: String...) -> Canvas {
        var canvas = Canvas(columns: 6, rows: lines.count)
        for (row, line) in lines.enumerated() { canvas.write(line, in: canvas.bounds, row: row) }
        return canvas
    }

    private func changes(_ old: Canvas?, _ new: Canvas) -> [String] {
        new.changes(since: old).map { "\($0.row):\($0.columns.lowerBound)-\($0.columns.upperBound)" }
    }

    @Test func `equal canvases have no changes`() {
        #expect(changes(canvas("abc", "def"), canvas("abc", "def")).isEmpty)
    }

    @Test func `neighbouring cells make one run`() {
        #expect(changes(canvas("abcdef", ""), canvas("aXXdeX", "Y")) == ["0:1-3", "0:5-6", "1:0-1"])
    }

    @Test func `a changed style is a change`() {
        var new = canvas("abc")
        new.write("b", in: new.bounds, column: 1, style: Style(.standard, on: .standard, .dim))
        #expect(changes(canvas("abc"), new) == ["0:1-2"])
    }

    @Test func `another size or no older canvas changes everything`() {
        #expect(changes(canvas("a"), canvas("a", "b")) == ["0:0-6", "1:0-6"])
        #expect(changes(nil, canvas("a")) == ["0:0-6"])
        #expect(changes(nil, Canvas(columns: 0, rows: 3)).isEmpty)
    }

    @Test func `a run never splits a wide character`() {
        #expect(changes(canvas("a漢x"), canvas("a字x")) == ["0:1-3"])
        #expect(changes(canvas("a  x"), canvas("a字x")) == ["0:1-3"])
        #expect(changes(canvas("漢字"), canvas("x漢y")) == ["0:0-4"])
    }
}
