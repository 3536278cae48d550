/// A rectangle of cells: rows count downwards and columns rightwards, both from 0.
///
/// Sides are kept within what any terminal has, so that arithmetic on rectangles cannot overflow.
public struct Rectangle: Hashable, Sendable {
    /// The topmost row.
    public var row: Int
    /// The leftmost column.
    public var column: Int
    /// The height in cells; 0 for an empty rectangle, never negative.
    public var rows: Int
    /// The width in cells; 0 for an empty rectangle, never negative.
    public var columns: Int

    /// The largest side and the largest distance from the origin, in cells: ncurses counts both in 16 bits
    /// with a sign, and no screen comes near an eighth of that.
    public static let limit = 4096

    /// A rectangle; negative sides become 0 and everything is clamped to ``limit``.
    public init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = min(Self.limit, max(-Self.limit, row))
        self.column = min(Self.limit, max(-Self.limit, column))
        self.rows = min(Self.limit, max(0, rows))
        self.columns = min(Self.limit, max(0, columns))
    }

    /// A rectangle without cells.
    public static let empty = Rectangle(row: 0, column: 0, rows: 0, columns: 0)

    /// The first row below the rectangle.
    public var endRow: Int { row + rows }
    /// The first column to the right of the rectangle.
    public var endColumn: Int { column + columns }
    /// Whether it holds no cell.
    public var isEmpty: Bool { rows == 0 || columns == 0 }

    /// Whether the cell at `row`, `column` lies inside.
    public func contains(row: Int, column: Int) -> Bool {
        row >= self.row && row < endRow && column >= self.column && column < endColumn
    }

    /// What two rectangles have in common; ``empty`` when nothing.
    public func intersection(_ other: Rectangle) -> Rectangle {
        let top = max(row, other.row)
        let left = max(column, other.column)
        let common = Rectangle(
            row: top, column: left, rows: min(endRow, other.endRow) - top,
            columns: min(endColumn, other.endColumn) - left)
        return common.isEmpty ? .empty : common
    }

    /// The rectangle without a frame of one cell on each side.
    public var inset: Rectangle { Rectangle(row: row + 1, column: column + 1, rows: rows - 2, columns: columns - 2) }

    /// The part below the first `count` rows.
    public func dropping(rows count: Int) -> Rectangle {
        let taken = min(rows, max(0, count))
        return Rectangle(row: row + taken, column: column, rows: rows - taken, columns: columns)
    }

    /// The first `count` rows.
    public func prefix(rows count: Int) -> Rectangle {
        Rectangle(row: row, column: column, rows: min(rows, count), columns: columns)
    }

    /// The last `count` rows.
    public func suffix(rows count: Int) -> Rectangle { dropping(rows: rows - min(rows, max(0, count))) }

    /// The part to the right of the first `count` columns.
    public func dropping(columns count: Int) -> Rectangle {
        let taken = min(columns, max(0, count))
        return Rectangle(row: row, column: column + taken, rows: rows, columns: columns - taken)
    }

    /// The first `count` columns.
    public func prefix(columns count: Int) -> Rectangle {
        Rectangle(row: row, column: column, rows: rows, columns: min(columns, count))
    }

    /// The rectangle of the given size in the middle of this one, clipped to it.
    public func centered(rows: Int, columns: Int) -> Rectangle {
        let height = min(self.rows, rows)
        let width = min(self.columns, columns)
        return Rectangle(
            row: row + (self.rows - height) / 2, column: column + (self.columns - width) / 2, rows: height,
            columns: width)
    }
}
