/// What hovering costs, by the bench curve of one motor and the generic discharge of a pack.
///
/// P = 4 × (0.887 + 9.186 T + 3.684 T^1.5) W for the motors at T newtons each (fit to a bench, 0.28 W rms), and 3 W for
/// the electronics (assumed); 10.9 Wh from full to 9 V at 0.42 kg (computed, ±0.4), half as much again in the larger pack.
public struct FlightEnergy: Equatable, Sendable {
    private let mass: Double
    /// From full to empty, joules.
    public let capacity: Double

    /// The energy of an airframe.
    public init(_ airframe: MissionAirframe) {
        mass = airframe.mass
        capacity = 10.9 * 3600 * (airframe.battery == .highDensity ? 1.5 : 1)
    }

    /// What a hover with `payload` kg takes from the battery, watts.
    public func power(carrying payload: Double) -> Double {
        let thrust = max(0, mass + payload) * 9.81 / 4
        return 4 * (0.887 + 9.186 * thrust + 3.684 * thrust * thrust.squareRoot()) + 3
    }

    /// How long a full battery hovers with `payload` kg, seconds.
    public func endurance(carrying payload: Double) -> Double { capacity / power(carrying: payload) }
}
