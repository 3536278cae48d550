import DroneLink
import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import MissionRehearsal
import Missions
import SimulationHost
import Synchronization

/// Flies a mission in real time: asks the runner once per AT period, and carries out what it wants.
///
///     faces (cockpit, plain lines) --acts--> runner --orders--> link, recording, campaign
///                                  <--progress, lines--
///
/// Nothing here waits for a face, a disk or a terminal. From any thread.
final class MissionPilot: Sendable {
    private struct State {
        var runner: MissionRunner
        /// What the faces have not yet taken; the oldest are dropped.
        var lines: [DroneEvent] = []
        /// What happened, for screens.
        var events: [DroneEvent] = []
        var pictures = 0
        /// Whether the next step begins a recording of its own.
        var needsRecording = false
        var batteryName: String?
        /// Whether the drone's configuration was read, or cannot be: nothing flies before.
        var isLearned = false
    }

    private let state: Mutex<State>
    private let link: DroneLink
    private let log: FlightLog?
    private let campaign: LiveCampaign?
    private let world: MissionWorld
    /// A drone of our own carries what the operator says that it carries; nil for any other.
    private let simulation: SimulationHost?
    private let mission: Mission

    /// Lines that are kept for a face that does not come.
    private static let mostLines = 1000

    init(
        _ mission: Mission, on connection: DroneConnection, campaign: LiveCampaign? = nil,
        world: MissionWorld = MissionWorld()
    ) {
        self.mission = mission
        state = Mutex(State(runner: MissionRunner(mission, flown: campaign?.flown ?? [:])))
        link = connection.link
        log = connection.log
        simulation = connection.simulation
        self.campaign = campaign
        self.world = world
    }

    // MARK: For faces

    /// How it goes on.
    var progress: MissionProgress {
        let now = LinkClock.now
        let snapshot = link.snapshot
        return state.withLock { state in
            var shown = state.runner.progress(at: now)
            shown.margins = state.runner.envelope.margins(snapshot, at: now)
            return shown
        }
    }

    /// Whether it is over.
    var isFinished: Bool { state.withLock { $0.runner.phase == .finished } }

    /// Whether every flight landed as the mission wanted, those that were flown again the last time.
    var hasSucceeded: Bool {
        state.withLock { state in mission.flights.allSatisfy { state.runner.outcomes[$0.number] == .landed } }
    }

    /// What happened since the last call, to be printed.
    func takeLines() -> [DroneEvent] {
        state.withLock { state in
            defer { state.lines = [] }
            return state.lines
        }
    }

    /// What happened, for a screen; at most 50.
    var events: [DroneEvent] { state.withLock { $0.events } }

    /// How many pictures were asked for since the last call.
    func takePictureOrders() -> Int {
        state.withLock { state in
            defer { state.pictures = 0 }
            return state.pictures
        }
    }

    /// What speaks against a take-off, with what to do about it; nil for nothing.
    var blocker: String? {
        let blocker = Preflight.items(for: link.snapshot, at: LinkClock.now).first(where: \.blocks)
        return blocker.map { "\($0.problem) — \($0.remedy)" }
    }

    /// Does what the operator wants of the mission.
    func operate(_ act: OperatorAct) {
        let now = LinkClock.now
        let blocker = act == .resume ? blocker : nil
        state.withLock { state in
            if let blocker, state.runner.phase == .ready {
                return say(.warning, "not begun: \(blocker)", &state, at: now)
            }
            let orders = state.runner.operate(act, at: now)
            carryOut(orders, &state, at: now)
        }
    }

    /// Passes on what the pilot wants of the drone; it comes before anything that the mission wants.
    func pilot(_ intent: PilotIntent) {
        if case .move = intent {} else { link.order(intent) }
        switch intent {
        case .land:
            // On the ground nothing has to be ended: the mission waits until the pilot lets it go on.
            operate(state.withLock { $0.runner.isAirborne } ? .abort("operator") : .pause)
        case .cutMotors: operate(.abort("the operator cut the motors"))
        case .hover: if state.withLock({ $0.runner.phase.isFlown }) { operate(.pause) }
        case .move(let setpoint): operate(.steer(setpoint))
        case .takeOff, .recover, .flatTrim, .calibrateMagnetometer, .led, .animate: break
        }
    }

