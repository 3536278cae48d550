import Cockpit
import DroneLink
import DroneModel
import DroneProtocol
import FlightRecording
import FlightReplay

/// A recording in the cockpit's place of a drone.
struct RecordingInCockpit: CockpitSource {
    let player: ReplayPlayer
    let feed: VideoFeed
    /// The phone that was on board; nil where there was none.
    var phone: RecordedPhone?

    var payload: PayloadReadout? { phone?.readout(at: player.progress.position) }
    var phonePicture: PhonePicture? { phone?.pictures?.newest }

    var snapshot: DroneSnapshot {
        var snapshot = player.snapshot
        snapshot.video?.pictures = feed.health
        return snapshot
    }

    var replay: ReplayProgress? { player.progress }

    /// The cockpit refuses these by itself.
    func order(_ intent: PilotIntent) {}

    func order(_ intent: ReplayIntent) { player.order(intent) }

    func configure(_ key: String, to value: String) async -> String { "a recording cannot be configured" }

    func makeVideoRecorder(_ tell: @escaping @Sendable (String) -> Void) -> VideoRecorder? { nil }

    func leave(_ whenDone: @escaping @Sendable (DroneSession.Departure) -> Void) { whenDone(.asFound) }
}

extension VideoUpdate {
    /// The same as a link gives it.
    init(_ piece: VideoPlayback.Piece) {
        switch piece {
        case .newConnection: self = .newConnection
        case .frames(let events): self = .frames(events)
        case .datagram(let bytes, let arrival): self = .datagram(bytes, arrival: arrival)
        }
    }
}
