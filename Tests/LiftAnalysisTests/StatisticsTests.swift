import Testing

@testable import LiftAnalysis

@Suite struct StatisticsTests {
    /// Two-sided 95 % points of Student's t (Abramowitz and Stegun, table 26.10).
    @Test(arguments: [(1.0, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (16, 2.120), (30, 2.042), (120, 1.980)])
    func `half widths are those of the printed table`(freedom: Double, value: Double) {
        #expect(abs(StudentT(degreesOfFreedom: freedom).halfWidth(confidence: 0.95) - value) < 0.0006)
        let t = StudentT(degreesOfFreedom: freedom)
        #expect(abs(t.cumulative(t.quantile(0.9)) - 0.9) < 1e-12)
        #expect(abs(t.cumulative(-1.5) + t.cumulative(1.5) - 1) < 1e-12)
    }

    /// Upper 5 % points of F (Abramowitz and Stegun, table 26.9).
    @Test(arguments: [(1.0, 10.0, 4.96), (3, 12, 3.49), (5, 20, 2.71), (2, 4, 6.94)])
    func `F exceeds the printed points in one of twenty`(above: Double, below: Double, value: Double) {
        #expect(abs(FisherF(above, below).exceedance(value) - 0.05) < 0.0003)
        #expect(FisherF(above, below).exceedance(0) == 1)
    }

    /// NIST Statistical Reference Datasets, Norris, with its certified values.
    @Test func `least squares reproduce the certified values of Norris`() throws {
        let data: [(y: Double, x: Double)] = [
            (0.1, 0.2), (338.8, 337.4), (118.1, 118.2), (888.0, 884.6), (9.2, 10.1), (228.1, 226.5), (668.5, 666.3),
            (998.5, 996.3), (449.1, 448.6), (778.9, 777.0), (559.2, 558.2), (0.3, 0.4), (0.1, 0.6), (778.1, 775.5),
            (668.8, 666.9), (339.3, 338.0), (448.9, 447.5), (10.8, 11.6), (557.7, 556.0), (228.3, 228.1),
            (998.0, 995.8), (888.8, 887.6), (119.6, 120.2), (0.3, 0.3), (0.6, 0.3), (557.6, 556.8), (339.3, 339.1),
            (888.0, 887.2), (998.5, 999.0), (778.9, 779.0), (10.2, 11.1), (117.6, 118.3), (228.9, 229.2),
            (668.4, 669.1), (449.2, 448.9), (0.2, 0.5),
        ]
        let fit = try #require(LeastSquares(design: data.map { [1, $0.x] }, observations: data.map(\.y)))
        #expect(abs(fit.coefficients[0] - -0.262323073774029) < 1e-10)
        #expect(abs(fit.coefficients[1] - 1.00211681802045) < 1e-12)
        #expect(abs(fit.standardError(0) - 0.232818234301152) < 1e-9)
        #expect(abs(fit.standardError(1) - 0.429796848199937e-3) < 1e-12)
        #expect(abs(fit.variance.squareRoot() - 0.884796396144373) < 1e-9)
        #expect(abs(fit.leverages.reduce(0, +) - 2) < 1e-9)
    }

    @Test func `columns that say the same are refused`() {
        #expect(LeastSquares(design: [[1, 2], [1, 2], [1, 2]], observations: [1, 2, 3]) == nil)
        #expect(LeastSquares(design: [], observations: []) == nil)
    }

    @Test func `one wild point hardly moves the robust line`() throws {
        let x = (0..<12).map(Double.init)
        var y = x.map { 3 + 2 * $0 + ($0.truncatingRemainder(dividingBy: 2) - 0.5) * 0.1 }
        y[11] += 40
        let robust = try #require(RobustLine.huber(x: x, y: y))
        let plain = try #require(LeastSquares(design: x.map { [1, $0] }, observations: y))
        #expect(abs(robust.slope - 2) < 0.05 && abs(plain.coefficients[1] - 2) > 1)
        #expect(robust.weights[11] < 0.05)
        #expect((plain.cooksDistances[11]) > 4.0 / 12)
    }

    @Test func `Fieller's bounds are where the ratio is t errors away`() throws {
        let interval = try #require(
            FiellerInterval(
                numerator: 10, denominator: 4, variances: (0.5, 0.05), covariance: 0.02, t: 2))
        for ratio in [interval.lower, interval.upper] {
            let distance = 10 - 4 * ratio
            let error = 0.5 - 2 * ratio * 0.02 + ratio * ratio * 0.05
            #expect(abs(distance * distance - 4 * error) < 1e-9)
        }
        #expect(interval.lower < 2.5 && interval.upper > 2.5)
        #expect(FiellerInterval(numerator: 1, denominator: 0.1, variances: (0, 1), covariance: 0, t: 2) == nil)
    }

    @Test func `samples that repeat each other count once`() throws {
        var samples: [Double] = []
        var state: UInt64 = 7
        for _ in 0..<400 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            samples += Array(repeating: Double(state >> 40) / Double(1 << 24), count: 5)
        }
        let mean = try #require(CorrelatedMean(samples))
        #expect(mean.effectiveCount > 250 && mean.effectiveCount < 650, "\(mean.effectiveCount)")
        #expect(CorrelatedMean([1, 2, .nan, 3, 4]) == nil)
    }
}
