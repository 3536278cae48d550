import CellCanvas
import Cockpit
import DroneModel
import Testing

struct ScreenTests {
    private static let realities: [(DroneIdentity.Reality, String, Character)] = [
        (.real, "REAL", "║"), (.simulated, "SIM", "╎"), (.replay, "REPLAY", "│"),
    ]

    @Test(arguments: realities)
    func `the border says what flies, in words and lines`(
        reality: DroneIdentity.Reality, word: String, side: Character
    ) {
        let screen = Cockpit().screen(Scene.flying(reality))
        #expect(screen.text(row: 0, column: 2, columns: word.count + 2) == " \(word) ")
        #expect(screen.text(row: 0, column: 78 - word.count - 2, columns: word.count + 2) == " \(word) ")
        #expect(screen.text(row: 23, column: 78 - word.count - 2, columns: word.count + 2) == " \(word) ")
        #expect(screen[5, 0].glyph == side)
        #expect(screen[5, 79].glyph == side)
    }

    @Test(arguments: realities, [(1, 1), (7, 1), (20, 5), (40, 12), (80, 24), (120, 40), (200, 60)])
    func `what flies is told at every size`(reality: (DroneIdentity.Reality, String, Character), size: (Int, Int)) {
        let screen = Cockpit().screen(Scene.flying(reality.0), columns: size.0, rows: size.1)
        #expect(screen.shows(String(reality.1.prefix(size.0))))
    }

    @Test(
        arguments: [(20, 5), (24, 8), (40, 12), (60, 20), (80, 23), (79, 24), (80, 24), (120, 40), (250, 80)],
        GlyphSet.allCases)
    func `what a pilot needs is on every screen with a border`(size: (Int, Int), glyphs: GlyphSet) {
        let screen = Cockpit().screen(
            Scene.flying(pitch: 4.2, roll: -6), columns: size.0, rows: size.1, glyphs: glyphs)
        for text in ["HOVERING", "1.24 m", "80 %", "20 ms", "+4.2", "-6.0"] {
            // In 18 columns ASCII spells a degree with three letters more, which costs the roll.
            if size.0 == 20, glyphs == .ascii, text == "-6.0" { continue }
            #expect(screen.shows(text), "\(text) at \(size)")
        }
    }

    @Test(arguments: [
        (0, 0), (0, 9), (9, 0), (1, 1), (2, 2), (3, 9), (19, 5), (20, 4), (20, 5), (21, 6), (79, 24), (80, 23),
        (400, 3), (3, 400),
    ])
    func `no size traps, in any mode`(columns: Int, rows: Int) {
        for keys in SafetyKeyTests.modes + SafetyKeyTests.typing {
            for snapshot in [Scene.unknown(), Scene.landed(battery: 3, status: .emergency), Scene.flying(roll: 170)] {
                for glyphs in GlyphSet.allCases {
                    var cockpit = Cockpit()
                    cockpit.type(keys, snapshot)
                    let screen = cockpit.screen(snapshot, columns: columns, rows: rows, glyphs: glyphs)
                    #expect(screen.columns == columns)
                }
            }
        }
    }

    @Test func `every size from nothing to large can be drawn`() {
        var drawn = 0
        for columns in stride(from: 0, through: 130, by: 3) {
            for rows in stride(from: 0, through: 50, by: 3) {
                _ = Cockpit().screen(Scene.flying(pitch: 3, roll: 20), columns: columns, rows: rows)
                drawn += 1
            }
        }
        #expect(drawn == 44 * 17)
    }

    @Test func `panes of the full screen are where a pilot looks for them`() {
        let screen = Cockpit().screen(Scene.flying())
        #expect(screen.text(row: 1, column: 2, columns: 8) == "HOVERING")
        #expect(screen.text(row: 1, column: 17, columns: 10) == "ALT 1.24 m")
        #expect(screen.text(row: 1, column: 29, columns: 26) == "BAT ▕████████··▏ 80 % 11.1")
        #expect(screen.text(row: 1, column: 67, columns: 10) == "LINK 20 ms")
        #expect(screen.text(row: 2, column: 2, columns: 10) == " ALTITUDE ")
        #expect(screen.text(row: 8, column: 1, columns: 8) == "▶ 1.24 m")
        #expect(screen.text(row: 13, column: 1, columns: 13) == "V/S +0.32 m/s")
        #expect(screen.text(row: 13, column: 18, columns: 11) == "pitch +0.0°")
        #expect(screen.text(row: 3, column: 53, columns: 25) == "FL ███████████▎·····  168")
        #expect(screen.text(row: 7, column: 53, columns: 14) == "mean 170.0 PWM")
        #expect(screen.text(row: 15, column: 53, columns: 10) == "phase live")
        #expect(screen.text(row: 16, column: 53, columns: 25) == "navdata 200 Hz  gap 12 ms")
        #expect(screen.text(row: 22, column: 2, columns: 76).contains("? help  q quit "))
    }

