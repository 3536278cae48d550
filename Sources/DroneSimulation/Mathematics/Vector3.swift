/// Three numbers along perpendicular axes; the frame and the unit are told wherever one is used.
///
/// A plain struct instead of `SIMD3`: measured in an unoptimised build it is four times as fast, and the test
/// suite flies hours in unoptimised builds.
public struct Vector3: Hashable, Sendable {
    /// Along the first axis.
    public var x: Double
    /// Along the second axis.
    public var y: Double
    /// Along the third axis.
    public var z: Double

    /// A vector from its components.
    public init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// No length, no direction.
    public static let zero = Vector3(x: 0, y: 0, z: 0)

    /// The sum, component by component.
    public static func + (left: Self, right: Self) -> Self {
        Vector3(x: left.x + right.x, y: left.y + right.y, z: left.z + right.z)
    }

    /// The difference, component by component.
    public static func - (left: Self, right: Self) -> Self {
        Vector3(x: left.x - right.x, y: left.y - right.y, z: left.z - right.z)
    }

    /// The vector stretched by `factor`.
    public static func * (vector: Self, factor: Double) -> Self {
        Vector3(x: vector.x * factor, y: vector.y * factor, z: vector.z * factor)
    }

    /// The cosine of the angle between the two times both lengths.
    public func dot(_ other: Self) -> Double { x * other.x + y * other.y + z * other.z }

    /// The vector perpendicular to both, by the right-hand rule.
    public func cross(_ other: Self) -> Self {
        Vector3(
            x: y * other.z - z * other.y,
            y: z * other.x - x * other.z,
            z: x * other.y - y * other.x)
    }

    /// The length.
    public var length: Double { dot(self).squareRoot() }

    /// The length of the shadow on the first two axes.
    public var horizontalLength: Double { (x * x + y * y).squareRoot() }

    /// The same vector between the frame x forward, y left, z up, in which the physics is written, and x forward, y
    /// right, z down, which the protocol uses.
    ///
    /// Its own inverse.
    var turnedOver: Self { Vector3(x: x, y: -y, z: -z) }

    /// Every component limited to ±`bound`, NaN made 0: for numbers from outside.
    func limited(to bound: Double) -> Self {
        func limit(_ value: Double) -> Double { value.isNaN ? 0 : value.limited(to: -bound...bound) }
        return Vector3(x: limit(x), y: limit(y), z: limit(z))
    }
}
