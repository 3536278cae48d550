import DroneModel
import DroneSimulation
import MissionRehearsal
import Missions
import Testing

@Suite struct RunnerTests {
    @Test func `every step is begun and done in order and the flight lands`() throws {
        let result = try fly("flat trim, take off, hover 3 s, mark here, land")
        #expect(
            result.steps
                == ["flat trim", "take off", "hover 3 s", "mark here", "land"].flatMap {
                    ["\($0): began", "\($0): done"]
                })
        #expect(result.outcome == .landed)
        #expect(result.abortion == nil)
        #expect(result.broken == [])
    }

    @Test func `climbs go where they shall`() throws {
        let result = try fly("take off, climb to 1.5 m, hover 3 s, descend by 50 cm, hover 3 s, land")
        #expect(result.outcome == .landed)
        #expect(abs(result.highest - 1.5) < 0.15)
    }

    @Test func `a whole flight with all movements stays within its limits`() throws {
        let result = try fly(
            "take off, calibrate, climb at 0.5 m/s for 1 s, turn 360 deg at 60 deg/s, move forward 1 m, move backward 1 m, "
                + "fly right 10 % for 1 s, animation wave, wait for state hovering at most 10 s, land",
            head: "limits: {radius: 8 m}\n")
        #expect(result.outcome == .landed)
        #expect(result.broken == [])
    }

    @Test func `an abort lands and can be resumed`() throws {
        let result = try fly(
            "take off, hover 5 s, land", acts: [(.seconds(10), .abort("operator")), (.seconds(16), .resume)])
        #expect(result.outcome == .landed)
        #expect(result.steps.filter { $0 == "take off: began" }.count == 2)
        #expect(result.steps.contains { $0.hasSuffix("aborted: operator") })
    }

    @Test func `a pause takes no time from the step and a skip ends it`() throws {
        let paused = try fly("take off, hover 5 s, land", acts: [(.seconds(10), .pause), (.seconds(16), .resume)])
        let plain = try fly("take off, hover 5 s, land")
        #expect(paused.outcome == .landed)
        #expect(abs((paused.duration - plain.duration) / .seconds(1) - 6) < 0.5)
        let skipped = try fly("take off, hover 60 s, land", acts: [(.seconds(10), .skip)])
        #expect(skipped.steps.contains("hover 60 s: skipped"))
        #expect(skipped.duration < .seconds(20))
    }

    @Test func `the same flight twice is the same`() throws {
        #expect(try fly("take off, hover 3 s, land") == (try fly("take off, hover 3 s, land")))
    }
}
