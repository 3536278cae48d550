import CellCanvas
import TerminalPicture
import Testing

struct PicturePainterTests {
    private let pane = Rectangle(row: 1, column: 2, rows: 9, columns: 32)

    private var capabilities: TerminalCapabilities {
        var found = TerminalCapabilities(colorDepth: .truecolor, glyphs: .unicode)
        found.hasKittyGraphics = true
        found.hasSixel = true
        found.drawsSextants = true
        found.cellSize = CellSize(width: 4, height: 8)
        return found
    }

    @Test(arguments: PictureMode.ladder)
    func `every mode shows a picture once and then only changes`(mode: PictureMode) throws {
        var dice = Dice(state: 4)
        let camera = try dice.image(64, 36)
        var painter = PicturePainter(capabilities, mode: mode, tolerance: 0)
        let placement = painter.placement(of: camera.size, in: pane)
        let first = painter.paint(camera, at: placement)
        #expect(!first.isEmpty && painter.lastFrameBytes == first.count)
        let found1 = painter.paint(camera, at: placement)
        #expect(found1 == [])
        #expect(painter.lastFrameBytes == 0)
        painter.invalidate()
        let found2 = painter.paint(camera, at: placement)
        #expect(found2.count >= first.count)
        if case .cells = mode { #expect(painter.cells?.columns == 32) } else { #expect(painter.cells == nil) }
    }

    @Test(arguments: PictureMode.ladder, PictureMode.ladder)
    func `a change of mode begins with a clean place`(old: PictureMode, new: PictureMode) throws {
        if old == new { return }
        var dice = Dice(state: 4)
        let camera = try dice.image(64, 36)
        var painter = PicturePainter(capabilities, mode: old)
        _ = painter.paint(camera, at: painter.placement(of: camera.size, in: pane))
        painter.mode = new
        let text = String(
            decoding: painter.paint(camera, at: painter.placement(of: camera.size, in: pane)), as: UTF8.self)
        let deletion = "\u{1B}_Ga=d"
        #expect(
            text.hasPrefix(old == .kitty ? deletion : "\u{1B}7\u{1B}[0m\u{1B}[2;3H" + String(repeating: " ", count: 32))
        )
        #expect(text.contains(deletion) == (old == .kitty))
    }

    @Test func `a cleared place is blank on the screen`() throws {
        var dice = Dice(state: 8)
        let camera = try dice.image(64, 36)
        var painter = PicturePainter(capabilities, mode: .cells(.sextants, .truecolor))
        var screen = ScreenModel(columns: 36, rows: 12)
        screen.feed(painter.paint(camera, at: painter.placement(of: camera.size, in: pane)))
        #expect(screen[1, 2] != ScreenModel.Place())
        screen.feed(painter.clear())
        #expect(screen.places.allSatisfy { $0 == ScreenModel.Place() })
        let found3 = painter.clear()
        #expect(found3 == [])
        #expect(screen.complaints == [])
    }

    @Test func `a place off the screen or without cells takes no bytes`() throws {
        var dice = Dice(state: 8)
        let camera = try dice.image(4, 4)
        for mode in PictureMode.ladder {
            var painter = PicturePainter(capabilities, mode: mode)
            let found4 = painter.paint(camera, at: painter.placement(of: camera.size, in: .empty))
            #expect(found4 == [])
            let outside = Rectangle(row: -5, column: 0, rows: 2, columns: 2)
            let found5 = painter.paint(camera, at: painter.placement(of: camera.size, in: outside))
            #expect(found5 == [])
        }
    }
}
