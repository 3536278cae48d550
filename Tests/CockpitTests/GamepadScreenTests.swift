import CellCanvas
import Cockpit
import DroneModel
import Gamepad
import Testing

struct GamepadScreenTests {
    private func screen() -> GamepadScreen {
        let stick = PadDescription.Range(minimum: -100, maximum: 100)
        var screen = GamepadScreen()
        let axes = [0, 1, 3, 4].map { PadAxis(code: $0) }
        screen.pad = PadDescription(
            name: "Test pad", vendor: 0x045E, product: 0x028E,
            axes: Dictionary(uniqueKeysWithValues: axes.map { ($0, stick) }),
            buttons: [PadButton(code: 0x130), PadButton(code: 0x131), PadButton(code: 0x13E)])
        screen.path = "/dev/input/event5"
        screen.state = PadState(axes: Dictionary(uniqueKeysWithValues: axes.map { ($0, 0) }))
        screen.mapping = PadMapping.builtIn.first
        return screen
    }

    private func drawn(_ screen: GamepadScreen, columns: Int = 80, rows: Int = 24) -> Canvas {
        var canvas = Canvas(columns: columns, rows: rows, glyphs: .unicode)
        screen.draw(into: &canvas)
        return canvas
    }

    @Test func `every axis shows its number, its place and what it asks for`() {
        var screen = screen()
        screen.state.apply(.axis(PadAxis(code: 3), 100))
        screen.state.apply(.axis(PadAxis(code: 1), 50))
        screen.steering = Setpoint(roll: 1, climb: -0.41)
        let canvas = drawn(screen)
        #expect(canvas.text(row: 0, column: 2, columns: 50).contains("GAME PAD Test pad 045e:028e /dev/input/event5"))
        #expect(canvas.text(row: 1, column: 2, columns: 50).hasPrefix("mapping xbox (built in), dead zone 15 %"))
        #expect(canvas.text(row: 3, column: 2, columns: 20) == "ABS_Y             50")
        #expect(canvas.text(row: 3, column: 57, columns: 20).contains("climb -41 %"))
        #expect(canvas.text(row: 4, column: 2, columns: 20) == "ABS_RX           100")
        #expect(canvas.text(row: 4, column: 57, columns: 20).contains("roll +100 %"))
        #expect(canvas.shows("asks for roll +100 %  pitch 0 %  climb -41 %  yaw 0 %"))
        let bar = canvas.text(row: 4, column: 24, columns: 31)
        #expect(bar == "···············┼███████████████", "\(bar)")
    }

    @Test func `a held button stands in brackets, with what it orders`() {
        var screen = screen()
        #expect(drawn(screen).shows(" SOUTH:take-off  EAST:land  THUMBR "))
        screen.state.apply(.button(PadButton(code: 0x131), isPressed: true))
        #expect(drawn(screen).shows(" SOUTH:take-off [EAST:land] THUMBR "))
        #expect(drawn(screen).shows("asks for hover"))
    }

    @Test func `what was said and ordered stands below, the newest last, and does not grow`() {
        var screen = screen()
        for line in 0..<1000 { screen.note("line \(line)") }
        #expect(screen.log.count == 50)
        #expect(drawn(screen).shows("line 999"))
    }

    @Test func `without a pad or a mapping it says what to do`() {
        var screen = screen()
        screen.mapping = nil
        #expect(drawn(screen).shows("no mapping: stork gamepad map makes one"))
        #expect(screen.meaning(of: PadAxis(code: 0)) == "")
        screen.pad = nil
        #expect(drawn(screen).shows("no game pad: plug one in"))
    }

    @Test(arguments: [(1, 1), (2, 2), (20, 3), (30, 5), (40, 10), (200, 60)])
    func `it fits every window`(columns: Int, rows: Int) {
        let canvas = drawn(screen(), columns: columns, rows: rows)
        #expect(canvas.columns == columns && canvas.rows == rows)
    }
}
