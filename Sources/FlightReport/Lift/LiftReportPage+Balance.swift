import LiftAnalysis

extension LiftReportPage {
    static func balance(_ report: LiftReport) -> Markup {
        let balances = report.campaign.balances
        guard !balances.isEmpty else {
            return MotorBars(report.campaign).markup
                + .element(
                    "p", [:],
                    "\(ReportNumber.unknown): a flight without load is needed to tell the load from the drone's own motors."
                )
        }
        var table = ReportTable(
            caption: "Centre of mass",
            columns: [
                .init("Payload, g", isNumeric: true), .init("Centre moves forward, mm", isNumeric: true),
                .init("to the right, mm", isNumeric: true), .init("Load sits forward, mm", isNumeric: true),
                .init("to the right, mm", isNumeric: true), .init("As stated, mm", isNumeric: true),
                .init("What to do"),
            ])
        table.isDense = true
        for balance in balances {
            func text(_ value: SIMD2<Double>, _ half: SIMD2<Double>?, _ axis: Int) -> String {
                ReportNumber.text(value[axis] * 1000, decimals: 1)
                    + (half.map { " \u{B1} " + ReportNumber.text($0[axis] * 1000, decimals: 1) } ?? "")
            }
            table.add(texts: [
                ReportNumber.text(balance.mass * 1000, decimals: 0), text(balance.shift, balance.halfWidth, 0),
                text(balance.shift, balance.halfWidth, 1), text(balance.position, balance.positionHalfWidth, 0),
                text(balance.position, balance.positionHalfWidth, 1),
                balance.stated.map {
                    "\(ReportNumber.text($0.x * 1000, decimals: 0)), \(ReportNumber.text($0.y * 1000, decimals: 0))"
                } ?? ReportNumber.unknown,
                [balance.advice, balance.warning].compactMap { $0 }.joined(separator: " "),
            ])
        }
        return .element(
            "figure", ["id": "balance-map"],
            [
                .element(
                    "figcaption", [:],
                    [
                        .element("strong", [:], "The drone from above: where each load sits"),
                        BalanceMap(balances).legend,
                    ]),
                BalanceMap(balances).markup,
                .element(
                    "p", ["class": "note"],
                    "Dots: the load's own centre as the motors feel it, with its 95 % interval. Crosses: as stated before "
                        + "flying. Corners: the motors."),
            ]) + table.markup + MotorBars(report.campaign).markup
    }
}

/// The drone from above with the loads on it, to scale.
struct BalanceMap {
    private static let size = 460.0
    /// The picture's half width, m: the motors and a little more.
    private static let reach = 0.17

    let balances: [LoadBalance]

    init(_ balances: [LoadBalance]) { self.balances = balances }

    private func place(_ point: SIMD2<Double>) -> (x: Double, y: Double) {
        let scale = Self.size / 2 / Self.reach
        func held(_ value: Double) -> Double { min(Self.reach, max(-Self.reach, value)) }
        return (Self.size / 2 + held(point.y) * scale, Self.size / 2 - held(point.x) * scale)
    }

    var markup: Markup {
        let size = Int(Self.size)
        return .element(
            "svg",
            [
                "class": "map small", "viewBox": "0 0 \(size) \(size)", "role": "img",
                "aria-labelledby": "balance-title",

            ],
            [
                .element("title", ["id": "balance-title"], description),
                .element(
                    "rect",
                    ["class": "frame", "x": "0.5", "y": "0.5", "width": "\(size - 1)", "height": "\(size - 1)"], []),
                airframe, .group(balances.enumerated().map { load($0.element, style: $0.offset % 6) }),
            ])
    }

    /// Which colour is which load.
    var legend: Markup {
        let items = balances.enumerated().map { index, balance in
            Markup.element(
                "li", [:],
                [
                    .element(
                        "svg", ["viewBox": "0 0 34 10", "aria-hidden": "true"],
                        [.element("path", ["class": "series dots big c\(index % 6)", "d": "M17 5h0"], [])]),
                    .text(LiftReport.grams(balance.mass)),
                ])
        }
        return .element("ul", ["class": "legend"], items)
    }

