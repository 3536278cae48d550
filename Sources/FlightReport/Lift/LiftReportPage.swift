import FlightRecording
import LiftAnalysis

/// The report of a lift campaign as a page.
public enum LiftReportPage {
    /// The text of the page: the same report gives the same bytes.
    public static func html(of report: LiftReport) -> String {
        var page = ReportPage(
            title: "Lift report: \(report.name)", subtitle: subtitle(report), nature: nature(report),
            program: report.program)
        page.sections = [
            .init(id: "verdict", title: "Verdict", content: verdict(report)),
            .init(id: "law", title: "Hover law", content: lawPlots(report) + lawTables(report)),
            .init(id: "limits", title: "How much it carries", content: limits(report)),
            .init(id: "effects", title: "What the load changes", content: effects(report)),
            .init(id: "balance", title: "Where the load sits", content: balance(report)),
            .init(id: "flights", title: "Flights", content: flightTables(report)),
            .init(id: "curves", title: "Curves", content: curves(report)),
            .init(id: "endurance", title: "How long it flies", content: endurance(report)),
            .init(id: "predictions", title: "Expected and measured", content: predictions(report)),
            .init(id: "provenance", title: "Methods and where the numbers come from", content: provenance(report)),
        ]
        return page.html
    }

    private static func subtitle(_ report: LiftReport) -> String {
        let file = report.file
        let parts: [String?] = [
            file.drone?.model ?? "drone model n/a", file.drone?.firmware.map { "firmware \($0)" },
            file.hull.map { "\($0) hull" }, file.mission.map { "mission \($0.name)" },
            report.flights.compactMap(\.start).min().map(ReportNumber.utc),
            "\(report.flights.count) flights",
        ]
        return parts.compactMap { $0 }.joined(separator: " \u{B7} ")
    }

    private static func nature(_ report: LiftReport) -> ReportPage.Nature {
        switch report.isSimulated {
        case false?: .real
        case true?:
            .simulated(
                note: "No real drone flew: every number here comes from a simulated one"
                    + (report.file.seed.map { " (seed \($0))." } ?? "."))
        case nil: .unknown(note: "Nothing in this campaign says whether the drone was hardware.")
        }
    }

    // MARK: Verdict

    private static func verdict(_ report: LiftReport) -> Markup {
        .group([
            .element("p", ["class": "headline"], [.element("strong", [:], report.verdict)]),
            report.verdictDetail.map { .element("p", [:], $0) } ?? .nothing,
            .element(
                "dl", ["class": "cards"],
                cards(report).map { card in
                    .element(
                        "div", [:],
                        [
                            .element("dt", [:], card.label), .element("dd", ["class": "big"], card.value),
                            .element("dd", ["class": "more"], card.more),
                        ])
                }),
        ])
    }

    private static func cards(_ report: LiftReport) -> [(label: String, value: String, more: String)] {
        let campaign = report.campaign
        let counted = campaign.runs.count(where: \.counts)
        let air = campaign.runs.reduce(0) { $0 + $1.airTime }
        let heavy = campaign.runs.filter(\.counts).max { $0.payload ?? 0 < $1.payload ?? 0 }
        let off = campaign.balances.filter { !$0.isCentred }
        return [
            (
                "Recommended payload", LiftReport.grams(campaign.recommended),
                "never more than was flown without trouble"
            ),
            (
                "Control limit", LiftReport.grams(campaign.controlPayload?.mass),
                campaign.controlPayload.map {
                    "95 % \(LiftReport.range($0.total))\($0.isExtrapolated ? ", extrapolated" : "")"
                } ?? "no hover law"
            ),
            (
                "Observed limit",
                campaign.observedLimit.map { LiftReport.grams($0.mass) }
                    ?? campaign.heaviestGood.map { "above \(LiftReport.grams($0))" } ?? ReportNumber.unknown,
                campaign.observedLimit?.reason.rawValue
                    ?? (campaign.heaviestGood == nil ? "no flight counts" : "no trouble with what was flown")
            ),
            (
                "Thrust left with the heaviest load",
                ReportNumber.text(heavy?.hover.map { $0.referenceReserve * 100 }, decimals: 0, unit: "%"),
                "at 11.1 V with \(LiftReport.grams(heavy?.payload))"
            ),
            (
                "Mass without load", LiftReport.grams(campaign.bareMass),
                campaign.weighedMass == nil ? "as the hover law implies; nobody weighed it" : "weighed"
            ),
            (
                "Balance", off.isEmpty ? "centred" : "off-centre",
                off.last.map { "\(LiftReport.grams($0.mass)): \($0.advice)" }
                    ?? (campaign.balances.isEmpty ? "n/a: no flights with and without load" : "no load needs moving")
            ),
            (
                "Flights", "\(counted) of \(campaign.runs.count) count",
                "\(ReportNumber.duration(air)) in the air"
            ),
        ]
    }

