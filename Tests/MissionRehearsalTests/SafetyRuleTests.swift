import DroneModel
import DroneSimulation
import MissionRehearsal
import Missions
import Testing

/// Every rule on the simulated drone: a fault that breaks it, and one just below that does not.
@Suite struct SafetyRuleTests {
    /// A fault of growing strength in a hover that begins at 8 s.
    struct Proof: Sendable, CustomTestStringConvertible {
        var rule: SafetyRule
        var actions: [SafetyAction] = [.land]
        var limits = ""
        var steps = "take off, hover 5 s, land"
        var load: PayloadMass?
        /// What breaks the rule, and what just does not.
        var beyond: Fault.Kind?
        var below: Fault.Kind?
        var duration: (beyond: Duration?, below: Duration?) = (nil, nil)
        /// Whether the smaller fault breaks no other rule either.
        var keepsAll = true
        var testDescription: String { "\(rule.rawValue): \(actions.map(\.word).joined(separator: ", "))" }
    }

    static let proofs: [Proof] = [
        Proof(
            rule: .linkGap, actions: [.hover], beyond: .loss(share: 1, .navdata), below: .loss(share: 1, .navdata),
            duration: (.milliseconds(600), .milliseconds(450))),
        Proof(
            rule: .linkGap, actions: [.hover, .land], beyond: .loss(share: 1, .navdata),
            below: .loss(share: 0.9, .navdata), duration: (.milliseconds(2200), .milliseconds(2200))),
        Proof(
            rule: .staleNavdata, actions: [.hover], beyond: .navdata(.withoutOptions, share: 1),
            below: .navdata(.withoutOptions, share: 1), duration: (.milliseconds(600), .milliseconds(450))),
        Proof(
            rule: .staleNavdata, actions: [.hover, .land], beyond: .navdata(.withoutOptions, share: 1),
            below: .navdata(.withoutOptions, share: 0.9), duration: (.milliseconds(2200), .milliseconds(2200))),
        Proof(
            rule: .tilt, limits: "tilt: 9 deg, radius: 20 m", beyond: .wind(speed: 5, towards: 0, gusts: 0.2),
            below: .wind(speed: 2, towards: 0, gusts: 0.2)),
        Proof(
            rule: .tumbling, actions: [.cut], beyond: .payload(mass: 0.3, x: 0, y: 0.2, z: 0),
            below: .payload(mass: 0.1, x: 0, y: 0.08, z: 0)),
        Proof(
            rule: .falling, actions: [.cut], limits: "altitude: 4 m, descent: 3 m/s",
            steps: "take off, climb to 3.2 m at 2 m/s, hover 4 s, land", beyond: .tiredMotors(missing: 0.9),
            below: .tiredMotors(missing: 0.6), keepsAll: false),
        Proof(rule: .descent, beyond: .tiredMotors(missing: 0.45), below: .tiredMotors(missing: 0.3)),
        Proof(rule: .droneFault, beyond: .motorStall(.frontLeft), below: .tiredMotors(missing: 0.3)),
        Proof(
            rule: .altitude, limits: "altitude: 1.2 m", load: PayloadMass(mass: 0.19),
            beyond: .payload(mass: 0, x: 0, y: 0, z: 0), below: .payload(mass: 0.1, x: 0, y: 0, z: 0)),
        Proof(
            rule: .altitudeError, limits: "altitude error: 30 cm", steps: "take off, hover 6 s, land",
            beyond: .tiredMotors(missing: 0.35), below: .tiredMotors(missing: 0.1)),
        Proof(
            rule: .radius, actions: [.hover, .land], limits: "radius: 2 m",
            beyond: .wind(speed: 8, towards: 0, gusts: 0.2), below: .wind(speed: 1, towards: 0, gusts: 0.2)),
        Proof(
            rule: .battery, actions: [.warn], steps: "take off, hover 12 s, land", beyond: .batteryCliff(percent: 15),
            below: .batteryCliff(percent: 60)),
        Proof(
            rule: .battery, actions: [.warn, .land], limits: "battery: 25 %", steps: "take off, hover 12 s, land",
            beyond: .batteryCliff(percent: 15), below: .batteryCliff(percent: 60)),
        Proof(
            rule: .voltage, limits: "battery: 10 %, voltage: 10.6 V", beyond: .batteryCliff(percent: 15),
            below: .batteryCliff(percent: 40)),
        Proof(
            rule: .motorSaturation, limits: "descent: 3 m/s, radius: 20 m", steps: "take off, hover 8 s, land",
            load: PayloadMass(mass: 0.15, at: Vector3(x: 0, y: 0.07, z: 0)),
            beyond: .payload(mass: 0.28, x: 0, y: 0.08, z: 0), below: .payload(mass: 0.24, x: 0, y: 0.08, z: 0)),
        Proof(
            rule: .collective, limits: "descent: 3 m/s", load: PayloadMass(mass: 0.19),
            beyond: .payload(mass: 0.32, x: 0, y: 0, z: 0), below: .payload(mass: 0.24, x: 0, y: 0, z: 0)),
    ]

