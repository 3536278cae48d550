import CellCanvas
import TerminalPicture
import Testing

struct CellWriterTests {
    private static let red = PictureColor(red: 255, green: 0, blue: 0)
    private static let blue = PictureColor(red: 0, green: 0, blue: 255)

    private func image(_ width: Int, _ colors: [PictureColor]) throws -> PixelImage {
        let bytes = colors.flatMap { [$0.red, $0.green, $0.blue] }
        return try #require(PixelImage(width: width, height: colors.count / width, bytes: bytes))
    }

    private func writer(_ depth: ColorDepth, tolerance: Int = 0) -> CellWriter {
        var settings = CellWriter.Settings(depth: depth)
        settings.tolerance = tolerance
        settings.dithering = .none
        return CellWriter(settings)
    }

    private func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).replacing("\u{1B}", with: "^")
    }

    @Test(arguments: [
        (ColorDepth.truecolor, "^7^[0m^[3;5H^[38;2;255;0;0;48;2;0;0;255m▀^8"),
        (.palette256, "^7^[0m^[3;5H^[38;5;196;48;5;21m▀^8"), (.sixteen, "^7^[0m^[3;5H^[91;44m▀^8"),
        (.eight, "^7^[0m^[3;5H^[31;44m▀^8"),
    ])
    func `a half-block in each depth`(depth: ColorDepth, expected: String) throws {
        let picture = CellPicture(try image(1, [Self.red, Self.blue]), columns: 1, rows: 1, shape: .halfBlocks)
        var writer = writer(depth)
        let found1 = text(writer.write(picture, row: 2, column: 4))
        #expect(found1 == expected)
        #expect(writer.lastFrame.bytes == expected.utf8.count)
        #expect(writer.lastFrame.cells == 1)
    }

    @Test(arguments: [
        (CellShape.quadrants, "^7^[0m^[1;1H^[38;2;255;0;0;48;2;0;0;255m▀^8"),
        (.sextants, "^7^[0m^[1;1H^[38;2;255;0;0;48;2;0;0;255m\u{1FB02}^8"),
    ])
    func `a red upper row in the finer shapes`(shape: CellShape, expected: String) throws {
        let colors = (0..<2 * shape.dotRows).map { $0 < 2 ? Self.red : Self.blue }
        let picture = CellPicture(try image(2, colors), columns: 1, rows: 1, shape: shape)
        var writer = writer(.truecolor)
        let found2 = text(writer.write(picture, row: 0, column: 0))
        #expect(found2 == expected)
    }

    @Test func `characters without colours are themselves`() throws {
        let white = PictureColor(red: 255, green: 255, blue: 255)
        let black = PictureColor(red: 0, green: 0, blue: 0)
        let source = try image(3, [white, black, white])
        let picture = CellPicture(source, columns: 3, rows: 1, shape: .ascii, depth: .monochrome)
        var writer = writer(.monochrome)
        let found3 = text(writer.write(picture, row: 0, column: 0))
        #expect(found3 == "^7^[0m^[1;1H@ @^8")
    }

    @Test func `colours in use are not sent again, exchanged ones turn the glyph`() throws {
        let source = try image(4, [Self.red, Self.blue, Self.blue, Self.red, Self.blue, Self.red, Self.blue, Self.red])
        let picture = CellPicture(source, columns: 4, rows: 1, shape: .halfBlocks)
        var writer = writer(.truecolor)
        #expect(
            text(writer.write(picture, row: 0, column: 0)) == "^7^[0m^[1;1H^[38;2;255;0;0;48;2;0;0;255m▀▄ █^8")
    }

    @Test func `only what changed is sent`() throws {
        var colors = Array(repeating: Self.red, count: 20)
        var writer = writer(.truecolor)
        func picture() throws -> CellPicture {
            CellPicture(try image(10, colors), columns: 10, rows: 1, shape: .halfBlocks)
        }
        _ = writer.write(try picture(), row: 0, column: 0)
        let found4 = writer.write(try picture(), row: 0, column: 0)
        #expect(found4 == [])
        #expect(writer.lastFrame.bytes == 0)
        for index in [2, 12, 3, 13, 7, 17] { colors[index] = Self.blue }
        let found5 = text(writer.write(try picture(), row: 0, column: 0))
        #expect(found5 == "^7^[0m^[1;3H^[48;2;0;0;255m  ^[3C ^8")
        writer.invalidate()
        let found6 = writer.write(try picture(), row: 0, column: 0).count
        #expect(found6 > 30)
    }

    @Test func `REP takes the place of a row of equal cells`() throws {
        let picture = CellPicture(
            try image(12, Array(repeating: Self.red, count: 24)), columns: 12, rows: 1, shape: .halfBlocks)
        var settings = CellWriter.Settings(depth: .truecolor)
        settings.repetition = .available
        var writer = CellWriter(settings)
        let found7 = text(writer.write(picture, row: 0, column: 0))
        #expect(found7 == "^7^[0m^[1;1H^[48;2;255;0;0m ^[11b^8")
    }

    @Test(arguments: CellShape.allCases, ColorDepth.allCases)
    func `the screen is what the writer says it is`(shape: CellShape, depth: ColorDepth) throws {
        var dice = Dice(state: 11)
        var settings = CellWriter.Settings(depth: depth)
        settings.repetition = .available
        var writer = CellWriter(settings)
        var screen = ScreenModel(columns: 12, rows: 5)
        var wrong: [String] = []
        var source = try dice.image(24, 15)
        for _ in 0..<12 {
            // Each frame changes some pixels much and all of them a little.
            var bytes = source.bytes
            for index in bytes.indices {
                let change = Int.random(in: -3...3, using: &dice)
                bytes[index] = UInt8(clamping: Int(bytes[index]) + change)
            }
            for _ in 0..<20 { bytes[Int.random(in: bytes.indices, using: &dice)] = 200 }
            source = try #require(PixelImage(width: 24, height: 15, bytes: bytes))
            let picture = CellPicture(source, columns: 10, rows: 4, shape: shape, depth: depth)
            screen.feed(writer.write(picture, row: 1, column: 2))
            let shown = writer.shown
            for (index, cell) in shown.cells.enumerated() {
                let place = screen[1 + index / 10, 2 + index % 10]
                var isRight = place.glyph == Character(shape.scalar(for: cell.pattern))
                if depth == .truecolor {
                    if cell.pattern != 0 { isRight = isRight && place.foreground == cell.foreground.text }
                    if shape != .ascii, cell.pattern != shape.fullPattern {
                        isRight = isRight && place.background == cell.background.text
                    }
                }
                if !isRight { wrong.append("\(index): \(place) for \(cell)") }
            }
        }
        #expect(wrong == [])
        #expect(screen.complaints == [])
        #expect(screen.cursor == (0, 0))
    }

    @Test(arguments: [CellShape.halfBlocks, .quadrants, .sextants])
    func `without tolerance the screen shows every colour exactly`(shape: CellShape) throws {
        var dice = Dice(state: 5)
        var writer = writer(.truecolor)
        var screen = ScreenModel(columns: 9, rows: 4)
        for _ in 0..<3 {
            let source = try dice.image(9 * shape.dotColumns, 4 * shape.dotRows)
            let picture = CellPicture(source, columns: 9, rows: 4, shape: shape)
            screen.feed(writer.write(picture, row: 0, column: 0))
            let wanted = picture.pixels
            let expected = (0..<wanted.size.height).map { y in (0..<wanted.size.width).map { wanted[y, $0].text } }
            #expect(screen.dots(shape) == expected)
        }
    }

    @Test func `noise within the tolerance is not sent, and gone after a round of rows`() throws {
        let still = PixelImage(
            PixelSize(width: 8, height: 8), filledWith: PictureColor(red: 100, green: 100, blue: 100))
        let moved = PixelImage(
            PixelSize(width: 8, height: 8), filledWith: PictureColor(red: 106, green: 106, blue: 106))
        var writer = writer(.truecolor, tolerance: 6)
        func write(_ image: PixelImage) -> Int {
            _ = writer.write(CellPicture(image, columns: 8, rows: 4, shape: .halfBlocks), row: 0, column: 0)
            return writer.lastFrame.cells
        }
        #expect(write(still) == 32)
        #expect((0..<4).map { _ in write(moved) } == [8, 8, 8, 8])
        #expect(write(moved) == 0)
        #expect(writer.shown.pixels == moved)
    }

    @Test func `one step beyond the tolerance is sent at once`() throws {
        var writer = writer(.truecolor, tolerance: 6)
        func write(_ level: UInt8) -> Int {
            let image = PixelImage(
                PixelSize(width: 8, height: 8), filledWith: PictureColor(red: level, green: level, blue: level))
            _ = writer.write(CellPicture(image, columns: 8, rows: 4, shape: .halfBlocks), row: 0, column: 0)
            return writer.lastFrame.cells
        }
        _ = write(100)
        #expect(write(107) == 32)
    }

    @Test func `no error is greater than the tolerance`() throws {
        var dice = Dice(state: 3)
        var writer = writer(.truecolor, tolerance: 10)
        var worst = 0
        var bytes = Array(repeating: UInt8(128), count: 3 * 16 * 16)
        for _ in 0..<40 {
            for index in bytes.indices {
                bytes[index] = UInt8(clamping: Int(bytes[index]) + Int.random(in: -9...9, using: &dice))
            }
            let image = try #require(PixelImage(width: 16, height: 16, bytes: bytes))
            let tolerance = writer.tolerance
            _ = writer.write(CellPicture(image, columns: 16, rows: 8, shape: .halfBlocks), row: 0, column: 0)
            let shown = writer.shown.pixels
            for dot in stride(from: 0, to: bytes.count, by: 3) {
                let parts = (0..<3).map { Int(bytes[dot + $0]) - Int(shown.bytes[dot + $0]) }
                let distance = 2 * parts[0] * parts[0] + 4 * parts[1] * parts[1] + parts[2] * parts[2]
                #expect(distance <= 7 * tolerance * tolerance)
                worst = max(worst, distance)
            }
        }
        // And the tolerance is made use of.
        #expect(worst > 7 * 5 * 5)
    }

    @Test(arguments: [(0, 0), (6, 12), (-1, 0), (Int.max, 510)])
    func `the tolerance doubles while everything moves, and comes back at rest`(least: Int, most: Int) throws {
        var dice = Dice(state: 9)
        var writer = writer(.truecolor, tolerance: least)
        func write(_ image: PixelImage) {
            _ = writer.write(CellPicture(image, columns: 16, rows: 8, shape: .halfBlocks), row: 0, column: 0)
        }
        let start = writer.tolerance
        #expect(start == min(255, max(0, least)))
        write(try dice.image(16, 16))
        // The first frame is large because the place is empty.
        #expect(writer.tolerance == start)
        var tolerances: [Int] = []
        for _ in 0..<20 {
            write(try dice.image(16, 16))
            tolerances.append(writer.tolerance)
        }
        #expect(tolerances == tolerances.sorted() && tolerances.allSatisfy { $0 <= most })
        // Noise of the whole range is above any tolerance but the largest.
        #expect(start == 255 || writer.tolerance == most)
        let still = try dice.image(16, 16)
        for _ in 0..<40 { write(still) }
        #expect(writer.tolerance == start)
        #expect(writer.shown.pixels == still)
    }

    @Test func `a picture of which little moves keeps its tolerance`() throws {
        var dice = Dice(state: 11)
        var writer = writer(.truecolor, tolerance: 6)
        var bytes = try dice.image(16, 16).bytes
        for _ in 0..<30 {
            for index in 0..<3 * 16 * 4 { bytes[index] = UInt8.random(in: 0...255, using: &dice) }
            let image = try #require(PixelImage(width: 16, height: 16, bytes: bytes))
            _ = writer.write(CellPicture(image, columns: 16, rows: 8, shape: .halfBlocks), row: 0, column: 0)
            #expect(writer.tolerance == 6)
        }
    }

    @Test func `a palette's nearest colour is not sent again for a slightly different one`() throws {
        var writer = writer(.palette256)
        func write(_ level: UInt8) -> [UInt8] {
            let image = PixelImage(
                PixelSize(width: 1, height: 2), filledWith: PictureColor(red: level, green: 0, blue: 0))
            return writer.write(CellPicture(image, columns: 1, rows: 1, shape: .halfBlocks), row: 0, column: 0)
        }
        #expect(text(write(255)) == "^7^[0m^[1;1H^[48;5;196m ^8")
        #expect(write(250) == [])
        #expect(write(100) != [])
    }

    @Test func `an empty picture and a new place are no trouble`() throws {
        var writer = writer(.truecolor)
        let empty = PixelImage(PixelSize(width: 0, height: 0))
        let found8 = writer.write(CellPicture(empty, columns: 0, rows: 0, shape: .sextants), row: -5, column: .max)
        #expect(found8 == [])
        let picture = CellPicture(try image(1, [Self.red, Self.blue]), columns: 1, rows: 1, shape: .halfBlocks)
        let first = writer.write(picture, row: 0, column: 0)
        let found9 = writer.write(picture, row: 0, column: 1).count
        #expect(found9 == first.count)
    }
}
