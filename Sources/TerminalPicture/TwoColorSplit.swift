/// Finds the two colours and the pattern that show a cell's dots with the least error.
///
/// All patterns are tried: of 4 dots 7 that differ by more than an exchange of the colours, of 6 dots 31. The error
/// is least where the sums S of the two groups of n dots have the greatest Σ|S|²/n, because the rest of the squared
/// error is the same for all. A Gray code changes one dot at a time.
struct TwoColorSplit {
    private var reds: [Int32]
    private var greens: [Int32]
    private var blues: [Int32]
    /// The dot that changes at each step of the Gray code.
    private let changes: [Int]
    private let reciprocals: [Float]

    /// Colours this near in every component are one: the eye does not see the step, and one colour costs a
    /// terminal less than half of two.
    private static let flatness: Int32 = 3

    init(dots: Int) {
        reds = Array(repeating: 0, count: dots)
        greens = reds
        blues = reds
        changes = (1..<1 << (dots - 1)).map(\.trailingZeroBitCount)
        reciprocals = (0...dots).map { $0 == 0 ? 0 : 1 / Float($0) }
    }

    mutating func set(_ dot: Int, to color: PictureColor) {
        reds[dot] = Int32(color.red)
        greens[dot] = Int32(color.green)
        blues[dot] = Int32(color.blue)
    }

    /// The cell for the dots as they are set.
    func cell() -> PictureCell {
        let dots = reds.count
        var total: SIMD4<Int32> = .zero
        var least = SIMD4<Int32>(repeating: 255)
        var greatest = SIMD4<Int32>.zero
        for dot in 0..<dots {
            let color = SIMD4(reds[dot], greens[dot], blues[dot], 0)
            total &+= color
            least = pointwiseMin(least, color)
            greatest = pointwiseMax(greatest, color)
        }
        least[3] = 0
        if (greatest &- least).max() <= Self.flatness {
            let mean = Self.color(total, of: dots)
            return PictureCell(pattern: 0, foreground: mean, background: mean)
        }
        var sum = SIMD4<Int32>.zero
        var pattern = 0
        var count = 0
        var best: (pattern: Int, sum: SIMD4<Int32>, count: Int, score: Float) = (0, .zero, 0, -1)
        for dot in changes {
            let color = SIMD4(reds[dot], greens[dot], blues[dot], 0)
            pattern ^= 1 << dot
            if pattern >> dot & 1 == 1 {
                sum &+= color
                count &+= 1
            } else {
                sum &-= color
                count &-= 1
            }
            let rest = total &- sum
            let score =
                Float((sum &* sum).wrappedSum()) * reciprocals[count]
                + Float((rest &* rest).wrappedSum()) * reciprocals[dots - count]
            if score > best.score { best = (pattern, sum, count, score) }
        }
        return PictureCell(
            pattern: UInt8(truncatingIfNeeded: best.pattern), foreground: Self.color(best.sum, of: best.count),
            background: Self.color(total &- best.sum, of: dots - best.count))
    }

    private static func color(_ sum: SIMD4<Int32>, of count: Int) -> PictureColor {
        let divisor = Int32(max(1, count))
        func mean(_ part: Int32) -> UInt8 { UInt8(clamping: (part + divisor / 2) / divisor) }
        return PictureColor(red: mean(sum[0]), green: mean(sum[1]), blue: mean(sum[2]))
    }
}
