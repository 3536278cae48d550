extension Plot {
    /// The plot with its caption, legend and read-out.
    public var markup: Markup {
        let drawn = series.filter { !$0.points.isEmpty }
        guard !drawn.isEmpty else {
            return .element(
                "figure", ["id": id],
                [
                    .element("figcaption", [:], [.element("strong", [:], title)]),
                    .element("p", ["class": "note"], "\(ReportNumber.unknown): \(absence)"),
                ])
        }
        let vertical = vertical
        var parts = [
            Markup.element("figcaption", [:], [.element("strong", [:], title), legend, readout]),
            .element("div", ["class": "plot-box"], [svg(drawn, vertical: vertical)]),
        ]
        if let note { parts.append(.element("p", ["class": "note"], note)) }
        return .element("figure", ["id": id], parts)
    }

    /// What the plot shows, for those who hear the page.
    private func description(_ drawn: [Series]) -> String {
        let ranges = drawn.map { series in
            let values = series.points.map(\.y)
            let low = ReportNumber.text(values.min(), decimals: series.decimals)
            let high = ReportNumber.text(values.max(), decimals: series.decimals, unit: series.unit)
            return "\(series.name) from \(low) to \(high)"
        }
        return "\(title). \(ranges.joined(separator: "; "))."
    }

    private var readout: Markup { .element("span", ["class": "at note", "aria-live": "polite"], "") }

    private func outputID(_ index: Int) -> String { "\(id)-v\(index)" }

    private var legend: Markup {
        let items = series.enumerated().map { index, one in
            let sample = Markup.element(
                "svg", ["viewBox": "0 0 34 10", "aria-hidden": "true"],
                [
                    .element(
                        "path",
                        [
                            "class": "series \(one.form.style)c\(one.style)",
                            "d": one.form.isLoose ? "M17 5h0" : "M1 5H33",
                        ], [])
                ])
            return Markup.element(
                "li", [:],
                [
                    sample,
                    .text(one.name + (one.points.isEmpty ? ": \(ReportNumber.unknown) " : " ")),
                    .element("b", ["id": outputID(index)], ""),
                ])
        }
        return .element("ul", ["class": "legend"], items)
    }

    private func svg(_ drawn: [Series], vertical: AxisScale) -> Markup {
        let (width, height) = (Frame.width, Frame.height)
        let curves = series.enumerated().filter { !$0.element.points.isEmpty }.map { index, one in
            Markup.element(
                "path",
                [
                    "class": "series \(one.form.style)c\(one.style)", "d": path(one, vertical),
                    "data-out": outputID(index), "data-unit": one.unit, "data-decimals": "\(one.decimals)",
                ], [])
        }
        return .element(
            "svg",
            [
                "class": "plot", "viewBox": "0 0 \(width) \(height)", "role": "img", "tabindex": "0",
                "aria-labelledby": "\(id)-title", "data-group": group, "data-left": "\(Frame.left)",
                "data-right": "\(Frame.right)", "data-top": "\(Frame.top)", "data-bottom": "\(Frame.bottom)",
                "data-x0": "\(horizontal.low)", "data-x1": "\(horizontal.high)", "data-y0": "\(vertical.low)",
                "data-y1": "\(vertical.high)", "data-log": vertical.spacing == .logarithmic ? "1" : nil,
                "data-clock": horizontal.spacing == .time ? "1" : nil,
            ],
            [
                .element("title", ["id": "\(id)-title"], description(drawn)), backdrop,
                axes(vertical), .group(curves, separator: "\n"), limitLines(vertical), overlay,
                .element(
                    "line",
                    ["class": "cursor", "x1": "0", "x2": "0", "y1": "\(Frame.top)", "y2": "\(Frame.bottom)"], []),
            ])
    }

    private func path(_ series: Series, _ vertical: AxisScale) -> String {
        var path = PathText()
        for point in series.points where point.x.isFinite && point.y.isFinite {
            let x = horizontal.place(of: point.x) * Double(10 * (Frame.right - Frame.left)) + Double(10 * Frame.left)
            let y = Double(10 * Frame.bottom) - vertical.place(of: point.y) * Double(10 * (Frame.bottom - Frame.top))
            path.add(
                x: Int(x.rounded()), y: Int(y.rounded()), startsRun: point.startsRun || series.form.isLoose)
        }
        return path.finish()
    }

    private func axes(_ vertical: AxisScale) -> Markup {
        let (left, right, top, bottom) = (Frame.left, Frame.right, Frame.top, Frame.bottom)
        var lines = ""
        var labels: [Markup] = []
        for tick in vertical.ticks {
            let y = Double(bottom) - vertical.place(of: tick) * Double(bottom - top)
            lines += "M\(left) \(Self.pixel(y))H\(right)"
            labels.append(
                .element(
                    "text", ["x": "\(left - 7)", "y": Self.pixel(y + 4), "text-anchor": "end"],
                    vertical.label(of: tick)))
        }
        for tick in horizontal.ticks {
            let x = Double(left) + horizontal.place(of: tick) * Double(right - left)
            lines += "M\(Self.pixel(x)) \(bottom)v4"
            // The last label would be cut off at the picture's edge.
            let isLast = x > Double(right) - 1
            labels.append(
                .element(
                    "text",
                    [
                        "x": isLast ? "\(Frame.width - 1)" : Self.pixel(x), "y": "\(bottom + 18)",
                        "text-anchor": isLast ? "end" : "middle",
                    ], horizontal.label(of: tick)))
        }
        let names = [
            Markup.element(
                "text", ["x": "\((left + right) / 2)", "y": "\(Frame.height - 6)", "text-anchor": "middle"],
                horizontalLabel),
            .element(
                "text",
                [
                    "x": "13", "y": "\((top + bottom) / 2)", "text-anchor": "middle",
                    "transform": "rotate(-90 13 \((top + bottom) / 2))",
                ], verticalLabel),
        ]
        let frame = Markup.element(
            "rect",
            [
                "class": "frame", "x": "\(left)", "y": "\(top)", "width": "\(right - left)",
                "height": "\(bottom - top)",
            ], [])
        return .element("path", ["class": "grid", "d": lines], []) + frame
            + .element("g", ["aria-hidden": "true"], labels + names)
    }

    private func limitLines(_ vertical: AxisScale) -> Markup {
        let inside = limits.filter { $0.value > vertical.low && $0.value < vertical.high }
        return .group(
            inside.enumerated().map { index, limit in
                let y = Double(Frame.bottom) - vertical.place(of: limit.value) * Double(Frame.bottom - Frame.top)
                // Every second name stands at the left, so that close limits do not write over each other.
                let isRight = index.isMultiple(of: 2) != limitsBeginLeft
                return .element("path", ["class": "limit", "d": "M\(Frame.left) \(Self.pixel(y))H\(Frame.right)"], [])
                    + .element(
                        "text",
                        [
                            "class": "limit halo", "x": "\(isRight ? Frame.right - 6 : Frame.left + 6)",
                            "y": Self.pixel(y < Double(Frame.top) + 14 ? y + 13 : y - 4),
                            "text-anchor": isRight ? "end" : "start",
                        ], limit.label)
            })
    }

    /// A coordinate with one decimal.
    static func pixel(_ value: Double) -> String { PathText.tenths(Int((value * 10).rounded())) }
}

/// The `d` of a path, in tenths of a pixel: absolute where a run starts, relative within it.
struct PathText {
    private var bytes: [UInt8] = []
    private var last: (x: Int, y: Int)?
    /// Whether the current run has only its first point, which then needs a stroke of no length to be seen.
    private var isLone = false

    mutating func add(x: Int, y: Int, startsRun: Bool) {
        guard let last, !startsRun else {
            closeRun()
            bytes += Array("M\(Self.tenths(x)) \(Self.tenths(y))".utf8)
            last = (x, y)
            isLone = true
            return
        }
        if last == (x, y) { return }
        bytes += Array("l\(Self.tenths(x - last.x)) \(Self.tenths(y - last.y))".utf8)
        self.last = (x, y)
        isLone = false
    }

    consuming func finish() -> String {
        closeRun()
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func closeRun() {
        if isLone { bytes += Array("h0".utf8) }
        isLone = false
    }

    static func tenths(_ value: Int) -> String {
        let magnitude = value.magnitude
        let sign = value < 0 ? "-" : ""
        return magnitude % 10 == 0 ? "\(sign)\(magnitude / 10)" : "\(sign)\(magnitude / 10).\(magnitude % 10)"
    }
}