    private var description: String {
        let parts = balances.map { balance in
            "\(LiftReport.grams(balance.mass)) \(ReportNumber.text(balance.position.x * 1000, decimals: 0, unit: "mm")) forward "
                + "and \(ReportNumber.text(balance.position.y * 1000, decimals: 0, unit: "mm")) to the right"
        }
        return "Where the loads sit: " + parts.joined(separator: "; ") + "."
    }

    private var airframe: Markup {
        let arm = ThrustLaw().motorOffset
        let corners = [SIMD2(arm, -arm), SIMD2(arm, arm), SIMD2(-arm, arm), SIMD2(-arm, -arm)].map(place)
        let middle = place(SIMD2(0, 0))
        func line(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double)) -> String {
            "M\(Plot.pixel(from.x)) \(Plot.pixel(from.y))L\(Plot.pixel(to.x)) \(Plot.pixel(to.y))"
        }
        let names = ["front left", "front right", "rear right", "rear left"]
        let bar = place(SIMD2(0, 0.05)).x - middle.x
        let (left, bottom) = (18.0, Self.size - 18)
        return .element(
            "path", ["class": "grid", "d": line(corners[0], corners[2]) + line(corners[1], corners[3])], [])
            + .group(
                zip(corners, names).map { corner, name in
                    .element(
                        "circle",
                        ["class": "frame", "cx": Plot.pixel(corner.x), "cy": Plot.pixel(corner.y), "r": "34"],
                        [.element("title", [:], name)])
                })
            + .element(
                "text", ["x": Plot.pixel(middle.x), "y": "20", "text-anchor": "middle"], "front")
            + .element(
                "path",
                [
                    "class": "series c5",
                    "d": "M\(Plot.pixel(left)) \(Plot.pixel(bottom - 5))V\(Plot.pixel(bottom))h\(Plot.pixel(bar))v-5",
                ], [])
            + .element(
                "text", ["class": "strong", "x": Plot.pixel(left + bar + 8), "y": Plot.pixel(bottom + 2)], "50\u{A0}mm")
    }

    private func load(_ balance: LoadBalance, style: Int) -> Markup {
        let (x, y) = place(balance.position)
        var parts: [Markup] = []
        if let half = balance.positionHalfWidth {
            let low = place(balance.position - half)
            let high = place(balance.position + half)
            parts.append(
                .element(
                    "rect",
                    [
                        "class": "spread", "x": Plot.pixel(low.x), "y": Plot.pixel(high.y),
                        "width": Plot.pixel(max(1, high.x - low.x)), "height": Plot.pixel(max(1, low.y - high.y)),
                    ], []))
        }
        parts.append(
            .element("path", ["class": "series dots big c\(style)", "d": "M\(Plot.pixel(x)) \(Plot.pixel(y))h0"], []))
        if let stated = balance.stated {
            let (sx, sy) = place(stated)
            parts.append(
                .element(
                    "path",
                    [
                        "class": "series c\(style)",
                        "d": "M\(Plot.pixel(sx - 5)) \(Plot.pixel(sy - 5))l10 10m0 -10l-10 10",
                    ], []))
        }
        return .group(parts)
    }
}

/// The four motors by load as bars, with what the scale still has above them.
struct MotorBars {
    private let groups: [(mass: Double, motors: SIMD4<Double>)]

    init(_ campaign: LiftCampaign) {
        let masses = Set(campaign.runs.filter(\.counts).compactMap(\.payload)).sorted()
        groups = masses.map { mass in
            let own = campaign.runs.filter { $0.counts && $0.payload == mass }.compactMap(\.hover)
            return (mass, own.reduce(SIMD4<Double>(repeating: 0)) { $0 + $1.motors } / Double(max(1, own.count)))
        }
    }

