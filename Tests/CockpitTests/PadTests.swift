import CellCanvas
import Cockpit
import DroneModel
import Gamepad
import Testing

struct PadTests {
    private let flying = Scene.flying()
    private let landed = Scene.landed()
    private let now = Scene.now
    private let right = Setpoint(roll: 1)
    private let scaled = Setpoint(roll: 0.3)

    @Test func `sticks move by the chosen share of the limits, and are renewed every 100 ms`() {
        var cockpit = Cockpit()
        #expect(cockpit.steer(right, flying, at: now) == [.intent(.move(scaled))])
        #expect(cockpit.tick(flying, at: now + .milliseconds(99)) == [])
        #expect(cockpit.tick(flying, at: now + .milliseconds(100)) == [.intent(.move(scaled))])
        #expect(cockpit.tick(flying, at: now + .milliseconds(200)) == [.intent(.move(scaled))])
        _ = cockpit.press(.faster, flying, at: now + .milliseconds(200))
        #expect(cockpit.tick(flying, at: now + .milliseconds(201)) == [.intent(.move(Setpoint(roll: 0.4)))])
        #expect(cockpit.steer(nil, flying, at: now + .milliseconds(202)) == [.intent(.hover)])
        #expect(cockpit.steer(nil, flying, at: now + .milliseconds(203)) == [])
    }

    @Test func `a held key goes before the sticks, which go on afterwards`() {
        var cockpit = Cockpit()
        _ = cockpit.steer(right, flying, at: now)
        #expect(cockpit.type("w", flying, at: now) == [.intent(.move(Setpoint(pitch: -0.3)))])
        #expect(cockpit.tick(flying, at: now + .milliseconds(250)) == [.intent(.move(scaled))])
    }

    @Test func `on the ground sticks move nothing until the drone takes off`() {
        var cockpit = Cockpit()
        #expect(cockpit.steer(right, landed, at: now) == [])
        #expect(cockpit.tick(landed, at: now + .milliseconds(100)) == [])
        #expect(cockpit.tick(flying, at: now + .milliseconds(200)) == [.intent(.move(scaled))])
    }

    @Test(arguments: [PadAction.land, .hover])
    func `land and hover hold the sticks back until they were centred`(action: PadAction) {
        var cockpit = Cockpit()
        _ = cockpit.steer(right, flying, at: now)
        let intent: PilotIntent = action == .land ? .land : .hover
        #expect(cockpit.press(action, flying, at: now) == [.intent(intent)])
        #expect(cockpit.tick(flying, at: now + .milliseconds(150)) == [])
        #expect(cockpit.steer(Setpoint(roll: 0.5), flying, at: now + .milliseconds(160)) == [])
        #expect(cockpit.steer(nil, flying, at: now + .milliseconds(170)) == [])
        #expect(cockpit.steer(right, flying, at: now + .milliseconds(180)) == [.intent(.move(scaled))])
    }

    @Test(arguments: ["K", ":tri", "=5", "?", "q", ""])
    func `land passes every question and every mode`(keys: String) {
        var cockpit = Cockpit()
        cockpit.type(keys, flying)
        #expect(cockpit.press(.land, flying, at: now).last == .intent(.land))
        #expect(cockpit.type("t", landed) == [.intent(.takeOff)])
    }

    @Test func `a cut needs its second button within two seconds`() {
        var cockpit = Cockpit()
        cockpit.pad = PadStatus(name: "X", mapping: "xbox", confirmation: "START")
        #expect(cockpit.press(.confirmCut, flying, at: now) == [])
        #expect(cockpit.press(.cut, flying, at: now) == [])
        #expect(cockpit.screen(flying).shows("y or START CUTS THE MOTORS"))
        #expect(cockpit.press(.confirmCut, flying, at: now + .milliseconds(1999)) == [.intent(.cutMotors)])
        #expect(cockpit.press(.cut, flying, at: now) == [])
        #expect(cockpit.press(.confirmCut, flying, at: now + .seconds(2)) == [])
    }

    @Test(arguments: [PadAction.cut, .takeOff, .slower, .picture])
    func `another button cancels a cut`(action: PadAction) {
        var cockpit = Cockpit()
        _ = cockpit.press(.cut, flying, at: now)
        _ = cockpit.press(action, flying, at: now)
        #expect(cockpit.press(.confirmCut, flying, at: now) == [])
    }

    @Test func `y confirms what the pad asked, and the pad what K asked`() {
        var cockpit = Cockpit()
        _ = cockpit.press(.cut, flying, at: now)
        #expect(cockpit.type("y", flying) == [.intent(.cutMotors)])
        cockpit.type("K", flying)
        #expect(cockpit.press(.confirmCut, flying, at: now) == [.intent(.cutMotors)])
    }

    @Test func `buttons do what their keys do, refusals included`() {
        var cockpit = Cockpit()
        #expect(cockpit.press(.takeOff, landed, at: now) == [.intent(.takeOff)])
        #expect(cockpit.press(.takeOff, flying, at: now) == [])
        #expect(cockpit.screen(flying).shows("take-off refused: already in the air"))
        #expect(cockpit.press(.recover, flying, at: now) == [])
        #expect(cockpit.press(.recover, Scene.landed(status: .emergency), at: now) == [.intent(.recover)])
        #expect(cockpit.press(.picture, flying, at: now) == [.takePicture])
        #expect(cockpit.press(.camera, flying, at: now) == [.configure(key: "video:video_channel", value: "1")])
        #expect(cockpit.press(.camera, flying, at: now) == [.configure(key: "video:video_channel", value: "0")])
        _ = cockpit.press(.slower, flying, at: now)
        #expect(cockpit.screen(flying).shows("keys ask for 20 %"))
    }

    @Test func `an observer's pad does nothing`() {
        var cockpit = Cockpit(readOnly: true)
        #expect(cockpit.steer(right, flying, at: now) == [])
        for action in PadAction.allCases { #expect(cockpit.press(action, flying, at: now) == []) }
        #expect(cockpit.tick(flying, at: now + .milliseconds(200)) == [])
    }

    @Test func `border and help say which pad flies`() throws {
        var cockpit = Cockpit()
        #expect(!cockpit.screen(flying).shows("pad "))
        cockpit.pad = PadStatus(name: "Wireless Controller", mapping: "playstation (built in)")
        let place = try #require(cockpit.screen(flying).place(of: " pad playstation (built in) "))
        #expect(place.row == 23)
        cockpit.type("?", flying)
        #expect(cockpit.screen(flying).shows("pad Wireless Controller, mapping playstation (built in)"))
        cockpit.pad = nil
        #expect(cockpit.screen(flying).shows("no game pad: stork gamepad list"))
    }

    @Test(arguments: [(20, 5), (40, 12), (80, 24), (120, 40), (1, 1), (3, 2)])
    func `a pad fits every screen`(columns: Int, rows: Int) {
        var cockpit = Cockpit()
        cockpit.pad = PadStatus(
            name: String(repeating: "name ", count: 16), mapping: "a very long mapping", confirmation: "B")
        for keys in ["", "?", "?K"] {
            cockpit.type(keys, flying)
            let canvas = cockpit.screen(flying, columns: columns, rows: rows)
            #expect(canvas.columns == columns && canvas.rows == rows)
        }
    }
}
