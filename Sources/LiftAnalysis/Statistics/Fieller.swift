/// The interval of a ratio of two estimates that both have errors (Fieller 1954).
public struct FiellerInterval: Equatable, Sendable {
    /// The ratio itself.
    public let estimate: Double
    /// Where the interval begins.
    public let lower: Double
    /// Where it ends.
    public let upper: Double

    /// The interval of numerator / denominator.
    ///
    /// - Parameters:
    ///   - numerator: Its estimate.
    ///   - denominator: Its estimate.
    ///   - variances: Of the numerator and the denominator.
    ///   - covariance: Of the two.
    ///   - t: Half the width of a two-sided interval in standard errors, from Student's t.
    /// - Returns: nil where the denominator is not clearly different from zero: the interval is then no interval.
    public init?(
        numerator: Double, denominator: Double, variances: (numerator: Double, denominator: Double),
        covariance: Double, t: Double
    ) {
        let square = t * t
        // The roots ρ of (n − ρ d)² = t² (Vn − 2 ρ C + ρ² Vd).
        let a = denominator * denominator - square * variances.denominator
        let b = numerator * denominator - square * covariance
        let c = numerator * numerator - square * variances.numerator
        let discriminant = b * b - a * c
        guard a > 0, discriminant >= 0 else { return nil }
        estimate = numerator / denominator
        lower = (b - discriminant.squareRoot()) / a
        upper = (b + discriminant.squareRoot()) / a
    }
}
