import DroneModel
import Missions
import ScriptText
import Testing

@Suite struct MissionReadingTests {
    private func actions(_ steps: String, head: String = "") throws -> [MissionAction] {
        let around = "mission: a\n\(head)steps:\n  - take off\n\(steps)  - land\n"
        return try read(around).steps.dropFirst().dropLast().map(\.action)
    }

    @Test(arguments: [
        ("hover 20 s", MissionAction.hover(.seconds(20))), ("hover 250ms", .hover(.milliseconds(250))),
        ("climb to 1.5 m", .climbTo(1.5, speed: 0.3)), ("climb by 50 cm at 0.5 m/s", .climbBy(0.5, speed: 0.5)),
        ("descend by 10 cm", .climbBy(-0.1, speed: 0.3)), ("climb at 0.5 m/s for 1 s", .climbAt(0.5, .seconds(1))),
        ("move left 2 m", .moveBy(.left, 2)),
        ("move forward 20 % for 1 s", .fly(Setpoint(pitch: -0.2), .seconds(1))),
        ("fly right 10 % up 20 % turn -30 % for 2 s", .fly(Setpoint(roll: 0.1, climb: 0.2, yaw: -0.3), .seconds(2))),
        ("animation wave", .animation(number: 13, .seconds(5))),
        ("animation wave for 2 s", .animation(number: 13, .seconds(2))),
        ("led fire at 5 Hz for 3 s", .led(number: 5, frequency: 5, seconds: 3)), ("picture", .picture),
        ("calibrate magnetometer", .calibrate), ("mark gust from the door", .mark("gust from the door")),
        ("wait 3 s", .wait(.time(.seconds(3)), atMost: nil)),
        ("wait for altitude above 1 m at most 5 s", .wait(.altitudeAbove(1), atMost: .seconds(5))),
        ("wait for battery below 40 %", .wait(.batteryBelow(40), atMost: nil)),
        ("wait for state hovering", .wait(.state(.hovering), atMost: nil)),
        ("wait for operator is the room empty?", .wait(.operator("is the room empty?"), atMost: nil)),
        ("wait for payload fix at most 1 min", .wait(.payloadFix, atMost: .seconds(60))),
        ("wait for ferry transfer at most 30 s", .wait(.ferryTransfer, atMost: .seconds(30))),
        ("wait for ferry: picked up from A, at most 60 s", .wait(.ferryPickup("A"), atMost: .seconds(60))),
        ("\"wait for ferry: delivered to dtn://B/, at most 1 min\"", .wait(.ferryDelivery("B"), atMost: .seconds(60))),
        ("wait for ferry: idle for 5 s, at most 60 s", .wait(.ferryIdle(.seconds(5)), atMost: .seconds(60))),
        ("wait for ferry idle for 5 s", .wait(.ferryIdle(.seconds(5)), atMost: nil)),
        ("wait for operator: is the room empty?", .wait(.operator("is the room empty?"), atMost: nil)),
    ])
    func `a sentence is a step`(sentence: String, action: MissionAction) throws {
        #expect(try actions("  - \(sentence)\n") == [action])
    }

    @Test func `a turn is clockwise unless it goes left`() throws {
        let turns = try actions("  - turn 90 deg\n  - turn left 90 deg at 30 deg/s\n")
        guard case .turn(let right, _) = turns[0], case .turn(let left, let rate) = turns[1] else {
            Issue.record("\(turns)")
            return
        }
        #expect(abs(right - .pi / 2) < 1e-12)
        #expect(abs(left + .pi / 2) < 1e-12)
        #expect(abs(rate - .pi / 6) < 1e-12)
    }

    @Test func `variables stand for their words and a mission overrides its includes`() throws {
        let mission = try read(
            "mission: a\ninclude: s.yaml\nvars: {hold: 7 s}\nsteps: [take off, hover $hold, hover $other, land]\n",
            ["s.yaml": "vars: {hold: 1 s, other: 2 s}\nlimits: {altitude: 2 m}\n"])
        #expect(mission.steps.map(\.title) == ["take off", "hover 7 s", "hover 2 s", "land"])
        #expect(mission.limits.altitude == 2)
        #expect(mission.sources.map(\.file) == ["m.yaml", "s.yaml"])
    }

    @Test func `comments are kept with the steps and at the head`() throws {
        let mission = try read(
            """
            # First line.
            # Second.
            mission: a
            steps:
              - take off
              # not too long
              - hover 3 s    # the battery is old
              - land
            """)
        #expect(mission.comment == ["First line.", "Second."])
        #expect(mission.steps.map(\.comment) == ["", "not too long the battery is old", ""])
    }

