import DroneModel

/// What the flights of one campaign say together: the hover law of this drone, and how much it can carry.
public struct LiftCampaign: Equatable, Sendable {
    /// All flights in their order, also those that do not count.
    public let runs: [LiftRun]
    /// The hover law; nil where fewer than three flights with two masses count.
    public let fit: HoverFit?
    /// Payload at a mean of ``controlLimit`` counts; nil without a fit.
    public let controlPayload: PayloadLimit?
    /// Payload at the thrust ceiling at the reference voltage; nil without a fit.
    public let ceilingPayload: PayloadLimit?
    /// The lightest payload that showed it could not be carried well, kg, and why; nil where none did.
    public let observedLimit: ObservedLimit?
    /// Where each loaded mass has its centre.
    public let balances: [LoadBalance]
    /// The heaviest payload that was flown and counts, kg; nil where none does.
    public let heaviest: Double?

    /// 85 % of 255 counts: above it too little is left to steer with.
    public static let controlLimit = 217.0

    /// Why a payload was too much.
    public struct ObservedLimit: Equatable, Sendable {
        /// Its mass, kg.
        public var mass: Double
        /// What happened.
        public var reason: String
    }

    /// The analysis of all flights of a campaign.
    public init(_ unordered: [LiftRun], law: ThrustLaw = ThrustLaw()) {
        let runs = unordered.sorted { $0.conditions.order < $1.conditions.order }
        self.runs = runs
        let counted = runs.filter { $0.exclusion == nil && $0.hover != nil }
        let heaviest = counted.compactMap { $0.conditions.payload?.mass }.max()
        self.heaviest = heaviest
        let fit = HoverFit(counted)
        self.fit = fit
        let densities = counted.compactMap { $0.conditions.density }
        let density =
            densities.isEmpty ? ThrustLaw.referenceDensity : densities.reduce(0, +) / Double(densities.count)
        func limit(_ counts: Double, systematic: Double) -> PayloadLimit? {
            fit.flatMap {
                PayloadLimit(
                    fit: $0, counts: counts, law: law, density: density, systematic: systematic,
                    heaviest: heaviest ?? 0)
            }
        }
        controlPayload = limit(Self.controlLimit, systematic: 0.02)
        ceilingPayload = limit(
            law.ceilingCounts(voltage: ThrustLaw.referenceVoltage), systematic: (0.02 * 0.02 + 0.03 * 0.03).squareRoot()
        )
        observedLimit = Self.observed(runs)
        balances = LoadBalance.all(counted, bareMass: fit?.bareMass)
    }

    /// What may be carried, kg: the smaller of the control limit's lower total bound and what was seen to fail; nil
    /// without a fit.
    public var recommended: Double? {
        controlPayload.map { limit in max(0, min(limit.total.lowerBound, observedLimit?.mass ?? .infinity)) }
    }

    private static func observed(_ runs: [LiftRun]) -> ObservedLimit? {
        let bare = runs.filter { $0.conditions.payload?.mass == 0 }.compactMap { $0.hover?.heightDeviation }
        let calm = bare.isEmpty ? nil : bare.reduce(0, +) / Double(bare.count)
        var found: ObservedLimit?
        for run in runs {
            guard let mass = run.conditions.payload?.mass, mass > 0, mass < (found?.mass ?? .infinity) else { continue }
            if let reason = reason(run, calm: calm) { found = ObservedLimit(mass: mass, reason: reason) }
        }
        return found
    }

    private static func reason(_ run: LiftRun, calm: Double?) -> String? {
        if run.conditions.objection == "failed take-off" { return "failed take-off" }
        if let share = run.saturatedShare, share > 0.01 { return "a motor at its end for over 1 % of the flight" }
        if let hover = run.hover {
            if let calm, calm > 0, hover.heightDeviation > 3 * calm {
                return "height unsteady: over 3 × that without load"
            }
            if hover.referenceRatio < 1.25 { return "thrust-to-weight below 1.25 at 11.1 V" }
        }
        return nil
    }
}
