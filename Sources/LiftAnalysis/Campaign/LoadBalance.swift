import DroneModel

/// Where a load moves the centre of mass, as the motors feel it.
///
/// Without load every motor carries the same, so what they then differ in is their own; loaded, each is compared with
/// itself.
public struct LoadBalance: Equatable, Sendable {
    /// The payload, kg.
    public let mass: Double
    /// The shift against the empty drone, m forward and right.
    public let shift: SIMD2<Double>
    /// Half the 95 % interval of each, from the scatter of the flights and what is not known of the motors' places, m; nil
    /// where two flights of one payload are missing.
    public let halfWidth: SIMD2<Double>?
    /// Where the payload's own centre is, m forward and right of the drone's.
    public let position: SIMD2<Double>
    /// Half the 95 % interval of that, m.
    public let positionHalfWidth: SIMD2<Double>?
    /// Where the operator said it is, m forward and right; nil where nobody said.
    public let stated: SIMD2<Double>?
    /// How many flights it is the mean of.
    public let count: Int
    /// The mean set-points with this load, counts.
    public let motors: SIMD4<Double>

    /// The balances of all masses that were flown; none without an empty flight to compare with.
    static func all(_ runs: [LiftRun], bareMass: Double?, law: ThrustLaw) -> [LoadBalance] {
        let empty = runs.filter { $0.payload == 0 }.compactMap(\.hover)
        guard !empty.isEmpty, let bareMass, bareMass > 0 else { return [] }
        let base = empty.reduce(SIMD4<Double>(repeating: 0)) { $0 + $1.motorSquares } / Double(empty.count)
        guard base.min() > 0 else { return [] }
        func centre(_ hover: SteadyHover) -> SIMD2<Double> {
            let share = hover.motorSquares / base
            return SIMD2(
                share[0] + share[1] - share[2] - share[3], share[1] + share[2] - share[0] - share[3])
                * (law.motorOffset / share.sum())
        }
        var loads: [Double: [(hover: SteadyHover, place: SIMD3<Double>?)]] = [:]
        for run in runs {
            guard let payload = run.conditions.payload, payload.mass >= Self.lightest, let hover = run.hover else {
                continue
            }
            loads[payload.mass, default: []].append((hover, payload.position))
        }
        // One scatter for all groups: three flights alone would hardly tell it.
        var groups = loads.values.map { $0.map { centre($0.hover) } }
        let bare = empty.map(centre)
        groups.append(bare)
        let zero = mean(bare)
        let (variance, freedom) = scatter(groups)
        let t = freedom > 0 ? StudentT(degreesOfFreedom: Double(freedom)).halfWidth(confidence: 0.95) : nil
        return loads.keys.sorted().map { mass in
            let load = loads[mass] ?? []
            let shift = mean(load.map { centre($0.hover) }) - zero
            let count = Double(load.count)
            let width = t.map { t in
                let share = 1 / count + 1 / Double(bare.count)
                let places = 1.96 * law.motorOffsetError / law.motorOffset
                return SIMD2(
                    squareRootOfSum(t * (variance.x * share).squareRoot(), places * shift.x),
                    squareRootOfSum(t * (variance.y * share).squareRoot(), places * shift.y))
            }
            let lever = (bareMass + mass) / mass
            let motors = load.reduce(SIMD4<Double>(repeating: 0)) { $0 + $1.hover.motors } / count
            return LoadBalance(
                mass: mass, shift: shift, halfWidth: width, position: shift * lever,
                positionHalfWidth: width.map { $0 * lever },
                stated: load.first?.place.map { SIMD2($0.x, $0.y) }, count: load.count, motors: motors)
        }
    }

    /// A lighter load moves the centre of mass less than the motors can tell, kg.
    private static let lightest = 0.002

    private static func mean(_ values: [SIMD2<Double>]) -> SIMD2<Double> {
        values.reduce(SIMD2(0, 0), +) / Double(max(1, values.count))
    }

    private static func scatter(_ groups: [[SIMD2<Double>]]) -> (variance: SIMD2<Double>, freedom: Int) {
        var power = SIMD2(0.0, 0.0)
        var freedom = 0
        for group in groups where group.count > 1 {
            let middle = mean(group)
            for value in group { power += (value - middle) * (value - middle) }
            freedom += group.count - 1
        }
        return (freedom > 0 ? power / Double(freedom) : power, freedom)
    }

    /// Below this nothing needs to be moved, m: half of what may be off in measuring it.
    public static let tolerance = 0.002

    /// Whether the centre of mass is where it should be.
    public var isCentred: Bool {
        (0..<2).allSatisfy { abs(shift[$0]) < max(Self.tolerance, halfWidth?[$0] ?? 0) }
    }

    /// Where the load should be moved, m forward and right: to the drone's centre.
    public var remedy: SIMD2<Double> { SIMD2(0, 0) - position }

    /// What to do about it, in words.
    public var advice: String {
        if isCentred { return "The load is centred; leave it where it is." }
        var parts: [String] = []
        for (axis, names) in [(0, ("forward", "back")), (1, ("to the right", "to the left"))]
        where abs(shift[axis]) >= max(Self.tolerance, halfWidth?[axis] ?? 0) {
            let millimetres = WholeNumber.nearest(abs(remedy[axis]) * 1000)
            parts.append("\(millimetres) mm \(remedy[axis] > 0 ? names.0 : names.1)")
        }
        return "Move the load \(parts.joined(separator: " and "))."
    }

    /// What the busiest motor has left, counts: below 25 a gust on the heavy side finds nothing to answer with.
    public var headroom: Double { 255 - motors.max() }

    /// Why flying so is risky; nil where it is not.
    public var warning: String? {
        if motors.max() > 230 {
            return "The busiest motor runs at \(WholeNumber.nearest(motors.max())) of 255 in calm hover."
        }
        return headroom < 25 ? "The heavy side has less than 25 counts left." : nil
    }
}
