import CellCanvas
import Cockpit
import DroneModel
import Testing

struct MotionTests {
    private let snapshot = Scene.flying()
    private let pressed = Scene.now
    private let tick: Duration = .nanoseconds(1)

    @Test(arguments: [
        (KeyEvent.character("w"), Setpoint(pitch: -0.3)), (.character("s"), Setpoint(pitch: 0.3)),
        (.character("a"), Setpoint(roll: -0.3)), (.character("d"), Setpoint(roll: 0.3)),
        (.arrow(.up), Setpoint(climb: 0.3)), (.arrow(.down), Setpoint(climb: -0.3)),
        (.arrow(.left), Setpoint(yaw: -0.3)), (.arrow(.right), Setpoint(yaw: 0.3)),
    ])
    func `each movement key moves its axis by the chosen share`(key: KeyEvent, expected: Setpoint) {
        var cockpit = Cockpit()
        #expect(cockpit.handle(key, snapshot, at: pressed) == [.intent(.move(expected))])
    }

    @Test func `a key counts for 250 ms and not a tick longer`() {
        var cockpit = Cockpit()
        cockpit.type("w", snapshot, at: pressed)
        let last = pressed + .milliseconds(250) - tick
        #expect(cockpit.tick(snapshot, at: last) == [])
        #expect(cockpit.setpoint(at: last) == Setpoint(pitch: -0.3))
        let end = pressed + .milliseconds(250)
        #expect(cockpit.tick(snapshot, at: end) == [.intent(.hover)])
        #expect(cockpit.setpoint(at: end) == nil)
        #expect(cockpit.tick(snapshot, at: end + tick) == [])
    }

    @Test func `a repeated key counts from its last repetition`() {
        var cockpit = Cockpit()
        cockpit.type("w", snapshot, at: pressed)
        let again = pressed + .milliseconds(200)
        cockpit.type("w", snapshot, at: again)
        #expect(cockpit.tick(snapshot, at: again + .milliseconds(250) - tick) == [])
        #expect(cockpit.tick(snapshot, at: again + .milliseconds(250)) == [.intent(.hover)])
    }

    @Test func `several keys combine and end one by one`() {
        var cockpit = Cockpit()
        cockpit.type("w", snapshot, at: pressed)
        let second = pressed + .milliseconds(100)
        let orders = cockpit.handle(.arrow(.up), snapshot, at: second)
        #expect(orders == [.intent(.move(Setpoint(pitch: -0.3, climb: 0.3)))])
        let firstEnds = cockpit.tick(snapshot, at: pressed + .milliseconds(250))
        #expect(firstEnds == [.intent(.move(Setpoint(climb: 0.3)))])
        #expect(cockpit.tick(snapshot, at: second + .milliseconds(250)) == [.intent(.hover)])
    }

    @Test func `the opposite key takes over its axis`() {
        var cockpit = Cockpit()
        cockpit.type("a", snapshot)
        #expect(cockpit.type("d", snapshot) == [.intent(.move(Setpoint(roll: 0.3)))])
    }

    @Test(arguments: ["h", "0"])
    func `hover releases every key at once`(key: String) {
        var cockpit = Cockpit()
        cockpit.type("wa", snapshot)
        #expect(cockpit.type(key, snapshot) == [.intent(.hover)])
        #expect(cockpit.setpoint(at: Scene.now) == nil)
        #expect(cockpit.tick(snapshot, at: Scene.now + .seconds(1)) == [])
    }

    @Test func `speed keys stay between 10 and 100 percent`() {
        var cockpit = Cockpit()
        cockpit.type(String(repeating: "[", count: 20), snapshot)
        #expect(cockpit.type("d", snapshot) == [.intent(.move(Setpoint(roll: 0.1)))])
        #expect(cockpit.screen(snapshot).shows("keys ask for 10 %"))
        cockpit.type(String(repeating: "]", count: 20), snapshot)
        #expect(cockpit.type("d", snapshot) == [.intent(.move(Setpoint(roll: 1)))])
        #expect(cockpit.screen(snapshot).shows("keys ask for 100 %"))
    }

    @Test(arguments: [
        ("35", "speed 35 %"), ("100", "speed 100 %"), ("9", "speed refused"), ("101", "speed refused"),
        ("", "speed refused"),
    ])
    func `a typed speed is taken within its range`(digits: String, message: String) {
        var cockpit = Cockpit()
        cockpit.type("=" + digits, snapshot)
        #expect(
            cockpit.screen(snapshot).text(row: 22 - 1, column: 2, columns: 40).hasPrefix(
                "Speed, 10 to 100 %: \(digits)_"))
        #expect(cockpit.handle(.enter, snapshot, at: Scene.now) == [])
        #expect(cockpit.screen(snapshot).text(row: 21, column: 2, columns: 40).hasPrefix(message))
    }

    @Test func `a key that is no digit leaves the speed entry and acts`() {
        var cockpit = Cockpit()
        #expect(cockpit.type("=5d", snapshot) == [.intent(.move(Setpoint(roll: 0.3)))])
    }

    @Test func `movement is refused on the ground and says why`() {
        var cockpit = Cockpit()
        let landed = Scene.landed()
        #expect(cockpit.type("w", landed) == [])
        #expect(cockpit.screen(landed).shows("movement refused: on the ground: t takes off"))
    }

    @Test func `movement still works when the link is silent`() {
        var cockpit = Cockpit()
        let later = Scene.now + .seconds(10)
        #expect(cockpit.type("w", snapshot, at: later) == [.intent(.move(Setpoint(pitch: -0.3)))])
    }

    @Test func `the display shows what the keys ask for until they expire`() {
        var cockpit = Cockpit()
        cockpit.type("w", snapshot, at: pressed)
        let held = cockpit.screen(snapshot, at: pressed + .milliseconds(249))
        #expect(held.text(row: 10, column: 53, columns: 25) == "pitch F···█┼····B  F 30 %")
        let released = cockpit.screen(snapshot, at: pressed + .milliseconds(250))
        #expect(released.text(row: 10, column: 53, columns: 25) == "pitch F····┼····B    hold")
    }

    @Test func `the display shows what the program sends when no key is held`() {
        var mission = snapshot
        mission.commanded = Setpoint(yaw: 0.5)
        #expect(Cockpit().screen(mission).text(row: 12, column: 53, columns: 25) == "yaw   L····┼██··R  R 50 %")
    }
}
