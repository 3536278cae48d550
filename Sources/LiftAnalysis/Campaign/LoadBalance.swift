import DroneModel

/// Where a load moves the centre of mass, as the motors feel it.
public struct LoadBalance: Equatable, Sendable {
    /// The payload, kg.
    public let mass: Double
    /// The shift against the empty drone, m forward and right.
    public let shift: SIMD2<Double>
    /// Half the 95 % interval of each, m: 0.5 mm (1 sd) per flight by the method's experience.
    public let halfWidth: Double
    /// Where the payload's own centre is, m forward and right of the drone's.
    public let position: SIMD2<Double>
    /// How many flights it is the mean of.
    public let count: Int

    /// The balances of all masses that were flown; none without an empty flight to compare with.
    static func all(_ runs: [LiftRun], bareMass: Double?) -> [LoadBalance] {
        let empty = runs.filter { $0.conditions.payload?.mass == 0 }.compactMap { $0.hover?.centre }
        guard !empty.isEmpty, let bareMass, bareMass > 0 else { return [] }
        let base = empty.reduce(SIMD2(0, 0), +) / Double(empty.count)
        var centres: [Double: [SIMD2<Double>]] = [:]
        for run in runs {
            guard let mass = run.conditions.payload?.mass, mass > 0, let hover = run.hover else { continue }
            centres[mass, default: []].append(hover.centre)
        }
        return centres.keys.sorted().map { mass in
            let loaded = centres[mass] ?? []
            let shift = loaded.reduce(SIMD2(0, 0), +) / Double(loaded.count) - base
            let error = 0.0005 * (1 / Double(loaded.count) + 1 / Double(empty.count)).squareRoot()
            return LoadBalance(
                mass: mass, shift: shift, halfWidth: 1.96 * error, position: shift * ((bareMass + mass) / mass),
                count: loaded.count)
        }
    }

    /// What to do about it, in words.
    public var advice: String {
        let millimetres = position * 1000
        if max(abs(shift.x), abs(shift.y)) < max(0.002, halfWidth) {
            return "The load is centred; leave it where it is."
        }
        var parts: [String] = []
        if abs(shift.x) >= 0.002 {
            parts.append("\(Int(abs(millimetres.x).rounded())) mm \(millimetres.x > 0 ? "back" : "forward")")
        }
        if abs(shift.y) >= 0.002 {
            parts.append("\(Int(abs(millimetres.y).rounded())) mm to the \(millimetres.y > 0 ? "left" : "right")")
        }
        return "Move the load \(parts.isEmpty ? "a little" : parts.joined(separator: " and "))."
    }
}