    // MARK: Time

    /// Flies until the mission is over.
    func run() async {
        let learning = Task { await learnScale() }
        while !isFinished, !Task.isCancelled {
            tick()
            try? await Task.sleep(for: DroneSession.tickPeriod)
        }
        learning.cancel()
    }

    /// What full set-points mean, by the drone's configuration; the answer belongs into the recording as well.
    private func learnScale() async {
        let configuration = try? await link.readConfiguration()
        state.withLock { state in
            if let climb = configuration?.verticalSpeedMaximum { state.runner.scale.climb = climb }
            if let yaw = configuration?.yawRateMaximum { state.runner.scale.yaw = yaw }
            state.isLearned = true
        }
    }

    private func tick() {
        let now = LinkClock.now
        let snapshot = link.snapshot
        let conditions = world.conditions
        state.withLock { state in
            if !state.isLearned, state.runner.phase == .running { return }
            let orders = state.runner.tick(snapshot, conditions, at: now)
            carryOut(orders, &state, at: now)
        }
    }

    private func carryOut(_ orders: [MissionOrder], _ state: inout State, at now: Duration) {
        for order in orders {
            switch order {
            case .intent(let intent): link.order(intent)
            case .ask(let question): say(.notice, "? \(question.line)", &state, at: now)
            case .note(let note): take(note, &state, at: now)
            case .flightBegins(let number):
                say(.notice, "flight \(number) of \(mission.flights.count)", &state, at: now)
                campaign?.begin(
                    log, payload: state.runner.payload?.onBoard, battery: state.batteryName,
                    link.snapshot)
            case .flightEnded(let number, let outcome):
                say(outcome == .landed ? .notice : .warning, "flight \(number): \(outcome.words)", &state, at: now)
                campaign?.end(outcome)
                state.needsRecording = true
            case .takePicture: state.pictures += 1
            case .askNoMore, .finished: break
            }
        }
        if case .aborted(let reason) = state.runner.phase, !orders.isEmpty {
            say(.warning, "ended early: \(reason)", &state, at: now)
        }
    }

    private func take(_ note: MissionNote, _ state: inout State, at now: Duration) {
        if case .step(_, "began") = note, state.needsRecording, campaign != nil {
            state.needsRecording = false
            beginRecording(state.runner)
        }
        if let content = note.recorded { log?.note(content) }
        switch note {
        case .step(let name, let text): say(.notice, "\(name): \(text)", &state, at: now)
        case .log(let severity, let text): say(severity, text, &state, at: now)
        case .payload(let payload): simulation?.carry(payload)
        case .battery(let name, _):
            state.batteryName = name.isEmpty ? nil : name
            campaign?.changeBattery()
            simulation?.changeBattery()
        case .mark: break
        }
    }

    /// Each flight of a campaign has a recording of its own, with the configuration that its analysis needs.
    private func beginRecording(_ runner: MissionRunner) {
        guard let log else { return }
        let flight = mission.flights.first { $0.number == runner.progress(at: .zero).flight }
        campaign?.turnOver(log, to: flight) { [link] in
            Task.detached { _ = try? await link.readConfiguration() }
        }
    }

    private func say(_ severity: DroneEvent.Severity, _ text: String, _ state: inout State, at now: Duration) {
        let event = DroneEvent(time: now, severity: severity, text: text)
        state.lines.append(event)
        if state.lines.count > Self.mostLines { state.lines.removeFirst() }
        state.events.append(event)
        if state.events.count > 50 { state.events.removeFirst() }
    }
}

extension MissionProgress.Phase {
    /// Whether the mission moves the drone.
    var isFlown: Bool { self == .running || self == .held }
}
