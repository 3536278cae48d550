import FlightRecording
public import JSONText
import LiftAnalysis

extension LiftReport {
    /// What `results.json` says it is.
    public static let kind = "stork lift campaign"

    /// All results for programs; what is unknown is null. Masses in grams, all else in the unit of its name.
    public var json: JSONValue {
        .object([
            ("kind", .text(Self.kind)), ("campaign", .text(name)), ("program", .text(program)),
            ("simulated", .flag(isSimulated)), ("seed", .text(file.seed.map(String.init))),
            ("mission", .text(file.mission?.name)), ("mission_sha256", .text(file.mission?.sha256)),
            ("model", .text(file.drone?.model)), ("firmware", .text(file.drone?.firmware)), ("hull", .text(file.hull)),
            ("flown_by", .text(file.program)), ("to_fly_it_again", .text(file.command)),
            ("to_report_it_again", .text(command)),
            ("verdict", .text(verdict)), ("recommended_g", Self.grams(campaign.recommended)),
            ("heaviest_flown_well_g", Self.grams(campaign.heaviestGood)),
            ("bare_mass_g", Self.grams(campaign.bareMass)), ("bare_mass_was_weighed", .flag(file.bareMass != nil)),
            ("density_kg_m3", campaign.isDensityKnown ? .number(campaign.density, decimals: 4) : .null),
            ("limits", limits),
            ("hover_law", campaign.fit.map(Self.json) ?? .null),
            ("endurance", endurance), ("balance", .list(campaign.balances.map(Self.json))),
            ("effects", .list(campaign.effects.map(Self.json))),
            ("predictions", .list(campaign.comparisons.map(Self.json))),
            ("runs", .list(flights.map(Self.json))),
        ])
    }

    private var limits: JSONValue {
        let observed: JSONValue =
            campaign.observedLimit.map {
                .object([
                    ("payload_g", Self.grams($0.mass)), ("reason", .text($0.reason.rawValue)), ("run", .text($0.name)),
                ])
            } ?? .null
        return .object([
            ("control_217_counts", Self.json(campaign.controlPayload)),
            ("control_bootstrap_95_g", Self.interval(campaign.controlBootstrap)),
            ("ceiling_at_11_1_v", Self.json(campaign.ceilingPayload)),
            ("ceiling_fresh", Self.json(campaign.ceilings[.fresh])),
            ("ceiling_half", Self.json(campaign.ceilings[.half])),
            ("ceiling_20_percent", Self.json(campaign.ceilings[.fifth])), ("observed", observed),
        ])
    }

    private static func grams(_ mass: Double?) -> JSONValue { .number(mass.map { $0 * 1000 }, decimals: 1) }

    private static func interval(_ range: ClosedRange<Double>?, scale: Double = 1000, decimals: Int = 1) -> JSONValue {
        guard let range else { return .null }
        return .list([
            .number(range.lowerBound * scale, decimals: decimals),
            .number(range.upperBound * scale, decimals: decimals),
        ])
    }

    private static func json(_ limit: PayloadLimit?) -> JSONValue {
        guard let limit else { return .null }
        return .object([
            ("counts", .number(limit.counts, decimals: 1)), ("payload_g", grams(limit.mass)),
            ("statistical_95_g", interval(limit.statistical)), ("total_95_g", interval(limit.total)),
            ("next_flight_95_g", interval(limit.next)), ("robust_g", grams(limit.robustMass)),
            ("extrapolated", .flag(limit.isExtrapolated)),
        ])
    }

    private static func json(_ fit: HoverFit) -> JSONValue {
        let line = fit.ordinary
        return .object([
            ("intercept_s", .number(line.coefficients[0], decimals: 2)),
            ("intercept_se", .number(line.standardError(0), decimals: 2)),
            ("slope_s_per_kg", .number(line.coefficients[1], decimals: 1)),
            ("slope_se", .number(line.standardError(1), decimals: 1)),
            ("residual_sd_s", .number(line.variance.squareRoot(), decimals: 2)),
            ("degrees_of_freedom", .integer(line.degreesOfFreedom)),
            ("robust_intercept_s", .number(fit.robust?.intercept, decimals: 2)),
            ("robust_slope_s_per_kg", .number(fit.robust?.slope, decimals: 1)),
            ("robust_disagrees", .flag(fit.disagreesWithTwin)),
            ("implied_bare_mass_g", grams(fit.bareMass)), ("outliers", .list(fit.outliers.map { .text($0) })),
            (
                "covariates",
                .list(
                    fit.covariates.map {
                        .object([
                            ("name", .text($0.kind.rawValue)), ("effect_counts", .number($0.effect, decimals: 4)),
                            ("statistic", .number($0.statistic, decimals: 3)),
                            ("chance", .number($0.chance, decimals: 4)), ("kept", .flag($0.isKept)),
                            ("unknown_because", .text($0.absence?.rawValue)),
                        ])
                    })
            ),
        ])
    }

