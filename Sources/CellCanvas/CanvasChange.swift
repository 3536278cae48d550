/// Neighbouring cells of one row that differ from what was there before.
public struct CanvasChange: Equatable, Sendable {
    /// The row.
    public let row: Int
    /// The columns.
    public let columns: Range<Int>
}

extension Canvas {
    /// Where this canvas differs from an older one, row by row; everything when the sizes differ.
    ///
    /// A run never begins or ends inside a wide glyph.
    public func changes(since older: Canvas?) -> [CanvasChange] {
        guard let older, older.columns == columns, older.rows == rows else {
            return columns == 0 ? [] : (0..<rows).map { CanvasChange(row: $0, columns: 0..<columns) }
        }
        var changes: [CanvasChange] = []
        for row in 0..<rows {
            let new = Array(cells(inRow: row))
            let old = Array(older.cells(inRow: row))
            var column = 0
            while column < columns {
                if new[column] == old[column] {
                    column += 1
                    continue
                }
                var start = column
                while column < columns, new[column] != old[column] { column += 1 }
                if new[start].part == .wideRight { start -= 1 }
                if column < columns, new[column].part == .wideRight { column += 1 }
                changes.append(CanvasChange(row: row, columns: start..<column))
            }
        }
        return changes
    }
}
