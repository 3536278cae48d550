extension FlightReportPage {
    /// The checks: how many came out how, and each with its number, limit, source and advice, the worst first.
    static func checks(_ digest: FlightDigest) -> Markup {
        let counts = FlightCheck.Verdict.allCases.map { verdict in
            (verdict, digest.checks.count { $0.verdict == verdict })
        }
        let badges = counts.map { verdict, count in
            Markup.element("li", [:], [.text("\(count) "), sign(verdict)])
        }
        var table = ReportTable(
            caption: "Checks",
            columns: [
                .init("Check"), .init("Result"), .init("Found"), .init("Limit and where it comes from"),
                .init("What to do"),
            ])
        table.stacks = true
        for verdict in FlightCheck.Verdict.allCases {
            for check in digest.checks where check.verdict == verdict {
                table.add([
                    .text(check.title), sign(check.verdict), .text(check.finding),
                    .text(check.limit) + .element("div", ["class": "note"], check.source),
                    .text(check.advice ?? "\u{2013}"),
                ])
            }
        }
        return .group([
            .element("ul", ["class": "verdicts"], badges), table.markup,
            .element(
                "p", ["class": "note"],
                "A check without its data is not measured; it did not pass. Limits come from measurements of this "
                    + "kind of drone where there are any; what is this program's choice says so."),
        ])
    }

    private static func sign(_ verdict: FlightCheck.Verdict) -> Markup {
        let (style, sign) =
            switch verdict {
            case .fail: ("fail", "\u{2715}")
            case .warn: ("warn", "\u{25B2}")
            case .pass: ("pass", "\u{2713}")
            case .notMeasured: ("none", "\u{2013}")
            }
        return .element(
            "span", ["class": "verdict \(style)"],
            [.element("span", ["class": "sign", "aria-hidden": "true"], sign), .text(verdict.rawValue)])
    }
}
