public import CellCanvas

extension CellPicture {
    /// Divides a picture into cells.
    ///
    /// - Parameters:
    ///   - image: The picture; scaled when it does not have one pixel for each dot.
    ///   - columns: The width in cells, clamped to 0…``Rectangle/limit``.
    ///   - rows: The height in cells, likewise.
    ///   - shape: How each cell is divided.
    ///   - depth: Without colours, dots are set by an ordered dither instead of being coloured. With fewer colours
    ///     than all, the cells still have the picture's own: they are reduced where they are written.
    public init(_ image: PixelImage, columns: Int, rows: Int, shape: CellShape, depth: ColorDepth = .truecolor) {
        let bounds = Rectangle(row: 0, column: 0, rows: rows, columns: columns)
        self.shape = shape
        self.columns = bounds.columns
        self.rows = bounds.rows
        cells = []
        guard !bounds.isEmpty else { return }
        cells.reserveCapacity(bounds.rows * bounds.columns)
        let wanted = PixelSize(width: bounds.columns * shape.dotColumns, height: bounds.rows * shape.dotRows)
        let dots = image.resized(to: wanted)
        // A canvas at its limit has more dots than a picture may have pixels; the rest then stays empty.
        guard dots.size.width == bounds.columns * shape.dotColumns,
            dots.size.height == bounds.rows * shape.dotRows
        else {
            let empty = PictureCell(pattern: 0, foreground: .standard, background: .standard)
            cells = Array(repeating: empty, count: bounds.rows * bounds.columns)
            return
        }
        switch (shape, depth) {
        case (.ascii, _): appendCharacters(dots, isColored: depth > .monochrome)
        case (_, .monochrome): appendDithered(dots)
        case (.halfBlocks, _): appendHalves(dots)
        case (.quadrants, _), (.sextants, _): appendSplit(dots)
        }
    }

    private mutating func appendHalves(_ dots: PixelImage) {
        for row in 0..<rows {
            var upper = 6 * row * columns
            var lower = upper + 3 * columns
            for _ in 0..<columns {
                let top = dots.color(at: upper)
                let bottom = dots.color(at: lower)
                cells.append(PictureCell(pattern: top == bottom ? 0 : 1, foreground: top, background: bottom))
                upper += 3
                lower += 3
            }
        }
    }

    private mutating func appendSplit(_ dots: PixelImage) {
        var split = TwoColorSplit(dots: shape.dotColumns * shape.dotRows)
        for row in 0..<rows {
            for column in 0..<columns {
                var dot = 0
                for line in row * shape.dotRows..<(row + 1) * shape.dotRows {
                    for place in column * 2..<column * 2 + 2 {
                        split.set(dot, to: dots.color(at: 3 * (line * dots.size.width + place)))
                        dot += 1
                    }
                }
                cells.append(split.cell())
            }
        }
    }

    /// Characters as light as the picture; a colour stands for its hue alone, at full strength.
    private mutating func appendCharacters(_ dots: PixelImage, isColored: Bool) {
        for index in 0..<rows * columns {
            let color = dots.color(at: 3 * index)
            let step = (color.luma * Int(shape.fullPattern) + 127) / 255
            var foreground = PictureColor.standard
            if isColored, step > 0 {
                let strongest = max(1, Int(max(color.red, max(color.green, color.blue))))
                func full(_ part: UInt8) -> UInt8 { UInt8(clamping: Int(part) * 255 / strongest) }
                foreground = PictureColor(red: full(color.red), green: full(color.green), blue: full(color.blue))
            }
            cells.append(PictureCell(pattern: UInt8(clamping: step), foreground: foreground, background: .standard))
        }
    }

    private mutating func appendDithered(_ dots: PixelImage) {
        for row in 0..<rows {
            for column in 0..<columns {
                var pattern: UInt8 = 0
                for line in 0..<shape.dotRows {
                    for place in 0..<shape.dotColumns {
                        let (y, x) = (row * shape.dotRows + line, column * shape.dotColumns + place)
                        let luma = dots.color(at: 3 * (y * dots.size.width + x)).luma
                        if luma > OrderedDither.threshold(row: y, column: x) {
                            pattern |= 1 << UInt8(line * shape.dotColumns + place)
                        }
                    }
                }
                cells.append(PictureCell(pattern: pattern, foreground: .standard, background: .standard))
            }
        }
    }
}

/// Bayer's 4×4 ordered dither: thresholds that stay in place, so that a still picture stays still.
enum OrderedDither {
    private static let matrix: [Int] = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]

    /// The brightness above which a dot is set, 7…247.
    static func threshold(row: Int, column: Int) -> Int { matrix[(row & 3) << 2 | column & 3] * 16 + 7 }

    /// What to add to a component before it is reduced to steps `step` apart, −step/2…step/2.
    static func offset(row: Int, column: Int, step: Int) -> Int {
        (matrix[(row & 3) << 2 | column & 3] * 2 - 15) * step / 32
    }
}
