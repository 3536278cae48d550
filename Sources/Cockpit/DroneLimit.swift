/// One of the limits that `set` changes: how it is typed, and how the drone is told.
struct DroneLimit: Sendable {
    /// A unit with what one of it is in the drone's own.
    struct Unit: Sendable {
        var name: String
        var factor: Double
    }

    /// The word after `set`.
    let name: String
    /// The drone's key.
    let key: String
    /// What may be typed.
    let units: [Unit]
    /// What may be asked for, in the drone's unit.
    let range: ClosedRange<Double>
    /// Whether the drone takes whole numbers alone.
    let isWhole: Bool
    /// What is typed, for the sentence that asks for it.
    let example: String
    /// The range in words.
    let reach: String

    private static let degree = Double.pi / 180

    /// All of them; ranges after the maker's guide for SDK 2.0, but at least 1° of tilt: with none it cannot steer.
    static let all: [DroneLimit] = [
        DroneLimit(
            name: "altitude", key: "control:altitude_max",
            units: [Unit(name: "m", factor: 1000), Unit(name: "cm", factor: 10)], range: 500...100_000, isWhole: true,
            example: "set altitude 5 m", reach: "0.5 m to 100 m"),
        DroneLimit(
            name: "tilt", key: "control:euler_angle_max",
            units: [Unit(name: "deg", factor: degree), Unit(name: "rad", factor: 1)], range: 0.017...0.52,
            isWhole: false,
            example: "set tilt 12 deg", reach: "1 deg to 29 deg"),
        DroneLimit(
            name: "climb", key: "control:control_vz_max", units: [Unit(name: "m/s", factor: 1000)],
            range: 200...2000, isWhole: true, example: "set climb 0.7 m/s", reach: "0.2 m/s to 2 m/s"),
        DroneLimit(
            name: "turn", key: "control:control_yaw",
            units: [Unit(name: "deg/s", factor: degree), Unit(name: "rad/s", factor: 1)], range: 0.7...6.11,
            isWhole: false, example: "set turn 100 deg/s", reach: "41 deg/s to 350 deg/s"),
    ]

    /// The value as the drone reads it; nil outside the range.
    func text(for value: Double) -> String? {
        guard value.isFinite, range.contains(value) else { return nil }
        if isWhole { return String(Int(value.rounded())) }
        // A millionth of a radian is finer than the drone's own single precision needs.
        let millionths = Int((value * 1_000_000).rounded())
        return "\(millionths / 1_000_000)." + String(millionths % 1_000_000 + 1_000_000).dropFirst()
    }
}
