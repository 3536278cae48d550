import DroneModel
import FlightRecording

/// The report of one flight as a page.
public enum FlightReportPage {
    /// The text of the page: the same digest gives the same bytes.
    public static func html(of digest: FlightDigest) -> String {
        var page = ReportPage(
            title: "Flight report: \(digest.provenance.name)", subtitle: subtitle(digest), nature: nature(digest),
            program: digest.provenance.reporter)
        page.sections = [
            ReportPage.Section(id: "summary", title: "Summary", content: summary(digest)),
            ReportPage.Section(id: "checks", title: "Checks", content: checks(digest)),
            ReportPage.Section(id: "states", title: "Flights and states", content: flightsAndStates(digest)),
            ReportPage.Section(id: "plots", title: "Curves", content: plots(digest)),
            ReportPage.Section(id: "track", title: "Track from above", content: track(digest)),
            digest.phones.isEmpty
                ? nil : ReportPage.Section(id: "phones", title: "Phone on board", content: phones(digest)),
            ReportPage.Section(id: "events-list", title: "Events", content: events(digest)),
            ReportPage.Section(id: "provenance", title: "Where the numbers come from", content: provenance(digest)),
        ].compactMap { $0 }
        return page.html
    }

    private static func subtitle(_ digest: FlightDigest) -> String {
        let drone = digest.drone
        let parts: [String?] = [
            drone.model ?? "drone model n/a", drone.firmware.map { "firmware \($0)" },
            digest.provenance.start.map(ReportNumber.utc),
            "recording of \(ReportNumber.duration(digest.duration))",
        ]
        return parts.compactMap { $0 }.joined(separator: " \u{B7} ")
    }

    private static func nature(_ digest: FlightDigest) -> ReportPage.Nature {
        switch digest.reality {
        case .real: .real
        case .simulated(let seed):
            .simulated(
                note: "No real drone flew: every number here comes from a simulated one"
                    + (seed.map { " (seed \($0))." } ?? "."))
        case .unknown:
            .unknown(note: "Nothing in this recording says whether the drone was hardware.")
        }
    }

    // MARK: Summary

    private static func summary(_ digest: FlightDigest) -> Markup {
        .element(
            "dl", ["class": "cards"],
            cards(digest).map { card in
                Markup.element(
                    "div", [:],
                    [
                        .element("dt", [:], card.label), .element("dd", ["class": "big"], card.value),
                        card.more.map { .element("dd", ["class": "more"], $0) } ?? .nothing,
                    ])
            })
    }

    private static func cards(_ digest: FlightDigest) -> [(label: String, value: String, more: String?)] {
        let air = digest.flights.reduce(0) { $0 + $1.airTime }
        let height = digest.flights.compactMap(\.maximumHeight).max()
        let drone = digest.drone
        return [
            (
                "Drone", drone.model ?? ReportNumber.unknown,
                "firmware \(drone.firmware ?? ReportNumber.unknown), hull \(drone.hull ?? ReportNumber.unknown)"
            ),
            (
                "Reality", reality(digest.reality),
                digest.reality == .unknown ? "the recording does not say" : "as the recording says"
            ),
            (
                "Time in the air",
                digest.counters.navdataValid > 0 ? ReportNumber.duration(air) : ReportNumber.unknown,
                digest.counters.navdataValid > 0
                    ? flightCount(digest.flights.count + digest.omittedFlights) : "no navdata was heard"
            ),
            (
                "Greatest height", ReportNumber.text(height, decimals: 2, unit: "m"),
                height == nil ? "no height was sent in the air" : "by the drone's own reckoning, above take-off"
            ),
            distanceCard(digest.distance),
            batteryCard(digest.battery),
            payloadCard(digest.payloads),
            (
                "Navdata", ReportNumber.count(digest.counters.navdataValid),
                "packets; \(ReportNumber.count(digest.counters.atDatagrams)) command datagrams"
            ),
        ]
    }

    private static func reality(_ reality: FlightDigest.Reality) -> String {
        switch reality {
        case .real: "real"
        case .simulated: "SIMULATED"
        case .unknown: ReportNumber.unknown
        }
    }

    private static func flightCount(_ count: Int) -> String {
        count == 0 ? "never took off" : count == 1 ? "one flight" : "\(count) flights"
    }

    private static func distanceCard(_ distance: DistanceEstimate?) -> (String, String, String?) {
        guard let distance else {
            return ("Distance flown", ReportNumber.unknown, "no speed was sent in the air")
        }
        let unseen =
            distance.unseen >= 0.5 ? ", without \(ReportNumber.duration(distance.unseen)) of gaps" : ""
        return (
            "Distance flown", ReportNumber.text(distance.length, decimals: 0, unit: "m"),
            "integrated speed; between \(ReportNumber.text(distance.low, decimals: 0)) and "
                + "\(ReportNumber.text(distance.high, decimals: 0, unit: "m"))\(unseen)"
        )
    }