    @Test(arguments: proofs)
    func `a fault breaks the rule and a smaller one does not`(proof: Proof) throws {
        func flown(_ kind: Fault.Kind?, _ duration: Duration?) throws -> MissionRehearsal.Result {
            try fly(
                proof.steps, head: proof.limits.isEmpty ? "" : "limits: {\(proof.limits)}\n",
                faults: kind.map { [Fault($0, at: .seconds(10), for: duration)] } ?? [],
                change: { if let load = proof.load { $0.payloads = [load] } })
        }
        let broken = try flown(proof.beyond, proof.duration.beyond)
        #expect(broken.logged.filter { $0.hasPrefix("safety: ") } == broken.broken.map(\.line))
        #expect(broken.broken.filter { $0.rule == proof.rule }.map(\.action) == proof.actions)
        let kept = try flown(proof.below, proof.duration.below)
        #expect(kept.broken.filter { $0.rule == proof.rule || proof.keepsAll } == [])
        if proof.keepsAll { #expect(kept.outcome == .landed) }
    }

    @Test(arguments: [("0.19", true), ("0.22", false)])
    func `a take-off that stays below 0,3 m for 5 s after the ramp ends`(kilograms: String, flies: Bool) throws {
        let mass = try #require(Double(kilograms))
        let result = try fly("take off, hover 1 s, land", change: { $0.payloads = [PayloadMass(mass: mass)] })
        #expect(result.outcome == (flies ? .landed : .failedTakeOff))
    }

    /// What breaks when nothing is heard of the phone and the station from 10 s on for so long.
    private func partners(_ limits: String, silent seconds: Double) throws -> [SafetyTrigger] {
        try fly(
            "take off, hover 6 s, land", head: "limits: {\(limits)}\n",
            conditions: { now in
                var conditions = MissionConditions()
                let isSilent = now > .seconds(10) && now < .seconds(10 + seconds)
                conditions.payloadFix = isSilent ? .seconds(10) : now
                conditions.stationHeard = conditions.payloadFix
                return conditions
            }
        ).broken
    }

    @Test(arguments: [("payload fix", SafetyRule.payloadFix), ("station", .station)])
    func `the phone and the station may be silent for so long and no longer`(key: String, rule: SafetyRule) throws {
        #expect(try partners("\(key): 1 s", silent: 0.9) == [])
        let held = try partners("\(key): 1 s", silent: 1.5)
        #expect(held.map(\.rule) == [rule])
        #expect(held.map(\.action) == [.hover])
        let landed = try partners("\(key): 1 s", silent: 3.5)
        #expect(landed.map(\.action) == [.hover, .land])
    }

    @Test func `the operator's key lands at once`() throws {
        let result = try fly("take off, hover 20 s, land", acts: [(.seconds(10), .abort("operator"))])
        #expect(result.outcome == .aborted("operator"))
        let landing = try #require(result.orders.first { $0.intent == .land })
        #expect(landing.time - .seconds(10) <= .milliseconds(30))
    }
}