    // MARK: How much

    private static func limits(_ report: LiftReport) -> Markup {
        let campaign = report.campaign
        guard campaign.fit != nil else {
            return .element("p", [:], "\(ReportNumber.unknown): without a hover law there are no limits.")
        }
        var table = ReportTable(
            caption: "Payload limits",
            columns: [
                .init("Limit"), .init("Motors, counts", isNumeric: true), .init("Payload, g", isNumeric: true),
                .init("95 % in this air, g", isNumeric: true), .init("95 % on another day, g", isNumeric: true),
                .init("One more flight, 95 %, g", isNumeric: true), .init("Robust twin, g", isNumeric: true),
                .init("Remark"),
            ])
        table.isDense = true
        let rows: [(String, PayloadLimit?)] = [
            ("A: control, 85 % in calm hover", campaign.controlPayload),
            ("B: thrust ceiling at 11.1 V", campaign.ceilingPayload),
            ("B, fresh pack", campaign.ceilings[.fresh]), ("B, half full", campaign.ceilings[.half]),
            ("B, 20 % left", campaign.ceilings[.fifth]),
        ]
        for (name, limit) in rows {
            table.add(texts: [
                name, ReportNumber.text(limit?.counts, decimals: 0),
                ReportNumber.text(limit.map { $0.mass * 1000 }, decimals: 0),
                limit.map { bounds($0.statistical) } ?? ReportNumber.unknown,
                limit.map { bounds($0.total) } ?? ReportNumber.unknown,
                limit.map { bounds($0.next) } ?? ReportNumber.unknown,
                ReportNumber.text(limit?.robustMass.map { $0 * 1000 }, decimals: 0),
                limit?.isExtrapolated == true ? "extrapolated" : "",
            ])
        }
        let observed = campaign.observedLimit
        table.add(texts: [
            "C: observed", "\u{2013}", ReportNumber.text(observed.map { $0.mass * 1000 }, decimals: 0), "\u{2013}",
            "\u{2013}", "\u{2013}", "\u{2013}",
            observed.map { "\($0.reason.rawValue) (\($0.name))" }
                ?? "not reached at \(LiftReport.grams(campaign.heaviestGood))",
        ])
        let bootstrap = campaign.controlBootstrap.map { range in
            Markup.element(
                "p", ["class": "note"],
                "As a check of limit A: drawing the flights anew 2000 times, load by load, gives 95 % "
                    + "\(LiftReport.range(range)).")
        }
        return table.markup + (bootstrap ?? .nothing)
            + .element(
                "p", ["class": "note"],
                "A limit beyond 1.5 times the heaviest load flown is extrapolated: the law is known to hold there on a "
                    + "bench, but not on this drone. At the ceiling nothing is left to steer with; it is no load to fly. "
                    + "Take-off is decided by the drone's own ramp, not by these limits.")
    }

