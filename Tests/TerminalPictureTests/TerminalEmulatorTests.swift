import CellCanvas
import Foundation
import TerminalPicture
import Testing

/// `pyte`, a terminal emulator in Python that nobody here wrote, in the environment that the test set-up makes.
private enum Emulator {
    /// Not standardized as a whole: that follows the link to an interpreter that knows nothing of the environment.
    static let python = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL.appending(path: ".build/test-clients/bin/python")

    static let isThere: Bool = {
        guard FileManager.default.isExecutableFile(atPath: python.path) else { return false }
        return (try? run("import pyte", [])) != nil
    }()

    /// Reads bytes and prints a line for each cell: character, foreground, background.
    static let screen = """
        import sys, pyte
        screen = pyte.Screen(40, 12)
        pyte.ByteStream(screen).feed(sys.stdin.buffer.read())
        for row in range(12):
            for column in range(40):
                cell = screen.buffer[row][column]
                print(f'{ord(cell.data):x} {cell.fg} {cell.bg}')
        print(screen.cursor.x, screen.cursor.y, screen.cursor.attrs.fg)
        """

    static func run(_ script: String, _ input: [UInt8]) throws -> String {
        let process = Process()
        process.executableURL = python
        process.arguments = ["-c", script]
        let (source, sink) = (Pipe(), Pipe())
        process.standardInput = source
        process.standardOutput = sink
        process.standardError = FileHandle.nullDevice
        try process.run()
        try source.fileHandleForWriting.write(contentsOf: Data(input))
        try source.fileHandleForWriting.close()
        let output = try sink.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        struct Failure: Error {}
        guard process.terminationStatus == 0 else { throw Failure() }
        return String(decoding: output, as: UTF8.self)
    }
}

@Suite(.enabled(if: Emulator.isThere, "pyte is not installed: run Tests/setup.sh"))
struct TerminalEmulatorTests {
    private func frames(_ shape: CellShape, _ depth: ColorDepth) throws -> (bytes: [UInt8], shown: CellPicture) {
        var dice = Dice(state: 31)
        var writer = CellWriter(CellWriter.Settings(depth: depth))
        var bytes = Array("\u{1B}[5;6H\u{1B}[31m".utf8)
        var source = try dice.image(60, 30)
        for _ in 0..<6 {
            var pixels = source.bytes
            for _ in 0..<400 { pixels[Int.random(in: pixels.indices, using: &dice)] &+= 40 }
            source = try #require(PixelImage(width: 60, height: 30, bytes: pixels))
            let picture = CellPicture(source, columns: 30, rows: 10, shape: shape, depth: depth)
            bytes += writer.write(picture, row: 1, column: 7)
        }
        return (bytes, writer.shown)
    }

    @Test(arguments: CellShape.allCases)
    func `an independent terminal shows every cell in its glyph and colours`(shape: CellShape) throws {
        let (bytes, shown) = try frames(shape, .truecolor)
        let lines = try Emulator.run(Emulator.screen, bytes).split(separator: "\n")
        var wrong: [String] = []
        for row in 0..<12 {
            for column in 0..<40 {
                let line = lines[row * 40 + column]
                guard (1..<11).contains(row), (7..<37).contains(column) else {
                    if line != "20 default default" { wrong.append("\(row), \(column): \(line)") }
                    continue
                }
                let cell = shown.cells[(row - 1) * 30 + column - 7]
                let parts = line.split(separator: " ")
                let showsBackground = cell.pattern != shape.fullPattern || shape == .ascii
                let isRight =
                    parts[0] == String(shape.scalar(for: cell.pattern).value, radix: 16)
                    && (cell.pattern == 0 || parts[1] == hex(cell.foreground))
                    && (!showsBackground || parts[2] == hex(cell.background))
                if !isRight { wrong.append("\(row), \(column): \(line) for \(cell)") }
            }
        }
        #expect(wrong == [])
        // Cursor and colour are as they were before the picture.
        #expect(lines.last == "5 4 red")
    }

    @Test func `an independent terminal shows the palette's colours`() throws {
        let (bytes, shown) = try frames(.halfBlocks, .palette256)
        let lines = try Emulator.run(Emulator.screen, bytes).split(separator: "\n")
        for (index, cell) in shown.cells.enumerated() where cell.pattern != 0 {
            let parts = lines[(1 + index / 30) * 40 + 7 + index % 30].split(separator: " ")
            #expect(parts[1] == hex(cell.foreground))
            #expect(parts[2] == hex(cell.background))
        }
    }

    @Test(arguments: [ColorDepth.sixteen, .eight, .monochrome])
    func `an independent terminal shows the glyphs in the plain depths`(depth: ColorDepth) throws {
        let (bytes, shown) = try frames(.quadrants, depth)
        let lines = try Emulator.run(Emulator.screen, bytes).split(separator: "\n")
        for (index, cell) in shown.cells.enumerated() {
            let glyph = lines[(1 + index / 30) * 40 + 7 + index % 30].prefix { $0 != " " }
            #expect(glyph == String(CellShape.quadrants.scalar(for: cell.pattern).value, radix: 16))
        }
    }

    private func hex(_ color: PictureColor) -> String {
        if color == .standard { return "default" }
        return [color.red, color.green, color.blue].map { part in
            let digits = String(part, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
}
