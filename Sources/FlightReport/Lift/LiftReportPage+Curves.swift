import LiftAnalysis

extension LiftReportPage {
    /// One flight of each load, six loads at most.
    private static func examples(_ report: LiftReport) -> [LiftFlight] {
        let flown = report.flights.filter { !$0.trace.points.isEmpty && $0.run.payload != nil }
        let masses = Set(flown.compactMap(\.run.payload)).sorted()
        let chosen =
            masses.count <= 6
            ? masses : (0..<6).map { masses[Int((Double($0) / 5 * Double(masses.count - 1)).rounded())] }
        return chosen.compactMap { mass in
            let own = flown.filter { $0.run.payload == mass }
            return own.first(where: \.run.counts) ?? own.first
        }
    }

    static func curves(_ report: LiftReport) -> Markup {
        let examples = examples(report)
        guard !examples.isEmpty else { return .element("p", [:], "\(ReportNumber.unknown): no flight has curves.") }
        let end = examples.compactMap { $0.trace.points.last?.time }.max() ?? 1
        let whole = AxisScale(holding: 0...max(1, min(end, 1800)), spacing: .time, ticks: 10)
        let start = AxisScale(holding: 0...min(14, max(2, end)), spacing: .linear, ticks: 7)
        func plot(
            _ id: String, _ title: String, _ label: String, _ scale: AxisScale, unit: String, decimals: Int,
            clock: String = "since the motors first turned, min:s", _ value: @escaping (LiftTrace.Point) -> Double
        ) -> Plot {
            var plot = Plot(id: id, title: title, horizontal: scale, horizontalLabel: clock, verticalLabel: label)
            plot.group = scale.spacing == .time ? "flight" : "take-off"
            plot.series = examples.enumerated().map { index, flight in
                .init(
                    LiftReport.grams(flight.run.payload), unit: unit, decimals: decimals, style: index,
                    points: flight.trace.curve(to: scale.high, value))
            }
            return plot
        }
        let seconds = "since the motors first turned, s"
        var busiest = plot(
            "plot-busiest", "Busiest motor", "counts", whole, unit: "counts", decimals: 0,
            { $0.isFlying ? $0.busiest : .nan })
        busiest.limits = [.init(250, "saturated"), .init(230, "little left")]
        return .element(
            "p", ["class": "note"],
            "The first flight that counts of each load\(examples.count == 6 ? ", six loads at most" : "").")
            + plot(
                "plot-take-off-height", "Take-off: height", "height, m", start, unit: "m", decimals: 2, clock: seconds,
                \.height
            ).markup
            + plot(
                "plot-take-off-motors", "Take-off: mean of the motors", "counts", start, unit: "counts", decimals: 0,
                clock: seconds, \.collective
            ).markup
            + climbOverlay(examples)
            + plot("plot-heights", "Height", "height, m", whole, unit: "m", decimals: 2, \.height).markup
            + plot(
                "plot-collectives", "Mean of the motors", "counts", whole, unit: "counts", decimals: 0,
                { $0.isFlying ? $0.collective : .nan }
            ).markup
            + busiest.markup
            + plot(
                "plot-voltages", "Battery voltage", "voltage, V", whole, unit: "V", decimals: 2,
                { $0.isFlying ? $0.voltage : .nan }
            ).markup
    }

    private static func climbOverlay(_ examples: [LiftFlight]) -> Markup {
        var plot = Plot(
            id: "plot-climb", title: "The steepest climb command: height gained",
            horizontal: AxisScale(holding: 0...5, spacing: .linear, ticks: 10),
            horizontalLabel: "since the command, s", verticalLabel: "height gained, m")
        plot.group = plot.id
        plot.absence = "no climb was commanded for long enough."
        plot.series = examples.enumerated().map { index, flight in
            var points: [PlotPoint] = []
            if let climb = flight.run.greatestClimb, let spinUp = flight.trace.spinUp {
                let begin = climb.start - spinUp
                let curve = flight.trace.curve(from: begin - 0.06, to: begin + 5, \.height)
                let base = curve.first?.y ?? 0
                points = curve.map { PlotPoint(x: max(0, $0.x - begin), y: $0.y - base, startsRun: $0.startsRun) }
            }
            return .init(LiftReport.grams(flight.run.payload), unit: "m", decimals: 2, style: index, points: points)
        }
        return plot.markup
    }

    // MARK: Endurance

    static func endurance(_ report: LiftReport) -> Markup {
        let campaign = report.campaign
        guard let bare = campaign.bareMass else {
            return .element("p", [:], "\(ReportNumber.unknown): the mass of the drone is not known.")
        }
        let endurance = campaign.endurance
        let heaviest = campaign.runs.compactMap(\.payload).max() ?? 0
        let scale = AxisScale(
            holding: (bare * 1000)...((bare + max(0.02, heaviest * 1.2)) * 1000), spacing: .linear, ticks: 9)
        let masses = (0...60).map { scale.low + (scale.high - scale.low) * Double($0) / 60 }
        func line(_ value: (Double) -> Double) -> [PlotPoint] {
            masses.map { PlotPoint(x: $0, y: value($0 / 1000) / 60) }
        }
        var plot = Plot(
            id: "plot-endurance", title: "Hover on a full battery against gross mass", horizontal: scale,
            horizontalLabel: "gross mass, g", verticalLabel: "time, min")
        plot.group = plot.id
        plot.verticalRange = 0...10
        plot.series = [
            .init(
                "estimate", unit: "min", decimals: 1, style: 5, points: line { endurance.time(grossMass: $0) })
        ]
        plot.bands = [
            .init(
                "95 %", style: 0, low: line { endurance.interval(grossMass: $0).lowerBound },
                high: line { endurance.interval(grossMass: $0).upperBound })
        ]
        var words =
            "Estimated: no flight of this campaign emptied a full battery, so this is the motor map with a new 1000 mAh pack "
            + "down to 9.0 V. An aged pack gives less. Fly the endurance mission to measure it."
        if case .measured(let discharges) = endurance.source {
            plot.series.append(
                .init(
                    "measured", unit: "min", decimals: 1, style: 1, form: .marks,
                    points: discharges.map { PlotPoint(x: $0.grossMass * 1000, y: $0.time / 60) }
                        .sorted { $0.x < $1.x }))
            words =
                "From \(discharges.count) full discharge\(discharges.count == 1 ? "" : "s") down to "
                + "\(LiftReport.end(of: endurance)) (\(discharges.map(\.name).joined(separator: ", "))), "
                + "carried to other loads by the motor map."
        }
        var table = ReportTable(
            caption: "Hover on a full battery",
            columns: [
                .init("Payload, g", isNumeric: true), .init("Time, min", isNumeric: true),
                .init("95 %, min", isNumeric: true), .init("Less than without load", isNumeric: true),
            ])
        table.isNarrow = true
        for payload in Set(campaign.runs.compactMap(\.payload)).sorted() {
            let time = endurance.time(grossMass: bare + payload)
            let interval = endurance.interval(grossMass: bare + payload)
            let less = 100 * (1 - time / endurance.time(grossMass: bare))
            table.add(texts: [
                ReportNumber.text(payload * 1000, decimals: 0), LiftReport.minutes(time),
                "\(LiftReport.minutes(interval.lowerBound))\u{2013}\(LiftReport.minutes(interval.upperBound))",
                ReportNumber.text(less, decimals: 0, unit: "%"),
            ])
        }
        return .element("p", [:], words) + plot.markup + table.markup
    }
}
