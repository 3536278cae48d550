public import DroneModel

/// Judges a flight 33 times a second against a mission's limits and the abort rules of the lift test's method.
///
///     within --beyond for the rule's time--> broken (one line in the log) --within hysteresis for 1 s--> within
///
/// Each rule is told once when it is broken, with what was seen. Land before anything else; the motors are cut only
/// for a drone that falls or tumbles already.
public struct SafetyEnvelope: Sendable {
    /// The limits.
    public let limits: MissionLimits
    /// Where the drone is by integrated speed.
    public private(set) var position = DeadReckoning()

    private var watches: [Key: Watch] = [:]
    private var triggers: [SafetyTrigger] = []
    private var now: Duration = .zero

    /// Back within a limit for this long, and the rule counts as kept again.
    static let calm: Duration = .seconds(1)
    /// From take-off to the end of the ramp's five seconds: 1.7 s the motors spin first, and the command travels.
    static let takeOffPatience: Duration = .seconds(7)

    private struct Watch {
        var beyondSince: Duration?
        var withinSince: Duration?
        var isBroken = false
    }

    /// A rule may have a mild and a strict form, each with its own clock.
    private struct Key: Hashable {
        var rule: SafetyRule
        var action: SafetyAction
        var span: Duration
    }

    /// An envelope for a flight that has not begun.
    public init(_ limits: MissionLimits) { self.limits = limits }

    /// Whether a rule that is broken now wants the drone to hover.
    public var holds: Bool { watches.contains { $0.key.action == .hover && $0.value.isBroken } }

    /// What a rule that is broken now wants; nil while it is kept.
    func worst(of rule: SafetyRule) -> SafetyAction? {
        watches.filter { $0.key.rule == rule && $0.value.isBroken }.map(\.key.action).max()
    }

    /// Forgets the flight before; the place of the next take-off is the centre of its radius.
    public mutating func reset() { self = SafetyEnvelope(limits) }

    /// What was broken since the last look.
    public mutating func check(
        _ snapshot: DroneSnapshot, _ situation: FlightSituation, _ conditions: MissionConditions = MissionConditions(),
        at now: Duration
    ) -> [SafetyTrigger] {
        self.now = now
        triggers = []
        guard situation.stage != .ground else { return [] }
        let telemetry = snapshot.telemetry
        position.advance(telemetry, at: now)
        checkLink(snapshot)
        checkAttitude(telemetry, situation)
        checkHeight(telemetry, situation)
        checkPower(telemetry, situation)
        checkDrone(telemetry)
        checkRadius()
        checkPartners(conditions, situation)
        return triggers
    }

    // MARK: Rules

    private mutating func checkLink(_ snapshot: DroneSnapshot) {
        let limits = limits
        let age = snapshot.link.age(at: now) ?? .zero
        level(
            .linkGap, age / .seconds(1), hover: limits.silenceHover / .seconds(1),
            land: limits.silenceLand / .seconds(1)
        ) { "no navdata for \(Self.text($0)) s" }
        // Only with packets: silence has its own rule.
        let oldest =
            [
                snapshot.telemetry.altitude?.age(at: now), snapshot.telemetry.attitude?.age(at: now),
            ].map { $0 ?? .seconds(60) }.max() ?? .zero
        let stale = age < .milliseconds(200) ? oldest / .seconds(1) : 0
        level(
            .staleNavdata, stale, hover: limits.silenceHover / .seconds(1), land: limits.silenceLand / .seconds(1)
        ) { "no height or attitude for \(Self.text($0)) s" }
    }

