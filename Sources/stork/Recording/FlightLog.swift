import DroneLink
import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import Synchronization

/// The recording of one flight: takes the link's traffic and updates and the operator's doings to the recorder.
final class FlightLog: Sendable {
    /// What is to be recorded.
    struct Plan: Sendable {
        var settings: FlightRecorder.Settings
        var name: String
        /// What all recordings together may take; nil for any size.
        var mostBytes: Int?
        /// Whether there is no sense in going on without a recording.
        var isEssential = false
        /// What else the manifest says.
        var describe: @Sendable (inout RecordingManifest) -> Void = { _ in }
        /// Told what the pilot has to know, on any thread.
        var tell: @Sendable (RecordingNotice) -> Void
    }

    /// What is known of the drone before it says anything.
    struct Drone {
        var endpoint: DroneEndpoint
        /// The seed of a simulated drone of our own; nil for any other drone.
        var seed: UInt64?
    }

    /// Nil where the recording could not begin; flying goes on.
    private let current: Mutex<FlightRecorder?>
    private let failure: RecordingHealth
    private let plan: Plan
    private let drone: Drone
    private let known = Mutex(Known())

    /// What was learned of the drone, for the next recording too.
    private struct Known {
        var identity: DroneIdentity?
        /// By its configuration; nil while that was not read.
        var isSimulated: Bool?
    }

    private var recorder: FlightRecorder? { current.withLock { $0 } }

    /// Begins to record.
    ///
    /// - Throws: ``RecorderError`` where nothing can be recorded and that is essential.
    static func begin(_ plan: Plan, _ drone: Drone) throws -> FlightLog {
        let manifest = manifest(plan, drone)
        do throws(RecorderError) {
            let log = FlightLog(
                try FlightRecorder.begin(plan.settings, manifest: manifest, onNotice: plan.tell), plan, drone, nil)
            log.prune(plan)
            return log
        } catch {
            if plan.isEssential { throw error }
            plan.tell(RecordingNotice(.alarm, "NOT RECORDING: \(error)"))
            return FlightLog(nil, plan, drone, "\(error)")
        }
    }

    private static func manifest(_ plan: Plan, _ drone: Drone) -> RecordingManifest {
        var manifest = RecordingManifest(
            program: "stork \(Stork.version)", name: plan.name, simulated: drone.seed == nil ? nil : true,
            seed: drone.seed, drone: RecordingManifest.Drone(host: drone.endpoint.host), clock: clock())
        let ports = drone.endpoint.ports
        manifest.ports = [
            "navdata": ports.navdata, "at": ports.at, "control": ports.control, "video": ports.video,
            "record": ports.record,
        ]
        plan.describe(&manifest)
        return manifest
    }

    /// Ends this recording and goes on in a new one beside it, in which the same drone flies.
    ///
    /// Where that cannot begin, the old one goes on.
    func turnOver(to name: String) {
        var next = plan
        next.name = name
        var manifest = Self.manifest(next, drone)
        known.withLock { Self.describe($0, &manifest) }
        do throws(RecorderError) {
            let new = try FlightRecorder.begin(plan.settings, manifest: manifest, onNotice: plan.tell)
            let old = current.withLock { current in
                defer { current = new }
                return current
            }
            // A disk that hangs must not hold up who flies.
            DispatchQueue.global().async { old?.stop(at: LinkClock.now) }
        } catch {
            plan.tell(RecordingNotice(.alarm, "no new recording, the old one goes on: \(error)"))
        }
    }

