import DroneModel
import Testing

@testable import DroneSimulation

@Suite struct RigidBodyTests {
    /// Inferred: conservation laws; explicit Euler gains 2.3 % of energy here.
    @Test(arguments: [Vector3(x: 6, y: 0.1, z: 0.1), Vector3(x: 0.1, y: 6, z: 0.1), Vector3(x: 3, y: 4, z: 3)])
    func `torque-free rotation keeps angular momentum and energy`(rate: Vector3) {
        var body = RigidBody(position: .zero, orientation: Quaternion(heading: 0.3))
        body.rate = rate
        let frame = FrameParameters(generation: .ardrone2, hull: .outdoor)
        let mass = MassProperties(
            frame: frame, payloads: [PayloadMass(mass: 0.1, at: Vector3(x: 0.05, y: 0.03, z: 0.02))])
        func momentum() -> Vector3 { body.orientation.toWorld(mass.inertia.times(body.rate)) }
        func energy() -> Double { body.rate.dot(mass.inertia.times(body.rate)) / 2 }
        let (startMomentum, startEnergy) = (momentum(), energy())
        for _ in 0..<800 {
            body.advance(by: 0.0025, mass: mass) { _ in RigidBody.Load(force: .zero, torque: .zero) }
        }
        #expect((momentum() - startMomentum).length / startMomentum.length < 1e-6)
        #expect(abs(energy() / startEnergy - 1) < 1e-6)
    }

    @Test func `free fall is a parabola`() {
        var body = RigidBody(position: .zero, orientation: Quaternion(heading: 0))
        let mass = MassProperties(frame: FrameParameters(generation: .ardrone2, hull: .bare), payloads: [])
        for _ in 0..<400 {
            body.advance(by: 0.0025, mass: mass) { _ in
                RigidBody.Load(force: Vector3(x: 0, y: 0, z: -9.81 * mass.mass), torque: .zero)
            }
        }
        #expect(abs(body.position.z + 9.81 / 2) < 1e-9)
    }

    @Test(arguments: [0.0, 0.5, 1.57, 3.0, -2.0])
    func `heading is clockwise from north`(heading: Double) {
        let orientation = Quaternion(heading: heading)
        #expect(abs(orientation.heading - heading) < 1e-9)
        let nose = orientation.toWorld(Vector3(x: 1, y: 0, z: 0))
        #expect(abs(nose.x - sine(heading)) < 1e-9)
        #expect(abs(nose.y - cosine(heading)) < 1e-9)
        #expect(abs(orientation.roll) < 1e-9 && abs(orientation.pitch) < 1e-9)
    }

    @Test func `nose up and right side down are positive`() {
        // A quarter radian about the left axis lowers the nose; about the forward axis it lowers the right side.
        let noseDown = Quaternion(w: cosine(0.125), x: 0, y: sine(0.125), z: 0)
        #expect(abs(noseDown.pitch + 0.25) < 1e-9)
        let rightDown = Quaternion(w: cosine(0.125), x: sine(0.125), y: 0, z: 0)
        #expect(abs(rightDown.roll - 0.25) < 1e-9)
        #expect(rightDown.toWorld(Vector3(x: 0, y: -1, z: 0)).z < 0)
    }

    @Test func `world and body are inverse`() {
        let orientation = Quaternion(w: 0.5, x: -0.3, y: 0.7, z: 0.4).normalized
        let vector = Vector3(x: 1, y: -2, z: 3)
        #expect((orientation.toBody(orientation.toWorld(vector)) - vector).length < 1e-12)
        #expect((orientation.toBody(Vector3(x: 0, y: 0, z: 1)) - orientation.upInBody).length < 1e-12)
    }

    @Test func `a drone on the ground stays there`() {
        var drone = SimulatedAircraft(
            parameters: .ardrone2, surroundings: Surroundings(wind: Wind(mean: Vector3(x: 4, y: 0, z: 0), gusts: 1)),
            seed: 2)
        drone.live(30)
        #expect(drone.truth.position.length < 0.01)
        #expect(drone.truth.velocity == .zero)
        #expect(drone.truth.touchesGround)
    }

    @Test func `a dropped drone comes to rest on its feet`() {
        var generator = SeededGenerator(seed: 1)
        var airframe = Airframe(.ardrone2, payloads: [], heading: 0, specimen: &generator)
        airframe.place(height: 0.5)
        for _ in 0..<1000 { airframe.advance(commands: PerMotor(repeating: 0), air: .zero, density: 1.2) }
        #expect(abs(airframe.height) < 0.003, "\(airframe.height)")
        #expect(airframe.body.velocity == .zero)
        #expect(airframe.body.orientation.upInBody.z > 0.999)
    }

    @Test(arguments: [Vector3(x: 5, y: 0, z: 0), Vector3(x: 0, y: -8, z: 1), Vector3(x: 3, y: 3, z: 3)])
    func `a tumbling drone comes to rest and does not sink into the ground`(rate: Vector3) {
        var generator = SeededGenerator(seed: 1)
        var airframe = Airframe(.ardrone2, payloads: [], heading: 0, specimen: &generator)
        airframe.place(height: 2)
        airframe.spin(rate: rate)
        for _ in 0..<2400 { airframe.advance(commands: PerMotor(repeating: 0), air: .zero, density: 1.2) }
        #expect(airframe.body.velocity.length < 0.05, "\(airframe.body.velocity)")
        #expect(airframe.body.position.z > -0.02 && airframe.body.position.z < 0.3)
        #expect(airframe.touch.anything)
    }
}
