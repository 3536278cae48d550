/// What the drone carries besides itself.
public struct PayloadOnBoard: Equatable, Sendable {
    /// Its mass, kilograms.
    public var mass: Double
    /// How far the weighing may be off (one standard deviation), kilograms; nil where nobody said.
    public var massUncertainty: Double?
    /// Where its centre of mass is from the drone's: forward, right and down, metres; nil where nobody said.
    public var position: SIMD3<Double>?

    /// A payload.
    public init(mass: Double, massUncertainty: Double? = nil, position: SIMD3<Double>? = nil) {
        self.mass = mass
        self.massUncertainty = massUncertainty
        self.position = position
    }
}
