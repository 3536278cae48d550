#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Student's t distribution, by the regularised incomplete beta function.
///
/// Checked against the tables of Abramowitz and Stegun (26.10) in the tests.
public struct StudentT: Equatable, Sendable {
    /// Degrees of freedom, above 0; not always a whole number.
    public let degreesOfFreedom: Double

    /// A distribution; fewer degrees of freedom than 0.01 are taken as that.
    public init(degreesOfFreedom: Double) { self.degreesOfFreedom = max(0.01, degreesOfFreedom) }

    /// The probability of a value of at most `t`.
    public func cumulative(_ t: Double) -> Double {
        if t.isInfinite { return t < 0 ? 0 : 1 }
        let x = degreesOfFreedom / (degreesOfFreedom + t * t)
        let tail = 0.5 * IncompleteBeta.regularized(x, degreesOfFreedom / 2, 0.5)
        return t < 0 ? tail : 1 - tail
    }

    /// The value that is exceeded with the probability 1 − `probability`, for 0 < probability < 1.
    public func quantile(_ probability: Double) -> Double {
        if probability <= 0 { return -.infinity }
        if probability >= 1 { return .infinity }
        if probability < 0.5 { return -quantile(1 - probability) }
        var low = 0.0
        var high = 1.0
        while cumulative(high) < probability, high < 1e12 { high *= 2 }
        // Bisection: 100 halvings end below the spacing of doubles, and never leave the bracket.
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if cumulative(middle) < probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// Half the width of the two-sided interval of the given confidence, in standard errors.
    public func halfWidth(confidence: Double) -> Double { quantile(0.5 + confidence / 2) }
}

/// The regularised incomplete beta function.
enum IncompleteBeta {
    /// I(x; a, b) for 0 ≤ x ≤ 1, by the continued fraction of Abramowitz and Stegun 26.5.8, evaluated by Lentz's method.
    static func regularized(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        // The fraction converges fast on one side of the mean; the symmetry takes the other side there.
        if x > (a + 1) / (a + b + 2) { return 1 - regularized(1 - x, b, a) }
        let beta: Double = lgamma(a) + lgamma(b) - lgamma(a + b)
        let power: Double = a * log(x) + b * log(1 - x)
        let front: Double = exp(power - beta) / a
        return front * fraction(x, a, b)
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func held(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / held(1 - (a + b) * x / (a + 1))
        var result = d
        for index in 1...500 {
            let m = Double(index)
            let twice: Double = a + 2 * m
            let even: Double = m * (b - m) * x / ((twice - 1) * twice)
            d = 1 / held(1 + even * d)
            c = held(1 + even / c)
            result *= d * c
            let odd: Double = -(a + m) * (a + b + m) * x / (twice * (twice + 1))
            d = 1 / held(1 + odd * d)
            c = held(1 + odd / c)
            let step = d * c
            result *= step
            if abs(step - 1) < 1e-15 { break }
        }
        return result
    }
}

/// Fisher's F distribution, for whether groups differ.
public struct FisherF: Equatable, Sendable {
    private let numerator: Double
    private let denominator: Double

    /// The distribution with so many degrees of freedom above and below.
    public init(_ numerator: Double, _ denominator: Double) {
        self.numerator = max(0.01, numerator)
        self.denominator = max(0.01, denominator)
    }

    /// The probability of more than `ratio`.
    public func exceedance(_ ratio: Double) -> Double {
        guard ratio > 0 else { return 1 }
        return IncompleteBeta.regularized(
            denominator / (denominator + numerator * ratio), denominator / 2, numerator / 2)
    }
}
