/// The three planes of a picture while it is painted. Valid only inside of the call that made it.
struct PictureCanvas {
    let luma: UnsafeMutablePointer<UInt8>
    let blueDifference: UnsafeMutablePointer<UInt8>
    let redDifference: UnsafeMutablePointer<UInt8>
    let width: Int
    let height: Int

    /// Width of the colour planes.
    var halfWidth: Int { (width + 1) / 2 }
    /// Height of the colour planes.
    var halfHeight: Int { (height + 1) / 2 }

    /// Paints a flat side in one colour, its left and right edge softened by how much of the pixel they cover.
    func fill(_ points: [PicturePoint], _ color: SceneColor) {
        let outline = Outline(points, columns: width, rows: height, scale: 1)
        for row in outline.rows {
            guard let (left, right) = outline.edges(row: row), right > 0, left < Float(width) else { continue }
            let line = luma + row * width
            let first = max(left, 0)
            let last = min(right, Float(width))
            let begin = Int(first.rounded(.up))
            let end = Int(last.rounded(.down))
            guard begin <= end else {
                blend(line, begin - 1, color.luma, last - first)
                continue
            }
            if begin > 0 { blend(line, begin - 1, color.luma, Float(begin) - first) }
            (line + begin).update(repeating: color.luma, count: end - begin)
            if end < width { blend(line, end, color.luma, last - Float(end)) }
        }
        let half = Outline(points, columns: halfWidth, rows: halfHeight, scale: 2)
        for row in half.rows {
            guard let span = half.span(row: row) else { continue }
            let place = row * halfWidth + span.lowerBound
            (blueDifference + place).update(repeating: color.blueDifference, count: span.count)
            (redDifference + place).update(repeating: color.redDifference, count: span.count)
        }
    }

    private func blend(_ line: UnsafeMutablePointer<UInt8>, _ column: Int, _ value: UInt8, _ share: Float) {
        guard column >= 0, column < width else { return }
        let old = Float(line[column])
        line[column] = UInt8(min(max(old + (Float(value) - old) * min(max(share, 0), 1), 0), 255))
    }

    /// Makes what is inside the outline darker; `light` of 256 is left.
    func darken(_ points: [PicturePoint], light: Int) {
        let outline = Outline(points, columns: width, rows: height, scale: 1)
        for row in outline.rows {
            guard let span = outline.span(row: row) else { continue }
            let line = luma + row * width
            for column in span { line[column] = UInt8(16 + (max(Int(line[column]) - 16, 0) * light) >> 8) }
        }
    }
}