    var markup: Markup {
        guard !groups.isEmpty else { return .nothing }
        let (left, right, top, bottom) = (Plot.Frame.left, Plot.Frame.right, Plot.Frame.top, Plot.Frame.bottom)
        func y(_ counts: Double) -> Double { Double(bottom) - counts / 260 * Double(bottom - top) }
        var parts: [Markup] = []
        var grid = ""
        for tick in stride(from: 0, through: 250, by: 50) {
            grid += "M\(left) \(Plot.pixel(y(Double(tick))))H\(right)"
            parts.append(
                .element(
                    "text", ["x": "\(left - 7)", "y": Plot.pixel(y(Double(tick)) + 4), "text-anchor": "end"], "\(tick)")
            )
        }
        let width = Double(right - left) / Double(groups.count)
        let bar = min(34, width / 5.5)
        for (index, group) in groups.enumerated() {
            let middle = Double(left) + width * (Double(index) + 0.5)
            for motor in 0..<4 {
                let x = middle + (Double(motor) - 2) * bar
                let value = group.motors[motor]
                parts.append(
                    .element(
                        "rect",
                        [
                            "class": "bar f\(motor)", "x": Plot.pixel(x + 1), "y": Plot.pixel(y(value)),
                            "width": Plot.pixel(bar - 2), "height": Plot.pixel(Double(bottom) - y(value)),
                        ], [.element("title", [:], "\(Self.names[motor]): \(ReportNumber.text(value, decimals: 1))")]))
                if bar >= 22 {
                    parts.append(
                        .element(
                            "text",
                            ["x": Plot.pixel(x + bar / 2), "y": Plot.pixel(y(value) - 4), "text-anchor": "middle"],
                            ReportNumber.text(value, decimals: 0)))
                }
            }
            parts.append(
                .element(
                    "text", ["x": Plot.pixel(middle), "y": "\(bottom + 18)", "text-anchor": "middle"],
                    LiftReport.grams(group.mass)))
        }
        let limit = Plot.pixel(y(250))
        let svg = Markup.element(
            "svg",
            [
                "class": "plot bars", "viewBox": "0 0 \(Plot.Frame.width) \(Plot.Frame.height)", "role": "img",
                "aria-labelledby": "motors-title",
            ],
            [
                .element("title", ["id": "motors-title"], description),
                .element("path", ["class": "grid", "d": grid], []),
                .group(parts), .element("path", ["class": "limit", "d": "M\(left) \(limit)H\(right)"], []),
                .element(
                    "text",
                    ["class": "limit halo", "x": "\(right - 6)", "y": Plot.pixel(y(250) + 13), "text-anchor": "end"],
                    "saturated"),
                .element(
                    "text",
                    ["x": "\((left + right) / 2)", "y": "\(Plot.Frame.height - 6)", "text-anchor": "middle"], "payload"),
                .element(
                    "text",
                    [
                        "x": "13", "y": "\((top + bottom) / 2)", "text-anchor": "middle",
                        "transform": "rotate(-90 13 \((top + bottom) / 2))",
                    ], "set-point, counts"),
            ])
        let legend = Markup.element(
            "ul", ["class": "legend"],
            Self.names.enumerated().map { index, name in
                .element(
                    "li", [:],
                    [
                        .element(
                            "svg", ["viewBox": "0 0 34 10", "aria-hidden": "true"],
                            [.element("rect", ["class": "bar f\(index)", "width": "34", "height": "10"], [])]),
                        .text(name),
                    ])
            })
        return .element(
            "figure", ["id": "motor-bars"],
            [
                .element(
                    "figcaption", [:], [.element("strong", [:], "Each motor in calm hover, left to right"), legend]),
                .element("div", ["class": "plot-box"], [svg]),
            ])
    }

    private static let names = ["front left", "front right", "rear right", "rear left"]

    private var description: String {
        let parts = groups.map { group in
            "\(LiftReport.grams(group.mass)): "
                + (0..<4).map { ReportNumber.text(group.motors[$0], decimals: 0) }.joined(separator: ", ")
        }
        return "Set-points of the four motors by payload. " + parts.joined(separator: "; ") + "."
    }
}
