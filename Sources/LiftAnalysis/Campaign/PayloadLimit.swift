/// A payload at which something ends, with its intervals.
public struct PayloadLimit: Equatable, Sendable {
    /// The limit on the mean of the motors, counts.
    public let counts: Double
    /// The payload, kg.
    public let mass: Double
    /// The same by the robust twin, kg; nil where there is none.
    public let robustMass: Double?
    /// The 95 % interval for this drone in this air, from the scatter of the flights (Fieller) and the weighing, kg.
    public let statistical: ClosedRange<Double>
    /// The 95 % interval for another day, with the systematic term, kg.
    public let total: ClosedRange<Double>
    /// The 95 % interval in which one more flight would put it, kg.
    public let next: ClosedRange<Double>
    /// Whether it lies beyond 1.5 times the heaviest payload flown.
    public let isExtrapolated: Bool

    /// What all flights of a day share and another day does not, as a share of the gross mass (one standard deviation):
    /// thrust and density 2 %.
    public static let systematic = 0.02
    /// What is unknown of the thrust ceiling, as a share of the gross mass (one standard deviation).
    public static let ceilingSystematic = 0.03

    /// - Parameters:
    ///   - density: Of the air for which it is asked, kg/m³.
    ///   - systematic: One standard deviation of what all flights share, as a share of the gross mass.
    init?(fit: HoverFit, counts: Double, law: ThrustLaw, density: Double, systematic: Double = Self.systematic) {
        guard fit.ordinary.degreesOfFreedom > 0 else { return nil }
        let line = fit.ordinary
        let square = law.square(counts: counts) * density / ThrustLaw.referenceDensity
        guard
            let interval = FiellerInterval(
                numerator: square - line.coefficients[0], denominator: line.coefficients[1],
                variances: (line.covariance(0, 0), line.covariance(1, 1)), covariance: -line.covariance(0, 1), t: fit.t)
        else { return nil }
        let estimate = interval.estimate
        self.counts = counts
        mass = estimate
        robustMass = fit.robust.flatMap { $0.slope > 0 ? (square - $0.intercept) / $0.slope : nil }
        func widened(_ range: ClosedRange<Double>, by error: Double) -> ClosedRange<Double> {
            let below = squareRootOfSum(estimate - range.lowerBound, 1.96 * error)
            return estimate - below...estimate + squareRootOfSum(range.upperBound - estimate, 1.96 * error)
        }
        let scatter = min(estimate, interval.lower)...max(estimate, interval.upper)
        statistical = widened(scatter, by: fit.weighingError(payload: estimate))
        total = widened(statistical, by: systematic * (estimate + fit.bareMass))
        let one = line.variance.squareRoot() / line.coefficients[1] * fit.t / 1.96
        next = widened(statistical, by: one)
        isExtrapolated = estimate > 1.5 * fit.heaviest
    }

    /// The limit at a thrust ceiling.
    static func ceiling(fit: HoverFit, counts: Double, law: ThrustLaw, density: Double) -> PayloadLimit? {
        PayloadLimit(
            fit: fit, counts: counts, law: law, density: density,
            systematic: squareRootOfSum(systematic, ceilingSystematic))
    }
}

/// A payload that showed it could not be carried well, and how.
public struct ObservedLimit: Equatable, Sendable {
    /// Its mass, kg.
    public var mass: Double
    /// The flight that showed it.
    public var name: String
    /// What happened.
    public var reason: Reason

    /// What can happen.
    public enum Reason: String, Equatable, Sendable {
        /// It did not come off the ground.
        case failedTakeOff = "the take-off failed"
        /// It leaned until the motors were cut, or lay on its side.
        case rolledOver = "it rolled over"
        /// One side rose before the other.
        case tippedOver = "it tipped over at take-off"
        /// The motors were cut in the air.
        case cut = "the motors were cut in the air"
        /// A motor was at its end for over 1 % of the time.
        case saturation = "a motor was at its end for more than 1 % of the flight"
        /// The height moved over three times as much as without load.
        case unsteady = "the height moved more than three times as much as without load"
        /// Too little is left.
        case weak = "thrust-to-weight was below 1.25"
    }

    /// The lightest such payload; nil where none was seen.
    static func find(_ runs: [LiftRun]) -> ObservedLimit? {
        let bare = runs.filter { $0.payload == 0 && $0.counts }.compactMap { $0.hover?.heightDeviation }
        let calm = bare.isEmpty ? nil : bare.reduce(0, +) / Double(bare.count)
        var found: ObservedLimit?
        for run in runs {
            guard let mass = run.payload, mass > 0, mass < found?.mass ?? .infinity,
                let reason = reason(run, calm: calm)
            else { continue }
            found = ObservedLimit(mass: mass, name: run.conditions.name, reason: reason)
        }
        return found
    }

    private static func reason(_ run: LiftRun, calm: Double?) -> Reason? {
        if run.hasRolledOver { return .rolledOver }
        if run.hasTippedOver { return .tippedOver }
        if run.conditions.hasFailedTakeOff { return .failedTakeOff }
        if run.wasCut { return .cut }
        if let share = run.saturatedShare, share > 0.01 { return .saturation }
        guard let hover = run.hover else { return nil }
        // Below 5 mm a ratio says nothing: the height comes in millimetres.
        if let calm, hover.heightDeviation > 3 * max(0.005, calm) { return .unsteady }
        if hover.ratio ?? hover.referenceRatio < 1.25 { return .weak }
        return nil
    }
}
