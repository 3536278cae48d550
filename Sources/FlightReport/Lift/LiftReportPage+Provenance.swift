import DroneModel
import FlightRecording
import LiftAnalysis

extension LiftReportPage {
    static func provenance(_ report: LiftReport) -> Markup {
        let file = report.file
        let unknown = ReportNumber.unknown
        let conditions = report.campaign.runs.map(\.conditions)
        func span(_ values: [Double], _ decimals: Int, _ unit: String) -> String {
            guard let low = values.min(), let high = values.max() else { return "\(unknown): not told" }
            let text = ReportNumber.text(high, decimals: decimals, unit: unit)
            return high - low < 1e-9 ? text : ReportNumber.text(low, decimals: decimals) + " to " + text
        }
        func words(_ values: [String?]) -> String {
            let all = Set(values.compactMap { $0 }.filter { !$0.isEmpty }).sorted()
            return all.isEmpty ? "\(unknown): not told" : all.joined(separator: ", ")
        }
        let order = report.campaign.runs.map { ReportNumber.text($0.payload.map { $0 * 1000 }, decimals: 0) }
        let simulated =
            switch report.isSimulated {
            case true?: "YES, seed \(file.seed.map(String.init) ?? unknown)"
            case false?: "no"
            case nil: "\(unknown): the campaign does not say"
            }
        let weighed = file.bareMass.map { mass in
            ReportNumber.text(mass * 1000, decimals: 1, unit: "g")
                + (file.bareMassUncertainty.map {
                    " \u{B1} " + ReportNumber.text($0 * 1000, decimals: 1, unit: "g")
                } ?? "")
        }
        let facts: [(String, String)] = [
            ("Simulated", simulated),
            ("Mission", file.mission.map { "\($0.name), SHA-256 \($0.sha256)" } ?? "none: put together by hand"),
            ("Flown by", file.program ?? unknown), ("Reported by", report.program),
            (
                "Drone",
                file.drone.map { [$0.model, $0.firmware].compactMap { $0 }.joined(separator: ", firmware ") } ?? unknown
            ),
            ("Hull", file.hull ?? "\(unknown): not told"),
            ("Mass without load", weighed ?? "\(unknown): nobody weighed it"),
            ("Order, g", order.joined(separator: ", ")),
            (
                "Temperature",
                span(conditions.compactMap(\.temperature), 1, "°C")
                    + (conditions.contains(where: \.isTemperatureEstimated)
                        ? ": nobody said; the drone's pressure sensor less the 20 K that it warms itself" : "")
            ),
            (
                "Pressure",
                span(conditions.compactMap { $0.pressure.map { $0 / 100 } }, 0, "hPa")
                    + (conditions.contains(where: \.isPressureMeasured) ? ", by the drone's barometer" : "")
            ),
            ("Density", span(conditions.compactMap(\.density), 3, "kg/m³")),
            ("Place", words(conditions.map(\.place))), ("Wind", words(conditions.map(\.wind))),
            ("To fly it again", file.command ?? "\(unknown): not told"),
            ("To make this page again", report.command),
        ]
        let list = facts.flatMap { [Markup.element("dt", [:], $0.0), .element("dd", [:], $0.1)] }
        return .element("dl", ["class": "facts"], list) + .element("h3", [:], "Method")
            + .element("ul", ["class": "note"], method.map { .element("li", [:], $0) })
            + .element("h3", [:], "Recordings") + recordings(report)
    }

    private static let method = [
        "Every packet went through the session and decoder that fly the drone; only packets that were news count.",
        "Steady hover: windows of 5 s, half overlapping, in which the drone says it hovers and nobody climbs, the mean climb is "
            + "below 0.05 m/s, the height within 0.06 m (1 sd), the lean below 5° (mean) and 3° (sd), no motor at its end, "
            + "no gap over 0.3 s, and no drift of the motors beyond what their noise explains. Ten seconds are the least.",
        "The standard error of a hover counts independent samples: the correlation time is measured, and never taken below "
            + "0.4 s.",
        "S = (C + 90.2)\u{B2} with C the mean of the four motors is proportional to gross weight over density, because the "
            + "motor controllers hold the propellers' speed (130.9 + 1.451 C rad/s). It is brought to 1.225 kg/m³ by the "
            + "temperature and pressure of the flight.",
        "Hover law: ordinary least squares of S on payload over the flights that count, with Huber's estimate (k = 1.345) as "
            + "its robust twin. Limits are where the line reaches them; their interval is Fieller's, widened by the weighing "
            + "errors of the loads, which flights of one load share.",
        "Another day adds 2 % of the gross mass (one standard deviation) for thrust and density, and 3 % at a thrust ceiling. "
            + "The ceiling is 44.5 rad/s per volt at the battery's terminals.",
        "Observed limit: the lightest load with a failed take-off, motors cut in the air, a motor at its end for over 1 % of "
            + "the flight, three times the height RMS of flights without load, or thrust-to-weight below 1.25.",
        "Centre of mass: each motor's thrust with the load against its own without; the motors sit 126 \u{B1} 2 mm forward and "
            + "sideways of the middle.",
        "Vibration follows ArduPilot: above 5 Hz, squared, smoothed at 2 Hz, rooted. The drone filters before it sends: "
            + "compare flights of one drone only.",
        "Power is a motor map measured on a bench, \u{B1}10 %; the drone's own current readings are always 0.",
    ]

    private static func recordings(_ report: LiftReport) -> Markup {
        var table = ReportTable(
            caption: "Recordings",
            columns: [
                .init("Flight"), .init("Recording"), .init("Begun"), .init("Seed", isNumeric: true),
                .init("Packets", isNumeric: true), .init("Steady hover, s", isNumeric: true), .init("Not read"),
            ])
        table.isDense = true
        for flight in report.flights {
            table.add(texts: [
                flight.run.conditions.name, flight.capture,
                flight.start.map(ReportNumber.utc) ?? ReportNumber.unknown,
                flight.seed.map(String.init) ?? ReportNumber.unknown, ReportNumber.count(flight.packets),
                ReportNumber.text(flight.run.steadyTime, decimals: 1), flight.problems.joined(separator: " "),
            ])
        }
        return table.markup
    }
}
