import CellCanvas
import Cockpit
import DroneModel
import Testing

/// The cockpit as a player of recordings.
struct ReplayTests {
    private static func cockpit(
        at position: Duration = Scene.now, paused: Bool = false, source: ReplayProgress.Source = .simulated
    ) -> Cockpit {
        var cockpit = Cockpit()
        var replay = ReplayProgress(source: source, duration: .seconds(200))
        replay.position = position
        replay.isPaused = paused
        replay.ticks = [
            ReplayProgress.Tick(time: .seconds(50), severity: .notice),
            ReplayProgress.Tick(time: .seconds(150), severity: .alarm),
        ]
        cockpit.replay = replay
        return cockpit
    }

    private var cockpit = ReplayTests.cockpit()
    private let snapshot = Scene.flying(.replay)

    @Test mutating func `keys are those of a player`() {
        let expected: [(KeyEvent, ReplayIntent)] = [
            (.character(" "), .togglePause), (.arrow(.right), .skip(.seconds(5))),
            (.arrow(.left), .skip(.seconds(-5))), (.arrow(.up), .skip(.seconds(60))),
            (.arrow(.down), .skip(.seconds(-60))), (.character("]"), .changeSpeed(.forward)),
            (.character("["), .changeSpeed(.backward)), (.character("."), .step(.navdata, .forward)),
            (.character(","), .step(.navdata, .backward)), (.character(">"), .step(.frame, .forward)),
            (.character("<"), .step(.frame, .backward)), (.character("n"), .event(.forward)),
            (.character("N"), .event(.backward)),
        ]
        for (key, intent) in expected {
            #expect(cockpit.handle(key, snapshot, at: Scene.now) == [.replay(intent)], "\(key)")
        }
    }

    @Test(arguments: [
        ("l", "landing"), ("L", "landing"), ("t", "take-off"), ("K", "motor cut"), ("e", "recover"),
        ("f", "flat trim"), ("h", "hover"), ("0", "hover"), ("w", "movement"), ("a", "movement"),
    ])
    mutating func `keys of flight are refused with the reason`(key: String, name: String) {
        #expect(cockpit.type(key, snapshot) == [])
        #expect(cockpit.screen(snapshot).shows("\(name) refused: this is a replay"))
        #expect(cockpit.type("y", snapshot) == [])
        #expect(cockpit.tick(snapshot, at: Scene.now + .seconds(3)) == [])
    }

    @Test func `a list of what is past tells nobody what to do`() {
        let flat = Scene.landed(.replay, battery: 3)
        #expect(Cockpit().screen(flat).shows("charge"))
        #expect(cockpit.screen(flat).shows("battery"))
        #expect(!cockpit.screen(flat).shows("charge"))
        #expect(cockpit.screen(Scene.landed(.replay)).shows("ok was ready to fly"))
    }

    @Test(arguments: [
        ("seek,1:23", ReplayIntent.seek(.seconds(83))), ("seek 83.5", .seek(.milliseconds(83_500))),
        ("seek,1:01:01", .seek(.seconds(3661))), ("speed,0.5", .speed(0.5)), ("play", .play), ("pause", .pause),
        ("next", .event(.forward)), ("previous", .event(.backward)),
    ])
    mutating func `commands are typed, and space parts their words`(line: String, intent: ReplayIntent) {
        cockpit.type(":" + line, snapshot)
        #expect(cockpit.handle(.enter, snapshot, at: Scene.now) == [.replay(intent)])
    }

    @Test mutating func `the clocks are told, or that nothing is known of them`() {
        cockpit.type(":clocks", snapshot)
        #expect(cockpit.handle(.enter, snapshot, at: Scene.now) == [])
        #expect(cockpit.screen(snapshot).shows("clocks: nothing is known"))
        cockpit.replay?.clocks = "clocks: drone 3.2±0.1 ppm, 0.80 ms"
        cockpit.type(":clocks", snapshot)
        #expect(cockpit.handle(.enter, snapshot, at: Scene.now) == [])
        #expect(cockpit.screen(snapshot).shows("clocks: drone 3.2±0.1 ppm, 0.80 ms"))
    }

