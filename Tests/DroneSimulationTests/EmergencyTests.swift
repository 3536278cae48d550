import DroneModel
import Testing

@testable import DroneSimulation

@Suite struct EmergencyTests {
    @Test func `the emergency edge cuts, the drone falls, the next edge recovers`() {
        var drone = SimulatedAircraft.hovering(height: 1.5)
        drone.live(2)
        drone.emergency()
        drone.live(0.01)
        #expect(drone.status.isSuperset(of: [.emergency, .userEmergency]))
        #expect(!drone.status.contains(.flying))
        #expect(drone.sensors.motors.mean == 0)
        drone.live(0.3)
        #expect(drone.truth.velocity.z < -1.5)
        drone.live(5)
        #expect(drone.truth.touchesGround && drone.truth.velocity == .zero)
        #expect(drone.lastStop == .cut(.userRequest))
        drone.emergency()
        drone.live(1)
        #expect(!drone.status.contains(.emergency) && !drone.status.contains(.userEmergency))
        // The start level is still high: it must fall first.
        #expect(drone.flightState == .landed)
        drone.pilot.wantsFlight = false
        drone.live(0.1)
        drone.pilot.wantsFlight = true
        drone.live(8)
        #expect(drone.flightState == .hovering)
    }

    @Test func `an emergency on the ground refuses take-off until it is cleared`() {
        var drone = SimulatedAircraft(parameters: .ardrone2, seed: 1)
        drone.emergency()
        drone.pilot.wantsFlight = true
        drone.live(3)
        #expect(drone.status.contains(.emergency) && !drone.status.contains(.flying))
        drone.pilot.wantsFlight = false
        drone.emergency()
        drone.live(0.2)
        drone.pilot.wantsFlight = true
        drone.live(1)
        #expect(drone.status.contains(.flying))
    }

    /// Documented: bits 12, 22 and 31.
    ///
    /// The 0.1 s are assumed.
    @Test(arguments: Motor.allCases)
    func `a blocked propeller stops all motors`(motor: Motor) {
        var drone = SimulatedAircraft.hovering(height: 1.5)
        drone.live(2)
        drone.setStalled(true, motor: motor)
        drone.live(0.3)
        #expect(drone.status.isSuperset(of: [.emergency, .motorProblem, .cutout]))
        #expect(drone.sensors.motors.mean == 0)
        #expect(drone.lastStop == .cut(.motor))
        drone.live(5)
        #expect(drone.truth.touchesGround)
        // Cleared while still blocked, it fails again as soon as it tries.
        drone.setUpright()
        drone.emergency()
        drone.pilot.wantsFlight = false
        drone.live(0.1)
        drone.pilot.wantsFlight = true
        drone.live(1)
        #expect(drone.status.contains(.motorProblem))
        drone.setStalled(false, motor: motor)
        drone.emergency()
        drone.pilot.wantsFlight = false
        drone.live(0.1)
        drone.pilot.wantsFlight = true
        drone.live(8)
        #expect(drone.flightState == .hovering)
    }

    @Test func `a motor without thrust tips the drone over, which cuts it`() {
        var drone = SimulatedAircraft.hovering(height: 3)
        drone.pilot.limits.altitudeMaximum = 10
        drone.live(1)
        drone.motorStrength.frontLeft = 0.2
        drone.live(4)
        #expect(drone.status.isSuperset(of: [.emergency, .cutout]))
        #expect(drone.truth.touchesGround)
    }

    @Test func `a slightly weak motor is carried by the loops`() {
        var drone = SimulatedAircraft.hovering()
        drone.live(2)
        drone.motorStrength.rearRight = 0.85
        drone.live(10)
        #expect(drone.flightState == .hovering)
        let motors = drone.record(5).perMotor
        #expect(motors.rearRight.mean > motors.frontLeft.mean + 10)
    }

    @Test func `an upset drone keeps its emergency until someone sets it upright`() {
        var drone = SimulatedAircraft.hovering(height: 2.5)
        drone.live(1)
        drone.motorStrength.frontLeft = 0
        drone.motorStrength.rearLeft = 0
        drone.live(6)
        #expect(drone.status.contains(.emergency))
        drone.motorStrength = PerMotor(repeating: 1)
        let tilt = abs(drone.truth.attitude.roll.degrees)
        drone.emergency()
        drone.live(0.1)
        #expect(drone.status.contains(.emergency) == (tilt > 70), "\(tilt)")
        drone.setUpright()
        if drone.status.contains(.emergency) { drone.emergency() }
        drone.pilot.wantsFlight = false
        drone.live(0.5)
        #expect(drone.status.isDisjoint(with: [.emergency, .anglesOutOfRange, .cutout, .motorProblem]))
        drone.pilot.wantsFlight = true
        drone.live(8)
        #expect(drone.flightState == .hovering)
    }

