import CellCanvas
import Cockpit
import DroneModel
import Testing

struct AlarmTests {
    private let instant: Duration = .nanoseconds(1)
    private var cockpit = Cockpit()

    /// Whether the bell rings at a moment with readings of that moment.
    private mutating func rings(_ change: (inout DroneSnapshot) -> Void, at now: Duration) -> Bool {
        var snapshot = fresh(Scene.flying(), at: now)
        change(&snapshot)
        return cockpit.tick(snapshot, at: now).contains(.alarm)
    }

    private func fresh(_ base: DroneSnapshot, at now: Duration) -> DroneSnapshot {
        var snapshot = base
        snapshot.telemetry.status?.time = now
        snapshot.telemetry.batteryPercent?.time = now
        snapshot.link.lastNavdata = now
        return snapshot
    }

    @Test mutating func `nothing rings when all is well`() {
        for second in 100..<200 { #expect(!rings({ _ in }, at: .seconds(second))) }
    }

    @Test(arguments: [(20, false), (19, true)])
    mutating func `a weak battery rings below twenty percent`(percent: Int, isRung: Bool) {
        #expect(rings({ $0.telemetry.batteryPercent?.value = percent }, at: .seconds(100)) == isRung)
    }

    @Test(arguments: [DroneStatus.batteryLow, .emergency])
    mutating func `what the drone reports rings`(bit: DroneStatus) {
        #expect(rings({ $0.telemetry.status?.value.insert(bit) }, at: .seconds(100)))
    }

    @Test mutating func `a scanning computer rings once and is not repeated`() {
        let scan = HostScan(period: .seconds(60), dips: 2, lastDip: .seconds(90))
        #expect(rings({ $0.link.suspectedScan = scan }, at: .seconds(100)))
        for second in 101..<160 { #expect(!rings({ $0.link.suspectedScan = scan }, at: .seconds(second))) }
    }

    @Test mutating func `a lost link rings after two seconds and not a tick before`() {
        let heard: Duration = .seconds(100)
        #expect(!rings({ $0.link.lastNavdata = heard }, at: heard + .seconds(2) - instant))
        #expect(rings({ $0.link.lastNavdata = heard }, at: heard + .seconds(2)))
    }

    @Test func `a drone that was never heard and a recording that is over ring nothing`() {
        var cockpit = Cockpit()
        #expect(cockpit.tick(Scene.unknown(), at: .seconds(500)) == [])
        #expect(cockpit.tick(Scene.flying(.replay), at: .seconds(500)) == [])
    }

    @Test mutating func `a second alarm waits for two seconds and not a tick longer`() {
        let first: Duration = .seconds(100)
        #expect(rings({ $0.telemetry.batteryPercent?.value = 10 }, at: first))
        func both(_ snapshot: inout DroneSnapshot) {
            snapshot.telemetry.batteryPercent?.value = 10
            snapshot.telemetry.status?.value.insert(.emergency)
        }
        #expect(!rings(both, at: first + .milliseconds(50)))
        #expect(!rings(both, at: first + .seconds(2) - instant))
        #expect(rings(both, at: first + .seconds(2)))
        #expect(!rings(both, at: first + .seconds(2) + instant))
    }

    @Test mutating func `an alarm that passed while it waited is not rung`() {
        #expect(rings({ $0.telemetry.batteryPercent?.value = 10 }, at: .seconds(100)))
        #expect(!rings({ $0.telemetry.status?.value.insert(.emergency) }, at: .seconds(101)))
        #expect(!rings({ _ in }, at: .seconds(102)))
    }

    @Test mutating func `in flight the bell reminds after ten seconds and not a tick before`() {
        let first: Duration = .seconds(100)
        func weak(_ snapshot: inout DroneSnapshot) { snapshot.telemetry.batteryPercent?.value = 10 }
        #expect(rings(weak, at: first))
        #expect(!rings(weak, at: first + .seconds(10) - instant))
        #expect(rings(weak, at: first + .seconds(10)))
    }

    @Test mutating func `on the ground the bell does not remind`() {
        var rings = 0
        for second in 100..<160 {
            let snapshot = fresh(Scene.landed(battery: 10), at: .seconds(second))
            if cockpit.tick(snapshot, at: .seconds(second)).contains(.alarm) { rings += 1 }
        }
        #expect(rings == 1)
    }

    @Test mutating func `a muted bell is silent, says so, and does not ring for the past`() {
        let snapshot = Scene.flying()
        cockpit.type("m", snapshot)
        #expect(cockpit.screen(snapshot).text(row: 23, column: 25, columns: 10) == " bell off ")
        #expect(
            !rings(
                { $0.link.suspectedScan = HostScan(period: .seconds(60), dips: 2, lastDip: .zero) }, at: .seconds(101)))
        cockpit.type("m", snapshot, at: .seconds(102))
        #expect(!cockpit.screen(snapshot, at: .seconds(102)).text(row: 23, column: 25, columns: 10).contains("off"))
        #expect(
            !rings(
                { $0.link.suspectedScan = HostScan(period: .seconds(60), dips: 2, lastDip: .zero) }, at: .seconds(103)))
        #expect(rings({ $0.telemetry.batteryPercent?.value = 10 }, at: .seconds(104)))
    }

    @Test func `keys ring no bell`() {
        var cockpit = Cockpit()
        let later = Scene.now + .seconds(60)
        #expect(!cockpit.handle(.character("h"), Scene.flying(), at: later).contains(.alarm))
    }
}
