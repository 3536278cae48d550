import CellCanvas
import Cockpit
import DroneModel
import Testing

/// The cockpit while a mission is flown.
struct MissionScreenTests {
    private static func progress(_ phase: MissionProgress.Phase = .running) -> MissionProgress {
        var progress = MissionProgress(mission: "lift-quick", steps: 53, flights: 4)
        progress.phase = phase
        progress.step = 17
        progress.title = "hover 15 s"
        progress.comment = "the first hold"
        progress.elapsed = .milliseconds(8240)
        progress.length = .seconds(15)
        progress.next = "climb at 0.5 m/s for 1 s"
        progress.flight = 2
        progress.ladder = [
            .init(load: "0 g", state: .landed), .init(load: "30 g", state: .present),
            .init(load: "60 g", state: .ahead),
            .init(load: "88 g", state: .failed),
        ]
        progress.payload = "30 g ± 0.5 g at 0, 0, -30 mm"
        progress.margins = [
            SafetyMargin("altitude", 1.024, limit: 2.6, unit: "m"),
            SafetyMargin("tilt", 18.2, limit: 20, unit: "°"),
            SafetyMargin("battery", 98, limit: 20, unit: "%", isFloor: true),
            SafetyMargin("radius", 3.2, limit: 3, unit: "m", action: "land"),
            SafetyMargin("motor", nil, limit: 250, unit: "PWM"),
        ]
        progress.policy = ["link loss: hovers after 0.5 s without navdata, lands after 2 s"]
        return progress
    }

    private static func cockpit(_ phase: MissionProgress.Phase = .running, question: MissionQuestion? = nil) -> Cockpit
    {
        var cockpit = Cockpit()
        var progress = progress(phase)
        progress.question = question
        cockpit.mission = progress
        return cockpit
    }

    private static let weighing = MissionQuestion("fasten 30 g, nothing else", alternative: "the mass as weighed")

    @Test(arguments: [GlyphSet.unicode, .ascii])
    func `80 by 24 show the step, its time, the load, the limits and all flights`(glyphs: GlyphSet) {
        let screen = Self.cockpit().screen(Scene.flying(), glyphs: glyphs)
        for text in [
            "lift-quick, flight 2 of 4, step 17 of 53", "RUNNING", "> hover 15 s", "8.2 s of 15.0 s",
            "# the first hold",
            "then climb at 0.5 m/s for 1 s", "on board 30 g", "1.02 < 2.60 m", "98 > 20 %", "LAND 3.20 < 3.00 m",
            "n/a < 250 PWM", "0 g ok", ">30 g<", "88 g X", "4 MISSION", "hover, 5 s",
        ] {
            #expect(screen.place(of: text) != nil, "\(text) is not in\n\(screen.text)")
        }
        #expect(screen.place(of: glyphs == .ascii ? "! 18 < 20 deg" : "! 18 < 20°") != nil, "\(screen.text)")
    }

    @Test func `before it begins it says what would end it`() {
        let screen = Self.cockpit(.ready).screen(Scene.landed())
        #expect(screen.place(of: "READY: g begins") != nil, "\(screen.text)")
        #expect(screen.place(of: "link loss: hovers after 0.5 s without navdata") != nil, "\(screen.text)")
        #expect(screen.place(of: "g begins the mission") != nil)
    }

    @Test(arguments: [(80, 24), (40, 12), (30, 10), (24, 8)])
    func `a question and where it stands are the last to go in a small window`(columns: Int, rows: Int) {
        let screen = Self.cockpit(question: Self.weighing).screen(Scene.landed(), columns: columns, rows: rows)
        #expect(screen.place(of: "? fasten 30 g") != nil, "\(screen.text)")
        #expect(screen.place(of: "RUNNING") != nil || rows < 10, "\(screen.text)")
    }

