import DroneModel

/// The hover law of one drone: density-corrected square against payload mass, a straight line.
public struct HoverFit: Equatable, Sendable {
    /// Ordinary least squares on the means of the flights: intercept and slope per kilogram.
    public let ordinary: LeastSquares
    /// The robust twin (Huber).
    public let robust: RobustLine?
    /// Payload masses of the flights, kg.
    public let masses: [Double]
    /// Names of flights whose Cook's distance is above 4/n.
    public let outliers: [String]
    /// t of the slopes that run order and voltage would have besides; nil where they cannot be told.
    public let orderT: Double?
    /// As ``orderT``, for the mean voltage.
    public let voltageT: Double?

    /// The fit of flights that count; nil where they do not determine it: three flights, two masses.
    public init?(_ runs: [LiftRun]) {
        var points: [(mass: Double, square: Double, run: LiftRun)] = []
        for run in runs {
            if let mass = run.conditions.payload?.mass, let hover = run.hover {
                points.append((mass, hover.correctedSquare, run))
            }
        }
        guard points.count >= 3,
            let fit = LeastSquares(design: points.map { [1, $0.mass] }, observations: points.map(\.square)),
            fit.coefficients[1] > 0
        else { return nil }
        ordinary = fit
        masses = points.map(\.mass)
        robust = RobustLine.huber(x: masses, y: points.map(\.square))
        let limit = 4 / Double(points.count)
        outliers = zip(points, fit.cooksDistances).filter { $0.1 > limit }.map { $0.0.run.conditions.name }
        func t(_ covariate: (LiftRun) -> Double?) -> Double? {
            let values = points.map { covariate($0.run) }
            guard values.allSatisfy({ $0 != nil }), points.count > 3 else { return nil }
            let design = zip(points, values).map { [1, $0.mass, $1 ?? 0] }
            guard let wider = LeastSquares(design: design, observations: points.map(\.square)),
                wider.standardError(2) > 0
            else { return nil }
            return wider.coefficients[2] / wider.standardError(2)
        }
        orderT = t { Double($0.conditions.order) }
        voltageT = t { $0.hover?.voltage }
    }

    /// The mass without payload that the line implies, kg.
    public var bareMass: Double { ordinary.coefficients[0] / ordinary.coefficients[1] }

    /// Half the width of a 95 % interval in standard errors.
    public var t: Double { StudentT(degreesOfFreedom: Double(ordinary.degreesOfFreedom)).halfWidth(confidence: 0.95) }

    /// Whether the robust twin differs by more than two standard errors in the slope.
    public var disagreesWithTwin: Bool {
        robust.map { abs($0.slope - ordinary.coefficients[1]) > 2 * ordinary.standardError(1) } ?? false
    }
}

/// A payload at which something ends, with its intervals.
public struct PayloadLimit: Equatable, Sendable {
    /// The limit on the mean of the motors, counts.
    public let counts: Double
    /// The payload, kg.
    public let mass: Double
    /// The 95 % interval from the scatter of the flights alone (Fieller), kg.
    public let statistical: ClosedRange<Double>
    /// The 95 % interval with the systematic term, kg.
    public let total: ClosedRange<Double>
    /// Whether it lies beyond 1.5 times the heaviest payload flown.
    public let isExtrapolated: Bool

    /// - Parameters:
    ///   - density: Of the air for which it is asked, kg/m³.
    ///   - systematic: One standard deviation of what all flights share, as a share of the gross mass.
    ///   - heaviest: The heaviest payload flown, kg.
    init?(fit: HoverFit, counts: Double, law: ThrustLaw, density: Double, systematic: Double, heaviest: Double) {
        guard fit.ordinary.degreesOfFreedom > 0 else { return nil }
        let line = fit.ordinary
        let square = law.square(counts: counts) * density / ThrustLaw.referenceDensity
        guard
            let interval = FiellerInterval(
                numerator: square - line.coefficients[0], denominator: line.coefficients[1],
                variances: (line.covariance(0, 0), line.covariance(1, 1)), covariance: -line.covariance(0, 1), t: fit.t)
        else { return nil }
        self.counts = counts
        mass = interval.estimate
        statistical = interval.lower...interval.upper
        let shared = 1.96 * systematic * (interval.estimate + fit.bareMass)
        func half(_ width: Double) -> Double { (width * width + shared * shared).squareRoot() }
        total =
            interval.estimate - half(interval.estimate - interval.lower)...interval.estimate
            + half(interval.upper - interval.estimate)
        isExtrapolated = interval.estimate > 1.5 * heaviest
    }
}
