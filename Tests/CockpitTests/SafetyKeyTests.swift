import CellCanvas
import Cockpit
import DroneModel
import Testing

/// What must hold in every mode.
struct SafetyKeyTests {
    /// Keys that lead into each mode of the cockpit.
    static let modes = ["", "?", "K", "q", "=", "=4", "w", "2", "3"]
    /// Where text is typed: a small l is a letter there.
    static let typing = [":", ":set", ":set,altitude,"]
    static let landKeys = [" ", "l", "L"]

    @Test(arguments: modes, landKeys)
    func `land is one key in every mode`(mode: String, key: String) {
        var cockpit = Cockpit()
        let snapshot = Scene.flying()
        cockpit.type(mode, snapshot)
        #expect(cockpit.type(key, snapshot) == [.intent(.land)])
        // Three seconds on the link is lost, and the bell alone says so: no movement and no second key is left.
        #expect(cockpit.tick(snapshot, at: Scene.now + .seconds(3)) == [.alarm])
    }

    @Test(arguments: typing, [" ", "L"])
    func `land is one key while a command is typed`(typed: String, key: String) {
        var cockpit = Cockpit()
        cockpit.type(typed, Scene.flying())
        #expect(cockpit.type(key, Scene.flying()) == [.intent(.land)])
        // The line is gone: the next key flies.
        #expect(cockpit.type("h", Scene.flying()) == [.intent(.hover)])
    }

    @Test(arguments: typing)
    func `the motor cut is reached while a command is typed`(typed: String) {
        var cockpit = Cockpit()
        #expect(cockpit.type(typed + "Ky", Scene.flying()) == [.intent(.cutMotors)])
        cockpit.type(typed, Scene.flying())
        #expect(cockpit.screen(Scene.flying()).text(row: 22, column: 2, columns: 10) == "space land")
    }

    @Test(arguments: [
        Scene.unknown(), Scene.landed(), Scene.flying(), Scene.flying(.simulated), Scene.unknown(.replay),
    ])
    func `land is never refused`(snapshot: DroneSnapshot) {
        var cockpit = Cockpit()
        #expect(cockpit.type(" ", snapshot) == [.intent(.land)])
    }

    @Test(arguments: modes)
    func `the key bar begins with land in every mode`(mode: String) {
        var cockpit = Cockpit()
        cockpit.type(mode, Scene.flying())
        #expect(cockpit.screen(Scene.flying()).text(row: 22, column: 2, columns: 10) == "space land")
    }

    @Test(arguments: ["y", "Y"])
    func `the motor cut takes two keys`(confirmation: String) {
        var cockpit = Cockpit()
        let snapshot = Scene.flying()
        #expect(cockpit.type("K", snapshot) == [])
        #expect(cockpit.screen(snapshot).shows("y CUTS THE MOTORS, the drone falls."))
        #expect(cockpit.type(confirmation, snapshot) == [.intent(.cutMotors)])
        #expect(cockpit.type("y", snapshot) == [])
    }

    @Test func `the motor cut waits two seconds and not a tick longer`() {
        let snapshot = Scene.flying()
        let limit = Scene.now + Cockpit.cutConfirmation
        var inTime = Cockpit()
        inTime.type("K", snapshot)
        #expect(inTime.type("y", snapshot, at: limit - .nanoseconds(1)) == [.intent(.cutMotors)])
        var late = Cockpit()
        late.type("K", snapshot)
        #expect(late.type("y", snapshot, at: limit) == [])
        #expect(late.screen(snapshot, at: limit).shows("motor cut not confirmed, nothing was cut"))
    }

    @Test func `the question disappears with its time`() {
        var cockpit = Cockpit()
        let snapshot = Scene.flying()
        cockpit.type("K", snapshot)
        _ = cockpit.tick(snapshot, at: Scene.now + .seconds(2))
        #expect(!cockpit.screen(snapshot, at: Scene.now + .seconds(2)).shows("CUTS THE MOTORS"))
    }

    @Test(arguments: ["n", "h", "w", "x"])
    func `another key takes the motor cut back`(key: String) {
        var cockpit = Cockpit()
        let snapshot = Scene.flying()
        cockpit.type("K" + key, snapshot)
        #expect(cockpit.type("y", snapshot) == [])
    }

    @Test func `a small k and a lone y cut nothing`() {
        var cockpit = Cockpit()
        #expect(cockpit.type("ky", Scene.flying()) == [])
    }

    @Test(arguments: ["?K", "=K", "qK"])
    func `the motor cut is reached from every mode`(keys: String) {
        var cockpit = Cockpit()
        #expect(cockpit.type(keys + "y", Scene.flying()) == [.intent(.cutMotors)])
    }

