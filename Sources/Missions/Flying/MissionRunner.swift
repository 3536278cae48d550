public import DroneModel

/// Flies a mission: a state machine with time as an argument.
///
///     ready --start--> running --pause--> paused --resume--> running
///                        |  ^--held by a rule that hovers--^
///                        +--abort, rule that lands--> aborting --on the ground--> aborted --resume--> running
///                        +--last step--> finished
///
/// ``tick(_:_:at:)`` is called every 30 ms with what is known of the drone; everything it wants comes back as orders.
public struct MissionRunner: Sendable {
    /// The mission.
    public let mission: Mission
    /// Where it stands.
    public internal(set) var phase = MissionProgress.Phase.ready
    /// The envelope around the flight.
    public internal(set) var envelope: SafetyEnvelope
    /// How fast the drone takes full set-points.
    public var scale = SetpointScale()
    /// What is on board; nil where nobody said.
    public internal(set) var payload: MissionPayload?
    /// How each flight ended, by its number; one that was flown again the last time.
    public internal(set) var outcomes: [Int: FlightOutcome] = [:]
    /// Every rule that was broken, oldest first; at most 100.
    public internal(set) var broken: [SafetyTrigger] = []

    let flights: [MissionFlight]
    var index: Int
    let end: Int
    var progress = StepProgress()
    var situation = FlightSituation()
    var question: MissionQuestion?
    var answered: String?
    var abort: Abort?
    var wantsToQuit = false
    var pausedAt: Duration?
    var openFlight: Int?
    var lastFlying: Duration?
    var highest = 0.0
    /// What the ferry had done when it was last asked, or at the landing before.
    var ferryBase = FerryActivity()

    /// What one step remembers.
    struct StepProgress: Sendable {
        var began: Duration?
        var altitude: Double?
        var yaw: Double?
        var turned = 0.0
        var distance = 0.0
        var last: Duration?
        var sent: Duration?
        var isBraking = false
        var brakedAt: Duration?
        var transfers = 0
    }

    struct Abort: Sendable {
        var reason: String
        var since: Duration
        var sent: Duration?
        var cuts = false
    }

    /// Between two repetitions of an order that the drone may not have taken.
    static let insistence: Duration = .milliseconds(500)
    /// A drone that stays on the ground for this long after the order to take off will not.
    static let takeOffPatience: Duration = .seconds(4)
    /// On the ground for this long, and it has landed.
    static let groundCalm: Duration = .milliseconds(300)

    /// A runner of a mission, or of one of its flights.
    ///
    /// - Parameters:
    ///   - only: The flight to be flown; nil for the whole mission.
    ///   - flown: How flights ended that were flown before; the mission goes on with the first that has not landed.
    public init(_ mission: Mission, only: MissionFlight? = nil, flown: [Int: FlightOutcome] = [:]) {
        self.mission = mission
        envelope = SafetyEnvelope(mission.limits)
        flights = mission.flights
        outcomes = flown
        let next = flown.isEmpty ? nil : flights.first { flown[$0.number] != .landed }
        let begin = flown.isEmpty ? 0 : next?.steps.lowerBound ?? mission.steps.count
        index = only?.steps.lowerBound ?? begin
        end = only?.steps.upperBound ?? mission.steps.count
    }

    // MARK: The operator

    /// Begins with the first step.
    public mutating func start(at now: Duration) -> [MissionOrder] {
        guard phase == .ready else { return [] }
        phase = .running
        return []
    }

    /// What the operator answers to the question that was asked.
    public mutating func answer(_ text: String, at now: Duration) -> [MissionOrder] {
        guard question != nil else { return [] }
        question = nil
        answered = text
        return [.askNoMore]
    }

    /// What the operator wants.
    public mutating func operate(_ act: OperatorAct, at now: Duration) -> [MissionOrder] {
        switch (act, phase) {
        case (.answer(let text), _): return answer(text, at: now)
        case (.steer(let setpoint), _): return steer(setpoint, at: now)
        case (.pause, .running), (.pause, .held): return pause("mission paused", at: now)
        case (.pause, .paused): return isAirborne ? [.intent(.hover)] : []
        case (.resume, .ready): return start(at: now)
        case (.resume, .paused):
            phase = .running
            shift(by: now)
            return [.note(.log(.notice, "mission goes on"))]
        case (.resume, .aborted): return restart(at: flightStart(of: index), "the flight is flown again")
        case (.skip, .aborted): return restart(at: flightEnd(of: index), "the flight is left out")
        case (.skip, .running), (.skip, .paused), (.skip, .held): return skip(at: now)
        case (.abort(let reason), .running), (.abort(let reason), .paused), (.abort(let reason), .held):
            return beginAbort(reason, at: now)
        case (.quit, .aborting), (.quit, .running), (.quit, .paused), (.quit, .held):
            wantsToQuit = true
            if case .aborting = phase { return [] }
            return beginAbort("ended by the operator", at: now)
        case (.quit, .ready), (.quit, .aborted):
            phase = .finished
            return [.finished]
        default: return []
        }
    }

