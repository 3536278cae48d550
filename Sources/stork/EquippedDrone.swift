import Cockpit
import DroneLink
import DroneModel
import DroneProtocol

/// A drone flown by hand, with what is carried along beside it.
struct EquippedDrone: CockpitSource {
    let link: DroneLink
    /// The ferry's node on board; nil for none.
    var node: FerryHost?
    /// The phone on board; nil for none.
    var phone: PhoneOnBoard?

    var snapshot: DroneSnapshot { link.snapshot }
    var replay: ReplayProgress? { nil }
    var ferry: FerryWatch? { node?.watch }
    var payload: PayloadReadout? { phone?.readout }
    var phonePicture: PhonePicture? { phone?.pictures.newest }

    func order(_ intent: PilotIntent) { link.order(intent) }

    func order(_ intent: ReplayIntent) {}

    func configure(_ key: String, to value: String) async -> String { await link.configure(key, to: value) }

    func makeVideoRecorder(_ tell: @escaping @Sendable (String) -> Void) -> VideoRecorder? {
        link.makeVideoRecorder(tell)
    }

    func leave(_ whenDone: @escaping @Sendable (DroneSession.Departure) -> Void) { link.leave(whenDone) }
}
