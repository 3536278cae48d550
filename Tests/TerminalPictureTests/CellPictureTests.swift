import CellCanvas
import TerminalPicture
import Testing

struct CellPictureTests {
    private let red = PictureColor(red: 255, green: 0, blue: 0)
    private let blue = PictureColor(red: 0, green: 0, blue: 255)

    private func image(_ rows: [[PictureColor]]) throws -> PixelImage {
        let bytes = rows.flatMap { $0.flatMap { [$0.red, $0.green, $0.blue] } }
        return try #require(PixelImage(width: rows.first?.count ?? 0, height: rows.count, bytes: bytes))
    }

    @Test func `a half-block has the upper dot in front and the lower behind`() throws {
        let picture = CellPicture(try image([[red], [blue]]), columns: 1, rows: 1, shape: .halfBlocks)
        #expect(picture.cells == [PictureCell(pattern: 1, foreground: red, background: blue)])
        #expect(picture.shape.scalar(for: 1) == "▀")
    }

    @Test(arguments: [
        (CellShape.quadrants, "▘", 0), (.quadrants, "▝", 1), (.quadrants, "▖", 2), (.quadrants, "▗", 3),
        (.sextants, "\u{1FB00}", 0), (.sextants, "\u{1FB01}", 1), (.sextants, "\u{1FB03}", 2),
        (.sextants, "\u{1FB07}", 3),
        (.sextants, "\u{1FB0F}", 4), (.sextants, "\u{1FB1E}", 5),
    ])
    func `a single dot is the glyph with that dot`(shape: CellShape, glyph: String, dot: Int) {
        #expect(String(shape.scalar(for: 1 << UInt8(dot))) == glyph)
    }

    @Test(arguments: CellShape.allCases) func `every pattern has its own glyph`(shape: CellShape) {
        let glyphs = (0...shape.fullPattern).map { shape.scalar(for: $0) }
        #expect(Set(glyphs).count == glyphs.count)
        #expect(shape.scalar(for: 255) == " ")
    }

    @Test func `known sextants stand where Unicode has them`() {
        #expect(CellShape.sextants.scalar(for: 0b010101) == "▌")
        #expect(CellShape.sextants.scalar(for: 0b101010) == "▐")
        #expect(CellShape.sextants.scalar(for: 0b111110) == "\u{1FB3B}")
        #expect(CellShape.sextants.scalar(for: 0b010110) == "\u{1FB14}")
    }

    @Test(arguments: [CellShape.quadrants, .sextants], 0..<64)
    func `a picture of two colours is shown without loss`(shape: CellShape, pattern: Int) throws {
        let rows = (0..<shape.dotRows).map { row in
            (0..<2).map { pattern >> (row * 2 + $0) & 1 == 1 ? red : blue }
        }
        let source = try image(rows)
        #expect(CellPicture(source, columns: 1, rows: 1, shape: shape).pixels == source)
    }