    private static func bounds(_ range: ClosedRange<Double>) -> String {
        "\(ReportNumber.text(range.lowerBound * 1000, decimals: 0))\u{2013}"
            + ReportNumber.text(range.upperBound * 1000, decimals: 0)
    }

    // MARK: Effects

    private static func effects(_ report: LiftReport) -> Markup {
        let effects = report.campaign.effects
        guard !effects.isEmpty else {
            return .element(
                "p", [:], "\(ReportNumber.unknown): a flight with load and one without are needed to compare.")
        }
        let masses = Set(effects.map(\.mass)).sorted()
        var table = ReportTable(
            caption: "Change against flights without load",
            columns: [.init("Quantity"), .init("Without load", isNumeric: true)]
                + masses.map { .init("With \(LiftReport.grams($0))", isNumeric: true) })
        let fine: Set<PairedEffect.Quantity> = [.vibration, .voltageFall, .climb, .roll, .pitch]
        for quantity in PairedEffect.Quantity.allCases {
            let own = effects.filter { $0.quantity == quantity }
            guard !own.isEmpty else { continue }
            let decimals = fine.contains(quantity) ? 2 : 1
            let bare = own.reduce(0) { $0 + $1.bare } / Double(own.count)
            table.add(
                [.text(quantity.rawValue), .text(ReportNumber.text(bare, decimals: decimals))]
                    + masses.map { mass in
                        guard let effect = own.first(where: { $0.mass == mass }) else {
                            return .text(ReportNumber.unknown)
                        }
                        let sign = effect.change > 0 ? "+" : ""
                        let text = sign + ReportNumber.text(effect.change, decimals: decimals)
                        let half = effect.halfWidth.map { " \u{B1} " + ReportNumber.text($0, decimals: decimals) } ?? ""
                        return effect.isWithinChance
                            ? .element("span", ["class": "none"], text + half)
                            : .element("strong", [:], text + half)
                    })
        }
        return table.markup + movement(report)
            + .element(
                "p", ["class": "note"],
                "Each flight with a load against the flights without load before and after it, \u{B1} half the 95 % "
                    + "interval. Bold: more than chance explains; a load that flew once has no interval and is never bold."
            )
    }

    private static func movement(_ report: LiftReport) -> Markup {
        let runs = report.campaign.runs.filter { $0.hover != nil && $0.payload != nil }
        func points(_ value: (SteadyHover) -> Double) -> [PlotPoint] {
            runs.compactMap { run in
                run.hover.flatMap { hover in run.payload.map { PlotPoint(x: $0 * 1000, y: value(hover)) } }
            }.sorted { $0.x < $1.x }
        }
        let most = runs.compactMap(\.payload).max() ?? 0.1
        let scale = AxisScale(holding: 0...max(10, most * 1000), spacing: .linear, ticks: 8)
        var height = Plot(
            id: "plot-height-rms", title: "Movement in height", horizontal: scale, horizontalLabel: "payload, g",
            verticalLabel: "RMS, mm")
        height.group = height.id
        height.verticalRange = 0...10
        height.series = [
            .init(
                "height RMS", unit: "mm", decimals: 1, style: 0, form: .marks,
                points: points { $0.heightDeviation * 1000 })
        ]
        var tilt = Plot(
            id: "plot-tilt-rms", title: "Movement in roll and pitch", horizontal: scale,
            horizontalLabel: "payload, g", verticalLabel: "RMS, degrees")
        tilt.group = tilt.id
        tilt.verticalRange = 0...0.5
        tilt.series = [
            .init(
                "roll", unit: "°", decimals: 2, style: 0, form: .marks,
                points: points { $0.rollDeviation * 180 / .pi }),
            .init(
                "pitch", unit: "°", decimals: 2, style: 1, form: .marks,
                points: points { $0.pitchDeviation * 180 / .pi }),
        ]
        return height.markup + tilt.markup
    }
}