    private mutating func pause(_ words: String, at now: Duration) -> [MissionOrder] {
        phase = .paused
        pausedAt = pausedAt ?? now
        situation.climb = 0
        return (isAirborne ? [.intent(.hover)] : []) + [.note(.log(.notice, words))]
    }

    /// The pilot's hands come before the mission's steps; the envelope goes on to watch.
    private mutating func steer(_ setpoint: Setpoint, at now: Duration) -> [MissionOrder] {
        var orders: [MissionOrder] = []
        if phase == .running || phase == .held { orders += pause("mission paused: the pilot flies", at: now) }
        if phase == .paused {
            situation.climb = setpoint.climb * scale.climb
            situation.heldAltitude = nil
        }
        return orders + [.intent(.move(setpoint))]
    }

    private mutating func skip(at now: Duration) -> [MissionOrder] {
        guard index < end else { return [] }
        let step = mission.steps[index]
        // A landing or a take-off that were left out would make nonsense of what follows.
        guard step.action != .land, step.action != .takeOff else {
            return [.note(.log(.warning, "“\(step.title)” is not left out; abort lands"))]
        }
        if phase == .paused { shift(by: now) }
        phase = .running
        let settles = question == nil ? [] : [MissionOrder.askNoMore]
        question = nil
        advance()
        return settles + [.note(.step(name: step.title, state: "skipped"))] + (isAirborne ? [.intent(.hover)] : [])
    }

    private mutating func restart(at step: Int, _ words: String) -> [MissionOrder] {
        index = step
        progress = StepProgress()
        answered = nil
        pausedAt = nil
        abort = nil
        situation = FlightSituation()
        envelope.reset()
        phase = .running
        return [.note(.log(.notice, words))]
    }

    private func flightStart(of index: Int) -> Int {
        flights.first { $0.steps.contains(index) }?.steps.lowerBound ?? index
    }

    private func flightEnd(of index: Int) -> Int {
        flights.first { $0.steps.contains(index) }.map { min($0.steps.upperBound, end) } ?? end
    }

    // MARK: Time

    /// Whether the mission believes the drone in the air.
    public var isAirborne: Bool { situation.stage != .ground }

    /// What is to be done now.
    public mutating func tick(
        _ snapshot: DroneSnapshot, _ conditions: MissionConditions = MissionConditions(), at now: Duration
    ) -> [MissionOrder] {
        switch phase {
        case .ready, .finished, .aborted: return []
        case .running, .paused, .held, .aborting: break
        }
        if snapshot.telemetry.isFlying(at: now) == true { lastFlying = now }
        if let altitude = snapshot.telemetry.altitude.current(at: now), isAirborne { highest = max(highest, altitude) }
        var orders = judge(snapshot, conditions, at: now)
        if case .aborting = phase { return orders + comeDown(snapshot, at: now) }
        if fellOut(snapshot, at: now) {
            return orders + beginAbort("the drone landed by itself", at: now) + comeDown(snapshot, at: now)
        }
        if envelope.holds, isAirborne {
            if phase == .running {
                phase = .held
                pausedAt = now
                orders.append(.intent(.hover))
            }
            return orders
        }
        if phase == .held {
            phase = .running
            shift(by: now)
            orders.append(.note(.log(.notice, "mission goes on")))
        }
        guard phase == .running else { return orders }
        guard index < end else {
            phase = .finished
            return orders + [.finished]
        }
        return orders + fly(mission.steps[index], snapshot, conditions, at: now)
    }

    /// The envelope's judgement and what follows from it.
    private mutating func judge(
        _ snapshot: DroneSnapshot, _ conditions: MissionConditions, at now: Duration
    ) -> [MissionOrder] {
        var orders: [MissionOrder] = []
        for trigger in envelope.check(snapshot, situation, conditions, at: now) {
            if broken.count >= 100 { broken.removeFirst() }
            broken.append(trigger)
            orders.append(.note(.log(trigger.action >= .land ? .alarm : .warning, trigger.line)))
            switch trigger.action {
            case .warn, .hover: break
            case .land:
                let reason = "\(trigger.rule.rawValue): \(trigger.evidence)"
                if case .aborting = phase { continue }
                orders += beginAbort(reason, at: now)
            case .cut:
                if case .aborting = phase {} else { orders += beginAbort(trigger.rule.rawValue, at: now) }
                abort?.cuts = true
                orders.append(.intent(.cutMotors))
            }
        }
        return orders
    }

