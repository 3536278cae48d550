import DroneModel
import ScriptText

extension MissionRunner {
    /// Flies the present step, and begins the next when it is done.
    mutating func fly(
        _ step: MissionStep, _ snapshot: DroneSnapshot, _ conditions: MissionConditions, at now: Duration
    ) -> [MissionOrder] {
        var orders: [MissionOrder] = []
        if progress.began == nil {
            progress.began = now
            progress.altitude = snapshot.telemetry.altitude.current(at: now)
            progress.yaw = snapshot.telemetry.attitude.current(at: now)?.yaw.radians
            progress.transfers = conditions.ferry.transfers
            orders += begin(step, at: now)
        }
        let elapsed = now - (progress.began ?? now)
        holdHeight(step, snapshot, elapsed, at: now)
        let (isDone, more) = goOn(step, snapshot, conditions, elapsed, at: now)
        orders += more
        guard isDone, phase == .running else { return orders }
        // What the node takes over from here on, on the ground too, is of the next flight.
        if step.action == .land { ferryBase = conditions.ferry }
        orders.append(.note(.step(name: step.title, state: "done")))
        advance()
        return orders
    }

    /// From this long after the begin of a hold its height must not change.
    private static let settling: Duration = .seconds(3)

    private mutating func holdHeight(
        _ step: MissionStep, _ snapshot: DroneSnapshot, _ elapsed: Duration, at now: Duration
    ) {
        switch step.action {
        case .hover, .wait: break
        default: return
        }
        guard isAirborne, elapsed > Self.settling, situation.heldAltitude == nil else { return }
        situation.heldAltitude = snapshot.telemetry.altitude.current(at: now)
    }

    private mutating func begin(_ step: MissionStep, at now: Duration) -> [MissionOrder] {
        var orders: [MissionOrder] = []
        if step.action == .takeOff {
            envelope.reset()
            highest = 0
            lastFlying = nil
            situation = FlightSituation()
            situation.stage = .takingOff(now)
            let flight = flights.first { $0.steps.contains(index) }?.number ?? 1
            openFlight = flight
            outcomes[flight] = nil
            orders.append(.flightBegins(flight))
            if let payload { orders.append(.note(.payload(payload))) }
        }
        orders.append(.note(.step(name: step.title, state: "began")))
        switch step.action {
        case .flatTrim: orders.append(.intent(.flatTrim))
        case .calibrate: orders.append(.intent(.calibrateMagnetometer))
        case .takeOff:
            progress.sent = now
            orders.append(.intent(.takeOff))
        case .hover: orders.append(.intent(.hover))
        case .wait: if isAirborne { orders.append(.intent(.hover)) }
        case .animation(let number, let time):
            situation.isAnimated = true
            orders.append(.intent(.animate(animation: number, milliseconds: Int(time / .milliseconds(1)))))
        case .led(let number, let frequency, let seconds):
            orders.append(.intent(.led(animation: number, frequency: frequency, seconds: seconds)))
        case .picture: orders.append(.takePicture)
        case .mark(let text): orders.append(.note(.mark(text)))
        case .land:
            situation.stage = .landing
            progress.sent = now
            orders.append(.intent(.land))
        case .attach, .changeBattery, .climbTo, .climbBy, .climbAt, .moveBy, .turn, .fly: break
        }
        if let text = question(of: step) {
            question = text
            orders.append(.ask(text))
        }
        return orders
    }

    private func question(of step: MissionStep) -> MissionQuestion? {
        switch step.action {
        case .attach(let payload) where payload.mass > 0:
            MissionQuestion(
                "fasten \(payload.title), nothing else",
                alternative: "the mass as weighed, like \(Int((payload.mass * 1000).rounded())).4 g")
        case .attach: MissionQuestion("take everything off the drone")
        case .changeBattery: MissionQuestion("put in a full battery", alternative: "what the battery is called")
        case .wait(.operator(let text), _): MissionQuestion(text)
        default: nil
        }
    }

    // MARK: Going on

    private mutating func goOn(
        _ step: MissionStep, _ snapshot: DroneSnapshot, _ conditions: MissionConditions, _ elapsed: Duration,
        at now: Duration
    ) -> (isDone: Bool, orders: [MissionOrder]) {
        switch step.action {
        case .flatTrim: return (elapsed >= .seconds(1), [])
        case .calibrate: return (elapsed >= .seconds(6), [])
        case .takeOff: return takeOff(snapshot, elapsed, at: now)
        case .land: return land(snapshot, elapsed, at: now)
        case .hover(let time): return (elapsed >= time, [])
        case .animation(_, let time): return (elapsed >= max(time, .seconds(1)), [])
        case .led, .picture, .mark: return (true, [])
        case .wait(let condition, let limit):
            return wait(condition, limit, snapshot, conditions, elapsed, at: now)
        case .attach(let payload): return attach(payload)
        case .changeBattery: return changeBattery(snapshot, at: now)
        case .climbTo, .climbBy, .climbAt, .moveBy, .turn, .fly: return move(step, snapshot, elapsed, at: now)
        }
    }

