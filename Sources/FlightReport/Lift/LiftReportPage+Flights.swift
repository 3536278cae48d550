import DroneModel
import LiftAnalysis

extension LiftReportPage {
    static func flightTables(_ report: LiftReport) -> Markup {
        .element("h3", [:], "Weight and reserve") + runTable(report) + .element("h3", [:], "Each load")
            + massTable(report)
            + .element("h3", [:], "Flights that do not count") + exclusions(report)
            + .element("h3", [:], "Batteries") + batteries(report)
    }

    private static func runTable(_ report: LiftReport) -> Markup {
        var weight = ReportTable(
            caption: "Flights: weight and reserve",
            columns: [
                .init("Flight"), .init("Payload, g", isNumeric: true), .init("V, start \u{2192} end", isNumeric: true),
                .init("Collective \u{B1} se, counts", isNumeric: true), .init("S/1000", isNumeric: true),
                .init("T/W", isNumeric: true), .init("T/W at 11.1 V", isNumeric: true),
                .init("Reserve, %", isNumeric: true), .init("Reserve at 11.1 V, %", isNumeric: true),
                .init("Saturated, %", isNumeric: true), .init("Headroom, counts", isNumeric: true), .init("Remark"),
            ])
        weight.isDense = true
        var handling = ReportTable(
            caption: "Flights: steadiness and response",
            columns: [
                .init("Flight"), .init("Payload, g", isNumeric: true), .init("Height RMS, mm", isNumeric: true),
                .init("Roll RMS, °", isNumeric: true), .init("Pitch RMS, °", isNumeric: true),
                .init("Speed RMS, m/s", isNumeric: true), .init("Vibration, m/s²", isNumeric: true),
                .init("Take-off to 0.70 m, s", isNumeric: true), .init("Lift-off, counts", isNumeric: true),
                .init("Climb: rise, s", isNumeric: true), .init("Climb: of commanded", isNumeric: true),
                .init("Climb: peak, counts", isNumeric: true), .init("Climb: settled, s", isNumeric: true),
                .init("Power, W", isNumeric: true), .init("Energy, Wh", isNumeric: true),
            ])
        handling.isDense = true
        let outliers = Set(report.campaign.fit?.outliers ?? [])
        func number(_ value: Double?, _ decimals: Int) -> String { ReportNumber.text(value, decimals: decimals) }
        for run in report.campaign.runs {
            let (hover, climb, name) = (run.hover, run.greatestClimb, run.conditions.name)
            let payload = number(run.payload.map { $0 * 1000 }, 0)
            let degrees = 180 / Double.pi
            weight.add(texts: [
                name, payload, "\(number(run.firstVoltage, 2)) \u{2192} \(number(run.lastVoltage, 2))",
                hover.map { "\(number($0.collective, 1)) \u{B1} \(number($0.collectiveError, 1))" }
                    ?? ReportNumber.unknown,
                number(hover.map { $0.correctedSquare / 1000 }, 2), number(hover?.ratio, 2),
                number(hover?.referenceRatio, 2), number(hover?.reserve.map { $0 * 100 }, 0),
                number(hover.map { $0.referenceReserve * 100 }, 0), number(run.saturatedShare.map { $0 * 100 }, 1),
                number(run.headroom, 0),
                run.exclusion.map { "does not count: \($0)" } ?? (outliers.contains(name) ? "outlier" : ""),
            ])
            handling.add(texts: [
                name, payload, number(hover.map { $0.heightDeviation * 1000 }, 0),
                number(hover.map { $0.rollDeviation * degrees }, 2),
                number(hover.map { $0.pitchDeviation * degrees }, 2),
                number(hover?.speed, 2), number(hover?.vibration, 2), number(run.takeOff?.time, 1),
                number(run.takeOff?.liftOffCounts, 0), number(climb?.riseTime, 2), number(climb?.achieved, 2),
                number(climb?.peakCounts, 0), number(climb?.settlingTime, 1), number(hover?.power, 0),
                number(run.energy > 0 ? run.energy / 3600 : nil, 2),
            ])
        }
        return weight.markup + .element("h3", [:], "Steadiness and response") + handling.markup
            + .element(
                "p", ["class": "note"],
                "T/W: thrust-to-weight. Headroom: 255 less the 99th percentile of the busiest motor. Power and energy come "
                    + "from the motor map, \u{B1}10 %. results.csv beside this page has more columns.")
    }

