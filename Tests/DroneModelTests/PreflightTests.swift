import DroneModel
import Testing

@Suite struct PreflightTests {
    private func snapshot(
        _ status: DroneStatus = [], battery: Int? = 80, pitch: Double = 0, trimmed: Bool = true
    ) -> DroneSnapshot {
        var snapshot = DroneSnapshot(identity: DroneIdentity(reality: .simulated))
        snapshot.telemetry.status = Reading(status, at: .zero)
        snapshot.telemetry.batteryPercent = battery.map { Reading($0, at: .zero) }
        snapshot.telemetry.attitude = Reading(
            Attitude(pitch: Angle(degrees: pitch), roll: .zero, yaw: .zero), at: .zero)
        snapshot.link.phase = .live
        snapshot.flatTrimmed = trimmed
        return snapshot
    }

    private func problems(_ snapshot: DroneSnapshot, at now: Duration = .zero) -> [String] {
        Preflight.items(for: snapshot, at: now).map(\.problem)
    }

    @Test func `a healthy drone has nothing against it`() {
        #expect(problems(snapshot()).isEmpty)
    }

    @Test func `no navdata blocks, also when it has only grown old`() {
        let empty = DroneSnapshot(identity: DroneIdentity(reality: .real))
        #expect(problems(empty) == ["no navdata"])
        #expect(problems(snapshot(), at: .milliseconds(1999)).isEmpty)
        #expect(problems(snapshot(), at: .seconds(2)) == ["no navdata"])
    }

    @Test(arguments: [
        (DroneStatus.emergency, "emergency state"), (.motorProblem, "motor problem"), (.cutout, "cut-out detected"),
        (.anglesOutOfRange, "angles out of range"), (.ultrasoundDeaf, "ultrasound deaf"),
        (.softwareFault, "software fault"), (.tooMuchWind, "too much wind"),
        (.userEmergency, "motors were cut by the pilot"), (.communicationLost, "the drone hears no commands"),
        (.batteryLow, "battery low 80 %"),
    ])
    func `every cause is named, blocks, and says what to do`(bit: DroneStatus, problem: String) {
        let items = Preflight.items(for: snapshot(bit), at: .zero)
        #expect(items.map(\.problem) == [problem])
        #expect(items.allSatisfy { $0.blocks && !$0.remedy.isEmpty })
    }

    @Test func `below 20 percent the drone would refuse, at 20 it flies`() {
        #expect(problems(snapshot(battery: 19)) == ["battery 19 %"])
        #expect(problems(snapshot(battery: 20)).isEmpty)
        let unknown = Preflight.items(for: snapshot(battery: nil), at: .zero)
        #expect(unknown.map(\.problem) == ["battery unknown"])
        #expect(unknown.allSatisfy { !$0.blocks })
    }

    @Test(arguments: [(5.0, ""), (6, "tilted by 6°"), (-30, "tilted by 30°"), (1e30, "tilted by 360°")])
    func `a tilt is noted in degrees, and an absurd one does not trap`(pitch: Double, expected: String) {
        #expect(problems(snapshot(pitch: pitch)).joined() == expected)
    }

    @Test func `what blocks comes first`() {
        let items = Preflight.items(for: snapshot(.batteryLow, trimmed: false), at: .zero)
        #expect(items.map(\.blocks) == [true, false])
    }

    @Test func `a scanning computer is a warning with its remedy`() {
        var snapshot = DroneSnapshot(identity: DroneIdentity(reality: .real))
        snapshot.telemetry.status = Reading([], at: .seconds(1))
        snapshot.link.suspectedScan = HostScan(period: .seconds(62), dips: 2, lastDip: .seconds(1))
        let item = Preflight.items(for: snapshot, at: .seconds(1)).first { $0.problem.contains("scan") }
        #expect(item?.problem == "this computer seems to scan for Wi-Fi every 62 s")
        #expect(item?.remedy == HostScan.remedy)
        #expect(item?.blocks == false)
    }
}
