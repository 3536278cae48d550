import LiftAnalysis

extension LiftReportPage {
    // MARK: Plots

    static func lawPlots(_ report: LiftReport) -> Markup {
        guard let fit = report.campaign.fit else {
            return .element("p", [:], "\(ReportNumber.unknown): \(report.verdict)")
        }
        let control = report.campaign.controlPayload?.mass ?? 0
        // Far enough to see where the control limit is met, unless that is far outside of what was flown.
        let most = max(fit.heaviest * 1.2, min(control * 1.1, fit.heaviest * 3), 0.02)
        let scale = AxisScale(holding: 0...most * 1000, spacing: .linear, ticks: 9)
        let masses = (0...80).map { scale.high / 1000 * Double($0) / 80 }
        let law = ThrustLaw()
        let air = report.campaign.density / ThrustLaw.referenceDensity
        func curve(_ value: (Double) -> Double, _ convert: (Double) -> Double) -> [PlotPoint] {
            masses.map { PlotPoint(x: $0 * 1000, y: convert(value($0))) }
        }
        func series(_ convert: @escaping (Double) -> Double, unit: String, decimals: Int) -> [Plot.Series] {
            [
                .init(
                    "law", unit: unit, decimals: decimals, style: 5, points: curve({ fit.square(payload: $0) }, convert)
                )
            ] + thirds(fit, convert, unit: unit, decimals: decimals)
        }
        func bands(_ convert: @escaping (Double) -> Double) -> [Plot.Band] {
            let halves: [(String, Int, (Double) -> Double)] = [
                ("95 % of one more flight", 2, fit.nextHalfWidth), ("95 % of the law", 0, fit.halfWidth),
            ]
            return halves.map { name, style, half in
                Plot.Band(
                    name, style: style, low: curve({ fit.square(payload: $0) - half($0) }, convert),
                    high: curve({ fit.square(payload: $0) + half($0) }, convert))
            }
        }
        var counts = Plot(
            id: "plot-law", title: "Mean of the motors against payload", horizontal: scale,
            horizontalLabel: "payload, g", verticalLabel: "hover collective, counts")
        counts.group = counts.id
        counts.series = series({ law.counts(square: $0 / air) }, unit: "counts", decimals: 1)
        counts.bands = bands { law.counts(square: $0 / air) }
        counts.extraHeight = 150
        if let limit = report.campaign.controlPayload {
            counts.spans = [
                .init(
                    "control limit, 95 % on another day", height: limit.counts,
                    range: limit.total.lowerBound * 1000...limit.total.upperBound * 1000, value: limit.mass * 1000)
            ]
        }
        // The curve rises into the corner at the right.
        counts.limitsBeginLeft = true
        counts.limits = [Plot.Limit(LiftCampaign.controlLimit, "control limit, 85 %")]
        if let ceiling = report.campaign.ceilingPayload {
            counts.limits.append(.init(ceiling.counts, "thrust ceiling at 11.1 V"))
        }
        counts.note =
            "Dots are flights; their colour is when they were flown. The law crosses the control limit at the payload that "
            + "can just be steered\(report.campaign.controlPayload?.isExtrapolated == true ? ": extrapolated" : "")."
        var squares = Plot(
            id: "plot-square", title: "Corrected S = (counts + 90.2)\u{B2}, proportional to gross weight",
            horizontal: scale, horizontalLabel: "payload, g", verticalLabel: "S, thousands")
        squares.group = squares.id
        squares.series = series({ $0 / 1000 }, unit: "thousand", decimals: 2)
        squares.bands = bands { $0 / 1000 }
        return counts.markup + squares.markup + residuals(report, fit)
    }

    /// The flights, in three groups by their order.
    private static func thirds(
        _ fit: HoverFit, _ convert: (Double) -> Double, unit: String, decimals: Int
    ) -> [Plot.Series] {
        let orders = fit.points.map(\.order)
        let (first, last) = (orders.min() ?? 1, orders.max() ?? 1)
        let third = Double(last - first + 1) / 3
        return ["flown first", "in the middle", "last"].enumerated().map { index, name in
            let own = fit.points.filter { min(2, Int(Double($0.order - first) / third)) == index }
            return Plot.Series(
                name, unit: unit, decimals: decimals, style: [0, 3, 4][index], form: .marks,
                points: own.map { PlotPoint(x: $0.mass * 1000, y: convert($0.square)) }.sorted { $0.x < $1.x })
        }
    }