    private mutating func checkAttitude(_ telemetry: Telemetry, _ situation: FlightSituation) {
        let limits = limits
        guard let attitude = fresh(telemetry.attitude), !situation.isAnimated else { return }
        let tilt = max(abs(attitude.roll.radians), abs(attitude.pitch.radians))
        let degrees = tilt * 180 / .pi
        let limit = limits.tilt * 180 / .pi
        watch(.tilt, tilt > limits.tilt * 1.5, clear: tilt < limits.tilt, for: .zero, .land) {
            "\(Self.text(degrees))° at once, limit \(Self.text(limit * 1.5))°"
        }
        watch(.tilt, tilt > limits.tilt, clear: tilt < limits.tilt * 0.8, for: .milliseconds(300), .land) {
            "\(Self.text(degrees))° for 0.3 s, limit \(Self.text(limit))°"
        }
        watch(.tumbling, degrees > 60, clear: degrees < 45, for: .milliseconds(150), .cut) {
            "\(Self.text(degrees))° for 0.15 s, limit 60°"
        }
    }

    private mutating func checkHeight(_ telemetry: Telemetry, _ situation: FlightSituation) {
        let limits = limits
        if let speed = fresh(telemetry.verticalSpeed), !situation.isAnimated {
            let wanted = min(0, situation.climb)
            let isLanding = situation.stage == .landing
            watch(
                .descent, !isLanding && speed - wanted < -limits.descent, clear: speed - wanted > -limits.descent / 2,
                for: .milliseconds(100), .land
            ) { "\(Self.text(speed)) m/s that nobody asked for, limit -\(Self.text(limits.descent)) m/s" }
            watch(.falling, speed < -3, clear: speed > -1, for: .milliseconds(200), .cut) {
                "\(Self.text(speed)) m/s for 0.2 s, limit -3 m/s"
            }
        }
        guard let altitude = fresh(telemetry.altitude) else { return }
        let limit = limits.altitude
        watch(.altitude, altitude > limit, clear: altitude < limit * 0.9, for: .milliseconds(100), .land) {
            "\(Self.text(altitude)) m, limit \(Self.text(limit)) m"
        }
        if let held = situation.heldAltitude {
            let error = abs(altitude - held)
            watch(
                .altitudeError, error > limits.altitudeError, clear: error < limits.altitudeError / 2,
                for: .seconds(1), .land
            ) { "\(Self.text(error)) m off for 1 s, limit \(Self.text(limits.altitudeError)) m" }
        }
        if case .takingOff(let since) = situation.stage {
            watch(.takeOff, altitude < 0.3 && now - since > Self.takeOffPatience, clear: true, for: .zero, .land) {
                "not above 0.3 m 5 s after the motors ramped up"
            }
        }
    }

    private mutating func checkPower(_ telemetry: Telemetry, _ situation: FlightSituation) {
        let limits = limits
        if let percent = fresh(telemetry.batteryPercent, for: .seconds(2)) {
            watch(
                .battery, percent < limits.battery, clear: percent > limits.battery + 5, for: .seconds(2), .land
            ) { "\(percent) % for 2 s, limit \(limits.battery) %" }
            let low = limits.battery + 5
            watch(.battery, percent < low, clear: percent > low + 5, for: .seconds(2), .warn) {
                "\(percent) %, the mission ends at \(limits.battery) %"
            }
        }
        if let volts = fresh(telemetry.batteryVoltage, for: .seconds(2)) {
            watch(.voltage, volts < limits.voltage, clear: volts > limits.voltage + 0.2, for: .seconds(2), .land) {
                "\(Self.text(volts)) V for 2 s, limit \(Self.text(limits.voltage)) V"
            }
        }
        guard let motors = fresh(telemetry.motors) else { return }
        let busiest = 255 - motors.headroom
        watch(.motorSaturation, busiest >= limits.motor, clear: busiest < limits.motor - 10, for: .seconds(1), .land) {
            "a motor at \(busiest) for 1 s, limit \(limits.motor)"
        }
        watch(
            .collective, motors.mean > limits.collective, clear: motors.mean < limits.collective - 5, for: .seconds(1),
            .land
        ) { "motors at \(Self.text(motors.mean)) on average for 1 s, limit \(Self.text(limits.collective))" }
    }

