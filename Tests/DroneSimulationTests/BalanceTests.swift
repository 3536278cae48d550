import DroneModel
import Testing

@testable import DroneSimulation

@Suite struct BalanceTests {
    /// Inferred: closed-form balance; ±15 % accepted.
    @Test(arguments: [
        (88.0, 60.0, 10.4, 187.0, 165.0), (88, 80, 13.9, 190, 161), (110, 60, 12.5, 195, 168),
        (110, 80, 16.6, 199, 163), (130, 80, 18.9, 207, 165), (130, 120, 28.4, 216, 154),
    ])
    func `a load on the side shows in the motors`(
        grams: Double, at millimetres: Double, shift: Double, heavy: Double, light: Double
    ) {
        let parameters = AircraftParameters.ardrone2.withoutSpread
        let payloads = PayloadMass.side(grams: grams, millimetres: millimetres)
        let hover = SimulatedAircraft.steadyHover(parameters, payloads: payloads)
        let right = (hover.perMotor.frontRight.mean + hover.perMotor.rearRight.mean) / 2
        let left = (hover.perMotor.frontLeft.mean + hover.perMotor.rearLeft.mean) / 2
        #expect(abs((right - left) / (heavy - light) - 1) < 0.15, "\(right) \(left)")
        #expect(abs(right - heavy) < 3 && abs(left - light) < 3, "\(right) \(left)")
        let centre = hover.centreOfMass(parameters)
        // Less than 0.5 mm with equal motors (reference, run in the prototype: 0.0–0.1).
        #expect(abs(centre.right * 1000 - shift) < 0.5, "\(centre.right * 1000)")
        #expect(abs(centre.forward * 1000) < 0.5, "\(centre.forward * 1000)")
    }

    /// Expected below 1 mm, 2 mm accepted (assumed).
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `an empty hover first removes the motors' own imbalance`(seed: UInt64) {
        let empty = SimulatedAircraft.steadyHover(seconds: 30, seed: seed).centreOfMass(.ardrone2)
        let payloads = PayloadMass.side(grams: 110, millimetres: 60)
        var drone = SimulatedAircraft(parameters: .ardrone2, payloads: payloads, seed: seed)
        let truth = drone.truth.centreOfMass.y
        drone = .hovering(payloads: payloads, seed: seed)
        drone.live(5)
        let loaded = drone.record(30).centreOfMass(.ardrone2)
        #expect(abs(loaded.right - empty.right - truth) < 0.002, "\(loaded.right) \(empty.right) \(truth)")
    }

    /// The motors of one drone differ by 4 % (measured), which looks like 2.5 mm of imbalance (inferred).
    @Test func `unequal motors feign a shifted centre of mass`() {
        var shifts = Statistics()
        for seed in 1...6 as ClosedRange<UInt64> {
            shifts.add(SimulatedAircraft.steadyHover(seconds: 10, seed: seed).centreOfMass(.ardrone2).right * 1000)
        }
        #expect(shifts.magnitude > 0.8 && shifts.magnitude < 6, "\(shifts.magnitude)")
    }

    @Test func `payload positions are forward, right, down`() {
        let payload = PayloadMass(mass: 0.1, at: Vector3(x: 0.05, y: 0.02, z: 0.03))
        let drone = SimulatedAircraft(parameters: .ardrone2, payloads: [payload], seed: 1)
        let share = 0.1 / 0.52
        let centre = drone.truth.centreOfMass
        #expect(abs(centre.x - 0.05 * share) < 1e-12)
        #expect(abs(centre.y - 0.02 * share) < 1e-12)
        #expect(abs(centre.z - 0.03 * share) < 1e-12)
        #expect(abs(drone.truth.grossMass - 0.52) < 1e-12)
        let front = SimulatedAircraft.steadyHover(payloads: [payload]).perMotor
        #expect(front.frontRight.mean > front.rearLeft.mean + 15)
    }

    /// Inferred: parallel axes.
    @Test func `inertia of two masses is that of a dumb-bell`() {
        var frame = FrameParameters(generation: .ardrone2, hull: .outdoor)
        frame.inertia = Vector3(x: 0.001, y: 0.001, z: 0.001)
        let ends = [-0.1, 0.1].map { PayloadMass(mass: 0.05, at: Vector3(x: $0, y: 0, z: 0)) }
        let mass = MassProperties(frame: frame, payloads: ends)
        #expect(abs(mass.inertia.xx - 0.001) < 1e-12)
        #expect(abs(mass.inertia.yy - 0.002) < 1e-12)
        #expect(abs(mass.inertia.zz - 0.002) < 1e-12)
        let back = mass.inverseInertia.times(mass.inertia.times(Vector3(x: 1, y: 2, z: 3)))
        #expect((back - Vector3(x: 1, y: 2, z: 3)).length < 1e-9)
    }

    /// Inferred: flew in the prototype with the busiest motor at 253.
    @Test func `190 g on the side fly with a fresh battery in a breeze`() {
        var drone = SimulatedAircraft.hovering(
            payloads: PayloadMass.side(grams: 190, millimetres: 80), air: Wind(gusts: 0.8), charge: 0.95, height: 1.5)
        drone.live(5)
        let hover = drone.record(30)
        #expect(drone.flightState == .hovering)
        #expect(hover.saturatedShare < 0.01, "\(hover.saturatedShare)")
        #expect(hover.busiest > 235, "\(hover.busiest)")
    }

    /// Inferred: two of two seeds crashed in the prototype.
    @Test(arguments: [1, 2] as [UInt64])
    func `190 g on the side roll over when the battery is low`(seed: UInt64) {
        var drone = SimulatedAircraft.hovering(
            payloads: PayloadMass.side(grams: 190, millimetres: 80), air: Wind(gusts: 0.8), charge: 0.25, height: 1.5,
            seed: seed)
        drone.live(60)
        #expect(drone.status.contains(.emergency), "\(drone.truth.attitude) \(drone.truth.position)")
        #expect(drone.status.contains(.cutout))
        #expect(drone.truth.touchesGround)
        #expect(drone.sensors.motors.mean == 0)
    }
}
