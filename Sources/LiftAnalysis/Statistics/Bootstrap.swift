/// Intervals by drawing the observations anew (Efron 1979): no normal noise is supposed.
enum Bootstrap {
    private static let draws = 2000

    /// The 95 % interval of where a straight line through the points reaches `square`: points are drawn anew with
    /// replacement among those of the same mass. With three of a mass it comes out a fifth too narrow, as it must.
    ///
    /// - Returns: nil where fewer than two masses have two points, or a draw in twenty gives no rising line.
    static func payload(_ points: [(mass: Double, square: Double)], square: Double) -> ClosedRange<Double>? {
        let groups = Dictionary(grouping: points, by: \.mass).values.sorted { $0[0].mass < $1[0].mass }
        guard groups.count(where: { $0.count > 1 }) >= 2 else { return nil }
        var random = SplitMix(state: 1)
        var found: [Double] = []
        for _ in 0..<draws {
            var (n, x, y, xx, xy) = (0.0, 0.0, 0.0, 0.0, 0.0)
            for group in groups {
                for _ in group {
                    let point = group[Int(random.next() % UInt64(group.count))]
                    n += 1
                    x += point.mass
                    y += point.square
                    xx += point.mass * point.mass
                    xy += point.mass * point.square
                }
            }
            let slope = (n * xy - x * y) / (n * xx - x * x)
            if slope.isFinite, slope > 0 { found.append((square - (y - slope * x) / n) / slope) }
        }
        guard found.count >= draws * 19 / 20 else { return nil }
        found.sort()
        return found[found.count / 40]...found[found.count - 1 - found.count / 40]
    }

    /// Repeatable random numbers (Steele, Lea and Flood 2014).
    private struct SplitMix {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }
}
