/// The flying machine without its brain: motor commands in, motion out.
struct Airframe: Sendable {
    let parameters: AircraftParameters
    private(set) var mass: MassProperties
    private(set) var body: RigidBody
    var propulsion: Propulsion
    var battery: Battery
    private(set) var touch = GroundContact.Touch()
    /// What an ideal accelerometer feels, m/s², in the body frame (x forward, y left, z up).
    private(set) var specificForce = Vector3(x: 0, y: 0, z: Surroundings.gravity)
    /// Sum of the thrusts in the last substep, N.
    private(set) var thrust = 0.0
    /// Electrical power of the whole drone, W.
    private(set) var power = 0.0
    private let contact: GroundContact
    private var restingTime = 0.0

    /// Integration steps per control step: 400 Hz.
    private static let substeps = 2
    private static let substep = ControllerParameters.step / Double(substeps)

    init(
        _ parameters: AircraftParameters, payloads: [PayloadMass], heading: Double,
        specimen generator: inout SeededGenerator
    ) {
        self.parameters = parameters
        mass = MassProperties(frame: parameters.frame, payloads: payloads)
        propulsion = Propulsion(parameters.propulsion, substep: Self.substep, specimen: &generator)
        battery = Battery(parameters.battery)
        contact = GroundContact(parameters.frame, propellerRadius: parameters.propulsion.propellerRadius)
        body = RigidBody(position: .zero, orientation: Quaternion(heading: heading))
        setUpright()
    }

    /// Sets the drone on its feet where it is, at rest, as a person would.
    mutating func setUpright() {
        let heading = body.isFinite ? body.orientation.heading : 0
        let place = body.isFinite ? body.position : .zero
        let sag = mass.mass * Surroundings.gravity / (4 * max(parameters.frame.groundStiffness, 1))
        body = RigidBody(
            position: Vector3(x: place.x, y: place.y, z: parameters.frame.footDepth - sag),
            orientation: Quaternion(heading: heading))
        body.position = body.position + body.orientation.toWorld(mass.centre)
        restingTime = 0
    }

    /// Moves the drone into the air at rest: for tests that need no take-off.
    mutating func place(height: Double) {
        setUpright()
        body.position.z += height
    }

    /// Sets the body turning at `rate` rad/s: for tests of the integrator.
    mutating func spin(rate: Vector3) { body.rate = rate }

    mutating func setPayloads(_ payloads: [PayloadMass]) {
        let changed = MassProperties(frame: parameters.frame, payloads: payloads)
        // The origin keeps its place and its speed, the centre of mass jumps.
        let shift = changed.centre - mass.centre
        body.position = body.position + body.orientation.toWorld(shift)
        body.velocity = body.velocity + body.orientation.toWorld(body.rate.cross(shift))
        mass = changed
        restingTime = 0
    }

    /// The body frame's origin in the world, m.
    var origin: Vector3 { body.position - body.orientation.toWorld(mass.centre) }

    /// Velocity of that origin in the world, m/s.
    var originVelocity: Vector3 {
        body.velocity - body.orientation.toWorld(body.rate.cross(mass.centre))
    }

    /// Height of the feet above the ground when level, m.
    var height: Double { origin.z - parameters.frame.footDepth }

    /// Flies one control step with the motors at `commands`, PWM counts, 0 for off.
    mutating func advance(commands: PerMotor<Double>, air: Vector3, density: Double) {
        let isOff = commands == PerMotor(repeating: 0)
        if isOff, isResting {
            power = parameters.battery.electronicsPower
        } else {
            let before = body.velocity
            blockPropellers()
            for _ in 0..<Self.substeps { integrate(commands: commands, air: air, density: density) }
            if !body.isFinite { setUpright() }
            feel(change: body.velocity - before)
            touch = contact.touching(body, centre: mass.centre)
            power = propulsion.power(density: density) + parameters.battery.electronicsPower
            noticeRest(isOff: isOff)
        }
        battery.drain(power: power, duration: ControllerParameters.step)
    }

