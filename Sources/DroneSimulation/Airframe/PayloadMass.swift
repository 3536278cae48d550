/// Something fastened to the drone.
public struct PayloadMass: Equatable, Sendable {
    /// kg; 0 to 5, anything else is brought back into that range.
    public var mass: Double
    /// Its centre, m from the centre of mass of the drone without payload: x forward, y right, z down, as in the
    /// protocol.
    ///
    /// Each limited to ±1 m.
    public var position: Vector3
    /// Its own moments of inertia about the three axes, kg m²; a point mass unless told otherwise.
    public var inertia: Vector3

    /// A payload of `mass` kg at `position` (x forward, y right, z down).
    public init(mass: Double, at position: Vector3 = .zero, inertia: Vector3 = .zero) {
        self.mass = mass
        self.position = position
        self.inertia = inertia
    }
}

/// Mass, balance and inertia of the loaded drone, in the physics' body frame: x forward, y left, z up,
/// origin at the centre of mass without payload.
struct MassProperties: Equatable, Sendable {
    let mass: Double
    let centre: Vector3
    let inertia: SymmetricMatrix
    let inverseInertia: SymmetricMatrix

    init(frame: FrameParameters, payloads: [PayloadMass]) {
        let carried = payloads.map { payload in
            (
                mass: payload.mass.limited(to: 0...5), at: payload.position.limited(to: 1).turnedOver,
                inertia: payload.inertia
            )
        }
        let mass = carried.reduce(frame.mass) { $0 + $1.mass }
        let centre = carried.reduce(Vector3.zero) { $0 + $1.at * $1.mass } * (1 / mass)

        var inertia = SymmetricMatrix(diagonal: frame.inertia)
        inertia.addPointMass(frame.mass, at: centre)
        for part in carried {
            func moment(_ value: Double) -> Double { value.limited(to: 0...1) }
            inertia.add(
                diagonal: Vector3(x: moment(part.inertia.x), y: moment(part.inertia.y), z: moment(part.inertia.z)))
            inertia.addPointMass(part.mass, at: part.at - centre)
        }
        self.mass = mass
        self.centre = centre
        self.inertia = inertia
        inverseInertia = inertia.inverse
    }
}

/// A symmetric 3 × 3 matrix.
struct SymmetricMatrix: Equatable, Sendable {
    private(set) var xx: Double
    private(set) var yy: Double
    private(set) var zz: Double
    private(set) var xy = 0.0
    private(set) var xz = 0.0
    private(set) var yz = 0.0

    init(diagonal: Vector3) {
        xx = diagonal.x
        yy = diagonal.y
        zz = diagonal.z
    }

    mutating func add(diagonal: Vector3) {
        xx += diagonal.x
        yy += diagonal.y
        zz += diagonal.z
    }

    /// Adds the inertia of a point mass at `r` from the axes' origin.
    mutating func addPointMass(_ mass: Double, at r: Vector3) {
        xx += mass * (r.y * r.y + r.z * r.z)
        yy += mass * (r.x * r.x + r.z * r.z)
        zz += mass * (r.x * r.x + r.y * r.y)
        xy -= mass * r.x * r.y
        xz -= mass * r.x * r.z
        yz -= mass * r.y * r.z
    }

    /// An inertia matrix is positive definite, so its determinant is never zero.
    var inverse: SymmetricMatrix {
        let cofactorXX = yy * zz - yz * yz
        let cofactorXY = xz * yz - xy * zz
        let cofactorXZ = xy * yz - xz * yy
        let scale = 1 / (xx * cofactorXX + xy * cofactorXY + xz * cofactorXZ)
        var result = SymmetricMatrix(
            diagonal: Vector3(
                x: cofactorXX * scale, y: (xx * zz - xz * xz) * scale, z: (xx * yy - xy * xy) * scale))
        result.xy = cofactorXY * scale
        result.xz = cofactorXZ * scale
        result.yz = (xy * xz - xx * yz) * scale
        return result
    }

    @inline(__always)
    func times(_ vector: Vector3) -> Vector3 {
        Vector3(
            x: xx * vector.x + xy * vector.y + xz * vector.z,
            y: xy * vector.x + yy * vector.y + yz * vector.z,
            z: xz * vector.x + yz * vector.y + zz * vector.z)
    }
}
