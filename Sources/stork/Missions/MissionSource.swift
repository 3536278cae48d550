import Cockpit
import DroneLink
import DroneModel
import DroneProtocol

/// A drone that flies a mission, for the cockpit: what the pilot does comes first, and the mission is told of it.
struct MissionSource: CockpitSource {
    let link: DroneLink
    let pilot: MissionPilot
    /// The ferry's node on board; nil for none.
    var node: FerryHost?
    /// The phone on board; nil for none.
    var phone: PhoneOnBoard?

    var snapshot: DroneSnapshot {
        var snapshot = link.snapshot
        let events = snapshot.events + pilot.events
        snapshot.events = Array(events.sorted { $0.time < $1.time }.suffix(DroneSnapshot.eventCapacity))
        return snapshot
    }

    var replay: ReplayProgress? { nil }
    var mission: MissionProgress? { pilot.progress }
    var ferry: FerryWatch? { node?.watch }
    var payload: PayloadReadout? { phone?.readout }
    var phonePicture: PhonePicture? { phone?.pictures.newest }

    func order(_ intent: PilotIntent) { pilot.pilot(intent) }

    func order(_ intent: ReplayIntent) {}

    func order(_ act: OperatorAct) { pilot.operate(act) }

    func takePictureOrders() -> Int { pilot.takePictureOrders() }

    func configure(_ key: String, to value: String) async -> String { await link.configure(key, to: value) }

    func makeVideoRecorder(_ tell: @escaping @Sendable (String) -> Void) -> VideoRecorder? {
        link.makeVideoRecorder(tell)
    }

    func leave(_ whenDone: @escaping @Sendable (DroneSession.Departure) -> Void) {
        pilot.operate(.quit)
        link.leave(whenDone)
    }
}
