import CellCanvas
import Cockpit
import DroneModel
import Testing

struct CommandLineTests {
    static let vocabulary = CommandVocabulary(
        lights: [
            .init(name: "blink-green", number: 1), .init(name: "blink-red", number: 2), .init(name: "fire", number: 5),
        ],
        animations: [.init(name: "wave", number: 13, milliseconds: 5000)],
        flips: [
            .init(name: "ahead", number: 16, milliseconds: 15), .init(name: "behind", number: 17, milliseconds: 15),
            .init(name: "left", number: 18, milliseconds: 15), .init(name: "right", number: 19, milliseconds: 15),
        ])

    private var cockpit = Cockpit(vocabulary: vocabulary)

    /// Types a line, blanks as commas, and enter.
    private mutating func run(_ line: String, _ snapshot: DroneSnapshot) -> [Cockpit.Order] {
        cockpit.type(":" + line.replacing(" ", with: ","), snapshot)
        return cockpit.handle(.enter, snapshot, at: Scene.now)
    }

    private func prompt(_ snapshot: DroneSnapshot = Scene.flying()) -> String {
        var text = cockpit.screen(snapshot).text(row: 21, column: 2, columns: 76)
        while text.last == " " { text.removeLast() }
        return text
    }

    @Test(arguments: [
        ("calibrate", Cockpit.Order.intent(.calibrateMagnetometer)),
        ("led fire", .intent(.led(animation: 5, frequency: 2, seconds: 3))),
        ("led blink-red 0.5 60", .intent(.led(animation: 2, frequency: 0.5, seconds: 60))),
        ("flip left", .intent(.animate(animation: 18, milliseconds: 15))),
        ("flip behind", .intent(.animate(animation: 17, milliseconds: 15))),
        ("anim wave", .intent(.animate(animation: 13, milliseconds: 5000))),
        ("camera front", .configure(key: "video:video_channel", value: "0")),
        ("camera ground", .configure(key: "video:video_channel", value: "1")),
        ("limits indoor", .configure(key: "control:outdoor", value: "FALSE")),
        ("limits outdoor", .configure(key: "control:outdoor", value: "TRUE")),
        ("set altitude 5 m", .configure(key: "control:altitude_max", value: "5000")),
        ("set altitude 2.5m", .configure(key: "control:altitude_max", value: "2500")),
        ("set tilt 12 deg", .configure(key: "control:euler_angle_max", value: "0.209440")),
        ("set climb 0.7 m/s", .configure(key: "control:control_vz_max", value: "700")),
        ("set turn 100 deg/s", .configure(key: "control:control_yaw", value: "1.745329")),
        ("land", .intent(.land)),
        ("record on", .recordVideo(.start(lines: 720))),
        ("record on 720p", .recordVideo(.start(lines: 720))),
        ("record on 360p", .recordVideo(.start(lines: 360))),
    ])
    mutating func `a command becomes an order`(line: String, order: Cockpit.Order) {
        #expect(run(line, Scene.flying()) == [order])
    }

    @Test mutating func `trim, quit and help do what their keys do`() {
        #expect(run("trim", Scene.landed()) == [.intent(.flatTrim)])
        #expect(run("trim", Scene.flying()) == [])
        #expect(prompt() == "flat trim refused: in the air: land first")
        #expect(run("quit", Scene.landed()) == [.quit])
        #expect(run("quit", Scene.flying()) == [])
        #expect(prompt().hasPrefix("It may be in the air. Land and quit?"))
        cockpit.type("n", Scene.flying())
        #expect(run("help", Scene.flying()) == [])
        #expect(cockpit.screen(Scene.flying()).shows("KEYS in the air, layout fly"))
    }

    @Test(arguments: [
        ("jump", "no command jump: help lists them"),
        ("land now", "nothing may follow that word"),
        ("led", "led NAME [HZ 0.1-50] [SECONDS 1-60]: tab shows the names"),
        ("led moon", "led NAME"), ("led fire 0", "led NAME"), ("led fire 51", "led NAME"), ("led fire nan", "led NAME"),
        ("led fire 2 0", "led NAME"), ("led fire 2 61", "led NAME"), ("led fire 2 99999999999999999999", "led NAME"),
        ("flip up", "flip left, right, ahead or behind"), ("anim dance", "anim and a name"),
        ("camera", "camera front or ground"), ("limits none", "limits indoor or outdoor"),
        ("record", "record on, record on 360p"), ("record on 480p", "record on, record on 360p"),
        ("record off now", "record on, record on 360p"),
        ("record off", "record off refused: no video is being recorded"),
        ("set", "set altitude, tilt, climb or turn"), ("set speed 3 m/s", "set altitude, tilt"),
        ("set altitude 5", "set altitude needs a number and its unit: set altitude 5 m"),
        ("set altitude m", "set altitude needs"), ("set altitude 5 deg", "set altitude needs"),
        ("set altitude 0.4 m", "altitude goes from 0.5 m to 100 m"), ("set altitude 101 m", "altitude goes from"),
        ("set altitude -5 m", "altitude goes from"), ("set tilt 30 deg", "tilt goes from 1 deg to 29 deg"),
        ("set tilt 0 deg", "tilt goes from"), ("set climb 3 m/s", "climb goes from 0.2 m/s to 2 m/s"),
        ("set turn 400 deg/s", "turn goes from 41 deg/s to 350 deg/s"),
    ])
    mutating func `a mistake orders nothing and says what to type`(line: String, message: String) {
        #expect(run(line, Scene.flying()) == [])
        #expect(prompt().hasPrefix(message))
    }

