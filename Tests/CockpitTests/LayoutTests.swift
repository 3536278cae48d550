import CellCanvas
import Cockpit
import DroneModel
import Testing

/// What is where, for each layout at each size: texts at (row, column).
struct LayoutTests {
    typealias Expected = (row: Int, column: Int, text: String)

    private func screen(_ keys: String, _ columns: Int, _ rows: Int) -> Canvas {
        var cockpit = Cockpit()
        cockpit.type(keys, Scene.rich())
        return cockpit.screen(Scene.rich(), columns: columns, rows: rows)
    }

    private func check(_ screen: Canvas, _ expected: [Expected]) {
        for item in expected {
            #expect(screen.text(row: item.row, column: item.column, columns: item.text.count) == item.text)
        }
    }

    @Test func `fly at 80 by 24`() {
        check(
            screen("1", 80, 24),
            [
                (7, 71, "room 80"), (7, 1, "▶ 1.24 m"), (11, 1, "us   1.20 m"), (12, 1, "baro 1.90 m   !"),
                (12, 18, "fwd +0.32 m/s ░░ right -0.10 m/s"), (13, 1, "V/S +0.32 m/s"),
                (18, 53, "gaps     ▁▁▁▁▁▁▁▆▁▁▁▁▁▁▁▁"), (19, 53, "! host scans every 62 s"),
                (23, 3, "1 FLY 2 video 3 lift"),
            ])
    }

    @Test func `video at 80 by 24`() {
        check(
            screen("2", 80, 24),
            [
                (1, 17, "ALT 1.24 m"), (2, 2, " VIDEO "), (10, 21, "no picture"), (10, 53, "pitch +4.2°"),
                (11, 53, " SPEED "), (12, 53, "forward ··┼▌·   +0.32 m/s"), (15, 53, " LINK "),
                (19, 53, "gaps     ▁▁▁▁▁▁▁▆▁▁▁▁▁▁▁▁"), (23, 3, "1 fly 2 VIDEO 3 lift"),
            ])
    }

    @Test func `lift at 80 by 24`() {
        check(
            screen("3", 80, 24),
            [
                (3, 2, "FL ██████████████████████████▍·············  168"), (4, 5, "███"), (11, 2, "mean 170.0 PWM"),
                (12, 42, "spread 9"), (3, 53, "hover, 5 s   171.0 = 67 %"), (4, 71, " 80 PWM"), (6, 72, "11.1 V"),
                (7, 53, "in the air         1:23.0"), (8, 53, "pitch               +4.2°"), (14, 53, " ALTITUDE BY "),
                (17, 53, "barometer  1.90 m +0.66 !"), (23, 3, "1 fly 2 video 3 LIFT"),
            ])
    }

    @Test func `fly at 120 by 40`() {
        check(
            screen("1", 120, 40),
            [
                (7, 82, "mean 170.0 PWM               room 80"), (8, 110, "spread 9"), (9, 82, " COMMANDED "),
                (15, 82, " LINK "), (21, 18, " SPEED "), (21, 50, " ALTITUDE BY "),
                (25, 18, "over ground          0.34 m/s"), (24, 50, "barometer  1.90 m     +0.66 !"),
                (26, 82, " LIFT "),
                (27, 82, "hover, 5 s"),
            ])
    }

