import DroneModel

/// What the flights of one campaign say together: the hover law of this drone, and how much it can carry.
public struct LiftCampaign: Equatable, Sendable {
    /// All flights in their order, also those that do not count.
    public let runs: [LiftRun]
    /// Mass without payload, kg: weighed, or else as the hover law implies; nil where neither is known.
    public let bareMass: Double?
    /// Mass without payload as somebody weighed it, kg; nil where nobody did.
    public let weighedMass: Double?
    /// Density of the air that limits are for: the mean of the flights, or the reference where nobody knew, kg/m³.
    public let density: Double
    /// Whether that density was known.
    public let isDensityKnown: Bool
    /// The hover law; nil where fewer than three flights with two masses count.
    public let fit: HoverFit?
    /// Payload at a mean of ``controlLimit`` counts; nil without a fit.
    public let controlPayload: PayloadLimit?
    /// The 95 % interval of ``controlPayload`` by drawing flights anew, a check of Fieller's, kg; nil without a fit.
    public let controlBootstrap: ClosedRange<Double>?
    /// Payload at the thrust ceiling at the reference voltage; nil without a fit.
    public let ceilingPayload: PayloadLimit?
    /// Payload at the thrust ceiling with a fresh, half full and nearly empty pack; none without a fit.
    public let ceilings: [PackCharge: PayloadLimit]
    /// The lightest payload that showed it could not be carried well; nil where none did.
    public let observedLimit: ObservedLimit?
    /// Where each loaded mass has its centre.
    public let balances: [LoadBalance]
    /// What each load changed.
    public let effects: [PairedEffect]
    /// How long it hovers.
    public let endurance: Endurance
    /// What was expected of each payload before it was flown.
    public let comparisons: [PredictionComparison]

    /// 85 % of 255 counts: above it too little is left to steer with.
    public static let controlLimit = 217.0

    /// The analysis of all flights of a campaign.
    ///
    /// - Parameters:
    ///   - unordered: The flights.
    ///   - bareMass: Mass with hull and battery, without payload, kg; nil where nobody weighed it.
    ///   - bareMassUncertainty: How far that may be off (one standard deviation), kg.
    ///   - law: What is known of such drones before.
    public init(
        _ unordered: [LiftRun], bareMass: Double? = nil, bareMassUncertainty: Double? = nil,
        law: ThrustLaw = ThrustLaw()
    ) {
        let runs = unordered.sorted {
            ($0.conditions.order, $0.conditions.name) < ($1.conditions.order, $1.conditions.name)
        }
        self.runs = runs
        let counted = runs.filter(\.counts)
        let fit = HoverFit(counted)
        self.fit = fit
        // What no such drone weighs is a slip of the pen.
        let bareMass = bareMass.flatMap { (0.05...20).contains($0) ? $0 : nil }
        weighedMass = bareMass
        let mass = bareMass ?? fit?.bareMass
        self.bareMass = mass
        let densities = counted.compactMap { $0.conditions.density }
        isDensityKnown = !densities.isEmpty && densities.count == counted.count
        let density =
            densities.isEmpty ? ThrustLaw.referenceDensity : densities.reduce(0, +) / Double(densities.count)
        self.density = density
        controlPayload = fit.flatMap {
            PayloadLimit(fit: $0, counts: Self.controlLimit, law: law, density: density)
        }
        controlBootstrap = fit.flatMap {
            Bootstrap.payload(
                $0.points.map { ($0.mass, $0.square) },
                square: law.square(counts: Self.controlLimit) * density / ThrustLaw.referenceDensity)
        }
        func ceiling(_ counts: Double) -> PayloadLimit? {
            fit.flatMap { .ceiling(fit: $0, counts: counts, law: law, density: density) }
        }
        ceilingPayload = ceiling(law.ceilingCounts(voltage: ThrustLaw.referenceVoltage))
        var ceilings: [PackCharge: PayloadLimit] = [:]
        for charge in [PackCharge.fresh, .half, .fifth] {
            ceilings[charge] = ceiling(law.ceilingCounts(charge: charge))
        }
        self.ceilings = ceilings
        observedLimit = ObservedLimit.find(runs)
        balances = LoadBalance.all(counted, bareMass: mass, law: law)
        effects = PairedEffect.all(counted)
        endurance = Endurance(runs, bareMass: mass, law: law)
        comparisons = PredictionComparison.all(
            counted, balances: balances, bareMass: bareMass, bareMassUncertainty: bareMassUncertainty, law: law)
    }

    /// The heaviest payload that was flown, counts, and is below every payload that showed trouble, kg; nil where none is.
    public var heaviestGood: Double? {
        runs.filter(\.counts).compactMap(\.payload).filter { $0 < observedLimit?.mass ?? .infinity }.max()
    }

    /// What may be carried, kg: never more than was flown without trouble, nor than the control limit's lower bound; nil
    /// without a fit.
    public var recommended: Double? {
        guard let controlPayload, let heaviestGood else { return nil }
        return max(0, min(controlPayload.total.lowerBound, heaviestGood))
    }
}
