/// A straight line y = intercept + slope · x that outliers hardly move.
public struct RobustLine: Equatable, Sendable {
    /// The value at x = 0.
    public let intercept: Double
    /// The change of y per unit of x.
    public let slope: Double
    /// How much each point counted, 0 to 1.
    public let weights: [Double]

    /// Huber's estimate by iterated weighting: residuals beyond 1.345 robust standard deviations count less
    /// (Huber 1964; 1.345 gives 95 % efficiency on normal noise).
    ///
    /// - Returns: nil where the points do not determine a line.
    public static func huber(x: [Double], y: [Double]) -> RobustLine? {
        guard x.count == y.count, let start = theilSen(x: x, y: y) else { return nil }
        var line = start
        for _ in 0..<50 {
            let residuals = zip(x, y).map { $1 - line.intercept - line.slope * $0 }
            // 0.6745 is the upper quartile of the normal distribution.
            let scale = Median.of(residuals.map { abs($0) }) / 0.6745
            guard scale > 0 else { return line }
            let weights = residuals.map { min(1, 1.345 * scale / max(abs($0), 1e-300)) }
            guard let fit = LeastSquares(design: x.map { [1, $0] }, observations: y, weights: weights) else {
                return nil
            }
            let next = RobustLine(intercept: fit.coefficients[0], slope: fit.coefficients[1], weights: weights)
            let change = abs(next.slope - line.slope) + abs(next.intercept - line.intercept)
            line = next
            if change <= 1e-12 * (abs(line.slope) + abs(line.intercept)) { break }
        }
        return line
    }

    /// The median of the slopes of all pairs, and the median intercept (Theil 1950, Sen 1968).
    ///
    /// - Returns: nil where no two points differ in x.
    public static func theilSen(x: [Double], y: [Double]) -> RobustLine? {
        guard x.count == y.count else { return nil }
        var slopes: [Double] = []
        for i in x.indices {
            for j in x.indices where j > i && x[i] != x[j] { slopes.append((y[j] - y[i]) / (x[j] - x[i])) }
        }
        guard !slopes.isEmpty else { return nil }
        let slope = Median.of(slopes)
        let intercept = Median.of(zip(x, y).map { $1 - slope * $0 })
        return RobustLine(intercept: intercept, slope: slope, weights: x.map { _ in 1 })
    }
}

/// The middle of a list.
enum Median {
    /// The middle value, or the mean of the two in the middle; NaN for none.
    static func of(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
