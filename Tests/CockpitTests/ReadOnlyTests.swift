import CellCanvas
import Cockpit
import DroneModel
import Testing

struct ReadOnlyTests {
    private let snapshot = Scene.flying()

    @Test(
        arguments: [" ", "l", "h", "t", "K", "e", "f", "w", "a", "s", "d", "[", "]", "=", ":"],
        [Scene.flying(), Scene.landed()])
    func `a key that acts orders nothing and says why`(key: String, snapshot: DroneSnapshot) {
        var cockpit = Cockpit(readOnly: true)
        #expect(cockpit.type(key, snapshot) == [])
        #expect(
            cockpit.screen(snapshot).text(row: 21, column: 2, columns: 76).contains(
                "refused: read-only: this cockpit only looks"))
        #expect(cockpit.type("y", snapshot) == [])
        #expect(cockpit.setpoint(at: Scene.now) == nil)
    }

    @Test func `keys that look work`() {
        var cockpit = Cockpit(readOnly: true)
        #expect(cockpit.type("P", snapshot) == [.saveScreen])
        #expect(cockpit.handle(.control("l"), snapshot, at: Scene.now) == [.repaint])
        cockpit.type("3", snapshot)
        #expect(cockpit.screen(snapshot).shows("3 LIFT"))
        cockpit.type("m", snapshot)
        #expect(cockpit.screen(snapshot).shows("bell off"))
        cockpit.type("?", snapshot)
        #expect(cockpit.screen(snapshot).shows("KEYS read-only, layout lift (esc closes)"))
        #expect(cockpit.screen(snapshot).shows("land: not now, read-only: this cockpit only looks"))
        #expect(cockpit.handle(.escape, snapshot, at: Scene.now) == [])
        #expect(!cockpit.screen(snapshot).shows("KEYS"))
        cockpit.type("?q", snapshot)
        #expect(!cockpit.screen(snapshot).shows("KEYS"))
    }

    @Test func `quitting leaves a flying drone to its pilot`() {
        var cockpit = Cockpit(readOnly: true)
        #expect(cockpit.type("q", snapshot) == [.quit])
    }

    @Test func `the border says read-only beside what flies`() {
        let screen = Cockpit(readOnly: true).screen(Scene.flying(.simulated))
        #expect(screen.text(row: 0, column: 2, columns: 15) == " SIM READ-ONLY ")
        #expect(screen.text(row: 0, column: 63, columns: 15) == " SIM READ-ONLY ")
        #expect(screen.text(row: 23, column: 63, columns: 15) == " SIM READ-ONLY ")
        let narrow = Cockpit(readOnly: true).screen(Scene.flying(.simulated), columns: 20, rows: 5)
        #expect(narrow.line(0).contains(" SIM "))
        #expect(narrow.line(4).contains(" READ-ONLY "))
        #expect(!Cockpit().screen(Scene.flying()).shows("READ-ONLY"))
    }

    @Test func `the key bar has the keys that look`() {
        let screen = Cockpit(readOnly: true).screen(snapshot)
        #expect(screen.text(row: 22, column: 2, columns: 46) == "1-3 layout  ? help  q quit  m mute  P ^L save ")
        let small = Cockpit(readOnly: true).screen(snapshot, columns: 40, rows: 12)
        #expect(small.text(row: 10, column: 1, columns: 20) == "tab pane  1-3 layout")
    }
}

struct HelpTests {
    @Test(arguments: [("", "fly"), ("2", "video"), ("3", "lift")])
    func `help knows the layout and where the drone is`(keys: String, layout: String) {
        var cockpit = Cockpit()
        cockpit.type(keys + "?", Scene.flying())
        #expect(cockpit.screen(Scene.flying()).shows("KEYS in the air, layout \(layout) (space lands"))
        #expect(cockpit.screen(Scene.landed()).shows("KEYS on the ground, layout \(layout) (space lands"))
    }

    @Test func `every key is in the help of the smallest full screen`() {
        var cockpit = Cockpit()
        cockpit.type("?", Scene.flying())
        let screen = cockpit.screen(Scene.flying())
        for text in [
            "land, in every mode", "type a command; in the air a comma or tab parts words, space lands",
            "1 fly, 2 video, 3 lift", "pane: not now, all panes are in view", "alarm bell off or on", "q  quit",
        ] { #expect(screen.shows(text), "\(text)") }
    }

    @Test func `a larger screen lists the commands as well`() {
        var cockpit = Cockpit()
        cockpit.type("?", Scene.flying())
        let screen = cockpit.screen(Scene.flying(), columns: 120, rows: 40)
        for text in ["commands", ": set tilt 12 deg", ": led NAME [HZ] [SECONDS]", ": help"] {
            #expect(screen.shows(text))
        }
        #expect(!cockpit.screen(Scene.flying()).shows(": set tilt"))
    }
}