    @Test(arguments: [CellShape.quadrants, .sextants])
    func `no other pattern has less error`(shape: CellShape) throws {
        var dice = Dice(state: 7)
        for _ in 0..<40 {
            let source = try dice.image(2, shape.dotRows)
            let shown = CellPicture(source, columns: 1, rows: 1, shape: shape).pixels
            let best = (0...Int(shape.fullPattern)).map { Self.error(source, splitBy: $0) }.min() ?? 0
            let error = zip(source.bytes, shown.bytes).reduce(0.0) {
                $0 + Double((Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)))
            }
            // Means are rounded: at most half a step in each of 18 components, and its square.
            #expect(error <= best + 18)
        }
    }

    /// The squared error with the dots of a pattern at their mean and the others at theirs.
    private static func error(_ image: PixelImage, splitBy pattern: Int) -> Double {
        var sum = 0.0
        for group in 0...1 {
            let dots = (0..<image.size.count).filter { pattern >> $0 & 1 == group }
            for part in 0..<3 {
                let values = dots.map { Double(image.bytes[3 * $0 + part]) }
                let mean = values.reduce(0, +) / Double(max(1, values.count))
                sum += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            }
        }
        return sum
    }

    @Test(arguments: [(0, " "), (28, "."), (255, "@"), (142, "+")])
    func `a character is as light as the picture`(level: Int, glyph: String) throws {
        let grey = PictureColor(red: UInt8(level), green: UInt8(level), blue: UInt8(level))
        let picture = CellPicture(
            try image([[grey]]), columns: 1, rows: 1, shape: .ascii, depth: .monochrome)
        #expect(String(CellShape.ascii.scalar(for: picture.cells[0].pattern)) == glyph)
        #expect(picture.cells[0].foreground == .standard)
    }

    @Test func `without colours grey is half of the dots`() {
        let grey = PixelImage(PixelSize(width: 8, height: 8), filledWith: PictureColor(red: 128, green: 128, blue: 128))
        let picture = CellPicture(grey, columns: 4, rows: 4, shape: .quadrants, depth: .monochrome)
        #expect(picture.cells.reduce(0) { $0 + $1.pattern.nonzeroBitCount } == 32)
        #expect(picture.cells.allSatisfy { $0.foreground == .standard && $0.background == .standard })
    }

    @Test func `a picture of another size is scaled by means`() throws {
        let source = try image([[red, red, blue, blue], [blue, blue, red, red]])
        let half = source.resized(to: PixelSize(width: 2, height: 1))
        let mixed = PictureColor(red: 128, green: 0, blue: 128)
        #expect([half[0, 0], half[0, 1]] == [mixed, mixed])
        let double = try image([[red, blue]]).resized(to: PixelSize(width: 4, height: 2))
        #expect((0..<4).map { double[1, $0] } == [red, red, blue, blue])
    }

    @Test(arguments: [(0, 0), (-1, 5), (5, -1), (0, 100), (1 << 40, 0)])
    func `impossible sizes are empty pictures`(columns: Int, rows: Int) throws {
        let source = try image([[red], [blue]])
        for shape in CellShape.allCases {
            #expect(CellPicture(source, columns: columns, rows: rows, shape: shape).cells.isEmpty)
        }
    }

    @Test func `a picture without pixels is black`() throws {
        let empty = try #require(PixelImage(width: 0, height: 7, bytes: []))
        let picture = CellPicture(empty, columns: 2, rows: 2, shape: .halfBlocks)
        let black = PictureColor(red: 0, green: 0, blue: 0)
        #expect(picture.cells.map(\.background) == [black, black, black, black])
    }

    @Test(arguments: [(1, 1, 2), (1, 1, 4), (-1, 1, 0), (1, 9000, 27000), (Int.max, Int.max, 0)])
    func `bytes that are no picture are refused`(width: Int, height: Int, count: Int) {
        #expect(PixelImage(width: width, height: height, bytes: Array(repeating: 0, count: count)) == nil)
    }

    @Test func `the largest canvas has a picture in every shape`() {
        let dot = PixelImage(PixelSize(width: 1, height: 1), filledWith: red)
        // 4096 rows of sextants are more dots than a picture may have: they stay empty.
        let picture = CellPicture(dot, columns: 1, rows: .max, shape: .sextants)
        #expect(picture.rows == 4096)
        #expect(Set(picture.cells) == [PictureCell(pattern: 0, foreground: .standard, background: .standard)])
    }

    @Test func `a canvas shows a picture clipped to its area`() throws {
        var canvas = Canvas(columns: 4, rows: 2)
        let picture = CellPicture(
            try image([[red, blue, red], [blue, red, blue]]), columns: 3, rows: 1, shape: .halfBlocks)
        canvas.draw(picture, in: Rectangle(row: 1, column: 1, rows: 5, columns: 2))
        #expect(canvas.text == "\n ▀▀\n")
        let expected = Style(.rgb(red: 255, green: 0, blue: 0), on: .rgb(red: 0, green: 0, blue: 255))
        #expect(canvas[1, 1].style == expected)
        var plain = Canvas(columns: 3, rows: 1, glyphs: .ascii)
        plain.draw(picture, in: plain.bounds)
        #expect(plain.text == "???\n")
    }
}

struct PicturePlacementTests {
    private let camera = PixelSize(width: 640, height: 360)
    private let pane = Rectangle(row: 2, column: 3, rows: 24, columns: 80)

    @Test(arguments: [
        (PictureMode.cells(.halfBlocks, .truecolor), 80, 46), (.cells(.quadrants, .truecolor), 160, 46),
        (.cells(.sextants, .truecolor), 160, 69), (.cells(.ascii, .monochrome), 80, 23), (.sixel, 640, 368),
        (.kitty, 640, 360),
    ])
    func `each mode asks for its pixels`(mode: PictureMode, width: Int, height: Int) {
        let placement = PicturePlacement(of: camera, in: pane, mode: mode)
        #expect(placement.pixels == PixelSize(width: width, height: height))
        #expect(placement.area == Rectangle(row: 2, column: 3, rows: 23, columns: 80))
    }

    @Test func `a wide pane leaves room at its sides`() {
        let wide = Rectangle(row: 0, column: 0, rows: 9, columns: 100)
        let placement = PicturePlacement(of: camera, in: wide, mode: .cells(.halfBlocks, .truecolor))
        #expect(placement.area == Rectangle(row: 0, column: 34, rows: 9, columns: 32))
    }

    @Test func `square cells take twice as many rows`() {
        let cell = CellSize(width: 10, height: 10)
        let placement = PicturePlacement(of: camera, in: pane, mode: .kitty, cell: cell)
        #expect(placement.area.columns == 43)
        #expect(placement.area.rows == 24)
        #expect(placement.pixels == PixelSize(width: 430, height: 242))
    }

    @Test(arguments: [0, 1, 8192, Int.max, Int.min], [0, 1, 8192, Int.max, Int.min])
    func `no size traps`(width: Int, height: Int) {
        for mode in PictureMode.ladder {
            let size = PixelSize(width: width, height: height)
            let pane = Rectangle(row: 0, column: 0, rows: height, columns: width)
            let placement = PicturePlacement(
                of: size, in: pane, mode: mode, cell: CellSize(width: width, height: height))
            #expect(placement.area.isEmpty == (width < 1 || height < 1))
            #expect(pane.intersection(placement.area) == placement.area)
        }
    }
}
