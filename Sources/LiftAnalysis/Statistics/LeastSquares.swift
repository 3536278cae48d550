/// A linear model fitted by weighted least squares: coefficients, their covariance, and what each row does to them.
public struct LeastSquares: Equatable, Sendable {
    /// The coefficients, one per column of the design.
    public let coefficients: [Double]
    /// The inverse of XᵀWX; times ``variance`` it is the covariance of the coefficients.
    public let inverse: [[Double]]
    /// What the model leaves of each observation.
    public let residuals: [Double]
    /// How much each observation pulls its own fitted value, 0 to 1.
    public let leverages: [Double]
    /// Rows less columns.
    public let degreesOfFreedom: Int
    /// The variance of one observation of weight 1 about the model; 0 without degrees of freedom.
    public let variance: Double

    /// Fits `observations` ≈ design · coefficients.
    ///
    /// - Parameters:
    ///   - design: One row per observation; all rows of the same length.
    ///   - observations: As many as rows.
    ///   - weights: Inverse relative variances, above 0; all 1 by default.
    /// - Returns: nil where the columns do not determine the coefficients, or there are fewer rows than columns.
    public init?(design: [[Double]], observations: [Double], weights: [Double]? = nil) {
        let rows = design.count
        guard let columns = design.first?.count, columns > 0, rows >= columns, observations.count == rows,
            design.allSatisfy({ $0.count == columns }), weights.map({ $0.count == rows }) ?? true
        else { return nil }
        let weights = weights ?? Array(repeating: 1, count: rows)
        var normal = Array(repeating: Array(repeating: 0.0, count: columns), count: columns)
        var right = Array(repeating: 0.0, count: columns)
        for (row, (values, observation)) in zip(design, observations).enumerated() {
            for i in 0..<columns {
                right[i] += weights[row] * values[i] * observation
                for j in 0..<columns { normal[i][j] += weights[row] * values[i] * values[j] }
            }
        }
        guard let inverse = Self.inverse(of: normal) else { return nil }
        let coefficients = inverse.map { row in zip(row, right).reduce(0) { $0 + $1.0 * $1.1 } }
        self.inverse = inverse
        self.coefficients = coefficients
        residuals = zip(design, observations).map { values, observation in
            observation - zip(values, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
        }
        leverages = design.enumerated().map { row, values in weights[row] * Self.quadratic(values, inverse) }
        degreesOfFreedom = rows - columns
        let sum = zip(residuals, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
        variance = degreesOfFreedom > 0 ? sum / Double(degreesOfFreedom) : 0
    }

    /// The standard error of a coefficient.
    public func standardError(_ column: Int) -> Double { (variance * inverse[column][column]).squareRoot() }

    /// The covariance of two coefficients.
    public func covariance(_ i: Int, _ j: Int) -> Double { variance * inverse[i][j] }

    /// The model's value for a row of the design.
    public func value(_ row: [Double]) -> Double { zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 } }

    /// The standard error of the model's mean value for a row of the design.
    public func standardError(ofMeanAt row: [Double]) -> Double {
        (variance * Self.quadratic(row, inverse)).squareRoot()
    }

    /// The standard error of one more observation of weight 1 for a row of the design.
    public func standardError(ofNextAt row: [Double]) -> Double {
        (variance * (1 + Self.quadratic(row, inverse))).squareRoot()
    }

    /// Cook's distance of each observation: how far the coefficients move without it (Cook 1977). Above 4/n it is worth
    /// a look.
    public var cooksDistances: [Double] {
        guard variance > 0 else { return residuals.map { _ in 0 } }
        let columns = Double(coefficients.count)
        return zip(residuals, leverages).map { residual, leverage in
            let free = max(1e-12, 1 - leverage)
            return residual * residual * leverage / (columns * variance * free * free)
        }
    }

    private static func quadratic(_ row: [Double], _ matrix: [[Double]]) -> Double {
        var sum = 0.0
        for i in row.indices { for j in row.indices { sum += row[i] * matrix[i][j] * row[j] } }
        return sum
    }

    /// The inverse of a symmetric positive matrix by Gauss–Jordan with pivoting, after scaling to a unit diagonal; nil
    /// where it has none to twelve digits.
    private static func inverse(of matrix: [[Double]]) -> [[Double]]? {
        let n = matrix.count
        var scale = Array(repeating: 0.0, count: n)
        for i in 0..<n {
            guard matrix[i][i] > 0, matrix[i][i].isFinite else { return nil }
            scale[i] = 1 / matrix[i][i].squareRoot()
        }
        var left = (0..<n).map { i in (0..<n).map { j in matrix[i][j] * scale[i] * scale[j] } }
        var right = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0.0 } }
        for column in 0..<n {
            guard let pivot = (column..<n).max(by: { abs(left[$0][column]) < abs(left[$1][column]) }),
                abs(left[pivot][column]) > 1e-12
            else { return nil }
            left.swapAt(column, pivot)
            right.swapAt(column, pivot)
            let divisor = left[column][column]
            for j in 0..<n {
                left[column][j] /= divisor
                right[column][j] /= divisor
            }
            for row in 0..<n where row != column {
                let factor = left[row][column]
                for j in 0..<n {
                    left[row][j] -= factor * left[column][j]
                    right[row][j] -= factor * right[column][j]
                }
            }
        }
        return (0..<n).map { i in (0..<n).map { j in right[i][j] * scale[i] * scale[j] } }
    }
}