    private static func batteryCard(_ battery: BatteryFacts) -> (String, String, String?) {
        let volts =
            battery.firstVolts.map {
                "\(ReportNumber.text($0, decimals: 2)) \u{2192} "
                    + ReportNumber.text(battery.lastVolts, decimals: 2, unit: "V")
            } ?? "voltage \(ReportNumber.unknown)"
        guard let first = battery.firstPercent, let last = battery.lastPercent else {
            return ("Battery used", ReportNumber.unknown, "no charge was sent; \(volts)")
        }
        // Without load the voltage rises again, and the charge that the drone computes from it.
        let lowest = battery.lowestPercent.map { $0 < min(first, last) ? ", \($0)\u{A0}% under load" : "" } ?? ""
        return (
            "Battery used", ReportNumber.text(Double(first - last), decimals: 0, unit: "%"),
            "\(first)\u{A0}% \u{2192} \(last)\u{A0}%\(lowest), \(volts)"
        )
    }

    private static func payloadCard(_ payloads: [PayloadChange]) -> (String, String, String?) {
        guard let first = payloads.first else {
            return ("Payload", ReportNumber.unknown, "nobody said what was on board")
        }
        let text = ReportNumber.text(first.payload.mass * 1000, decimals: 0, unit: "g")
        let more = payloads.count > 1 ? "at first; changes are among the events" : nil
        return ("Payload", text, more ?? EventLedger.text(first.payload))
    }

    // MARK: Flights and states

    private static func flightsAndStates(_ digest: FlightDigest) -> Markup {
        var parts: [Markup] = []
        if digest.flights.isEmpty {
            parts.append(.element("p", [:], "No packet of this recording says that the drone was in the air."))
        } else {
            parts.append(flightTable(digest))
        }
        if digest.omittedFlights > 0 {
            parts.append(.element("p", ["class": "note"], "\(digest.omittedFlights) more flights are not listed."))
        }
        parts.append(.element("h3", [:], "Time in each state"))
        guard !digest.timeInStates.isEmpty else {
            return .group(parts + [.element("p", [:], "\(ReportNumber.unknown): no navdata was heard.")])
        }
        var table = ReportTable(
            caption: "Time in each state",
            columns: [
                .init("State"), .init("Time", isNumeric: true), .init("Share of the recording", isNumeric: true),
            ])
        table.isNarrow = true
        for total in digest.timeInStates {
            let share = digest.duration > 0 ? 100 * total.seconds / digest.duration : nil
            table.add(texts: [
                total.name, ReportNumber.duration(total.seconds), ReportNumber.text(share, decimals: 1, unit: "%"),
            ])
        }
        parts.append(table.markup)
        return .group(parts)
    }

    private static func flightTable(_ digest: FlightDigest) -> Markup {
        var table = ReportTable(
            caption: "Flights",
            columns: [
                .init("Flight"), .init("Take-off, min:s", isNumeric: true), .init("Landed, min:s", isNumeric: true),
                .init("In the air", isNumeric: true), .init("Greatest height, m", isNumeric: true),
                .init("Charge, %", isNumeric: true), .init("On board", isNumeric: true),
            ])
        for (index, flight) in digest.flights.enumerated() {
            let onBoard = digest.payloads(of: flight).map {
                ReportNumber.text($0.mass * 1000, decimals: 0, unit: "g")
            }
            let charge = [flight.startPercent, flight.endPercent].map { $0.map(String.init) ?? ReportNumber.unknown }
            table.add(texts: [
                "\(index + 1)",
                flight.wasAirborneBefore
                    ? "before \(ReportNumber.clock(flight.start))" : ReportNumber.clock(flight.start),
                flight.end.map { ReportNumber.clock($0) }
                    ?? "not seen; last heard at \(ReportNumber.clock(flight.lastSeen))",
                ReportNumber.duration(flight.airTime), ReportNumber.text(flight.maximumHeight, decimals: 2),
                charge[0] == charge[1] ? charge[0] : charge.joined(separator: " \u{2192} "),
                onBoard.isEmpty ? ReportNumber.unknown : onBoard.joined(separator: " \u{2192} "),
            ])
        }
        let loads = Set(digest.flights.flatMap { digest.payloads(of: $0) }.map(\.mass))
        guard loads.count > 1 else { return table.markup }
        return table.markup
            + .element(
                "p", ["class": "note"],
                "Different loads were flown: stork report --lift weighs these flights against each other.")
    }
}
