import DroneModel
import Testing

@Suite struct FlightProgressTests {
    private func telemetry(
        flying: Bool, state: FlightState = .hovering, motors: UInt8? = nil, at now: Duration
    ) -> Telemetry {
        var telemetry = Telemetry()
        telemetry.status = Reading(flying ? .flying : [], at: now)
        telemetry.state = Reading(state, at: now)
        telemetry.motors = motors.map {
            Reading(MotorPWM(frontLeft: $0, frontRight: $0, rearRight: $0, rearLeft: $0), at: now)
        }
        return telemetry
    }

    @Test func `the clock runs from take-off to landing`() {
        var flight = FlightProgress()
        flight.note(telemetry(flying: false, at: .seconds(1)), at: .seconds(1))
        #expect(flight.airborne(at: .seconds(2)) == nil)
        flight.note(telemetry(flying: true, at: .seconds(3)), at: .seconds(3))
        flight.note(telemetry(flying: true, at: .seconds(8)), at: .seconds(8))
        #expect(flight.airborne(at: .seconds(10)) == .seconds(7))
        #expect(!flight.wasAdopted)
        flight.note(telemetry(flying: false, at: .seconds(11)), at: .seconds(11))
        #expect(flight.airborne(at: .seconds(12)) == nil)
        #expect(flight.lastFlight == .seconds(8))
    }

    @Test func `a drone found in the air has flown for longer than was seen`() {
        var flight = FlightProgress()
        flight.note(telemetry(flying: true, at: .seconds(3)), at: .seconds(3))
        #expect(flight.wasAdopted)
        #expect(flight.airborneSince == .seconds(3))
    }

    @Test func `hover throttle is the mean of five seconds`() throws {
        var flight = FlightProgress()
        for step in 0..<40 {
            let now: Duration = .milliseconds(step * 250)
            // Ten seconds: the first five with 100, then with 180.
            flight.note(telemetry(flying: true, motors: step < 20 ? 100 : 180, at: now), at: now)
        }
        #expect(flight.hoverThrottle(at: .milliseconds(39 * 250)) == 180)
        let half = try #require(flight.hoverThrottle(at: .milliseconds(39 * 250)))
        #expect(half == 180)
        #expect(flight.hoverThrottle(at: .seconds(9) + FlightProgress.throttleWindow + .seconds(1)) == nil)
    }

    @Test func `throttle while moving is no hover throttle`() {
        var flight = FlightProgress()
        flight.note(telemetry(flying: true, motors: 170, at: .seconds(1)), at: .seconds(1))
        flight.note(telemetry(flying: true, state: .flying, motors: 250, at: .seconds(2)), at: .seconds(2))
        #expect(flight.hoverThrottle(at: .seconds(2)) == 170)
    }

    @Test func `one packet is counted once`() {
        var flight = FlightProgress()
        let first = telemetry(flying: true, motors: 100, at: .seconds(1))
        for _ in 0..<9 { flight.note(first, at: .seconds(1)) }
        flight.note(telemetry(flying: true, motors: 200, at: .seconds(2)), at: .seconds(2))
        #expect(flight.hoverThrottle(at: .seconds(2)) == 150)
    }

    @Test func `a landing forgets the throttle`() {
        var flight = FlightProgress()
        flight.note(telemetry(flying: true, motors: 100, at: .seconds(1)), at: .seconds(1))
        flight.note(telemetry(flying: false, state: .landed, motors: 0, at: .seconds(2)), at: .seconds(2))
        #expect(flight.hoverThrottle(at: .seconds(2)) == nil)
    }
}