    @Test(arguments: [
        ("seek", "seek needs a time"), ("seek,1:75", "seek needs a time"), ("seek,-5", "seek needs a time"),
        ("seek,nan", "seek needs a time"), ("seek,99999999", "seek needs a time"), ("seek,1:2:3:4", "seek needs"),
        ("speed,51", "speed needs a number"), ("speed,x", "speed needs a number"), ("play,now", "nothing may follow"),
        ("trim", "trim refused: this is a replay"), ("flip,left", "flip refused: this is a replay"),
        ("nonsense", "no command nonsense"),
    ])
    mutating func `nonsense is refused with what to type`(line: String, reason: String) {
        cockpit.type(":" + line, snapshot)
        #expect(cockpit.handle(.enter, snapshot, at: Scene.now) == [])
        #expect(cockpit.screen(snapshot).shows(reason))
    }

    @Test(arguments: [
        (ReplayProgress.Source.simulated, "REPLAY (simulated)"), (.real, "REPLAY (real)"),
        (.unknown, "REPLAY (unknown)"),
    ])
    func `the border says what was recorded`(source: ReplayProgress.Source, badge: String) {
        let screen = Self.cockpit(source: source).screen(snapshot)
        #expect(screen.place(of: badge)?.row == 0)
        let small = Self.cockpit(source: source).screen(snapshot, columns: 30, rows: 10)
        #expect(small.shows("REPLAY"))
        #expect(small.shows("(\(source))"))
        let line = Self.cockpit(source: source).screen(snapshot, columns: 30, rows: 3)
        #expect(line.shows("REPLAY (\(source))"))
    }

    @Test func `the last row is the timeline with its events`() {
        let screen = Self.cockpit().screen(snapshot)
        let row = String(screen.cells(inRow: 23).map(\.glyph))
        #expect(row.hasPrefix(" x1  1:40.0 / 3:20.0 "))
        let line = Array(row.dropFirst(21))
        // A quarter, a half and three quarters of the way.
        #expect(line[line.count / 4] == "+")
        #expect(line[line.count / 2] == "#")
        #expect(line[line.count * 3 / 4] == "!")
        #expect(screen.place(of: "REPLAY")?.row == 0)
        #expect(screen.shows("space pause"))
    }

    @Test func `a paused replay says so, and its readings do not grow old`() {
        let screen = Self.cockpit(paused: true).screen(snapshot, at: Scene.now + .seconds(3600))
        #expect(screen.shows("paused"))
        #expect(screen.shows("1.24 m"))
        #expect(!screen.shows("NO NAVDATA"))
    }

    @Test mutating func `messages are timed by the host's clock and not by the recording's`() {
        cockpit.type("t", snapshot)
        let text = "take-off refused"
        #expect(cockpit.screen(snapshot, at: Scene.now + .seconds(3)).shows(text))
        #expect(!cockpit.screen(snapshot, at: Scene.now + .seconds(4)).shows(text))
    }

    @Test func `what is not indexed is told, and a note takes the line's place where it is narrow`() {
        var cockpit = Self.cockpit()
        cockpit.replay?.indexed = .seconds(100)
        #expect(cockpit.screen(snapshot).shows("index 50 %"))
        cockpit.replay?.note = "damaged behind this"
        #expect(cockpit.screen(snapshot).shows("damaged behind this"))
        #expect(cockpit.screen(snapshot, columns: 44, rows: 12).shows("damaged behind"))
    }

    @Test(arguments: [(20, 5), (30, 10), (80, 24), (120, 40), (200, 60), (3, 2), (1, 1)])
    func `every size is drawn`(columns: Int, rows: Int) {
        var cockpit = Self.cockpit()
        _ = cockpit.screen(snapshot, columns: columns, rows: rows)
        cockpit.replay?.duration = nil
        cockpit.replay?.position = .zero
        _ = cockpit.screen(snapshot, columns: columns, rows: rows)
    }

    @Test mutating func `help lists the player's keys, and q ends at once`() {
        cockpit.type("?", snapshot)
        let screen = cockpit.screen(snapshot)
        #expect(screen.shows("KEYS of the replay"))
        #expect(screen.shows("go to the next or the previous event"))
        #expect(!screen.shows("take off"))
        #expect(cockpit.handle(.escape, snapshot, at: Scene.now) == [])
        #expect(cockpit.type("q", snapshot) == [.quit])
    }
}
