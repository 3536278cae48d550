/// The points of the drone that can touch the ground, each a damped spring with sliding friction.
struct GroundContact: Sendable {
    /// In the body frame (x forward, y left, z up), from the centre of mass without payload.
    private let feet: [Vector3]
    private let rims: [Vector3]
    private let top: Vector3
    private let stiffness: Double
    private let damping: Double
    private let friction: Double

    /// Higher than this above the ground no point can touch it, whatever the attitude.
    static let reach = 0.35

    /// Sliding slower than this, m/s, friction acts like thick oil: keeps the equations smooth.
    private static let creepSpeed = 0.1

    init(_ frame: FrameParameters, propellerRadius: Double) {
        func corners(_ offset: Double, _ height: Double) -> [Vector3] {
            [(1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0)].map { forward, left in
                Vector3(x: forward * offset, y: left * offset, z: height)
            }
        }
        feet = corners(frame.footOffset, -frame.footDepth)
        // The outermost point of a disc lies on the diagonal, one radius beyond the motor.
        let rim = frame.motorOffset + propellerRadius / 2.0.squareRoot()
        rims = corners(rim, frame.discHeight - frame.footDepth)
        top = Vector3(x: 0, y: 0, z: 0.05)
        stiffness = frame.groundStiffness
        damping = frame.groundDamping
        friction = frame.groundFriction
    }

    /// Force in the world and torque in the body about the centre of mass.
    func load(on body: RigidBody, centre: Vector3) -> RigidBody.Load {
        var total = RigidBody.Load(force: .zero, torque: .zero)
        for point in feet { add(point - centre, on: body, to: &total) }
        for point in rims { add(point - centre, on: body, to: &total) }
        add(top - centre, on: body, to: &total)
        return total
    }

    private func add(_ arm: Vector3, on body: RigidBody, to total: inout RigidBody.Load) {
        let offset = body.orientation.toWorld(arm)
        let depth = -(body.position.z + offset.z)
        guard depth > 0 else { return }
        let velocity = body.velocity + body.orientation.toWorld(body.rate.cross(arm))
        let normal = max(0, stiffness * depth - damping * velocity.z)
        let grip = friction * normal / max(velocity.horizontalLength, Self.creepSpeed)
        let force = Vector3(x: -grip * velocity.x, y: -grip * velocity.y, z: normal)
        total.force = total.force + force
        total.torque = total.torque + arm.cross(body.orientation.toBody(force))
    }

    /// What touches the ground now.
    func touching(_ body: RigidBody, centre: Vector3) -> Touch {
        func touches(_ point: Vector3) -> Bool {
            body.position.z + body.orientation.toWorld(point - centre).z <= 0
        }
        guard body.position.z < Self.reach else { return Touch() }
        return Touch(
            anything: feet.contains(where: touches) || rims.contains(where: touches) || touches(top),
            rims: PerMotor(
                frontLeft: touches(rims[0]), frontRight: touches(rims[1]),
                rearRight: touches(rims[2]), rearLeft: touches(rims[3])))
    }

    struct Touch: Equatable, Sendable {
        var anything = false
        /// The propeller disc, or the hull around it, at each motor.
        var rims = PerMotor(repeating: false)
    }
}