    @Test(arguments: [
        ("1", 120, 40, ["MOTORS PWM 0-255", "COMMANDED", "LINK", "SPEED", "ALTITUDE BY", "EVENTS", "LIFT"]),
        ("2", 120, 40, ["VIDEO", "YAW since start", "SPEED", "LINK", "EVENTS"]),
        ("3", 120, 40, ["MOTORS PWM 0-255", "LIFT", "ALTITUDE BY", "LINK", "YAW since start", "EVENTS", "COMMANDED"]),
        ("1", 200, 60, ["MOTORS PWM 0-255", "COMMANDED", "LINK", "SPEED", "ALTITUDE BY", "EVENTS", "LIFT"]),
        ("2", 200, 60, ["VIDEO", "YAW since start", "SPEED", "ALTITUDE BY", "LINK", "EVENTS"]),
        (
            "3", 200, 60,
            ["MOTORS PWM 0-255", "LIFT", "SPEED", "ALTITUDE BY", "LINK", "YAW since start", "EVENTS", "COMMANDED"]
        ),
    ])
    func `a larger screen has more panes`(keys: String, columns: Int, rows: Int, titles: [String]) {
        let screen = screen(keys, columns, rows)
        for title in titles { #expect(screen.place(of: " \(title) ") != nil, "\(title)") }
    }

    @Test func `panes of the large screens are in their places`() {
        check(
            screen("2", 120, 40),
            [(2, 2, " VIDEO "), (14, 82, "pitch +4.2°"), (15, 82, " SPEED "), (20, 82, " LINK "), (28, 82, " EVENTS ")])
        check(
            screen("3", 120, 40),
            [(3, 2, "FL ███"), (15, 2, "mean 170.0 PWM"), (10, 82, " ALTITUDE BY "), (15, 82, " LINK ")])
        check(
            screen("1", 200, 60),
            [(3, 129, "FL ███"), (9, 129, " COMMANDED "), (15, 129, " LINK "), (44, 129, " LIFT ")])
        check(
            screen("2", 200, 60),
            [(2, 2, " VIDEO "), (21, 129, " SPEED "), (26, 129, " ALTITUDE BY "), (31, 129, " LINK ")])
    }

    @Test(arguments: [("1", "◆"), ("2", "no picture"), ("3", "hover, 5 s")])
    func `a small window shows the pane of the layout`(keys: String, mark: String) {
        let screen = screen(keys, 40, 12)
        #expect(screen.shows(mark))
        #expect(screen.text(row: 1, column: 1, columns: 8) == "HOVERING")
        #expect(screen.text(row: 10, column: 1, columns: 10) == "space land")
        #expect(screen.shows("P +4.2°"))
    }

    @Test(arguments: [
        (80, 24, Rectangle(row: 3, column: 1, rows: 17, columns: 50)),
        (120, 40, Rectangle(row: 3, column: 1, rows: 33, columns: 79)),
        (200, 60, Rectangle(row: 3, column: 1, rows: 53, columns: 126)),
        (40, 12, Rectangle(row: 3, column: 1, rows: 5, columns: 38)),
    ])
    func `the picture has a place of its own in the video layout`(columns: Int, rows: Int, area: Rectangle) {
        var cockpit = Cockpit()
        let bounds = Rectangle(row: 0, column: 0, rows: rows, columns: columns)
        #expect(cockpit.pictureArea(Scene.rich(), at: Scene.now, in: bounds).isEmpty)
        cockpit.type("2", Scene.rich())
        #expect(cockpit.pictureArea(Scene.rich(), at: Scene.now, in: bounds) == area)
        // Nothing but the note is drawn there.
        let screen = cockpit.screen(Scene.rich(), columns: columns, rows: rows)
        for row in area.row..<area.endRow {
            let text = screen.text(row: row, column: area.column, columns: area.columns)
            #expect(text.allSatisfy { $0 == " " } || text.contains("no picture"))
        }
        cockpit.type("?", Scene.rich())
        #expect(cockpit.pictureArea(Scene.rich(), at: Scene.now, in: bounds).isEmpty)
    }

    @Test(arguments: [(19, 5), (20, 4), (20, 5), (30, 8), (0, 0)])
    func `a window without room has no picture`(columns: Int, rows: Int) {
        var cockpit = Cockpit()
        cockpit.type("2", Scene.rich())
        let bounds = Rectangle(row: 0, column: 0, rows: rows, columns: columns)
        #expect(cockpit.pictureArea(Scene.rich(), at: Scene.now, in: bounds).isEmpty)
    }

    @Test(arguments: ["1", "2", "3"], [(80, 24), (120, 40), (200, 60), (40, 12)])
    func `what a pilot needs is in every layout`(keys: String, size: (Int, Int)) {
        for glyphs in GlyphSet.allCases {
            var cockpit = Cockpit()
            cockpit.type(keys, Scene.rich())
            let screen = cockpit.screen(Scene.rich(), columns: size.0, rows: size.1, glyphs: glyphs)
            for text in ["HOVERING", "1.24 m", "80 %", "20 ms", "+4.2", "-6.0", "REAL"] {
                #expect(screen.shows(text), "\(text) in \(keys) at \(size)")
            }
        }
    }

    @Test func `old values of the new panes are marked and then gone`() {
        var cockpit = Cockpit()
        cockpit.type("3", Scene.rich())
        let stale = cockpit.screen(Scene.rich(), at: Scene.measured + .milliseconds(500))
        #expect(stale.text(row: 4, column: 70, columns: 8) == " ~80 PWM")
        #expect(stale.text(row: 10 + 1, column: 67, columns: 11) == "~+0.32 m/s".leftPadded(to: 11))
        let gone = cockpit.screen(Scene.rich(), at: Scene.measured + .seconds(2))
        #expect(gone.text(row: 3, column: 53, columns: 25) == "hover, 5 s            n/a")
        #expect(gone.text(row: 11, column: 53, columns: 25) == "forward               n/a")
    }

    @Test func `a compass names eight directions, a yaw without one has numbers alone`() {
        var snapshot = Scene.rich()
        #expect(!Cockpit().screen(snapshot).line(3).contains("NW"))
        snapshot.telemetry.heading = Reading(Angle(degrees: 350), at: Scene.measured)
        let narrow = Cockpit().screen(snapshot)
        #expect(narrow.place(of: "[350°]")?.row == 3)
        #expect(narrow.place(of: "NW")?.row == 3)
        // 35° to the left at 3° a column; at 120 columns it is 2° a column.
        #expect(narrow.place(of: "NW")?.column == 21)
        let wide = Cockpit().screen(snapshot, columns: 120, rows: 40)
        #expect(wide.place(of: "NW")?.column == 30)
        #expect(wide.place(of: "[350°]")?.column == 45)
    }

    @Test func `scarce headroom is marked without colour`() {
        var snapshot = Scene.rich()
        snapshot.telemetry.motors = Reading(
            MotorPWM(frontLeft: 231, frontRight: 200, rearRight: 200, rearLeft: 200), at: Scene.measured)
        var cockpit = Cockpit()
        cockpit.type("3", snapshot)
        #expect(cockpit.screen(snapshot).text(row: 4, column: 69, columns: 9) == " 24 PWM !")
        snapshot.telemetry.motors?.value.frontLeft = 230
        #expect(cockpit.screen(snapshot).text(row: 4, column: 69, columns: 9) == "   25 PWM")
    }
}

extension String {
    fileprivate func leftPadded(to columns: Int) -> String {
        String(repeating: " ", count: Swift.max(0, columns - count)) + self
    }
}