    private mutating func checkDrone(_ telemetry: Telemetry) {
        guard let status = fresh(telemetry.status) else { return }
        let faults: [(DroneStatus, String)] = [
            (.motorProblem, "motor problem"), (.cutout, "motor cut out"), (.anglesOutOfRange, "angles out of range"),
            (.ultrasoundDeaf, "the ultrasound hears nothing"), (.emergency, "emergency"),
        ]
        let seen = faults.filter { status.contains($0.0) }.map(\.1)
        watch(.droneFault, !seen.isEmpty, clear: seen.isEmpty, for: .zero, .land) {
            seen.joined(separator: ", ") + ", says the drone"
        }
    }

    private mutating func checkRadius() {
        let reach = position.reach(at: now)
        let distance = position.distance
        let limit = limits.radius
        level(.radius, reach, hover: limit, land: limit * 1.2) {
            "\(Self.text($0)) m away (\(Self.text(distance)) m and \(Self.text($0 - distance)) m "
                + "of doubt), limit \(Self.text(limit)) m"
        }
    }

    private mutating func checkPartners(_ conditions: MissionConditions, _ situation: FlightSituation) {
        guard situation.stage == .air else { return }
        if let limit = limits.payloadFixAge {
            let age = (now - (conditions.payloadFix ?? .zero)) / .seconds(1)
            level(.payloadFix, age, hover: limit / .seconds(1), land: limit / .seconds(1) * 3) {
                "no position from the phone for \(Self.text($0)) s, limit \(Self.text(limit / .seconds(1))) s"
            }
        }
        if let limit = limits.stationSilence {
            let age = (now - (conditions.stationHeard ?? .zero)) / .seconds(1)
            level(.station, age, hover: limit / .seconds(1), land: limit / .seconds(1) * 3) {
                "station not heard for \(Self.text($0)) s, limit \(Self.text(limit / .seconds(1))) s"
            }
        }
    }

    // MARK: Hysteresis

    private func fresh<Value>(_ reading: Reading<Value>?, for span: Duration = Freshness.staleness) -> Value? {
        reading.flatMap { $0.age(at: now) < span ? $0.value : nil }
    }

    /// A value that first holds the drone and then lands it.
    private mutating func level(
        _ rule: SafetyRule, _ value: Double, hover: Double, land: Double, _ evidence: (Double) -> String
    ) {
        watch(rule, value > land, clear: value < land * 0.9, for: .zero, .land) { evidence(value) }
        watch(rule, value > hover, clear: value < hover * 0.9, for: .zero, .hover) { evidence(value) }
    }

    private mutating func watch(
        _ rule: SafetyRule, _ isBeyond: Bool, clear: Bool, for span: Duration, _ action: SafetyAction,
        _ evidence: () -> String
    ) {
        let key = Key(rule: rule, action: action, span: span)
        var watch = watches[key] ?? Watch()
        defer { watches[key] = watch }
        if isBeyond {
            let since = watch.beyondSince ?? now
            watch.beyondSince = since
            watch.withinSince = nil
            guard now - since >= span, !watch.isBroken else { return }
            watch.isBroken = true
            triggers.append(SafetyTrigger(rule, action, evidence()))
        } else if !watch.isBroken {
            watch.beyondSince = nil
        } else if clear {
            let since = watch.withinSince ?? now
            watch.withinSince = since
            if now - since >= Self.calm { watch = Watch() }
        }
    }

    /// A number with at most one decimal; two below ten.
    static func text(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "n/a" }
        let hundredths = Int((abs(value) * 100).rounded())
        let sign = value < 0 && hundredths > 0 ? "-" : ""
        if hundredths >= 1000 { return sign + MissionPayload.number(Double(hundredths) / 100) }
        let rest = hundredths % 100
        return sign + "\(hundredths / 100)"
            + (rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)")
    }
}