    private mutating func takeOff(
        _ snapshot: DroneSnapshot, _ elapsed: Duration, at now: Duration
    ) -> (Bool, [MissionOrder]) {
        let telemetry = snapshot.telemetry
        let isFlying = telemetry.isFlying(at: now) == true
        let state = telemetry.state.current(at: now)
        let altitude = telemetry.altitude.current(at: now) ?? 0
        if isFlying, state == .hovering || state == .flying, altitude > 0.3 {
            situation.stage = .air
            return (true, [])
        }
        if let lastFlying, !isFlying, now - lastFlying > Self.groundCalm {
            return (false, beginAbort("the drone gave the take-off up", at: now))
        }
        if !isFlying, lastFlying == nil {
            if elapsed > Self.takeOffPatience {
                return (false, beginAbort("the drone refused to take off", at: now))
            }
            if let sent = progress.sent, now - sent >= Self.insistence {
                progress.sent = now
                return (false, [.intent(.takeOff)])
            }
        }
        return (false, [])
    }

    private mutating func land(
        _ snapshot: DroneSnapshot, _ elapsed: Duration, at now: Duration
    ) -> (Bool, [MissionOrder]) {
        if snapshot.telemetry.isFlying(at: now) == false, elapsed > Self.groundCalm {
            situation = FlightSituation()
            return (true, closeFlight(.landed))
        }
        guard let sent = progress.sent, now - sent >= Self.insistence else { return (false, []) }
        progress.sent = now
        return (false, [.intent(.land)])
    }

    private mutating func wait(
        _ condition: MissionCondition, _ limit: Duration?, _ snapshot: DroneSnapshot, _ conditions: MissionConditions,
        _ elapsed: Duration, at now: Duration
    ) -> (Bool, [MissionOrder]) {
        let telemetry = snapshot.telemetry
        let isMet =
            switch condition {
            case .time(let time): elapsed >= time
            case .altitudeAbove(let height): telemetry.altitude.current(at: now).map { $0 >= height } ?? false
            case .altitudeBelow(let height): telemetry.altitude.current(at: now).map { $0 <= height } ?? false
            case .state(let state): telemetry.state.current(at: now) == state
            case .batteryBelow(let percent): telemetry.batteryPercent.current(at: now).map { $0 <= percent } ?? false
            case .operator: answered != nil
            case .payloadFix: conditions.payloadFix.map { $0 >= now - elapsed } ?? false
            case .ferryTransfer: conditions.ferry.transfers > progress.transfers
            case .ferryPickup(let name):
                conditions.ferry.pickedUp[name, default: 0] > ferryBase.pickedUp[name, default: 0]
            case .ferryDelivery(let name):
                conditions.ferry.delivered[name, default: 0] > ferryBase.delivered[name, default: 0]
            case .ferryIdle(let time): min(elapsed, conditions.ferry.lastTransfer.map { now - $0 } ?? elapsed) >= time
            }
        if isMet {
            ferryBase.use(condition, as: conditions.ferry)
            return (true, [])
        }
        guard let limit, elapsed >= limit else { return (false, []) }
        return (true, [.note(.log(.warning, "waited \(limit.components.seconds) s in vain; the mission goes on"))])
    }

    private mutating func attach(_ wanted: MissionPayload) -> (Bool, [MissionOrder]) {
        guard let answer = answered else { return (false, []) }
        var new = wanted
        if !answer.isEmpty, wanted.mass > 0 {
            guard let weighed = try? Quantity(answer), weighed.dimension == .mass, (0...1).contains(weighed.value),
                abs(weighed.value - wanted.mass) <= max(0.005, wanted.mass * 0.1)
            else {
                answered = nil
                let again = MissionQuestion(
                    "“\(answer)” is no mass near \(wanted.title)", alternative: "the mass as weighed")
                question = again
                return (false, [.ask(again)])
            }
            new.mass = weighed.value
        }
        payload = new
        return (true, [.note(.payload(new))])
    }

    private func changeBattery(_ snapshot: DroneSnapshot, at now: Duration) -> (Bool, [MissionOrder]) {
        guard let answer = answered else { return (false, []) }
        let volts = snapshot.telemetry.batteryVoltage.current(at: now)
        return (true, [.note(.battery(name: answer, volts: volts))])
    }
}