    private static func massTable(_ report: LiftReport) -> Markup {
        var table = ReportTable(
            caption: "Loads",
            columns: [
                .init("Payload, g", isNumeric: true), .init("Flights", isNumeric: true),
                .init("Collective, counts", isNumeric: true), .init("sd", isNumeric: true),
                .init("Law, counts", isNumeric: true), .init("T/W at 11.1 V", isNumeric: true),
                .init("Power, W", isNumeric: true), .init("Height RMS, mm", isNumeric: true),
                .init("Take-off, s", isNumeric: true), .init("Headroom", isNumeric: true),
            ])
        table.isDense = true
        let air = report.campaign.density / ThrustLaw.referenceDensity
        for mass in Set(report.campaign.runs.filter(\.counts).compactMap(\.payload)).sorted() {
            let own = report.campaign.runs.filter { $0.counts && $0.payload == mass }
            func mean(_ value: (LiftRun) -> Double?) -> Double? {
                let known = own.compactMap(value)
                return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
            }
            let collective = mean { $0.hover?.collective }
            let deviation = collective.flatMap { middle -> Double? in
                guard own.count > 1 else { return nil }
                let power = own.compactMap { $0.hover?.collective }.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
                return (power / Double(own.count - 1)).squareRoot()
            }
            let law = report.campaign.fit.map { ThrustLaw().counts(square: $0.square(payload: mass) / air) }
            table.add(texts: [
                ReportNumber.text(mass * 1000, decimals: 0), "\(own.count)",
                ReportNumber.text(collective, decimals: 1), ReportNumber.text(deviation, decimals: 2),
                ReportNumber.text(law, decimals: 1), ReportNumber.text(mean { $0.hover?.referenceRatio }, decimals: 2),
                ReportNumber.text(mean { $0.hover?.power }, decimals: 0),
                ReportNumber.text(mean { $0.hover.map { $0.heightDeviation * 1000 } }, decimals: 0),
                ReportNumber.text(mean { $0.takeOff?.time }, decimals: 1),
                ReportNumber.text(mean(\.headroom), decimals: 0),
            ])
        }
        return table.markup
    }

    private static func exclusions(_ report: LiftReport) -> Markup {
        let out = report.campaign.runs.filter { !$0.counts }
        guard !out.isEmpty else { return .element("p", [:], "None: every flight counts.") }
        var table = ReportTable(
            caption: "Flights that do not count",
            columns: [.init("Flight"), .init("Payload, g", isNumeric: true), .init("Why")])
        table.isNarrow = true
        for run in out {
            table.add(texts: [
                run.conditions.name, ReportNumber.text(run.payload.map { $0 * 1000 }, decimals: 0),
                run.exclusion ?? "nobody said what was on board",
            ])
        }
        return table.markup
    }

    private static func batteries(_ report: LiftReport) -> Markup {
        var order: [String] = []
        var flights: [String: [LiftRun]] = [:]
        for run in report.campaign.runs {
            let name = run.conditions.battery ?? "n/a"
            if flights[name] == nil { order.append(name) }
            flights[name, default: []].append(run)
        }
        var table = ReportTable(
            caption: "Batteries",
            columns: [
                .init("Battery"), .init("Flights", isNumeric: true), .init("At rest before, V", isNumeric: true),
                .init("Lowest in the air, V", isNumeric: true), .init("In the air", isNumeric: true),
                .init("Energy, Wh", isNumeric: true), .init("Fall in hover, V/min", isNumeric: true),
            ])
        table.isDense = true
        for name in order {
            let own = flights[name] ?? []
            let falls = own.compactMap { $0.hover?.voltageFall }
            table.add(texts: [
                name, "\(own.count)",
                ReportNumber.text(own.compactMap { $0.conditions.restingVoltage }.first, decimals: 2),
                ReportNumber.text(own.compactMap(\.lastVoltage).min(), decimals: 2),
                ReportNumber.duration(own.reduce(0) { $0 + $1.airTime }),
                ReportNumber.text(own.reduce(0) { $0 + $1.energy } / 3600, decimals: 2),
                ReportNumber.text(
                    falls.isEmpty ? nil : falls.reduce(0, +) / Double(falls.count), decimals: 2),
            ])
        }
        return table.markup
    }
}
