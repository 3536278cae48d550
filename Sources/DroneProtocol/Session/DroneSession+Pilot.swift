public import DroneModel

extension DroneSession {
    /// What became of a pilot's wish.
    public enum Verdict: Equatable, Sendable {
        /// It is being sent.
        case accepted
        /// It would have been unsafe or without meaning now; the reason is for the pilot to read.
        case refused(String)
    }

    /// Does what the pilot asks, and sends the first datagram at once instead of with the next tick.
    public mutating func perform(_ intent: PilotIntent, at now: Duration) -> (verdict: Verdict, outputs: [Output]) {
        if hasLeft { return (.refused("the session is over"), []) }
        let verdict = settings.role == .pilot ? judge(intent, at: now) : .refused("this session only observes")
        switch verdict {
        case .refused(let reason):
            snapshot.link.counters.commandsRefused += 1
            return (verdict, note(.warning, "\(intent.title) refused: \(reason)", at: now))
        case .accepted:
            let changes = apply(intent, at: now)
            return (verdict, changes ? datagrams(with: [], at: now) : [])
        }
    }

    /// Ends the session: a flying drone hovers, then lands; ``Output/left(_:)`` tells when it is over.
    public mutating func leave(at now: Duration) -> [Output] {
        guard leaving == nil, !hasLeft else { return [] }
        if settings.role != .pilot {
            hasLeft = true
            return [.left(.asFound)]
        }
        leaving = LeaveSequence(at: now)
        commander.hover()
        return stepLeaving(at: now)
    }

    mutating func stepLeaving(at now: Duration) -> [Output] {
        guard var sequence = leaving else { return [] }
        let isFlying = lastStatus.map { $0.contains(.flying) }
        let step = sequence.step(
            isFlying: commander.wantsFlight ? isFlying ?? true : isFlying, lastNavdata: monitor.lastNavdata, at: now)
        leaving = sequence
        switch step {
        case nil: return []
        case .land?:
            commander.land()
            return note(.notice, "leaving: landing first", at: now)
        case .left(let departure)?:
            leaving = nil
            hasLeft = true
            return [.left(departure)]
        }
    }

    /// Why an intent must not be followed now, if so. Landing and cutting the motors are never refused.
    private func judge(_ intent: PilotIntent, at now: Duration) -> Verdict {
        let isFlying = snapshot.telemetry.isFlying(at: now)
        switch intent {
        case .land, .cutMotors, .hover: return .accepted
        case .takeOff:
            if leaving != nil { return .refused("the program is leaving") }
            let blockers = Preflight.items(for: snapshot, at: now).filter(\.blocks)
            return blockers.isEmpty ? .accepted : .refused(blockers.map(\.problem).joined(separator: ", "))
        case .move: return leaving == nil ? .accepted : .refused("the program is leaving")
        case .recover:
            guard lastStatus?.contains(.emergency) == true else { return .refused("the drone is not in emergency") }
            return .accepted
        case .flatTrim:
            if isFlying != false { return .refused(isFlying == nil ? "no navdata" : "only on the ground, level") }
            return .accepted
        case .calibrateMagnetometer:
            if snapshot.identity.generation == .ardrone1 { return .refused("the AR.Drone 1.0 has no magnetometer") }
            return isFlying == true ? .accepted : .refused("only in flight; the drone turns once")
        case .animate: return isFlying == true ? .accepted : .refused("only in flight")
        case .led: return .accepted
        }
    }

    /// Applies an intent that was accepted. True when it must be sent at once: a movement that is only renewed waits
    /// for its tick, so that key repeat cannot flood the drone.
    private mutating func apply(_ intent: PilotIntent, at now: Duration) -> Bool {
        switch intent {
        case .takeOff: commander.takeOff(at: now)
        case .land: commander.land()
        case .hover: commander.hover()
        case .move(let setpoint):
            let before = commander.commanded(at: now)
            commander.move(setpoint, at: now)
            return before != setpoint && now - lastDatagram >= Self.shortestGap
        case .cutMotors: commander.press(.cut, at: now)
        case .recover: commander.press(.recover, at: now)
        case .flatTrim:
            commander.send(once: .flatTrim)
            snapshot.flatTrimmed = true
        case .calibrateMagnetometer: commander.send(once: .calibrate(device: 0))
        case .led(let animation, let frequency, let seconds):
            commander.send(
                once: .led(
                    animation: Int32(clamping: animation), frequency: Float(frequency),
                    seconds: Int32(clamping: seconds)))
        case .animate(let animation, let milliseconds):
            commander.send(
                once: .animate(animation: Int32(clamping: animation), milliseconds: Int32(clamping: milliseconds)))
        }
        return true
    }
}

extension PilotIntent {
    /// The word for it.
    var title: String {
        switch self {
        case .takeOff: "take-off"
        case .land: "landing"
        case .hover: "hover"
        case .move: "movement"
        case .cutMotors: "motor cut"
        case .recover: "recovery"
        case .flatTrim: "flat trim"
        case .calibrateMagnetometer: "magnetometer calibration"
        case .led: "light pattern"
        case .animate: "animation"
        }
    }
}
