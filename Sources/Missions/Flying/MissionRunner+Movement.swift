import DroneModel

extension MissionRunner {
    /// How near to a height is at it, metres: twice the scatter of a calm hover.
    private static let heightTolerance = 0.05
    /// After a movement the drone gets this long to brake.
    private static let braking: Duration = .seconds(1)
    /// Share of the tilt limit that a movement over a distance uses: about 0.5 m/s.
    private static let moveShare = 0.2

    /// A step that moves the drone.
    mutating func move(
        _ step: MissionStep, _ snapshot: DroneSnapshot, _ elapsed: Duration, at now: Duration
    ) -> (isDone: Bool, orders: [MissionOrder]) {
        if let braked = progress.brakedAt { return (now - braked >= Self.braking, []) }
        let setpoint: Setpoint?
        switch step.action {
        case .climbTo(let height, let speed):
            setpoint = climb(to: height, speed, snapshot, elapsed, at: now)
        case .climbBy(let metres, let speed):
            setpoint = climb(to: (progress.altitude ?? 0.75) + metres, speed, snapshot, elapsed, at: now)
        case .climbAt(let rate, let time):
            situation.climb = rate
            setpoint = elapsed < time ? Setpoint(climb: rate / max(scale.climb, 0.1)) : nil
        case .fly(let wanted, let time):
            situation.climb = wanted.climb * scale.climb
            setpoint = elapsed < time ? wanted : nil
        case .turn(let angle, let rate): setpoint = turn(angle, rate, snapshot, elapsed, at: now)
        case .moveBy(let direction, let metres):
            setpoint = advance(direction, metres, snapshot, elapsed, at: now)
        default: return (true, [])
        }
        if let setpoint { return (false, [.intent(.move(setpoint))]) }
        situation.climb = 0
        switch step.action {
        case .climbTo, .climbBy, .turn, .moveBy:
            progress.brakedAt = now
            return (false, [.intent(.hover)])
        default: return (true, [.intent(.hover)])
        }
    }

    private mutating func climb(
        to goal: Double, _ speed: Double, _ snapshot: DroneSnapshot, _ elapsed: Duration, at now: Duration
    ) -> Setpoint? {
        let start = progress.altitude ?? 0.75
        let isUp = goal >= start
        let patience = abs(goal - start) / speed * 2 + 3
        guard let altitude = snapshot.telemetry.altitude.current(at: now), elapsed / .seconds(1) < patience else {
            return nil
        }
        // It climbs on a little while it brakes.
        let lead = speed * 0.15
        let rest = isUp ? goal - altitude : altitude - goal
        if rest <= max(Self.heightTolerance, lead) { return nil }
        situation.climb = isUp ? speed : -speed
        return Setpoint(climb: situation.climb / max(scale.climb, 0.1))
    }

    private mutating func turn(
        _ angle: Double, _ rate: Double, _ snapshot: DroneSnapshot, _ elapsed: Duration, at now: Duration
    ) -> Setpoint? {
        guard elapsed / .seconds(1) < abs(angle) / rate * 2 + 3,
            let yaw = snapshot.telemetry.attitude.current(at: now)?.yaw.radians
        else { return nil }
        if let last = progress.yaw {
            var change = yaw - last
            if change > .pi { change -= 2 * .pi }
            if change < -.pi { change += 2 * .pi }
            progress.turned += change
        }
        progress.yaw = yaw
        let rest = abs(angle) - progress.turned * (angle < 0 ? -1 : 1)
        if rest <= rate * 0.2 { return nil }
        return Setpoint(yaw: (angle < 0 ? -rate : rate) / max(scale.yaw, 0.1))
    }

    private mutating func advance(
        _ direction: MissionDirection, _ metres: Double, _ snapshot: DroneSnapshot, _ elapsed: Duration,
        at now: Duration
    ) -> Setpoint? {
        guard elapsed / .seconds(1) < metres * 5 + 5, let velocity = snapshot.telemetry.velocity.current(at: now)
        else { return nil }
        let speed =
            switch direction {
            case .forward: velocity.forward
            case .backward: -velocity.forward
            case .right: velocity.right
            case .left: -velocity.right
            }
        if let last = progress.last { progress.distance += speed * ((now - last) / .seconds(1)) }
        progress.last = now
        // The drone leans back and stands after about half a second.
        if progress.distance + max(0, speed) * 0.5 >= metres { return nil }
        return direction.setpoint(Self.moveShare)
    }
}