    private var endurance: JSONValue {
        let endurance = campaign.endurance
        guard let mass = campaign.bareMass else { return .null }
        return .object([
            ("measured", .flag(endurance.source != .nominal)), ("cut_off_v", .number(endurance.cutOff, decimals: 2)),
            ("cut_off_percent", .number(endurance.cutOffCharge, decimals: 0)),
            (
                "times",
                .list(
                    Set(campaign.runs.compactMap(\.payload)).sorted().map { payload in
                        .object([
                            ("payload_g", Self.grams(payload)),
                            ("time_s", .number(endurance.time(grossMass: mass + payload), decimals: 0)),
                            (
                                "interval_95_s",
                                Self.interval(endurance.interval(grossMass: mass + payload), scale: 1, decimals: 0)
                            ),
                        ])
                    })
            ),
        ])
    }

    private static func pair(_ value: SIMD2<Double>?) -> JSONValue {
        guard let value else { return .null }
        return .list([.number(value.x * 1000, decimals: 2), .number(value.y * 1000, decimals: 2)])
    }

    private static func json(_ balance: LoadBalance) -> JSONValue {
        .object([
            ("payload_g", grams(balance.mass)), ("shift_forward_right_mm", pair(balance.shift)),
            ("shift_half_width_95_mm", pair(balance.halfWidth)), ("position_forward_right_mm", pair(balance.position)),
            ("position_half_width_95_mm", pair(balance.positionHalfWidth)), ("stated_mm", pair(balance.stated)),
            ("advice", .text(balance.advice)), ("warning", .text(balance.warning)),
        ])
    }

    private static func json(_ effect: PairedEffect) -> JSONValue {
        .object([
            ("payload_g", grams(effect.mass)), ("quantity", .text(effect.quantity.rawValue)),
            ("bare", .number(effect.bare, decimals: 4)), ("change", .number(effect.change, decimals: 4)),
            ("half_width_95", .number(effect.halfWidth, decimals: 4)), ("pairs", .integer(effect.count)),
        ])
    }

    private static func json(_ comparison: PredictionComparison) -> JSONValue {
        .object([
            ("payload_g", grams(comparison.mass)),
            ("expected_counts", .number(comparison.prediction.counts, decimals: 1)),
            ("expected_95_counts", interval(comparison.prediction.countsInterval, scale: 1)),
            ("measured_counts", .number(comparison.counts, decimals: 1)), ("within", .flag(comparison.isWithin)),
            ("expected_shift_mm", pair(comparison.prediction.shift)), ("measured_shift_mm", pair(comparison.shift)),
        ])
    }

    private static func json(_ flight: LiftFlight) -> JSONValue {
        .object(
            RunResult.all.map { ($0.name, $0.value(flight.run).json) } + [
                (
                    "climbs",
                    .list(
                        flight.run.climbs.map {
                            .object([
                                ("start_s", .number($0.start, decimals: 2)),
                                ("command", .number($0.command, decimals: 2)),
                                ("length_s", .number($0.length, decimals: 2)),
                                ("rise_s", .number($0.riseTime, decimals: 2)),
                                ("peak_m_s", .number($0.peakRate, decimals: 2)),
                                ("achieved", .number($0.achieved, decimals: 2)),
                                ("peak_counts", .number($0.peakCounts, decimals: 0)),
                                ("overshoot_m", .number($0.overshoot, decimals: 3)),
                                ("settling_s", .number($0.settlingTime, decimals: 2)),
                            ])
                        })
                ), ("capture", .text(flight.capture)), ("seed", .text(flight.seed.map(String.init))),
                ("packets", .integer(flight.packets)), ("problems", .list(flight.problems.map { .text($0) })),
            ])
    }
}
