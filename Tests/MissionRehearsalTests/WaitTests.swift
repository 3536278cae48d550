import DroneModel
import DroneSimulation
import MissionRehearsal
import Missions
import Testing

/// What a mission waits for; the drone hovers from about 8 s on.
@Suite struct WaitTests {
    /// What the ferry node did until `now`, when it has taken something from A at each of `pickups`, seconds, and given
    /// something to B at each of `deliveries`.
    private static func ferry(
        pickups: [Double] = [], deliveries: [Double] = []
    ) -> @Sendable (Duration) -> MissionConditions {
        { now in
            var conditions = MissionConditions()
            for time in pickups where .seconds(time) <= now {
                conditions.pickedUp(from: "dtn://A/", at: .seconds(time))
            }
            for time in deliveries where .seconds(time) <= now { conditions.delivered(to: "B", at: .seconds(time)) }
            return conditions
        }
    }

    /// How long a step went on, seconds, and whether it ended in vain.
    private func wait(
        _ step: String, before: String = "take off, hover 2 s",
        _ conditions: @escaping @Sendable (Duration) -> MissionConditions = { _ in MissionConditions() },
        faults: [Fault] = []
    ) throws -> (seconds: Double, inVain: Bool) {
        let result = try fly("\(before), \(step), hover 1 s, land", faults: faults, conditions: conditions)
        #expect(result.outcome == .landed)
        let base = try fly("\(before), hover 1 s, land", faults: faults, conditions: conditions)
        let seconds = (result.duration - base.duration) / .seconds(1)
        return (seconds, result.logged.contains { $0.hasSuffix("in vain; the mission goes on") })
    }

    @Test func `what came in since the last landing counts, and once`() throws {
        // Got at 9 s, before the wait that begins with the hover: it is over at once. The second one is at 20 s.
        let result = try fly(
            "take off, hover 3 s, wait for ferry picked up from A at most 1 min, wait for ferry picked up from A at most 1 min, "
                + "land", conditions: Self.ferry(pickups: [9, 20]))
        #expect(result.outcome == .landed)
        #expect(!result.logged.contains { $0.contains("in vain") })
        #expect(result.duration > .seconds(20) && result.duration < .seconds(27))
    }

    @Test func `another node's bundles are none of A's, and a time-out says so`() throws {
        let (seconds, inVain) = try wait(
            "wait for ferry picked up from A at most 4 s", Self.ferry(deliveries: [11]))
        #expect(inVain)
        #expect(abs(seconds - 4) < 0.5)
    }

    @Test func `a delivery ends the wait for it, and any transfer the wait for one`() throws {
        for step in ["wait for ferry delivered to B at most 1 min", "wait for ferry transfer at most 1 min"] {
            let result = try fly("take off, \(step), land", conditions: Self.ferry(deliveries: [15]))
            #expect(result.outcome == .landed)
            #expect(result.duration > .seconds(15) && result.duration < .seconds(22))
        }
    }

    @Test func `idle is so long after the last transfer, and not before`() throws {
        let alone = try wait("wait for ferry idle for 5 s")
        #expect(!alone.inVain && abs(alone.seconds - 5) < 0.5)
        let busy = try fly(
            "take off, wait for ferry idle for 5 s, land",
            conditions: Self.ferry(pickups: [9, 12, 16], deliveries: [20]))
        #expect(busy.duration > .seconds(25) && busy.duration < .seconds(32))
    }

    @Test func `a position of the phone counts when it is newer than the wait`() throws {
        let result = try fly(
            "take off, wait for payload fix at most 1 min, land",
            conditions: { now in
                var conditions = MissionConditions()
                conditions.payloadFix = now < .seconds(14) ? .seconds(1) : .seconds(14)
                return conditions
            })
        #expect(result.duration > .seconds(14) && result.duration < .seconds(21))
    }

    @Test func `heights, states, the battery and time`() throws {
        #expect(abs(try wait("wait 3 s").seconds - 3) < 0.2)
        #expect(try wait("wait for state hovering at most 5 s").seconds < 0.5)
        let low = try wait("wait for altitude below 2 m at most 5 s")
        #expect(!low.inVain && low.seconds < 0.5)
        let high = try wait("wait for altitude above 2 m at most 2 s")
        #expect(high.inVain && abs(high.seconds - 2) < 0.5)
        let battery = try fly(
            "take off, wait for battery below 40 % at most 1 min, land",
            faults: [Fault(.batteryCliff(percent: 35), at: .seconds(15))])
        #expect(battery.outcome == .landed)
        #expect(!battery.logged.contains { $0.contains("in vain") })
        #expect(battery.duration > .seconds(15) && battery.duration < .seconds(30))
    }
}
