import CellCanvas
import Cockpit
import DroneModel
import Testing

/// Whether the flight is recorded, on the screen and in the command line.
struct RecordingSignTests {
    private static func snapshot(_ change: (inout RecordingHealth) -> Void = { _ in }) -> DroneSnapshot {
        var health = RecordingHealth(name: "r")
        health.bytes = 12_345_678
        change(&health)
        var snapshot = Scene.flying(.simulated)
        snapshot.recording = health
        return snapshot
    }

    @Test func `the border says that the flight is recorded, and how much`() {
        let screen = Cockpit().screen(Self.snapshot())
        #expect(screen.place(of: " SIM ")?.row == 0)
        #expect(screen.place(of: " REC 12.3 MB ")?.row == 0)
        let namesDrone = screen.shows("AR.Drone 2.0, firmware 2.4.8")
        #expect(namesDrone)
        let isSaid = Cockpit().screen(Scene.flying()).shows("REC")
        #expect(!isSaid)
    }

    @Test func `loss and little space stand beside it`() {
        let lost = Self.snapshot { $0.droppedPackets = 34 }
        #expect(Cockpit().screen(lost).shows(" REC 12.3 MB, 34 lost "))
        let low = Self.snapshot {
            $0.isSpaceLow = true
            $0.freeBytes = 800_000_000
        }
        #expect(Cockpit().screen(low).shows(" REC 12.3 MB, 800 MB left "))
        #expect(Cockpit().screen(lost, columns: 20, rows: 5).shows("REC!"))
    }

    @Test(arguments: [RecordingHealth.Phase.blocked("the disk is full"), .ended("somebody deleted it")])
    func `that nothing is recorded is shouted`(phase: RecordingHealth.Phase) {
        let snapshot = Self.snapshot { $0.phase = phase }
        #expect(Cockpit().screen(snapshot).shows(" NOT RECORDING "))
        #expect(Cockpit().screen(snapshot, columns: 20, rows: 5).shows("NO REC"))
    }

    @Test(arguments: [
        (200, 60), (160, 50), (110, 36), (80, 24), (79, 24), (60, 20), (59, 12), (44, 10), (43, 10), (30, 8), (20, 5),
        (19, 5), (40, 2), (20, 3), (12, 4),
    ])
    func `REC never leaves the screen, whatever flies, whoever looks and whatever is shown`(columns: Int, rows: Int) {
        for reality in [DroneIdentity.Reality.real, .simulated] {
            for isReadOnly in [false, true] {
                // The smallest screens show the help alone, and nothing else with it.
                let hasBorder = columns >= 20 && rows >= 5
                for keys in ["", "2", "3", ":"] + (hasBorder ? ["?"] : []) {
                    var cockpit = Cockpit(readOnly: isReadOnly)
                    var snapshot = Self.snapshot { $0.droppedPackets = 123_456 }
                    snapshot.identity.reality = reality
                    cockpit.type(keys, snapshot)
                    let isSaid = cockpit.screen(snapshot, columns: columns, rows: rows).shows("REC")
                    #expect(isSaid, "\(reality) \(isReadOnly) \(keys)")
                    snapshot.recording?.phase = .ended("x")
                    let ended = cockpit.screen(snapshot, columns: columns, rows: rows)
                    let isShouted = ended.shows("NO REC") || ended.shows("NOT RECORDING")
                    #expect(isShouted, "\(reality) \(isReadOnly) \(keys)")
                }
            }
        }
    }

    @Test func `the bell rings when nothing is recorded any more`() {
        var cockpit = Cockpit()
        #expect(!cockpit.tick(Self.snapshot(), at: Scene.now).contains(.alarm))
        let ended = Self.snapshot { $0.phase = .blocked("the disk is full") }
        #expect(cockpit.tick(ended, at: Scene.now + .seconds(5)).contains(.alarm))
    }

    @Test(arguments: [
        ("mark first hover", Cockpit.Order.mark("first hover")),
        ("payload 88 g", .payload(mass: 0.088, position: nil)),
        ("payload 88g", .payload(mass: 0.088, position: nil)),
        ("payload 0 g", .payload(mass: 0, position: nil)),
        ("payload 0.5 kg", .payload(mass: 0.5, position: nil)),
        ("payload 88 g at 0 60 -10 mm", .payload(mass: 0.088, position: SIMD3(0, 0.06, -0.01))),
        ("payload 88 g at 0,60,-10 mm", .payload(mass: 0.088, position: SIMD3(0, 0.06, -0.01))),
        ("payload 88g at 0, 60, -10mm", .payload(mass: 0.088, position: SIMD3(0, 0.06, -0.01))),
        ("payload 88g at 0 6 -1cm", .payload(mass: 0.088, position: SIMD3(0, 0.06, -0.01))),
        ("payload 88 g at 0 0.06 0 m", .payload(mass: 0.088, position: SIMD3(0, 0.06, 0))),
    ])
    func `a line becomes a note in the recording`(line: String, order: Cockpit.Order) {
        #expect(Self.run(line, Self.snapshot()).orders == [order])
    }

    @Test(arguments: [
        ("mark", "mark and a text"), ("payload", "payload MASS"), ("payload 88", "payload MASS"),
        ("payload g", "payload MASS"), ("payload ,g", "payload MASS"), ("payload 88 mm", "payload MASS"),
        ("payload 88 g at 1 2 mm", "payload MASS"),
        ("payload 88 g at 1 2 3", "payload MASS"), ("payload 88 g at 1 2 3 mm at 4", "payload MASS"),
        ("payload 88 g 5", "payload MASS"), ("payload -1 g", "between 0 g and 5 kg"), ("payload 6 kg", "between 0 g"),
        ("payload 88 g at 0 0 2 m", "at most 1 m"), ("payload 1e400 g", "payload MASS"),
    ])
    func `a line that says nothing is refused with what to type`(line: String, reason: String) {
        let (orders, screen) = Self.run(line, Self.snapshot())
        #expect(orders.isEmpty)
        #expect(screen.shows(reason), "\(screen.text)")
    }

    @Test func `without a recording there is nothing to note`() {
        for snapshot in [Scene.flying(), Self.snapshot { $0.phase = .ended("x") }] {
            let (orders, screen) = Self.run("mark here", snapshot)
            #expect(orders.isEmpty)
            #expect(screen.shows("refused: nothing is recorded"))
        }
    }

    private static func run(_ line: String, _ snapshot: DroneSnapshot) -> (orders: [Cockpit.Order], screen: Canvas) {
        var cockpit = Cockpit()
        cockpit.type(":" + line.replacing(" ", with: ","), snapshot)
        let orders = cockpit.handle(.enter, snapshot, at: Scene.now)
        return (orders, cockpit.screen(snapshot))
    }
}