    @Test func `take-off goes ahead when nothing blocks`() {
        var cockpit = Cockpit()
        #expect(cockpit.type("t", Scene.landed()) == [.intent(.takeOff)])
    }

    @Test(arguments: [
        (Scene.landed(battery: 14), "take-off refused: battery 14 % — charge or change the battery"),
        (Scene.landed(status: .motorProblem), "take-off refused: motor problem — unplug the battery"),
        (Scene.landed(status: [.emergency, .cutout]), "take-off refused: emergency state (and 1 more) — put"),
        (Scene.unknown(), "take-off refused: no navdata — join the drone's Wi-Fi"),
        (Scene.flying(), "take-off refused: already in the air"),
        (Scene.landed(.replay), "take-off refused: a recording cannot be flown"),
    ])
    func `a refused take-off says why`(snapshot: DroneSnapshot, message: String) {
        var cockpit = Cockpit()
        #expect(cockpit.type("t", snapshot) == [])
        #expect(cockpit.screen(snapshot).place(of: message)?.row == 21)
    }

    @Test func `a message stays four seconds`() {
        var cockpit = Cockpit()
        let snapshot = Scene.unknown()
        cockpit.type("t", snapshot)
        let end = Scene.now + .seconds(4)
        #expect(cockpit.screen(snapshot, at: end - .nanoseconds(1)).shows("take-off refused"))
        #expect(!cockpit.screen(snapshot, at: end).shows("take-off refused"))
    }

    @Test func `flat trim is for the ground alone`() {
        var cockpit = Cockpit()
        #expect(cockpit.type("f", Scene.landed()) == [.intent(.flatTrim)])
        #expect(cockpit.type("f", Scene.flying()) == [])
        #expect(cockpit.screen(Scene.flying()).shows("flat trim refused: in the air: land first"))
        #expect(cockpit.type("f", Scene.unknown()) == [])
    }

    @Test func `recover is for the emergency state alone`() {
        var cockpit = Cockpit()
        #expect(cockpit.type("e", Scene.landed(status: .emergency)) == [.intent(.recover)])
        #expect(cockpit.type("e", Scene.flying()) == [])
        #expect(cockpit.screen(Scene.flying()).shows("recover refused: not in the emergency state"))
        #expect(cockpit.type("e", Scene.unknown()) == [])
    }

    @Test(arguments: [Scene.unknown(), Scene.landed(), Scene.flying(.replay)])
    func `quitting asks nothing where nothing flies`(snapshot: DroneSnapshot) {
        var cockpit = Cockpit()
        #expect(cockpit.type("q", snapshot) == [.quit])
    }

    @Test(arguments: ["y", "q"])
    func `quitting in the air asks, then lands first`(answer: String) {
        var cockpit = Cockpit()
        #expect(cockpit.type("q", Scene.flying()) == [])
        #expect(cockpit.screen(Scene.flying()).shows("Land and quit? y = yes, n = no"))
        #expect(cockpit.type(answer, Scene.flying()) == [.intent(.land), .quit])
    }

    @Test func `quitting asks also when a flying drone fell silent`() {
        var cockpit = Cockpit()
        #expect(cockpit.type("q", Scene.flying(), at: Scene.now + .seconds(60)) == [])
        #expect(cockpit.type("n", Scene.flying(), at: Scene.now + .seconds(60)) == [])
    }

    @Test func `help names the keys and why some do nothing`() {
        var cockpit = Cockpit()
        cockpit.type("?", Scene.flying())
        let screen = cockpit.screen(Scene.flying())
        #expect(screen.shows("land, in every mode (also l)"))
        #expect(screen.shows("take-off: not now, already in the air"))
        #expect(screen.shows("cut the motors: K, then y within 2 s; the drone falls"))
        #expect(cockpit.handle(.escape, Scene.flying(), at: Scene.now) == [])
        #expect(!cockpit.screen(Scene.flying()).shows("KEYS"))
    }

    @Test func `q closes the help instead of quitting`() {
        var cockpit = Cockpit()
        #expect(cockpit.type("?q", Scene.landed()) == [])
    }

    @Test func `screen keys are passed on and unknown keys ignored`() {
        var cockpit = Cockpit()
        let snapshot = Scene.landed()
        #expect(cockpit.type("P", snapshot) == [.saveScreen])
        #expect(cockpit.handle(.control("l"), snapshot, at: Scene.now) == [.repaint])
        #expect(cockpit.handle(.resize(columns: 20, rows: 5), snapshot, at: Scene.now) == [.repaint])
        #expect(cockpit.handle(.other, snapshot, at: Scene.now) == [])
        #expect(cockpit.type("zZ{\u{301}", snapshot) == [])
    }
}