    /// Recorded: the bit appears at 19–20 %.
    ///
    /// That take-off is refused there is documented.
    @Test func `below twenty percent it warns and does not take off`() {
        var drone = SimulatedAircraft(parameters: .ardrone2, seed: 1)
        drone.setBattery(stateOfCharge: 0.05)
        #expect(drone.sensors.batteryPercent < 20)
        drone.pilot.wantsFlight = true
        drone.live(3)
        #expect(drone.status.contains(.batteryLow) && !drone.status.contains(.flying))
        drone.setBattery(stateOfCharge: 0.9)
        #expect(!drone.status.contains(.batteryLow))
        drone.pilot.wantsFlight = false
        drone.live(0.1)
        drone.pilot.wantsFlight = true
        drone.live(1)
        #expect(drone.status.contains(.flying))
    }

    /// Recorded 19–20 %.
    @Test func `in flight the low bit comes between 19 and 20 percent`() throws {
        var drone = SimulatedAircraft.hovering(charge: 0.2)
        let warned = drone.live(until: { $0.status.contains(.batteryLow) }, atMost: 400)
        _ = try #require(warned)
        #expect(drone.sensors.batteryPercent == 19)
        #expect(drone.flightState == .hovering)
    }

    /// Assumed thresholds (0 %, 9.6 V for 3 s), documented power-off (9.0 V).
    @Test func `an empty battery lands the drone by itself`() throws {
        var drone = SimulatedAircraft.hovering(charge: 0.06)
        let stopped = drone.live(until: { !$0.status.contains(.flying) }, atMost: 300)
        _ = try #require(stopped)
        #expect(drone.lastStop == .batteryEmpty)
        #expect(drone.truth.voltage > 9)
        drone.live(5)
        #expect(drone.flightState == .landed, "it must not start again by itself")
    }

    @Test func `a battery that collapses switches the drone off`() {
        var drone = SimulatedAircraft.hovering()
        drone.live(2)
        drone.setBattery(stateOfCharge: 0)
        drone.live(0.5)
        #expect(drone.isPoweredOff)
        #expect(drone.sensors.motors.mean == 0)
        drone.live(3)
        #expect(drone.truth.touchesGround)
        drone.setBattery(stateOfCharge: 1)
        #expect(!drone.isPoweredOff)
        #expect(drone.flightState == .landed)
    }

    /// Watchdog count documented as 3, hold and descent assumed.
    @Test func `a deaf drone warns after three seconds, then goes down`() throws {
        var drone = SimulatedAircraft.hovering(air: Wind(gusts: 0.1), height: 1.5)
        drone.live(2)
        drone.isUltrasoundDeafened = true
        drone.live(2.5)
        #expect(!drone.status.contains(.ultrasoundDeaf))
        #expect(drone.sensors.ultrasoundAltitude == nil)
        drone.live(1)
        #expect(drone.status.contains(.ultrasoundDeaf))
        #expect(drone.minorState == 6)
        #expect(drone.status.contains(.flying))
        let stopped = drone.live(until: { !$0.status.contains(.flying) }, atMost: 20)
        _ = try #require(stopped)
        #expect(drone.lastStop == .ultrasoundDeaf)
        #expect(!drone.status.contains(.emergency))
    }

    @Test func `a deaf drone does not take off`() {
        var drone = SimulatedAircraft(parameters: .ardrone2, seed: 1)
        drone.isUltrasoundDeafened = true
        drone.live(4)
        drone.pilot.wantsFlight = true
        drone.live(2)
        #expect(!drone.status.contains(.flying))
    }

    @Test func `ultrasound that recovers in time changes nothing`() {
        var drone = SimulatedAircraft.hovering()
        drone.live(2)
        drone.isUltrasoundDeafened = true
        drone.live(4)
        drone.isUltrasoundDeafened = false
        drone.live(4)
        #expect(!drone.status.contains(.ultrasoundDeaf))
        #expect(drone.flightState == .hovering && drone.minorState == 0)
        #expect(abs(drone.truth.position.z - 0.75) < 0.2)
    }

    /// Assumed: lands after ten silent seconds.
    ///
    /// That it hovers until then is documented.
    @Test func `without its pilot it hovers, then lands`() throws {
        var drone = SimulatedAircraft.hovering(height: 1)
        drone.pilot.setpoint = Setpoint(pitch: -1)
        drone.live(1)
        drone.pilot.isLinkLost = true
        drone.live(5)
        #expect(drone.flightState == .hovering && drone.minorState == 8)
        #expect(drone.truth.velocity.horizontalLength < 0.5)
        drone.live(9)
        #expect(drone.flightState == .landed && drone.lastStop == .linkLost)
        drone.pilot.isLinkLost = false
        drone.live(3)
        #expect(drone.flightState == .landed, "the start level never fell")
    }

    @Test func `a pilot who comes back in time flies on`() {
        var drone = SimulatedAircraft.hovering()
        drone.live(1)
        drone.pilot.isLinkLost = true
        drone.live(8)
        drone.pilot.isLinkLost = false
        drone.live(8)
        #expect(drone.flightState == .hovering && drone.minorState == 0)
    }
}
