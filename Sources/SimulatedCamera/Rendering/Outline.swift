/// The rows that a convex outline covers, and from where to where: pixel centres count.
struct Outline {
    private let points: [PicturePoint]
    /// Rows of the picture it touches.
    let rows: Range<Int>
    private let columns: Int
    private let scale: Float

    /// - Parameters:
    ///   - points: Corners, in pixels of the full picture.
    ///   - scale: 1 for brightness, 2 for the colour planes, which have half the size.
    init(_ points: [PicturePoint], columns: Int, rows: Int, scale: Float) {
        self.points = points
        self.columns = columns
        self.scale = scale
        var top = Float.infinity
        var bottom = -Float.infinity
        for point in points {
            top = min(top, point.y)
            bottom = max(bottom, point.y)
        }
        let first = Self.clamped(top / scale - 0.5, to: rows)
        let last = Self.clamped(bottom / scale - 0.5, to: rows)
        self.rows = points.count > 2 && bottom > top ? first..<max(first, last) : 0..<0
    }

    /// The first whole number that is not below `value`, within 0…`limit`.
    private static func clamped(_ value: Float, to limit: Int) -> Int {
        value.isFinite ? Int(min(max(value, 0), Float(limit)).rounded(.up)) : 0
    }

    /// Where the outline begins and ends in a row, in pixels of the plane; nil where it misses the row.
    func edges(row: Int) -> (left: Float, right: Float)? {
        let y = (Float(row) + 0.5) * scale
        var left = Float.infinity
        var right = -Float.infinity
        var before = points[points.count - 1]
        for point in points {
            if (before.y <= y) != (point.y <= y) {
                let x = before.x + (point.x - before.x) * ((y - before.y) / (point.y - before.y))
                left = min(left, x)
                right = max(right, x)
            }
            before = point
        }
        guard left < right else { return nil }
        return (left / scale, right / scale)
    }

    /// The pixels of a row whose centres are inside.
    func span(row: Int) -> Range<Int>? {
        guard let (left, right) = edges(row: row) else { return nil }
        let first = Self.clamped(left - 0.5, to: columns)
        let last = Self.clamped(right - 0.5, to: columns)
        return first < last ? first..<last : nil
    }
}