    @Test func `on the ground the lower part lists what blocks and what to do`() {
        let screen = Cockpit().screen(Scene.landed(battery: 14, status: [.ultrasoundDeaf]))
        #expect(screen.text(row: 14, column: 2, columns: 11) == " PREFLIGHT ")
        #expect(screen.text(row: 15, column: 2, columns: 60).hasPrefix("NO ultrasound deaf — clean the sensors below"))
        #expect(
            screen.text(row: 16, column: 2, columns: 60).hasPrefix("NO battery 14 % — charge or change the battery"))
        #expect(screen.shows("(t) take-off"))
        #expect(!Cockpit().screen(Scene.flying()).shows("PREFLIGHT"))
    }

    @Test func `a drone that is ready is called ready`() {
        #expect(Cockpit().screen(Scene.landed()).shows("ok ready: t takes off"))
    }

    @Test func `a list longer than its pane says how much is missing`() {
        let screen = Cockpit().screen(
            Scene.landed(battery: 3, status: [.emergency, .cutout, .motorProblem, .anglesOutOfRange, .softwareFault]))
        #expect(screen.shows("more lines: enlarge the window"))
        #expect(screen.shows("EVENTS"))
    }

    @Test func `a larger screen shows link and preflight together`() {
        let screen = Cockpit().screen(Scene.landed(battery: 14), columns: 120, rows: 40)
        for title in [" MOTORS", " COMMANDED ", " LINK ", " EVENTS ", " PREFLIGHT "] { #expect(screen.shows(title)) }
    }

    @Test func `tab walks through the panes of a small window`() {
        var cockpit = Cockpit()
        let snapshot = Scene.flying()
        let marks = [
            "◆", "mean 170.0 PWM", "keys ask for", "phase live", "nothing yet", "ready", "over ground", "hover, 5 s",
            "◆",
        ]
        for mark in marks {
            #expect(cockpit.screen(snapshot, columns: 40, rows: 12).shows(mark), "\(mark)")
            _ = cockpit.handle(.tab, snapshot, at: Scene.now)
        }
    }

    @Test func `a question covers the last line of the smallest screen`() {
        var cockpit = Cockpit()
        cockpit.type("K", Scene.flying())
        #expect(
            cockpit.screen(Scene.flying(), columns: 20, rows: 5).text(row: 3, column: 1, columns: 13) == "y CUTS MOTORS"
        )
        #expect(cockpit.screen(Scene.flying(), columns: 30, rows: 1).line(0).hasPrefix("REAL y CUTS MOTORS"))
    }

    @Test func `an emergency is written over every other state`() {
        let snapshot = Scene.landed(status: [.emergency, .userEmergency])
        let screen = Cockpit().screen(snapshot)
        #expect(screen.text(row: 1, column: 2, columns: 9) == "EMERGENCY")
        #expect(screen.text(row: 21, column: 2, columns: 9) == "EMERGENCY")
        #expect(screen.shows("e recover"))
    }

    @Test func `an ASCII screen is ASCII`() {
        for snapshot in [Scene.unknown(), Scene.landed(battery: 2), Scene.flying(pitch: 9, roll: 30)] {
            let text = Cockpit().screen(snapshot, glyphs: .ascii).text
            let isASCII = text.unicodeScalars.allSatisfy { $0 == "\n" || (0x20...0x7E).contains($0.value) }
            #expect(isASCII)
        }
    }

    @Test func `drawing the horizon alone leaves the text as it was`() {
        var canvas = Cockpit().screen(Scene.flying())
        let before = canvas
        var moved = Scene.flying(roll: 30)
        moved.telemetry.altitude = Reading(9, at: Scene.measured)
        Cockpit().draw(moved, at: Scene.now, parts: .horizon, into: &canvas)
        #expect(canvas.shows("1.24 m"))
        #expect(!canvas.changes(since: before).isEmpty)
        let isInside = canvas.changes(since: before).allSatisfy {
            $0.columns.lowerBound >= 17 && $0.columns.upperBound <= 51
        }
        #expect(isInside)
    }
}
