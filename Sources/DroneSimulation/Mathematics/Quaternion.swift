/// An orientation: turns vectors of the body frame (x forward, y left, z up) into the world (x east, y north, z up).
public struct Quaternion: Hashable, Sendable {
    /// Cosine of half the angle.
    public var w: Double
    /// Axis times the sine of half the angle, first component.
    public var x: Double
    /// Second component.
    public var y: Double
    /// Third component.
    public var z: Double

    /// A quaternion from its components; unit length is the caller's affair.
    public init(w: Double, x: Double, y: Double, z: Double) {
        self.w = w
        self.x = x
        self.y = y
        self.z = z
    }

    /// Level, nose towards `heading` radians clockwise from north.
    init(heading: Double) {
        let half = (.pi / 2 - heading) / 2
        self.init(w: cosine(half), x: 0, y: 0, z: sine(half))
    }

    /// A body vector in the world.
    @inline(__always)
    func toWorld(_ vector: Vector3) -> Vector3 {
        let axis = Vector3(x: x, y: y, z: z)
        let twice = axis.cross(vector) * 2
        return vector + twice * w + axis.cross(twice)
    }

    /// A world vector in the body.
    @inline(__always)
    func toBody(_ vector: Vector3) -> Vector3 {
        Quaternion(w: w, x: -x, y: -y, z: -z).toWorld(vector)
    }

    /// How fast the components change while the body turns at `rate`, rad/s in the body frame.
    @inline(__always)
    func derivative(rate: Vector3) -> Quaternion {
        Quaternion(
            w: 0.5 * (-x * rate.x - y * rate.y - z * rate.z),
            x: 0.5 * (w * rate.x + y * rate.z - z * rate.y),
            y: 0.5 * (w * rate.y + z * rate.x - x * rate.z),
            z: 0.5 * (w * rate.z + x * rate.y - y * rate.x))
    }

    @inline(__always)
    func adding(_ other: Quaternion, times factor: Double) -> Quaternion {
        Quaternion(
            w: w + other.w * factor, x: x + other.x * factor,
            y: y + other.y * factor, z: z + other.z * factor)
    }

    /// The same orientation at unit length.
    var normalized: Quaternion {
        let scale = 1 / (w * w + x * x + y * y + z * z).squareRoot()
        return Quaternion(w: w * scale, x: x * scale, y: y * scale, z: z * scale)
    }

    /// The world's up direction seen from the body; its z is the cosine of the tilt.
    var upInBody: Vector3 {
        Vector3(x: 2 * (x * z - w * y), y: 2 * (y * z + w * x), z: 1 - 2 * (x * x + y * y))
    }

    /// Right side down positive, radians.
    var roll: Double { arcTangent(2 * (w * x + y * z), 1 - 2 * (x * x + y * y)) }

    /// Nose up positive, radians.
    var pitch: Double { -arcSine(2 * (w * y - z * x)) }

    /// Direction of the nose, clockwise from north, −π..<π.
    var heading: Double {
        (.pi / 2 - arcTangent(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))).wrappedToHalfTurns
    }
}
