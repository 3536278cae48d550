/// A point or direction in the scene: metres east, north and up of the take-off point.
struct ScenePoint: Hashable, Sendable {
    var x: Float
    var y: Float
    var z: Float

    init(_ x: Float, _ y: Float, _ z: Float) {
        self.x = x
        self.y = y
        self.z = z
    }

    static func + (left: Self, right: Self) -> Self { Self(left.x + right.x, left.y + right.y, left.z + right.z) }
    static func - (left: Self, right: Self) -> Self { Self(left.x - right.x, left.y - right.y, left.z - right.z) }
    static func * (point: Self, factor: Float) -> Self { Self(point.x * factor, point.y * factor, point.z * factor) }

    func dot(_ other: Self) -> Float { x * other.x + y * other.y + z * other.z }

    func cross(_ other: Self) -> Self {
        Self(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }

    var length: Float { dot(self).squareRoot() }

    /// The same direction at length 1; nothing stays nothing.
    var normalized: Self {
        let length = length
        return length > 0 ? self * (1 / length) : self
    }
}
