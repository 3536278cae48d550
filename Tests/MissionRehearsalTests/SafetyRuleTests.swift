import DroneModel
import DroneSimulation
import MissionRehearsal
import Missions
import Testing

/// Every rule on the simulated drone: a fault that breaks it, and one just below that does not.
@Suite struct SafetyRuleTests {
    private let hover = "take off, hover 20 s, land"

    private func rules(_ result: MissionRehearsal.Result) -> Set<SafetyRule> { Set(result.broken.map(\.rule)) }

    @Test func `silence over 0,5 s makes it hover and over 2 s land`() throws {
        let short = try fly(hover, faults: [Fault(.loss(share: 1, .navdata), at: .seconds(14), for: .milliseconds(400))])
        #expect(short.broken == [])
        let hovering = try fly(hover, faults: [Fault(.loss(share: 1, .navdata), at: .seconds(14), for: .milliseconds(1200))])
        #expect(hovering.broken.map(\.rule) == [.linkGap])
        #expect(hovering.broken.map(\.action) == [.hover])
        #expect(hovering.outcome == .landed)
        let landing = try fly(hover, faults: [Fault(.loss(share: 1, .navdata), at: .seconds(14), for: .seconds(3))])
        #expect(landing.broken.filter { $0.rule == .linkGap }.map(\.action) == [.hover, .land])
        #expect(landing.abortion?.hasPrefix("link gap: no navdata for 2") == true)
        #expect(landing.orders.contains { $0.intent == .land })
    }

    @Test func `an empty battery lands`() throws {
        let empty = try fly(hover, faults: [Fault(.batteryCliff(percent: 4), at: .seconds(14))])
        #expect(!rules(empty).isDisjoint(with: [.battery, .voltage]))
        #expect(empty.orders.contains { $0.intent == .land })
        let enough = try fly(hover, faults: [Fault(.batteryCliff(percent: 60), at: .seconds(14))])
        #expect(enough.broken == [])
    }

    @Test func `a blocked motor is the drone's own fault`() throws {
        let blocked = try fly(hover, faults: [Fault(.motorStall(.frontLeft), at: .seconds(16))])
        #expect(rules(blocked).contains(.droneFault) || rules(blocked).contains(.tilt))
        #expect(blocked.abortion != nil)
    }

    @Test func `a height above the limit lands`() throws {
        let head = "limits: {altitude: 1 m}\n"
        let beyond = try fly("take off, fly up 100 % for 2 s, land", head: head)
        #expect(rules(beyond) == [.altitude])
        let below = try fly("take off, climb to 0.9 m at 0.1 m/s, land", head: head)
        #expect(below.broken == [])
    }

    @Test func `a distance beyond the radius makes it hover or land`() throws {
        let head = "limits: {radius: 2 m}\n"
        let beyond = try fly("take off, fly forward 50 % for 4 s, hover 2 s, land", head: head)
        #expect(rules(beyond).contains(.radius))
        let below = try fly("take off, move forward 50 cm, hover 2 s, land", head: head)
        #expect(below.broken == [])
    }

    @Test func `a tilt beyond the limit lands`() throws {
        let beyond = try fly("take off, fly forward 100 % for 2 s, land", head: "limits: {tilt: 8 deg, radius: 20 m}\n")
        #expect(rules(beyond).contains(.tilt))
        let below = try fly("take off, fly forward 30 % for 2 s, land", head: "limits: {tilt: 8 deg, radius: 20 m}\n")
        #expect(below.broken == [])
    }

    @Test func `motors that are asked for too much land`() throws {
        let heavy = try fly(hover, faults: [Fault(.payload(mass: 0.36, x: 0, y: 0, z: 0), at: .seconds(16))])
        #expect(!rules(heavy).isDisjoint(with: [.motorSaturation, .collective, .descent, .altitudeError]))
        let bearable = try fly(hover, faults: [Fault(.payload(mass: 0.1, x: 0, y: 0, z: 0), at: .seconds(16))])
        #expect(bearable.broken == [])
    }

    @Test func `a take-off that does not come off the ground ends`() throws {
        let heavy = try fly(hover, change: { $0.payloads = [PayloadMass(mass: 0.3)] })
        #expect(heavy.outcome == .failedTakeOff)
        let light = try fly(hover, change: { $0.payloads = [PayloadMass(mass: 0.1)] })
        #expect(light.outcome == .landed)
    }
}