    /// Whether the drone stands although the mission has it in the air.
    private func fellOut(_ snapshot: DroneSnapshot, at now: Duration) -> Bool {
        guard situation.stage == .air, let lastFlying, snapshot.telemetry.isFlying(at: now) == false else {
            return false
        }
        return now - lastFlying > Self.groundCalm
    }

    // MARK: The end of a flight

    mutating func beginAbort(_ reason: String, at now: Duration) -> [MissionOrder] {
        var orders: [MissionOrder] = []
        if question != nil {
            question = nil
            orders.append(.askNoMore)
        }
        if index < end, progress.began != nil {
            orders.append(.note(.step(name: mission.steps[index].title, state: "aborted: \(reason)")))
        }
        abort = Abort(reason: reason, since: now)
        phase = .aborting(reason)
        if isAirborne {
            situation.stage = .landing
            situation.heldAltitude = nil
            situation.isAnimated = false
            abort?.sent = now
            orders.append(.intent(.land))
        }
        return orders
    }

    /// Insists on landing until the drone stands.
    private mutating func comeDown(_ snapshot: DroneSnapshot, at now: Duration) -> [MissionOrder] {
        guard var abort else { return [] }
        defer { self.abort = abort }
        let isDown = !isAirborne || snapshot.telemetry.isFlying(at: now) == false && now - abort.since > Self.groundCalm
        guard isDown else {
            if let sent = abort.sent, now - sent < Self.insistence { return [] }
            abort.sent = now
            return [.intent(abort.cuts ? .cutMotors : .land)]
        }
        situation = FlightSituation()
        phase = wantsToQuit ? .finished : .aborted(abort.reason)
        let outcome: FlightOutcome = highest < 0.3 && openFlight != nil ? .failedTakeOff : .aborted(abort.reason)
        return closeFlight(outcome) + (wantsToQuit ? [.finished] : [])
    }

    mutating func closeFlight(_ outcome: FlightOutcome) -> [MissionOrder] {
        guard let flight = openFlight else { return [] }
        openFlight = nil
        outcomes[flight] = outcome
        return [.flightEnded(flight, outcome)]
    }

    mutating func advance() {
        index += 1
        progress = StepProgress()
        situation.climb = 0
        situation.heldAltitude = nil
        situation.isAnimated = false
        answered = nil
    }

    /// Takes a pause out of the step's time.
    private mutating func shift(by now: Duration) {
        guard let since = pausedAt else { return }
        pausedAt = nil
        if let began = progress.began { progress.began = began + (now - since) }
        if let braked = progress.brakedAt { progress.brakedAt = braked + (now - since) }
        progress.last = nil
        progress.yaw = nil
        situation.heldAltitude = nil
    }

    // MARK: What is shown

    /// How it goes on.
    public func progress(at now: Duration) -> MissionProgress {
        var shown = MissionProgress(mission: mission.name, steps: mission.steps.count, flights: flights.count)
        shown.phase = phase
        shown.step = min(index + 1, mission.steps.count)
        shown.payload = payload?.title
        shown.question = question
        shown.warning = broken.last?.line
        shown.flight = flights.first { $0.steps.contains(index) }?.number ?? 0
        shown.policy = mission.policy
        shown.ladder = flights.map { flight in
            let load = flight.payload.map { "\(MissionPayload.number($0.mass * 1000)) g" }
            return MissionProgress.Rung(load: load, state: state(of: flight))
        }
        guard index < end else { return shown }
        if index + 1 < end { shown.next = mission.steps[index + 1].title }
        let step = mission.steps[index]
        shown.title = step.title
        shown.comment = step.comment
        shown.elapsed = progress.began.map { max(.zero, (pausedAt ?? abort?.since ?? now) - $0) } ?? .zero
        shown.length =
            switch step.action {
            case .hover(let time), .climbAt(_, let time), .fly(_, let time), .animation(_, let time),
                .wait(.time(let time), _):
                time
            default: nil
            }
        return shown
    }

    private func state(of flight: MissionFlight) -> MissionProgress.Rung.State {
        // One that was ended early shows that until it takes off again.
        if phase != .finished, flight.steps.contains(index), outcomes[flight.number] == nil { return .present }
        switch outcomes[flight.number] {
        case .landed?: return .landed
        case .aborted?, .failedTakeOff?: return .failed
        case nil: return flight.steps.upperBound <= index ? .leftOut : .ahead
        }
    }
}