    @Test func `an attached payload has mass, doubt and place`() throws {
        let mission = try read("mission: a\nsteps: [\"attach 30 g ± 0.5 g at 0, 60, -10 mm\", take off, land]\n")
        let payload = try #require(mission.flights.first?.payload)
        #expect(payload.mass == 0.03)
        #expect(payload.uncertainty == 0.0005)
        #expect(payload.position == SIMD3(0, 0.06, -0.01))
        #expect(payload.title == "30 g ± 0.5 g at 0, 60, -10 mm")
    }

    private func masses(_ order: String, runs: Int) throws -> [Int] {
        let mission = try read(
            "mission: a\npayloads: [0 g, 30 g, 60 g]\nruns: \(runs)\norder: \(order)\nsteps:\n"
                + "  - for each payload: [attach payload, take off, land]\n")
        return mission.flights.map { Int((($0.payload?.mass ?? -1) * 1000).rounded()) }
    }

    @Test func `a ladder goes up and down with nothing at start, middle and end`() throws {
        #expect(try masses("counterbalanced", runs: 3) == [0, 30, 60, 60, 0, 30, 30, 60, 0])
        #expect(try masses("as written", runs: 2) == [0, 30, 60, 0, 30, 60])
    }

    @Test func `a random order follows from its seed and never adds more than 30 g`() throws {
        let first = try masses("random seed 5", runs: 4)
        #expect(first == (try masses("random seed 5", runs: 4)))
        #expect(Set((1...8).map { try? masses("random seed \($0)", runs: 4) }).count > 3)
        #expect(first.filter { $0 == 60 }.count == 4)
        #expect(first.first == 0 && first.last == 0)
    }

    @Test func `each flight knows its steps and its place on the battery`() throws {
        let mission = try read(
            "mission: a\npayloads: [0 g, 30 g]\nruns: 1\nflights per battery: 2\nsteps:\n"
                + "  - for each payload: [attach payload, take off, hover 60 s, land]\n")
        let flights = mission.flights
        #expect(flights.map(\.steps) == [0..<5, 5..<9])
        #expect(flights[0].place.energyBefore == 0)
        #expect(flights[1].place.secondsBefore == 72)
        // 58 W by the endurance law for 0.42 kg: 72 s are 4.2 kJ.
        #expect(abs(flights[1].place.energyBefore - 4200) < 250)
    }

    @Test(arguments: [(0.38, 12.2), (0.42, 10.9), (0.456, 10.0), (0.52, 8.6)])
    func `endurance is that of the published table`(mass: Double, minutes: Double) throws {
        var airframe = MissionAirframe()
        airframe.weighedMass = mass
        let endurance = FlightEnergy(airframe).endurance(carrying: 0) / 60
        #expect(abs(endurance - minutes) < minutes * 0.06)
    }

    @Test func `the ferry's field has a range and stations, with variables`() throws {
        let mission = try read(
            "mission: hop\nvars: {hop: 4 m}\nferry:\n  range: 250 cm\n  stations:\n    A: 0 m forward\n"
                + "    B: $hop forward, 1 m left\nsteps: [take off, land]\n")
        let field = try #require(mission.ferry)
        #expect(field.range == 2.5)
        #expect(field.stations.map(\.name) == ["A", "B"])
        #expect(field.stations.map(\.forward) == [0, 4] && field.stations.map(\.right) == [0, -1])
        #expect(field.stations[1].distance(to: SIMD3(4, 2, 4)) == 5)
    }

    @Test(arguments: [
        ("ferry: on", "1:23: keys and values belong here; write range: 2 m and stations: {A: 0 m forward}"),
        ("ferry: {range: 2 g, stations: {}}", "1:31: “2 g” is a mass, not a length; write 1.5 m or -10 mm"),
        (
            "ferry: {range: 2 m, stations: {A: 4 m}}",
            "1:53: where that is, is missing; write forward, backward, left or right of the take-off: 4 m forward, 1 m right"
        ),
        (
            "ferry: {range: 2 m, stations: {a/b: 4 m left}}",
            "1:47: “a/b” is no station's name; letters, digits, - and _, at most 32"
        ),
        ("ferry: {range: 2 m}", "1:23: “stations” is missing; add stations: …"),
    ])
    func `what is wrong with the ferry's field is said`(field: String, problem: String) {
        let text = "{mission: hop, \(field), steps: [take off, land]}"
        do {
            _ = try read(text)
            Issue.record("\(field) was read")
        } catch {
            #expect("\(error)".contains(problem), "\(error)")
        }
    }
}