    @Test(arguments: [(110, 36), (160, 50), (20, 5), (8, 2), (1, 1)])
    func `every window shows something of it`(columns: Int, rows: Int) {
        let screen = Self.cockpit(question: Self.weighing).screen(Scene.flying(), columns: columns, rows: rows)
        if columns >= 110 { #expect(screen.place(of: "FLIGHTS") != nil && screen.place(of: "LIMITS") != nil) }
        #expect(screen.text.contains { !$0.isWhitespace })
    }

    @Test(arguments: [
        ("g", MissionProgress.Phase.paused, OperatorAct.resume), ("n", .running, .skip),
        ("x", .running, .abort("operator")), ("g", .ready, .resume), ("n", .aborted("tilt"), .skip),
        ("g", .aborted("tilt"), .resume),
    ])
    func `a key acts on the mission`(key: String, phase: MissionProgress.Phase, act: OperatorAct) {
        var cockpit = Self.cockpit(phase)
        #expect(cockpit.type(key, Scene.flying()) == [.mission(act)])
    }

    @Test(arguments: [
        ("g", MissionProgress.Phase.running, "go on refused: it goes on already"),
        ("n", .aborting("tilt"), "skip refused: the drone comes down first"),
        ("x", .finished, "abort refused: the mission is over"), ("i", .running, "answer refused: nothing is asked"),
        ("t", .running, "take-off refused: the mission takes off by itself"),
    ])
    func `a key that makes no sense says why`(key: String, phase: MissionProgress.Phase, words: String) {
        var cockpit = Self.cockpit(phase)
        #expect(cockpit.type(key, Scene.landed()) == [])
        #expect(cockpit.screen(Scene.landed()).place(of: words) != nil)
    }

    @Test func `the pilot's keys stay what they are`() {
        var cockpit = Self.cockpit()
        #expect(cockpit.type(" ", Scene.flying()) == [.intent(.land)])
        #expect(cockpit.type("h", Scene.flying()) == [.intent(.hover)])
        #expect(cockpit.type("w", Scene.flying()) == [.intent(.move(Setpoint(pitch: -0.3)))])
        #expect(cockpit.type("Ky", Scene.flying()) == [.intent(.cutMotors)])
    }

    @Test func `without a mission its keys mean nothing`() {
        var cockpit = Cockpit()
        #expect(cockpit.type("gnxi4", Scene.flying()) == [])
        #expect(cockpit.screen(Scene.flying()).place(of: "mission") == nil)
    }

    @Test func `enter answers yes, i types an answer with blanks on the ground`() {
        var cockpit = Self.cockpit(question: Self.weighing)
        #expect(cockpit.handle(.enter, Scene.landed(), at: Scene.now) == [.mission(.answer(""))])
        cockpit.type("i30.4 g", Scene.landed())
        #expect(cockpit.screen(Scene.landed()).place(of: "answer: 30.4 g_") != nil)
        #expect(cockpit.handle(.enter, Scene.landed(), at: Scene.now) == [.mission(.answer("30.4 g"))])
        cockpit.type("i3", Scene.landed())
        #expect(cockpit.handle(.escape, Scene.landed(), at: Scene.now) == [])
    }

    @Test func `in the air the space bar lands while an answer is typed`() {
        var cockpit = Self.cockpit(question: Self.weighing)
        cockpit.type("i3", Scene.flying())
        #expect(cockpit.type(" ", Scene.flying()) == [.intent(.land)])
    }

    @Test(arguments: [MissionProgress.Phase.running, .ready, .paused, .aborted("tilt"), .finished])
    func `a command with blanks is typed on the ground while something is asked`(phase: MissionProgress.Phase) {
        var cockpit = Self.cockpit(phase, question: MissionQuestion("change the battery", alternative: "its name"))
        #expect(cockpit.type(":payload 88 g at 0,60,-10 mm", Scene.landed()) == [])
        #expect(cockpit.screen(Scene.landed()).place(of: ":payload 88 g at 0 60 -10 mm_") != nil)
        #expect(cockpit.handle(.escape, Scene.landed(), at: Scene.now) == [])
        #expect(cockpit.screen(Scene.landed()).place(of: "? change the battery") != nil || phase == .finished)
        #expect(cockpit.type(":mark a b", Scene.landed()) == [])
        #expect(cockpit.handle(.enter, Scene.landed(), at: Scene.now) == [])
        #expect(cockpit.screen(Scene.landed()).place(of: "mark a b refused: nothing is recorded") != nil)
    }

    @Test func `in the air, and where nobody knows, a blank in a command lands`() {
        for snapshot in [Scene.flying(), Scene.unknown()] {
            var cockpit = Self.cockpit()
            #expect(cockpit.type(":mark ", snapshot) == [.intent(.land)])
        }
        var wanted = Scene.landed()
        wanted.wantsFlight = true
        var cockpit = Self.cockpit()
        #expect(cockpit.type(":mark ", wanted) == [.intent(.land)])
    }

    @Test func `tab goes through the panes of a mission in a small window`() {
        var cockpit = Self.cockpit()
        var seen: [String] = []
        for _ in 0..<12 {
            let screen = cockpit.screen(Scene.flying(), columns: 40, rows: 12)
            if screen.place(of: "> hover 15 s") != nil { seen.append("mission") }
            if screen.place(of: "1.02 < 2.60 m") != nil { seen.append("limits") }
            _ = cockpit.handle(.tab, Scene.flying(), at: Scene.now)
        }
        #expect(seen.prefix(2) == ["mission", "limits"])
        #expect(seen.count > 2, "and round again")
    }
}
