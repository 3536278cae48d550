public import DroneModel
import DroneProtocol
public import DroneSimulation
public import FlightRecording
public import Missions

/// Flies a mission, or one flight of it, on the simulated drone in virtual time: the session, the runner and the
/// envelope are those of a real flight.
public struct MissionRehearsal: Sendable {
    /// The drone, its faults and its air.
    public var drone: DroneSettings
    /// What the operator answers: everything is confirmed.
    public var answers: @Sendable (_ question: String) -> String = { _ in "" }
    /// What else happens: the operator's doing at a moment of the flight.
    public var acts: [(time: Duration, act: OperatorAct)] = []
    /// What is known of the world besides the drone at a moment of the flight: the phone on board, the station.
    public var conditions: @Sendable (_ now: Duration) -> MissionConditions = { _ in MissionConditions() }
    /// Where something outside depends on where the drone really is: asked in every period of 30 ms, with its place in
    /// metres forward, right and up of where it took off. May hold the rehearsal up, and with it the drone's time. What
    /// it answers is known in the place of ``conditions``.
    public var encounters: (@Sendable (_ place: SIMD3<Double>, _ now: Duration) -> MissionConditions)?
    /// When something goes wrong although everything was ended, the flight is left after this.
    public var longest: Duration = .seconds(3600)

    /// What a rehearsal came to.
    public struct Result: Equatable, Sendable {
        /// How the last flight ended; nil where none began.
        public var outcome: FlightOutcome?
        /// Why the mission ended early; nil where all steps were done.
        public var abortion: String?
        /// Every rule that was broken.
        public var broken: [SafetyTrigger]
        /// Every step with what became of it.
        public var steps: [String]
        /// The lines of the log, the safety envelope's among them.
        public var logged: [String] = []
        /// Virtual time from power-up.
        public var duration: Duration
        /// The battery's voltage before take-off, volts; nil where unknown.
        public var restingVoltage: Double?
        /// The highest the drone reported, metres.
        public var highest: Double
        /// What was asked of the drone, with the time: take-off, landing, cut.
        public var orders: [(time: Duration, intent: PilotIntent)]

        /// Equal in everything.
        public static func == (left: Self, right: Self) -> Bool {
            left.outcome == right.outcome && left.abortion == right.abortion && left.broken == right.broken
                && left.steps == right.steps && left.duration == right.duration && left.highest == right.highest
                && left.orders.elementsEqual(right.orders, by: ==)
        }
    }

    /// A rehearsal with this drone.
    public init(_ drone: DroneSettings) { self.drone = drone }

    /// Flies.
    ///
    /// - Parameters:
    ///   - mission: What is flown.
    ///   - only: One flight of it; nil for all of them in one go.
    ///   - folder: Where the recording goes, a folder that is not there yet; nil for none.
    ///   - manifest: What the recording says of itself.
    /// - Throws: ``RecordingError`` where the disk refuses.
    public func fly(
        _ mission: Mission, only: MissionFlight? = nil, recordingTo folder: String? = nil,
        manifest: RecordingManifest? = nil
    ) throws(RecordingError) -> Result {
        var file: RehearsalFile?
        if let folder, let manifest { file = try RehearsalFile(folder: folder, manifest: manifest) }
        var flight = VirtualFlight(drone, file: file.take())
        var runner = MissionRunner(mission, only: only)
        var result = Result(
            broken: [], steps: [], duration: .zero, highest: 0, orders: [])
        var pending = acts[...]
        var hasStarted = false
        while flight.now < longest {
            try flight.step()
            let snapshot = flight.session.snapshot
            if !hasStarted {
                // Searching, configuring, and the configuration read: a real flight waits for that too.
                guard snapshot.link.phase == .live, flight.session.configuration != nil else {
                    if flight.now > .seconds(20) { break }
                    continue
                }
                hasStarted = true
                if let climb = flight.session.configuration?.verticalSpeedMaximum { runner.scale.climb = climb }
                if let yaw = flight.session.configuration?.yawRateMaximum { runner.scale.yaw = yaw }
                _ = runner.start(at: flight.now)
            }
            var orders: [MissionOrder] = []
            while let next = pending.first, next.time <= flight.now {
                pending.removeFirst()
                orders += runner.operate(next.act, at: flight.now)
            }
            let known = encounters.map { $0(flight.drone.aircraft.truth.place, flight.now) } ?? conditions(flight.now)
            orders += runner.tick(snapshot, known, at: flight.now)
            result.highest = max(result.highest, snapshot.telemetry.altitude?.value ?? 0)
            carryOut(orders, &flight, &runner, &result)
            switch runner.phase {
            case .aborted(let reason) where pending.isEmpty:
                result.abortion = reason
                result.duration = flight.now
            case .finished: result.duration = flight.now
            default: continue
            }
            break
        }
        // A second on the ground, so that the recording shows the end.
        for _ in 0..<33 { try flight.step() }
        result.broken = runner.broken
        try flight.finish()
        return result
    }

    private func carryOut(
        _ orders: [MissionOrder], _ flight: inout VirtualFlight, _ runner: inout MissionRunner, _ result: inout Result
    ) {
        for order in orders {
            switch order {
            case .intent(let intent):
                flight.perform(intent)
                switch intent {
                case .takeOff, .land, .cutMotors: result.orders.append((flight.now, intent))
                default: break
                }
            case .ask(let question):
                // What is on board is what the operator fastened: the simulated drone has it already.
                carryOut(runner.answer(answers(question.text), at: flight.now), &flight, &runner, &result)
            case .note(let note):
                if case .step(let name, let state) = note { result.steps.append("\(name): \(state)") }
                if case .log(_, let text) = note { result.logged.append(text) }
                if case .payload = note {
                    result.restingVoltage = flight.session.snapshot.telemetry.batteryVoltage?.value
                }
                if let content = note.recorded { flight.note(content) }
            case .flightBegins:
                result.restingVoltage = flight.session.snapshot.telemetry.batteryVoltage?.value
            case .flightEnded(_, let outcome): result.outcome = outcome
            case .askNoMore, .takePicture, .finished: break
            }
        }
    }
}

extension GroundTruth {
    /// Metres forward, right and up of where the drone was switched on, as it stood there: its nose to the north.
    public var place: SIMD3<Double> { SIMD3(position.y, position.x, position.z) }
}

extension MissionNote {
    /// The note as a line of a recording.
    public var recorded: RecordedEvent.Content? {
        switch self {
        case .step(let name, let state): .step(name: name, state: state)
        case .payload(let payload): .payload(payload.onBoard)
        case .mark(let text): .mark(text)
        case .battery(let name, let volts):
            .log(.notice, "battery \(name.isEmpty ? "changed" : name)" + (volts.map { ", \($0) V" } ?? ""))
        case .log(let severity, let text): .log(severity, text)
        }
    }
}

extension MissionPayload {
    /// As it stands in a recording.
    public var onBoard: PayloadOnBoard {
        PayloadOnBoard(mass: mass, massUncertainty: uncertainty, position: position)
    }
}
