import DroneModel
import Testing

@testable import DroneSimulation

@Suite struct TakeOffTests {
    /// The timing of the one log with motor commands, whose second spin-up stage is longer than in the recordings.
    static func logged(_ parameters: AircraftParameters) -> AircraftParameters {
        var parameters = parameters
        parameters.procedures.idleTime = ProcedureParameters.loggedIdleTime
        return parameters
    }

    /// Recorded on two flights: 40–60 ms, 3.01 and 3.14 s, 6.0–6.2 s, 0.7–0.9 m.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `take-off keeps the recorded times`(seed: UInt64) throws {
        let record = TakeOffRecord(.ardrone2, seed: seed)
        let flyBit = try #require(record.flyBit)
        #expect(flyBit >= 0.035 && flyBit <= 0.060, "\(flyBit)")
        let echo = try #require(record.firstEcho)
        #expect(echo > 2.85 && echo < 3.2, "\(echo)")
        let hovering = try #require(record.hovering)
        #expect(hovering > 5.9 && hovering < 6.3, "\(hovering)")
        #expect(abs(record.drone.sensors.altitude - 0.8) < 0.1)
    }

    /// Measured on one log (2.7 s, 0.819 m, 4.8 s).
    ///
    /// Peaks of the model come out up to 8 cm too high; the mean of three seeds must stay within 0.82 ± 0.07.
    @Test func `take-off of 481 g resembles the log`() throws {
        var peaks = Statistics()
        for seed in 1...3 as ClosedRange<UInt64> {
            let record = TakeOffRecord(Self.logged(.weighing(0.481)), seed: seed)
            let liftOff = try #require(record.liftOff)
            #expect(liftOff > 2.5 && liftOff < 3.0, "\(liftOff)")
            #expect(record.lastOutside7cm < 5.5, "\(record.lastOutside7cm)")
            #expect(record.peakCommand > 182, "\(record.peakCommand)")
            peaks.add(record.peak)
        }
        #expect(abs(peaks.mean - 0.82) < 0.07, "\(peaks.mean)")
    }

    /// Run in the reference's prototype: inferred, and a consequence of the assumed cap.
    ///
    /// Tolerance: 0.4 s around the light loads; 1 s around the heavy ones, whose slow last centimetres depend on the
    /// gusts.
    @Test(arguments: [
        (0.0, 3.5, 0.4), (30, 3.7, 0.4), (60, 3.85, 0.4), (88, 4.2, 0.5), (130, 7.5, 1.0), (160, 7.7, 1.0),
        (190, 8.75, 1.2),
    ])
    func `heavier loads take longer to reach hover height`(grams: Double, expected: Double, tolerance: Double) throws {
        for seed in 1...2 as ClosedRange<UInt64> {
            let record = TakeOffRecord(
                Self.logged(.ardrone2), payloads: PayloadMass.centred(grams: grams), seed: seed)
            let time = try #require(record.through70)
            #expect(abs(time - expected) < tolerance, "\(grams) g, seed \(seed): \(time)")
        }
    }

    /// Run in the reference's prototype: inferred.
    ///
    /// ±0.1 m; gusts are worth half of that.
    @Test(arguments: [
        (0.0, 1.12), (30, 0.99), (60, 0.85), (88, 0.76), (110, 0.74), (130, 0.73), (160, 0.74), (190, 0.71),
    ])
    func `heavier loads overshoot less`(grams: Double, expected: Double) {
        let record = TakeOffRecord(Self.logged(.ardrone2), payloads: PayloadMass.centred(grams: grams), seed: 2)
        #expect(abs(record.peak - expected) < 0.1, "\(record.peak)")
        #expect(record.drone.flightState == .hovering)
    }

    /// A consequence of the assumed cap of 200, not evidence about real drones.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `220 g do not take off`(seed: UInt64) {
        let record = TakeOffRecord(.ardrone2, payloads: PayloadMass.centred(grams: 220), seed: seed)
        #expect(record.peak < 0.25, "\(record.peak)")
        #expect(record.drone.flightState == .landed)
        #expect(record.drone.lastStop == .takeOffFailed)
        #expect(!record.drone.status.contains(.emergency))
    }

    /// Assumed knob: 30 g per 5 counts.
    @Test func `the cap decides the heaviest load`() {
        var strong = AircraftParameters.ardrone2
        strong.procedures.rampCap = 205
        #expect(TakeOffRecord(strong, payloads: PayloadMass.centred(grams: 220), seed: 1).through70 != nil)
        var weak = AircraftParameters.ardrone2
        weak.procedures.rampCap = 190
        #expect(TakeOffRecord(weak, payloads: PayloadMass.centred(grams: 190), seed: 1).through70 == nil)
    }

    @Test func `a failed take-off is not repeated until the start level has fallen`() {
        var record = TakeOffRecord(.ardrone2, payloads: PayloadMass.centred(grams: 220), seed: 1)
        record.drone.payloads = []
        record.drone.live(2)
        #expect(record.drone.flightState == .landed)
        record.drone.pilot.wantsFlight = false
        record.drone.live(0.2)
        record.drone.pilot.wantsFlight = true
        record.drone.live(8)
        #expect(record.drone.flightState == .hovering)
    }

    @Test func `spin-up and ramp follow the log`() {
        var drone = SimulatedAircraft(parameters: .ardrone2, seed: 1)
        drone.pilot.wantsFlight = true
        drone.live(0.5)
        #expect(drone.sensors.motors == MotorPWM(frontLeft: 70, frontRight: 70, rearRight: 70, rearLeft: 70))
        drone.live(0.7)
        #expect(drone.sensors.motors.all == [72, 72, 72, 72])
        #expect(drone.flightState == .takingOff && drone.minorState == 0)
        #expect(drone.truth.position.z < 0.005)
        drone.live(2.2)
        #expect(drone.flightState == .takingOff && drone.minorState == 1)
        #expect(drone.sensors.altitude > 0.2)
    }

    @Test func `height and magnetic heading appear with the first echo`() {
        var drone = SimulatedAircraft(parameters: .ardrone2, heading: Angle(degrees: 123), seed: 4)
        drone.live(1)
        #expect(drone.sensors.altitude == 0)
        #expect(abs(drone.sensors.attitude.yaw.degrees) < 1)
        drone.pilot.wantsFlight = true
        _ = drone.live(until: { $0.sensors.altitude > 0 }, atMost: 5)
        #expect(drone.sensors.altitude > 0.2 && drone.sensors.altitude < 0.32)
        drone.live(0.1)
        #expect(abs(drone.sensors.attitude.yaw.degrees - 123) < 8)
    }

    /// Recorded: 0.9–1.7 s from 0.7–0.9 m.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `landing from hover takes a second or so`(seed: UInt64) throws {
        var drone = SimulatedAircraft.hovering(seed: seed)
        drone.live(3)
        drone.pilot.wantsFlight = false
        let landed = drone.live(until: { !$0.status.contains(.flying) }, atMost: 5)
        let time = try #require(landed)
        #expect(time > 0.9 && time < 1.7, "\(time)")
        drone.live(1)
        #expect(drone.flightState == .landed && drone.lastStop == .landed)
        #expect(abs(drone.truth.position.z) < 0.005)
        #expect(abs(drone.truth.attitude.roll.degrees) < 2)
        #expect(drone.sensors.altitude == 0)
    }

    /// Recorded: 13.0 s from 9.96 m.
    ///
    /// The barometer's drift (assumed) is worth half a second either way.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `landing from ten metres takes thirteen seconds`(seed: UInt64) throws {
        var drone = SimulatedAircraft.hovering(seed: seed)
        drone.pilot.limits.altitudeMaximum = 50
        drone.pilot.setpoint = Setpoint(climb: 1)
        _ = drone.live(until: { $0.truth.position.z > 9.7 }, atMost: 30)
        drone.pilot.setpoint = .hover
        drone.live(5)
        let height = drone.truth.position.z
        drone.pilot.wantsFlight = false
        let landed = drone.live(until: { !$0.status.contains(.flying) }, atMost: 20)
        let time = try #require(landed)
        #expect(abs(time * 9.96 / height - 13.0) < 0.8, "\(time) from \(height)")
        #expect(drone.lastStop == .landed)
    }

    @Test func `a second flight works like the first`() {
        var drone = SimulatedAircraft(parameters: .ardrone2, seed: 3)
        for _ in 0..<2 {
            drone.pilot.wantsFlight = true
            drone.live(8)
            #expect(drone.flightState == .hovering)
            drone.pilot.wantsFlight = false
            drone.live(4)
            #expect(drone.flightState == .landed)
        }
    }

    @Test func `changing one's mind during spin-up just stops the motors`() {
        var drone = SimulatedAircraft(parameters: .ardrone2, seed: 3)
        drone.pilot.wantsFlight = true
        drone.live(1)
        drone.pilot.wantsFlight = false
        drone.live(0.5)
        #expect(drone.flightState == .landed)
        #expect(drone.sensors.motors.mean == 0)
    }

    @Test func `changing one's mind on the ramp lands`() {
        var drone = SimulatedAircraft(parameters: .ardrone2, seed: 3)
        drone.pilot.wantsFlight = true
        drone.live(2.6)
        drone.pilot.wantsFlight = false
        drone.live(4)
        #expect(drone.flightState == .landed)
        #expect(!drone.status.contains(.emergency))
    }
}
