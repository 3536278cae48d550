import DroneModel
import Testing

@testable import DroneSimulation

@Suite struct SensorsTests {
    /// Documented and measured: levels of a landed drone.
    @Test func `a landed 2.0 shows what a landed 2.0 shows`() throws {
        var drone = SimulatedAircraft(parameters: .ardrone2, heading: Angle(degrees: 30), seed: 5)
        drone.live(2)
        let sensors = drone.sensors
        #expect(sensors.altitude == 0)
        #expect(sensors.ultrasoundAltitude == 0.243)
        #expect(sensors.acceleration.z < -0.85 && sensors.acceleration.z > -1.08)
        #expect(abs(sensors.angularRate.x) < 0.005)
        let heading = try #require(sensors.heading)
        #expect(abs(heading.degrees - 30) < 1)
        let pressure = try #require(sensors.pressure)
        #expect(abs(pressure - 101_325) < 30)
        #expect(pressure == pressure.rounded())
        #expect(abs(try #require(sensors.temperature) - 40) < 0.1)
        #expect(sensors.batteryPercent == 100)
        #expect(sensors.motors.all == [0, 0, 0, 0])
    }

    /// Documented: the 1.0 has neither.
    @Test func `a 1.0 has no magnetometer and no barometer`() {
        var drone = SimulatedAircraft.hovering(.ardrone1)
        drone.live(5)
        let sensors = drone.sensors
        #expect(sensors.pressure == nil && sensors.groundPressure == nil && sensors.temperature == nil)
        #expect(sensors.barometricAltitude == nil && sensors.magneticField == nil && sensors.heading == nil)
        #expect(sensors.wind == nil)
        #expect(!drone.status.contains(.magnetometerNeedsCalibration))
        drone.calibrateMagnetometer()
        drone.live(1)
        #expect(drone.minorState == 0)
    }

    /// Documented: converter steps.
    @Test(arguments: [(AircraftParameters.ardrone1, 0.031), (.ardrone2, 0.0136)])
    func `battery voltage comes in the converter's steps`(parameters: AircraftParameters, step: Double) {
        var drone = SimulatedAircraft.hovering(parameters)
        drone.live(3)
        let steps = drone.sensors.batteryVoltage / step
        #expect(abs(steps - steps.rounded()) < 1e-6)
        #expect(abs(drone.sensors.batteryVoltage - drone.truth.voltage) <= step)
    }

    /// Measured: 1 mm and 0.001°.
    @Test func `height and angles come in steps`() {
        var drone = SimulatedAircraft.hovering()
        drone.live(2)
        let millimetres = drone.sensors.altitude * 1000
        #expect(abs(millimetres - millimetres.rounded()) < 1e-6)
        let millidegrees = drone.sensors.attitude.roll.millidegrees
        #expect(abs(millidegrees - millidegrees.rounded()) < 1e-6)
    }

    /// Measured: 60 ms old on board.
    @Test func `height is late`() {
        var drone = SimulatedAircraft.hovering(air: .still)
        drone.pilot.limits.altitudeMaximum = 50
        drone.pilot.setpoint = Setpoint(climb: 1)
        drone.live(3)
        var lag = Statistics()
        drone.live(3) { lag.add(($0.truth.position.z - $0.sensors.altitude) / $0.truth.velocity.z) }
        // 10 mm of bias at 0.7 m/s look like another 14 ms.
        #expect(lag.mean > 0.05 && lag.mean < 0.1, "\(lag.mean)")
    }

    /// Measured: 18 % low.
    @Test func `the camera underestimates speed`() {
        var drone = SimulatedAircraft.hovering(air: .still, height: 1)
        drone.pilot.setpoint = Setpoint(pitch: -0.4)
        drone.live(3)
        var ratio = Statistics()
        drone.live(2) { ratio.add($0.sensors.velocity.forward / $0.truth.velocity.y) }
        #expect(abs(ratio.mean - 0.82) < 0.03, "\(ratio.mean)")
    }

