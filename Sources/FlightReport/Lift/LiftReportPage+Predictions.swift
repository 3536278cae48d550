import DroneModel
import LiftAnalysis

extension LiftReportPage {
    /// What `stork lift predict` says before flying, beside what came.
    static func predictions(_ report: LiftReport) -> Markup {
        let comparisons = report.campaign.comparisons
        guard !comparisons.isEmpty else {
            return .element(
                "p", [:], "\(ReportNumber.unknown): without the weighed mass of the drone nothing could be expected.")
        }
        var table = ReportTable(
            caption: "Expected and measured",
            columns: [
                .init("Payload, g", isNumeric: true), .init("Expected, counts", isNumeric: true),
                .init("95 %, counts", isNumeric: true), .init("Measured, counts", isNumeric: true),
                .init("Difference", isNumeric: true), .init("Centre expected, mm", isNumeric: true),
                .init("Centre measured, mm", isNumeric: true), .init("Outcome"),
            ])
        table.isDense = true
        for one in comparisons {
            let interval = one.prediction.countsInterval
            let difference = one.counts - one.prediction.counts
            table.add(texts: [
                ReportNumber.text(one.mass * 1000, decimals: 0),
                ReportNumber.text(one.prediction.counts, decimals: 1),
                "\(ReportNumber.text(interval.lowerBound, decimals: 0))\u{2013}"
                    + ReportNumber.text(interval.upperBound, decimals: 0),
                ReportNumber.text(one.counts, decimals: 1),
                (difference > 0 ? "+" : "") + ReportNumber.text(difference, decimals: 1),
                place(one.prediction.payload.mass > 0 ? one.prediction.shift : nil), place(one.shift),
                one.isWithin
                    ? "as expected"
                    : difference > 0 ? "weaker than expected" : "stronger than expected, or a mass is wrong",
            ])
        }
        return table.markup
            + .element(
                "p", ["class": "note"],
                "Expected by stork lift predict before flying: the law of drones of this type (thrust \u{B1}3 % from drone to "
                    + "drone) with the weighed mass of this one, in the air of these flights; the centre of mass forward "
                    + "and to the right, from where the load was said to be.")
    }

    /// `1.2, 10.4`: forward and to the right.
    private static func place(_ shift: SIMD2<Double>?) -> String {
        guard let shift else { return ReportNumber.unknown }
        return [shift.x, shift.y].map { ReportNumber.text($0 * 1000, decimals: 1) }.joined(separator: ", ")
    }
}
