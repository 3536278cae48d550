import LiftAnalysis

extension LiftReport {
    /// What the campaign found, in one sentence that needs no knowledge of the matter.
    public var verdict: String {
        guard let fit = campaign.fit, let control = campaign.controlPayload, let best = campaign.heaviestGood,
            let recommended = campaign.recommended
        else {
            if let measuredTime { return measuredTime }
            return "These flights cannot tell how much this drone carries: \(obstacle)."
        }
        let grams = Self.grams(recommended)
        if recommended <= 0 { return "This drone should carry nothing: \(trouble ?? "too little thrust is left")." }
        if recommended < best {
            return "This drone carries up to \(grams): with more, too little thrust is left to steer with."
        }
        if let trouble { return "This drone carries up to \(grams): \(trouble)." }
        let above = control.mass > fit.heaviest ? "heavier loads were not flown" : "that is near what it can steer with"
        return "This drone carries \(grams) well, the heaviest load of this test; \(above)."
    }

    /// What a campaign says that only emptied batteries.
    private var measuredTime: String? {
        guard case .measured(let discharges) = campaign.endurance.source, let longest = discharges.first else {
            return nil
        }
        let loads = Set(discharges.map(\.payload))
        let best = loads.count == 1 ? longest : discharges.min { $0.payload < $1.payload } ?? longest
        let load = best.payload > 0 ? "with \(Self.grams(best.payload)) on board" : "with nothing on board"
        return "This drone hovered \(Self.minutes(best.time)) minutes on a full battery \(load), down to "
            + "\(Self.end(of: campaign.endurance))."
    }

    /// Where flights that emptied a battery ended: `10.6 V, 25 % of the charge`.
    static func end(of endurance: Endurance) -> String {
        let charge = endurance.cutOffCharge.map {
            ", \(ReportNumber.text($0, decimals: 0, unit: "%")) of the charge"
        }
        return ReportNumber.text(endurance.cutOff, decimals: 1, unit: "V") + (charge ?? "")
    }

    /// The numbers behind the verdict, in one line.
    public var verdictDetail: String? {
        guard let control = campaign.controlPayload, let mass = campaign.bareMass else { return nil }
        var parts = [
            "By calculation the control limit (85 % on the motors in calm hover) is reached at "
                + "\(Self.grams(control.mass))\(control.isExtrapolated ? ", extrapolated" : ""): 95 % "
                + "\(Self.range(control.statistical)) in this air, \(Self.range(control.total)) on another day."
        ]
        if campaign.observedLimit == nil, let heaviest = campaign.heaviestGood {
            parts.append("No trouble was seen up to \(Self.grams(heaviest)).")
        }
        if let lopsided = campaign.balances.last(where: { !$0.isCentred }) {
            parts.append("\(Self.grams(lopsided.mass)) sat off-centre: \(lopsided.advice)")
        }
        if let load = campaign.recommended {
            let time = campaign.endurance.time(grossMass: mass + load)
            let interval = campaign.endurance.interval(grossMass: mass + load)
            let how = campaign.endurance.source == .nominal ? "estimated, no battery was emptied" : "measured"
            parts.append(
                "With \(Self.grams(load)) it hovers \(Self.minutes(time)) min on a full battery (95 % "
                    + "\(Self.minutes(interval.lowerBound))\u{2013}\(Self.minutes(interval.upperBound)); \(how)).")
        }
        return parts.joined(separator: " ")
    }

    private var trouble: String? {
        campaign.observedLimit.map { "with \(Self.grams($0.mass)) \($0.reason.rawValue)" }
    }

    private var obstacle: String {
        let counted = campaign.runs.count(where: \.counts)
        if campaign.runs.isEmpty { return "the campaign has no flight" }
        let masses = Set(campaign.runs.filter(\.counts).compactMap(\.payload)).count
        if counted < 3 || masses < 2 {
            return "three flights with two different loads are needed, and \(counted) of \(campaign.runs.count) count"
        }
        return "the hover law of these flights does not rise with the load"
    }

    static func grams(_ mass: Double?) -> String { ReportNumber.text(mass.map { $0 * 1000 }, decimals: 0, unit: "g") }

    static func range(_ range: ClosedRange<Double>) -> String {
        "\(ReportNumber.text(range.lowerBound * 1000, decimals: 0))\u{2013}"
            + ReportNumber.text(range.upperBound * 1000, decimals: 0, unit: "g")
    }

    static func minutes(_ seconds: Double) -> String { ReportNumber.text(seconds / 60, decimals: 1) }
}