    /// Measured range: up to a degree before, assumed residual after.
    @Test func `a flat trim removes the tilt error`() {
        var before = Statistics()
        var after = Statistics()
        for seed in 1...20 as ClosedRange<UInt64> {
            var drone = SimulatedAircraft(parameters: .ardrone2, seed: seed)
            drone.live(0.1)
            before.add(drone.sensors.attitude.roll.degrees)
            #expect(abs(drone.sensors.attitude.roll.degrees) < 1.3)
            drone.flatTrim()
            drone.live(0.1)
            after.add(drone.sensors.attitude.roll.degrees)
        }
        #expect(before.magnitude > 0.25)
        #expect(after.magnitude < 0.15, "\(after.magnitude)")
    }

    @Test func `a flat trim in flight is ignored`() {
        var drone = SimulatedAircraft.hovering()
        drone.pilot.setpoint = Setpoint(roll: 1)
        drone.live(1)
        let before = drone.sensors.attitude.roll.degrees
        drone.flatTrim()
        drone.live(0.05)
        #expect(abs(drone.sensors.attitude.roll.degrees - before) < 2)
    }

    /// Assumed drift; heights of −0.4 and −1.0 m were recorded near the ground.
    @Test func `pressure falls with height, and its height drifts`() throws {
        var drone = SimulatedAircraft.hovering(height: 2.5)
        drone.live(1)
        let low = try #require(drone.sensors.pressure)
        drone.pilot.limits.altitudeMaximum = 50
        drone.pilot.setpoint = Setpoint(climb: 1)
        drone.live(20)
        let high = try #require(drone.sensors.pressure)
        let climbed = drone.truth.position.z - 2.5
        #expect(climbed > 10)
        #expect(abs((low - high) / (climbed * 11.8) - 1) < 0.15)
        // Above 6 m there is no echo, and yet the 2.0 is not deaf.
        #expect(drone.sensors.ultrasoundAltitude == nil)
        #expect(!drone.status.contains(.ultrasoundDeaf))
        #expect(abs(drone.sensors.altitude - drone.truth.position.z) < 1.5)
    }

    /// Recalled: about 6 m of range.
    ///
    /// Where the echo is lost the drone stops climbing, sinks a little and hears again.
    @Test func `a 1.0 cannot climb beyond its echo`() {
        var drone = SimulatedAircraft.hovering(.ardrone1, height: 5)
        drone.pilot.limits.altitudeMaximum = 50
        drone.live(1)
        drone.pilot.setpoint = Setpoint(climb: 1)
        drone.live(10)
        #expect(drone.truth.position.z > 5.7 && drone.truth.position.z < 6.8, "\(drone.truth.position.z)")
        #expect(drone.status.contains(.flying))
    }

    @Test func `the field points north and down`() throws {
        var drone = SimulatedAircraft(parameters: .ardrone2, heading: Angle(degrees: 90), seed: 1)
        drone.live(1)
        let field = try #require(drone.sensors.magneticField)
        // Facing east, north is to the left.
        #expect(abs(field.x) < 30)
        #expect(abs(field.y + 200) < 30)
        #expect(abs(field.z - 430) < 30)
    }

    /// Recorded: 336, in 9-bit units; commands are the sums of the motors.
    @Test func `control references add up to the motors`() {
        var drone = SimulatedAircraft.hovering()
        drone.live(3)
        let control = drone.sensors.control
        let motors = drone.sensors.motors.all.map(Double.init)
        #expect(control.gazFeedForward == 336)
        #expect(abs(motors.reduce(0, +) / 2 - control.gazFeedForward - control.gazAltitude) <= 1.5)
        #expect(abs((motors[0] + motors[1] - motors[2] - motors[3]) / 2 - control.pitchCommand) <= 1.5)
        #expect(abs((motors[0] - motors[1] - motors[2] + motors[3]) / 2 - control.rollCommand) <= 1.5)
        #expect(abs((motors[1] - motors[0] - motors[2] + motors[3]) / 2 - control.yawCommand) <= 1.5)
        #expect(abs(control.altitude - 0.75) < 0.02)
    }
}
