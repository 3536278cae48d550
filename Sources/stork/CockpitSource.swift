import Cockpit
import DroneLink
import DroneModel
import DroneProtocol

/// What a cockpit shows and acts on: a drone, or the recording of one.
protocol CockpitSource: Sendable {
    /// Everything known of the drone.
    var snapshot: DroneSnapshot { get }
    /// Where the replay stands; nil where a drone flies.
    var replay: ReplayProgress? { get }

    /// How the mission goes on that is flown; nil where none is.
    var mission: MissionProgress? { get }

    /// What the ferry's node on board says; nil where none is watched.
    var ferry: FerryWatch? { get }

    /// What the phone on board tells; nil where none is listened to.
    var payload: PayloadReadout? { get }

    /// The phone's last picture; nil where there is none to be looked at.
    var phonePicture: PhonePicture? { get }

    /// Passes on what the pilot wants.
    func order(_ intent: PilotIntent)

    /// Passes on what is asked of a replay.
    func order(_ intent: ReplayIntent)

    /// Passes on what is wanted of the mission.
    func order(_ act: OperatorAct)

    /// How many pictures the mission asked for since the last call.
    func takePictureOrders() -> Int

    /// Writes a value of the configuration; gives in words what became of it.
    func configure(_ key: String, to value: String) async -> String

    /// What has the drone record its video; nil where there is no drone. `tell` is called on any thread.
    func makeVideoRecorder(_ tell: @escaping @Sendable (String) -> Void) -> VideoRecorder?

    /// Ends the conversation; a flying drone is landed first.
    func leave(_ whenDone: @escaping @Sendable (DroneSession.Departure) -> Void)
}

extension CockpitSource {
    /// No mission is flown.
    var mission: MissionProgress? { nil }

    /// No node is on board.
    var ferry: FerryWatch? { nil }

    /// No phone is listened to.
    var payload: PayloadReadout? { nil }

    /// Nothing to be looked at.
    var phonePicture: PhonePicture? { nil }

    func order(_ act: OperatorAct) {}

    func takePictureOrders() -> Int { 0 }
}

extension DroneLink: CockpitSource {
    /// A drone is no replay.
    var replay: ReplayProgress? { nil }

    /// A drone has no past to go to.
    func order(_ intent: ReplayIntent) {}

    func makeVideoRecorder(_ tell: @escaping @Sendable (String) -> Void) -> VideoRecorder? {
        VideoRecorder(self, tell: tell)
    }

    func configure(_ key: String, to value: String) async -> String {
        let identity = snapshot.identity
        do {
            let checked = try ConfigurationCatalogue.validate(
                value, forKeyNamed: key, generation: identity.generation ?? .ardrone2, firmware: identity.firmware)
            try await write(key: key, value: checked.wireText())
            let held = ConfigurationKey(key)
            let after = held?.startsSomething == true ? nil : try await readConfiguration()
            let text = held.flatMap { after?[$0] }
            return text.map { "\(key) is now \($0)" } ?? "\(key) sent"
        } catch {
            return "\(error)"
        }
    }
}