    private static func residuals(_ report: LiftReport, _ fit: HoverFit) -> Markup {
        let voltages = Dictionary(
            report.campaign.runs.map { ($0.conditions.name, $0.hover?.voltage) },
            uniquingKeysWith: { first, _ in first })
        let order = fit.points.map { PlotPoint(x: Double($0.order), y: $0.residual) }.sorted { $0.x < $1.x }
        let voltage = fit.points.compactMap { point in
            (voltages[point.name] ?? nil).map { PlotPoint(x: $0, y: point.residual) }
        }.sorted { $0.x < $1.x }
        func plot(
            _ id: String, _ title: String, _ label: String, _ points: [PlotPoint], _ scale: AxisScale
        ) -> Markup {
            var plot = Plot(
                id: id, title: title, horizontal: scale, horizontalLabel: label, verticalLabel: "residual, sd")
            plot.group = id
            plot.verticalRange = -3...3
            plot.limits = [.init(-2, "\u{2212}2 sd"), .init(2, "2 sd")]
            plot.series = [.init("residual", unit: "sd", decimals: 2, style: 0, form: .marks, points: points)]
            plot.absence = "no voltage is known."
            return plot.markup
        }
        let last = order.last?.x ?? 1
        let (low, high) = (voltage.first?.x ?? 0, voltage.last?.x ?? 1)
        let room = max(0.02, (high - low) / 20)
        return plot(
            "plot-residual-order", "Residuals against run order", "place in the order of flights", order,
            AxisScale(exactly: 0...last + 1, step: max(1, (last / 20).rounded(.up))))
            + plot(
                "plot-residual-voltage", "Residuals against voltage", "mean voltage in hover, V", voltage,
                AxisScale(holding: (low - room)...(high + room), spacing: .linear, ticks: 9))
    }

    // MARK: Tables

    static func lawTables(_ report: LiftReport) -> Markup {
        guard let fit = report.campaign.fit else { return .nothing }
        let line = fit.ordinary
        var table = ReportTable(
            caption: "Hover law",
            columns: [
                .init("Coefficient"), .init("Estimate", isNumeric: true), .init("Standard error", isNumeric: true),
                .init("95 % \u{B1}", isNumeric: true), .init("Robust twin", isNumeric: true),
            ])
        let robust = [fit.robust?.intercept, (fit.robust?.slope).map { $0 / 1000 }]
        for (column, name) in ["S without load", "S per gram"].enumerated() {
            let unit = column == 0 ? 1.0 : 1000
            let decimals = column == 0 ? 0 : 2
            table.add(texts: [
                name, ReportNumber.text(line.coefficients[column] / unit, decimals: decimals),
                ReportNumber.text(line.standardError(column) / unit, decimals: decimals),
                ReportNumber.text(fit.t * line.standardError(column) / unit, decimals: decimals),
                ReportNumber.text(robust[column], decimals: decimals),
            ])
        }
        table.isNarrow = true
        let scatter = line.variance.squareRoot() / (2 * (line.coefficients[0].magnitude.squareRoot()))
        var notes = [
            "\(fit.points.count) flights, \(line.degreesOfFreedom) degrees of freedom; flights scatter by "
                + "\(ReportNumber.text(scatter, decimals: 2)) counts (one standard deviation)."
        ]
        if let weighed = report.campaign.weighedMass {
            let share = 100 * (fit.bareMass / weighed - 1)
            notes.append(
                "The law implies \(LiftReport.grams(fit.bareMass)) without load, "
                    + "\(ReportNumber.text(abs(share), decimals: 1, unit: "%")) \(share < 0 ? "less" : "more") than the "
                    + "\(LiftReport.grams(weighed)) weighed"
                    + (abs(share) > 5 ? ": more than 5 % \u{2013} look for a wrong mass or bad air data." : "."))
        }
        notes.append(
            fit.disagreesWithTwin
                ? "The robust twin differs by more than two standard errors: look at the outliers."
                : "The robust twin agrees.")
        notes.append(
            fit.outliers.isEmpty
                ? "No flight pulls the law by itself (Cook's distance below 4/n)."
                : "These flights pull the law by themselves (Cook's distance above 4/n): "
                    + fit.outliers.joined(separator: ", ") + ". They count, and stand among the rest.")
        if !report.campaign.isDensityKnown {
            notes.append("The density of the air is not known for all flights: 10 °C are worth 16 g.")
        }
        return .element("h3", [:], "The line") + table.markup
            + .element("ul", [:], notes.map { .element("li", [:], $0) }) + covariates(fit)
    }

    private static func covariates(_ fit: HoverFit) -> Markup {
        var table = ReportTable(
            caption: "What else may move the motors",
            columns: [
                .init("Covariate"), .init("Effect, counts per unit", isNumeric: true),
                .init("t (F for batteries)", isNumeric: true),
                .init("By chance", isNumeric: true), .init("In the model"),
            ])
        table.isDense = true
        for covariate in fit.covariates {
            table.add(texts: [
                covariate.kind.rawValue, ReportNumber.text(covariate.effect, decimals: 3),
                ReportNumber.text(covariate.statistic, decimals: 2),
                ReportNumber.text(covariate.chance.map { $0 * 100 }, decimals: 1, unit: "%"),
                covariate.absence.map { "\(ReportNumber.unknown): \($0.rawValue)" }
                    ?? (covariate.isKept ? "yes" : "no"),
            ])
        }
        return .element("h3", [:], "What else may move the motors") + table.markup
            + .element(
                "p", ["class": "note"],
                "Run order, voltage and density stay in the model where |t| is above 2 with less than one chance in twenty. "
                    + "Motor controllers that hold their speed show no effect of the voltage; S is corrected for density before."
            )
    }
}
