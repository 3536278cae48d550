import CellCanvas
import Cockpit
import DroneModel
import Testing

/// Movement keys of a terminal that tells of releases.
struct KeyReleaseTests {
    private let snapshot = Scene.flying()
    private let pressed = Scene.now
    private let instant: Duration = .nanoseconds(1)
    private let forward = Setpoint(pitch: -0.3)

    private func cockpit() -> Cockpit {
        var cockpit = Cockpit()
        cockpit.keyReports = .releases
        return cockpit
    }

    /// Lets time pass in steps of 50 ms; the terminal answers in each.
    private func pass(_ time: Duration, from start: Duration, _ cockpit: inout Cockpit) -> [Cockpit.Order] {
        var orders: [Cockpit.Order] = []
        for step in 1...max(1, Int(time / .milliseconds(50))) {
            let now = start + .milliseconds(50) * step
            orders += cockpit.handle(.alive, snapshot, at: now) + cockpit.tick(snapshot, at: now)
        }
        return orders.filter { $0 != .askForSign && $0 != .alarm }
    }

    @Test func `a key counts until its release and is renewed twice within a set-point's life`() {
        var cockpit = cockpit()
        #expect(cockpit.type("w", snapshot, at: pressed) == [.intent(.move(forward))])
        let renewals = pass(.seconds(2), from: pressed, &cockpit)
        #expect(renewals == Array(repeating: .intent(.move(forward)), count: 20))
        let end = pressed + .seconds(2)
        #expect(cockpit.handle(.release(.character("w")), snapshot, at: end) == [.intent(.hover)])
        #expect(pass(.seconds(1), from: end, &cockpit) == [])
    }

    @Test func `keys end one by one, and the earlier of two opposites comes back`() {
        var cockpit = cockpit()
        cockpit.type("wa", snapshot, at: pressed)
        #expect(cockpit.type("d", snapshot, at: pressed) == [.intent(.move(Setpoint(roll: 0.3, pitch: -0.3)))])
        let left = Setpoint(roll: -0.3, pitch: -0.3)
        #expect(cockpit.handle(.release(.character("d")), snapshot, at: pressed) == [.intent(.move(left))])
        #expect(cockpit.handle(.release(.character("a")), snapshot, at: pressed) == [.intent(.move(forward))])
        #expect(cockpit.handle(.release(.arrow(.up)), snapshot, at: pressed) == [])
        #expect(cockpit.handle(.release(.character("w")), snapshot, at: pressed) == [.intent(.hover)])
    }

    @Test func `while a key is held the terminal is asked every 100 ms, and no more afterwards`() {
        var cockpit = cockpit()
        cockpit.type("w", snapshot, at: pressed)
        var asked = 0
        for step in 0..<20 {
            let now = pressed + .milliseconds(50) * step
            asked += cockpit.tick(snapshot, at: now).count { $0 == .askForSign }
            _ = cockpit.handle(.alive, snapshot, at: now)
        }
        #expect(asked == 10)
        _ = cockpit.handle(.release(.character("w")), snapshot, at: pressed + .seconds(1))
        #expect(!cockpit.tick(snapshot, at: pressed + .seconds(2)).contains(.askForSign))
    }

    @Test func `a terminal that is silent for 500 ms ends every movement, and says so`() {
        var cockpit = cockpit()
        cockpit.type("w", snapshot, at: pressed)
        let last = pressed + .milliseconds(500) - instant
        #expect(!cockpit.tick(snapshot, at: last).contains(.intent(.hover)))
        #expect(cockpit.setpoint(at: last) == forward)
        #expect(cockpit.tick(snapshot, at: pressed + .milliseconds(500)).contains(.intent(.hover)))
        #expect(cockpit.screen(snapshot, at: pressed + .milliseconds(500)).shows("the terminal does not answer: hover"))
        // What it heard before it fell silent does not fly again by itself.
        #expect(cockpit.handle(.alive, snapshot, at: pressed + .seconds(1)) == [])
        #expect(cockpit.setpoint(at: pressed + .seconds(1)) == nil)
    }

    @Test func `without a report of any movement key 5 s are the longest`() {
        var cockpit = cockpit()
        cockpit.type("w", snapshot, at: pressed)
        _ = pass(.milliseconds(4950), from: pressed, &cockpit)
        #expect(cockpit.setpoint(at: pressed + .milliseconds(4999)) == forward)
        let orders = pass(.milliseconds(50), from: pressed + .milliseconds(4950), &cockpit)
        #expect(orders == [.intent(.hover)])
        #expect(cockpit.screen(snapshot, at: pressed + .seconds(5)).shows("held for 5 s without repeating: hover"))
    }

    @Test func `another key that repeats keeps a held one`() {
        var cockpit = cockpit()
        cockpit.type("w", snapshot, at: pressed)
        for second in 1...9 {
            let now = pressed + .seconds(second)
            _ = pass(.milliseconds(950), from: now - .seconds(1), &cockpit)
            cockpit.type("d", snapshot, at: now)
        }
        #expect(cockpit.setpoint(at: pressed + .seconds(9)) == Setpoint(roll: 0.3, pitch: -0.3))
    }

    @Test func `a window that loses the focus lets every key go`() {
        var cockpit = cockpit()
        cockpit.type("w", snapshot, at: pressed)
        #expect(cockpit.handle(.focusLost, snapshot, at: pressed) == [.intent(.hover)])
        #expect(cockpit.screen(snapshot).shows("the keys go to another window: hover"))
        #expect(cockpit.handle(.focusLost, snapshot, at: pressed + .seconds(1)) == [])
    }

    @Test(arguments: [KeyEvent.release(.character("K")), .release(.other), .alive, .focusLost])
    func `what is no press answers no question and types nothing`(event: KeyEvent) {
        var cockpit = cockpit()
        cockpit.type("K", snapshot)
        #expect(cockpit.handle(event, snapshot, at: Scene.now) == [])
        #expect(cockpit.type("y", snapshot) == [.intent(.cutMotors)])
        cockpit.type(":tr", snapshot)
        #expect(cockpit.handle(event, snapshot, at: Scene.now) == [])
        #expect(cockpit.screen(snapshot).shows(":tr_"))
    }

    @Test(arguments: [" ", "h"]) func `land and hover end what is held, whatever the releases say later`(key: String) {
        var cockpit = cockpit()
        cockpit.type("w", snapshot, at: pressed)
        let intent: PilotIntent = key == " " ? .land : .hover
        #expect(cockpit.type(key, snapshot, at: pressed).filter { $0 != .askForSign } == [.intent(intent)])
        #expect(pass(.seconds(1), from: pressed, &cockpit) == [])
        #expect(cockpit.handle(.release(.character("w")), snapshot, at: pressed + .seconds(1)) == [])
    }

    @Test func `a terminal that stops telling of releases has the 250 ms again`() {
        var cockpit = cockpit()
        cockpit.type("w", snapshot, at: pressed)
        cockpit.keyReports = .presses
        cockpit.type("w", snapshot, at: pressed)
        #expect(cockpit.tick(snapshot, at: pressed + .milliseconds(250)).contains(.intent(.hover)))
    }

    @Test func `an observer's keys move nothing`() {
        var cockpit = Cockpit(readOnly: true)
        cockpit.keyReports = .releases
        #expect(cockpit.type("w", snapshot) == [])
        #expect(cockpit.handle(.release(.character("w")), snapshot, at: Scene.now) == [])
        #expect(cockpit.tick(snapshot, at: Scene.now + .milliseconds(100)) == [])
    }
}
