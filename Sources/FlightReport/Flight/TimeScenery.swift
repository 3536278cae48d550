/// What lies behind every curve over time: the states as bands, drawn once and used by all plots, and the events as
/// ticks.
struct TimeScenery {
    /// What has to be in the page before the first plot.
    let definitions: Markup
    /// What the bands mean, in words.
    let key: Markup
    /// The bands, for a plot.
    let backdrop = Markup.element("use", ["href": "#state-bands"], [])
    /// The ticks, for a plot.
    let ticks = Markup.element("use", ["href": "#event-ticks"], [])

    /// The narrowest band that has its name written in it, pixels for a character.
    private static let characterWidth = 6.6
    /// How many ticks are drawn: more cannot be told apart.
    private static let tickCapacity = 300

    init(_ digest: FlightDigest, scale: AxisScale) {
        let (left, right, top, bottom) = (Plot.Frame.left, Plot.Frame.right, Plot.Frame.top, Plot.Frame.bottom)
        func pixel(_ time: Double) -> Double { Double(left) + scale.place(of: time) * Double(right - left) }

        let bands = Self.merged(digest.states, narrowest: (scale.high - scale.low) / Double(right - left) / 2).map {
            span in
            let (start, end) = (pixel(span.start), pixel(span.end))
            let width = max(0.1, end - start)
            let isNamed = width > Self.characterWidth * Double(span.name.count)
            let rect = Markup.element(
                "rect",
                [
                    "class": Self.style(span.kind), "x": Plot.pixel(start), "y": "\(top)", "width": Plot.pixel(width),
                    "height": "\(bottom - top)",
                ],
                [
                    .element(
                        "title", [:],
                        "\(span.name), \(ReportNumber.clock(span.start, tenths: true)) to "
                            + ReportNumber.clock(span.end, tenths: true))
                ])
            return isNamed
                ? rect
                    + .element(
                        "text",
                        [
                            "class": "band", "x": Plot.pixel((start + end) / 2), "y": "\(top - 5)",
                            "text-anchor": "middle",
                        ], span.name)
                : rect
        }
        let told = digest.events.filter { $0.kind != .command && $0.kind != .notice }
        let ticks = told.prefix(Self.tickCapacity).map { event in
            let x = pixel(event.time)
            return Markup.element(
                "path",
                [
                    "class": Self.style(event.kind),
                    "d": "M\(Plot.pixel(x)) \(bottom - 9)L\(Plot.pixel(x + 5)) \(bottom)H\(Plot.pixel(x - 5))Z",
                ],
                [
                    .element(
                        "title", [:],
                        "\(event.kind.rawValue) at \(ReportNumber.clock(event.time, tenths: true)): \(event.text)")
                ])
        }
        let hatch = Markup.element(
            "pattern", ["id": "no-data", "width": "6", "height": "6", "patternUnits": "userSpaceOnUse"],
            [.element("path", ["class": "hatch-line", "d": "M0 6L6 0"], [])])
        definitions = .element(
            "svg", ["width": "0", "height": "0", "aria-hidden": "true", "class": "definitions"],
            [
                .element(
                    "defs", [:],
                    [
                        hatch, .element("g", ["id": "state-bands"], Array(bands)),
                        .element("g", ["id": "event-ticks"], Array(ticks)),
                    ])
            ])
        key = Self.key(of: digest, ticks: told.count)
    }

    private static func key(of digest: FlightDigest, ticks: Int) -> Markup {
        let names = digest.timeInStates.map { total in
            Markup.element(
                "li", [:],
                [
                    .element(
                        "svg", ["viewBox": "0 0 34 10", "aria-hidden": "true"],
                        [
                            .element(
                                "rect", ["class": "\(style(total.kind)) frame-key", "width": "34", "height": "10"], [])
                        ]), .text(total.name),
                ])
        }
        let events =
            ticks == 0
            ? []
            : [
                Markup.element(
                    "li", [:],
                    [
                        .element(
                            "svg", ["viewBox": "0 0 34 10", "aria-hidden": "true"],
                            [.element("path", ["class": "tick-alarm", "d": "M17 0L22 9H12Z"], [])]),
                        .text("an alarm, a warning or a mark: see the events"),
                    ])
            ]
        return .element("ul", ["class": "legend", "aria-label": "States behind the curves"], names + events)
    }

    /// Bands narrower than what can be seen go into the one before, so that a thousand of them make no large page.
    private static func merged(_ spans: [StateSpan], narrowest: Double) -> [StateSpan] {
        var merged: [StateSpan] = []
        for span in spans {
            if let last = merged.last, span.end - span.start < narrowest, last.end >= span.start {
                merged[merged.count - 1].end = span.end
            } else if let last = merged.last, last.name == span.name, last.end >= span.start {
                merged[merged.count - 1].end = span.end
            } else {
                merged.append(span)
            }
        }
        return merged
    }

    static func style(_ kind: StateKind) -> String {
        switch kind {
        case .ground: "b0"
        case .transition: "b1"
        case .hover: "b2"
        case .motion: "b3"
        case .other: "b4"
        case .emergency: "b5"
        case .silence: "hatch"
        }
    }

    private static func style(_ kind: DigestEvent.Kind) -> String {
        switch kind {
        case .alarm: "tick-alarm"
        case .warning: "tick-warning"
        case .notice, .mark, .command: "tick-notice"
        }
    }
}