    @Test(arguments: [
        ("flip left", "flip left refused: on the ground: t takes off"),
        ("calibrate", "calibration refused: only in flight: the drone turns once"),
    ])
    mutating func `what needs flight is refused on the ground`(line: String, message: String) {
        #expect(run(line, Scene.landed()) == [])
        #expect(prompt(Scene.landed()) == message)
    }

    @Test mutating func `a configuration waits for a live link`() {
        var snapshot = Scene.landed()
        snapshot.link.phase = .lost
        #expect(run("set altitude 5 m", snapshot) == [])
        #expect(prompt(snapshot) == "set altitude 5 m refused: link lost: wait until it is live")
        #expect(run("led fire", Scene.landed(.replay)) == [])
        #expect(run("camera front", Scene.landed(.replay)) == [])
    }

    @Test mutating func `tab completes a word and goes on to the next`() {
        let snapshot = Scene.flying()
        for key in [":", "c", "a", "m"] { cockpit.type(key, snapshot) }
        #expect(prompt() == ":cam_   camera")
        _ = cockpit.handle(.tab, snapshot, at: Scene.now)
        #expect(prompt() == ":camera _   front ground")
        cockpit.type("g", snapshot)
        _ = cockpit.handle(.tab, snapshot, at: Scene.now)
        #expect(prompt() == ":camera ground _   enter runs it, esc closes")
        let orders = cockpit.handle(.enter, snapshot, at: Scene.now)
        #expect(orders == [.configure(key: "video:video_channel", value: "1")])
    }

    @Test mutating func `tab completes what several words have in common`() {
        let snapshot = Scene.flying()
        cockpit.type(":led,b", snapshot)
        _ = cockpit.handle(.tab, snapshot, at: Scene.now)
        #expect(prompt() == ":led blink-_   blink-green blink-red")
        cockpit.type("r", snapshot)
        _ = cockpit.handle(.tab, snapshot, at: Scene.now)
        #expect(prompt() == ":led blink-red _   enter runs it, esc closes")
    }

    @Test mutating func `an empty line shows the first commands`() {
        cockpit.type(":", Scene.flying())
        #expect(prompt() == ":_   anim calibrate camera flip help …")
    }

    @Test mutating func `the arrows bring older lines back`() {
        let snapshot = Scene.flying()
        _ = run("camera front", snapshot)
        _ = run("led moon", snapshot)
        cockpit.type(":", snapshot)
        let steps: [(KeyEvent, String)] = [
            (.arrow(.up), ":led moon_"), (.arrow(.up), ":camera front_"), (.arrow(.up), ":camera front_"),
            (.arrow(.down), ":led moon_"), (.arrow(.down), ":_"),
        ]
        for (key, line) in steps {
            #expect(cockpit.handle(key, snapshot, at: Scene.now) == [])
            #expect(prompt().hasPrefix(line))
        }
    }

    @Test(arguments: [KeyEvent.escape, .backspace, .enter])
    mutating func `an empty line closes and keys fly again`(key: KeyEvent) {
        let snapshot = Scene.flying()
        cockpit.type(":", snapshot)
        #expect(cockpit.handle(key, snapshot, at: Scene.now) == [])
        #expect(cockpit.type("w", snapshot) == [.intent(.move(Setpoint(pitch: -0.3)))])
    }

    @Test mutating func `letters of the line neither fly nor take off`() {
        let snapshot = Scene.landed()
        #expect(cockpit.type(":twasdhefqlm0123", snapshot) == [])
        for direction in KeyEvent.Direction.allCases {
            #expect(cockpit.handle(.arrow(direction), Scene.flying(), at: Scene.now) == [])
        }
    }

    @Test mutating func `a held movement ends while a command is typed`() {
        let snapshot = Scene.flying()
        cockpit.type("w:se", snapshot)
        #expect(cockpit.tick(snapshot, at: Scene.now + .milliseconds(250)) == [.intent(.hover)])
        #expect(prompt().hasPrefix(":se_"))
    }

    @Test mutating func `a line is never longer than sixty characters`() {
        let snapshot = Scene.flying()
        cockpit.type(":" + String(repeating: "a", count: 200), snapshot)
        #expect(prompt().hasPrefix(":" + String(repeating: "a", count: 60) + "_"))
        cockpit.type("é{\"ä", snapshot)
        #expect(prompt().hasPrefix(":" + String(repeating: "a", count: 60) + "_"))
    }
}
