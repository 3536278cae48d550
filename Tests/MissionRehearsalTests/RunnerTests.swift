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

    @Test func `the pilot's hands pause the mission, which goes on where it was`() throws {
        let steering = (0..<20).map { step in
            (time: Duration.seconds(10) + .milliseconds(100 * step), act: OperatorAct.steer(Setpoint(roll: 0.3)))
        }
        let result = try fly(
            "take off, hover 5 s, land",
            acts: steering + [(.seconds(12), .pause), (.seconds(14), .resume)])
        #expect(result.outcome == .landed)
        #expect(result.broken == [])
        #expect(
            result.logged.filter { $0.hasPrefix("mission ") } == ["mission paused: the pilot flies", "mission goes on"])
        let plain = try fly("take off, hover 5 s, land")
        #expect(abs((result.duration - plain.duration) / .seconds(1) - 4) < 0.5)
    }

    @Test func `the envelope lands also a drone that the pilot flies`() throws {
        let steering = (0..<60).map { step in
            (time: Duration.seconds(10) + .milliseconds(100 * step), act: OperatorAct.steer(Setpoint(climb: 1)))
        }
        let result = try fly("take off, hover 30 s, land", head: "limits: {altitude: 1.5 m}\n", acts: steering)
        #expect(result.outcome.map { "\($0.words.prefix(18))" } == "aborted: altitude:")
        #expect(result.broken.map(\.rule) == [.altitude])
    }

    @Test func `after a landed abort the next flight can be flown instead`() throws {
        let steps = "take off, hover 5 s, land, mark second, take off, hover 2 s, land"
        let result = try fly(steps, acts: [(.seconds(10), .abort("operator")), (.seconds(16), .skip)])
        #expect(result.outcome == .landed)
        #expect(result.steps.filter { $0 == "take off: began" }.count == 2)
        #expect(result.steps.filter { $0 == "hover 5 s: began" }.count == 1)
        #expect(result.steps.contains("hover 2 s: done"))
    }

    @Test func `progress tells the flights, what comes next and what is asked`() throws {
        let mission = try mission(
            "\"attach 30 g\", take off, hover 5 s, land, attach nothing, take off, land", head: "")
        var runner = MissionRunner(mission)
        let snapshot = DroneSnapshot(identity: DroneIdentity(reality: .simulated))
        #expect(runner.progress(at: .zero).phase == .ready)
        #expect(runner.progress(at: .zero).policy.contains { $0.hasPrefix("link loss: hovers after 0.5 s") })
        _ = runner.operate(.resume, at: .zero)
        _ = runner.tick(snapshot, at: .milliseconds(30))
        var shown = runner.progress(at: .milliseconds(30))
        #expect(shown.question?.text == "fasten 30 g, nothing else")
        #expect(shown.next == "take off")
        #expect(shown.ladder == [.init(load: "30 g", state: .present), .init(load: "0 g", state: .ahead)])
        // What cannot be the mass is asked again.
        _ = runner.operate(.answer("88 g"), at: .milliseconds(40))
        _ = runner.tick(snapshot, at: .milliseconds(60))
        #expect(runner.progress(at: .milliseconds(60)).question?.text == "“88 g” is no mass near 30 g")
        _ = runner.operate(.answer("30.5 g"), at: .milliseconds(70))
        _ = runner.tick(snapshot, at: .milliseconds(90))
        shown = runner.progress(at: .milliseconds(90))
        #expect(shown.payload == "30.5 g" && shown.title == "take off" && shown.question == nil)
    }

    @Test func `the same flight twice is the same`() throws {
        #expect(try fly("take off, hover 3 s, land") == (try fly("take off, hover 3 s, land")))
    }
}