    private mutating func integrate(commands: PerMotor<Double>, air: Vector3, density: Double) {
        let speeds = propulsion.advance(commands: commands, voltage: battery.voltage, substep: Self.substep)
        let thrusts = propulsion.thrusts(speeds: speeds, density: density)
        let rotor = RotorLoad(thrusts, centre: mass.centre, frame: parameters.frame, parameters.propulsion)
        let weight = mass.mass * Surroundings.gravity
        let frame = parameters.frame
        let discOffset = mass.centre.z + frame.footDepth - frame.discHeight
        let (mass, contact) = (mass, contact)
        body.advance(by: Self.substep, mass: mass) { body in
            let flow = body.velocity - air
            let up = body.orientation.toWorld(Vector3(x: 0, y: 0, z: 1))
            let factor = rotor.factor(
                flow: body.orientation.toBody(flow), discHeight: body.position.z - discOffset)
            var load = RigidBody.Load(
                force: up * (rotor.thrust * factor) - flow * frame.drag,
                torque: rotor.torque(factor) - body.rate * frame.rotationalDrag)
            load.force.z -= weight
            if body.position.z < GroundContact.reach {
                let ground = contact.load(on: body, centre: mass.centre)
                load.force = load.force + ground.force
                load.torque = load.torque + ground.torque
            }
            return load
        }
        thrust = rotor.thrust
    }

    /// A turning propeller that hits the ground stops, unless the hull's ring is around it.
    private mutating func blockPropellers() {
        propulsion.isBlocked =
            parameters.hull.guardsPropellers
            ? heldPropellers : heldPropellers.combined(with: touch.rims) { $0 || $1 }
    }

    /// Propellers held from outside, as a fault.
    var heldPropellers = PerMotor(repeating: false)

    private mutating func feel(change: Vector3) {
        let acceleration = change * (1 / ControllerParameters.step)
        specificForce = body.orientation.toBody(
            Vector3(x: acceleration.x, y: acceleration.y, z: acceleration.z + Surroundings.gravity))
    }

    // MARK: - Rest

    /// On the ground, motors off, nothing moves: nothing need be integrated.
    private var isResting: Bool { restingTime > 0.2 }

    private mutating func noticeRest(isOff: Bool) {
        let isSlow = body.velocity.length < 0.1 && body.rate.length < 0.05
        restingTime =
            isOff && touch.anything && propulsion.isStill && isSlow ? restingTime + ControllerParameters.step : 0
        guard isResting else { return }
        body.velocity = .zero
        body.rate = .zero
        specificForce = body.orientation.toBody(Vector3(x: 0, y: 0, z: Surroundings.gravity))
        thrust = 0
    }
}

/// What the four rotors do together.
///
/// All four feel the same air, so one factor scales force and torque.
private struct RotorLoad {
    /// Sum of the static thrusts, N.
    let thrust: Double
    /// Torque of the static thrusts about the centre of mass and of their yaw reactions, N m.
    private let roll: Double
    private let pitch: Double
    private let yaw: Double
    private let parameters: PropulsionParameters

    init(
        _ thrusts: PerMotor<Double>, centre: Vector3, frame: FrameParameters, _ parameters: PropulsionParameters
    ) {
        let sum = thrusts.sum
        let (one, two) = (thrusts.frontLeft, thrusts.frontRight)
        let (three, four) = (thrusts.rearRight, thrusts.rearLeft)
        thrust = sum
        roll = frame.motorOffset * (one + four - two - three) - centre.y * sum
        pitch = centre.x * sum - frame.motorOffset * (one + two - three - four)
        // Clockwise propellers push the body counter-clockwise, which is positive about an axis pointing up.
        yaw = parameters.torquePerThrust * (one - two + three - four)
        self.parameters = parameters
    }

    func torque(_ factor: Double) -> Vector3 { Vector3(x: roll * factor, y: pitch * factor, z: yaw * factor) }

    /// Ground effect, loss in a climb and gain from side wind; `flow` is the speed through the air, m/s, in the body.
    func factor(flow: Vector3, discHeight: Double) -> Double {
        let ground = parameters.groundEffectFactor(height: discHeight)
        let climb = min(flow.z, parameters.climbLossLimit)
        return max(0, ground - parameters.climbLoss * climb + parameters.sidewindGain * flow.horizontalLength)
    }
}
