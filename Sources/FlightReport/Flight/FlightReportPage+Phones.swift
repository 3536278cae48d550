/// The phones on board.
extension FlightReportPage {
    static func phones(_ digest: FlightDigest) -> Markup {
        var table = ReportTable(
            caption: "Phones on board",
            columns: [
                .init("Phone"), .init("By"), .init("Fixes received", isNumeric: true),
                .init("Expected", isNumeric: true), .init("Longest gap, s", isNumeric: true),
                .init("Latency (median), s", isNumeric: true), .init("Scatter at rest, m", isNumeric: true),
                .init("Pictures", isNumeric: true),
            ])
        for phone in digest.phones {
            table.add(texts: [
                phone.name, phone.sources.isEmpty ? ReportNumber.unknown : phone.sources.joined(separator: ", "),
                ReportNumber.count(phone.received), phone.expected.map(ReportNumber.count) ?? ReportNumber.unknown,
                gap(phone.longestGap), ReportNumber.text(phone.medianLatency, decimals: 2),
                ReportNumber.text(phone.scatter?.radius, decimals: 1),
                ReportNumber.count(phone.pictures.count + phone.omittedPictures),
            ])
        }
        var parts = [
            table.markup,
            .element(
                "p", ["class": "note"],
                "Expected: the time from the first fix to the last, at the usual interval (the median). Scatter at rest: "
                    + "95 % of the fixes that came before the first take-off lie within this distance of their mean; "
                    + "\(PhoneLedger.leastForScatter) are needed. Latency is the difference of two clocks."),
        ]
        for (index, phone) in digest.phones.enumerated() {
            if phone.track.points.count > 1 { parts.append(map(phone, index)) }
            if !phone.pictures.isEmpty { parts.append(pictures(phone)) }
        }
        return .group(parts)
    }

    private static func gap(_ gap: PhoneFacts.Gap?) -> String {
        guard let gap else { return ReportNumber.unknown }
        let length = ReportNumber.text(gap.length, decimals: 1)
        return gap.start.map { "\(length) at \(ReportNumber.clock(max(0, $0)))" } ?? length
    }

    private static func map(_ phone: PhoneFacts, _ index: Int) -> Markup {
        .element(
            "figure", [:],
            [
                .element("figcaption", [:], [.element("strong", [:], "Track of \(phone.name), by its receiver")]),
                TrackMap(phone.track, id: "phone-map-\(index)").markup,
            ])
    }

    private static func pictures(_ phone: PhoneFacts) -> Markup {
        var table = ReportTable(
            caption: "Pictures of \(phone.name)",
            columns: [
                .init("Picture"), .init("Taken, min:s", isNumeric: true), .init("Came, min:s", isNumeric: true),
                .init("Nearest fix, s", isNumeric: true), .init("Size, kB", isNumeric: true),
            ])
        for picture in phone.pictures {
            table.add(texts: [
                picture.name, picture.taken.map { $0 < 0 ? "before" : ReportNumber.clock($0) } ?? ReportNumber.unknown,
                ReportNumber.clock(picture.arrival), signed(picture.fixGap),
                ReportNumber.text(Double(picture.bytes) / 1000, decimals: 1),
            ])
        }
        var parts = [Markup.element("h3", [:], "Pictures of \(phone.name)")]
        let shown = phone.pictures.filter { $0.thumbnail != nil }
        if !shown.isEmpty {
            parts.append(
                .element(
                    "ul", ["class": "contacts"],
                    shown.map { picture in
                        .element(
                            "li", [:],
                            [
                                .void("img", ["src": picture.thumbnail, "alt": picture.name, "width": "160"]),
                                .element("span", [:], picture.taken.map { ReportNumber.clock(max(0, $0)) } ?? ""),
                            ])
                    }))
        }
        parts.append(table.markup)
        if phone.omittedPictures > 0 {
            parts.append(.element("p", ["class": "note"], "\(phone.omittedPictures) more pictures are not listed."))
        }
        return .group(parts)
    }

    private static func signed(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite else { return ReportNumber.unknown }
        return (seconds > 0 ? "+" : "") + ReportNumber.text(seconds, decimals: 2)
    }
}