    /// Both clocks, one read right after the other.
    private static func clock() -> RecordingManifest.Clock {
        var utc = timespec()
        clock_gettime(CLOCK_REALTIME, &utc)
        let (seconds, attoseconds) = LinkClock.now.components
        return RecordingManifest.Clock(
            utcNanoseconds: Int64(utc.tv_sec) * 1_000_000_000 + Int64(utc.tv_nsec),
            monotonicNanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    private init(_ recorder: FlightRecorder?, _ plan: Plan, _ drone: Drone, _ problem: String?) {
        current = Mutex(recorder)
        self.plan = plan
        self.drone = drone
        var health = RecordingHealth(name: plan.name)
        if let problem {
            health.phase = .ended(problem)
            health.tell(DroneEvent(time: LinkClock.now, severity: .alarm, text: "NOT RECORDING: \(problem)"))
        }
        failure = health
    }

    /// The recording's folder; nil where there is none.
    var path: String? { recorder?.path }

    /// How it fares.
    var health: RecordingHealth { recorder?.health ?? failure }

    /// Takes what passes through the link's sockets.
    var link: LinkRecorder? {
        guard recorder != nil else { return LinkRecorder(health: { [failure] in failure }, traffic: { _ in }) }
        return LinkRecorder(health: { [self] in health }, traffic: { [self] in recorder?.record($0) })
    }

    /// Takes what the link says; at once.
    func take(_ update: LinkUpdate) {
        switch update {
        case .event(let event): recorder?.note(.log(event.severity, event.text), at: event.time)
        case .phase(let phase, let time): recorder?.note(.link("\(phase)"), at: time)
        case .telemetry(let snapshot, _): learn(snapshot.identity)
        case .finished(_, .received(let dump)): learn(ConfigurationDump(decoding: dump).configuration)
        case .finished, .navdataReceived, .atSent, .controlReceived, .left: break
        }
    }

    /// Notes something that is on no wire.
    func note(_ content: RecordedEvent.Content) { recorder?.note(content, at: LinkClock.now) }

    /// Ends the recording and says how it went; nil where there was none, or where the disk hangs.
    func stop() -> RecordingHealth? {
        guard let recorder else { return nil }
        return recorder.stop(at: LinkClock.now) ? recorder.health : nil
    }

    private func learn(_ new: DroneIdentity) {
        let isNew = known.withLock { known in
            defer { known.identity = new }
            return known.identity != new
        }
        if isNew { describe() }
    }

    /// The configuration says whether the drone is simulated: until it was read nobody knows.
    private func learn(_ configuration: DroneConfiguration) {
        guard configuration.serialNumber != nil else { return }
        known.withLock { $0.isSimulated = configuration.isSimulated }
        describe()
    }

    private func describe() {
        let known = known.withLock { $0 }
        recorder?.describe { Self.describe(known, &$0) }
    }

    private static func describe(_ known: Known, _ manifest: inout RecordingManifest) {
        if let identity = known.identity {
            manifest.drone.model = identity.generation?.description
            manifest.drone.firmware = identity.firmware.map { "\($0)" }
            if identity.reality == .simulated { manifest.simulated = true }
        }
        if let isSimulated = known.isSimulated, manifest.simulated != true { manifest.simulated = isSimulated }
    }

    /// Deletes old recordings where that was asked for, beside the flight, and says so.
    private func prune(_ plan: Plan) {
        guard let mostBytes = plan.mostBytes else { return }
        let shelf = RecordingShelf(folder: plan.settings.folder)
        Task.detached { [self] in
            for removal in shelf.prune(to: mostBytes) {
                let size = ByteText(removal.bytes)
                let notice =
                    removal.problem.map {
                        RecordingNotice(.warning, "old recording \(removal.name) not deleted: \($0)")
                    } ?? RecordingNotice(.notice, "old recording \(removal.name) deleted, \(size)")
                note(.log(notice.severity, notice.text))
                plan.tell(notice)
            }
        }
    }
}

extension RecordingHealth {
    /// What there is afterwards, for people: `12.3 MB, 4567 packets, none lost`.
    var summary: String {
        let lost = droppedPackets == 0 ? "none lost" : "\(droppedPackets) LOST"
        let text = "\(ByteText(bytes)), \(packets) packets, \(lost)"
        switch phase {
        case .recording: return text
        case .blocked(let reason), .ended(let reason): return text + "; it ended early: \(reason)"
        }
    }
}
