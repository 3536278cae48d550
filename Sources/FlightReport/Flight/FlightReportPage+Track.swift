extension FlightReportPage {
    /// The way the drone went, seen from above.
    static func track(_ digest: FlightDigest) -> Markup {
        let track = digest.track
        guard !track.points.isEmpty else {
            return .element(
                "p", [:], "\(ReportNumber.unknown): no speed was sent in the air, so there is no track to estimate.")
        }
        let map = TrackMap(track)
        let up = track.isNorthUp ? "magnetic north, as the drone's yaw tells it" : "where the nose pointed at yaw 0"
        var words = [
            "The drone's own speed, turned by its yaw and summed up; up is \(up). After the last metre the place is known "
                + "to \u{B1} \(ReportNumber.text(track.finalUncertainty, decimals: 1, unit: "m")) (one standard "
                + "deviation, \(map.showsSpread ? "the dashed circle" : "more than the map shows")): the speed reads up "
                + "to 18 % low, wanders by 0.05 m/s, and the yaw by an assumed 3°, and all of that adds up with time.",
            "Between two flights the drone may have been carried; the track goes on where it had landed.",
        ]
        if let distance = digest.distance, distance.unseen >= 0.5 {
            words.append(
                "For \(ReportNumber.duration(distance.unseen)) in the air no speed was heard: there the line is broken, "
                    + "the way flown meanwhile is missing, and adds most of what is uncertain.")
        }
        if track.fixes.isEmpty { words.append("No GPS fix was sent.") }
        return .group(
            [
                .element(
                    "figure", ["id": "map"],
                    [
                        .element(
                            "figcaption", [:],
                            [.element("strong", [:], "Estimated track"), map.legend(hasFixes: !track.fixes.isEmpty)]),
                        map.markup,
                    ])
            ] + words.map { .element("p", ["class": "note"], $0) })
    }
}
