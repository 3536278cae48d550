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
        let areas = bands.map {
            ($0.name, Markup.element("rect", ["class": "area f\($0.style)", "width": "34", "height": "10"], []))
        }
        let ranges = spans.map { ($0.name, Markup.element("path", ["class": "span", "d": "M3 5H31"], [])) }
        let others = (areas + ranges).map { name, drawing in
            Markup.element(
                "li", [:],
                [.element("svg", ["viewBox": "0 0 34 10", "aria-hidden": "true"], [drawing]), .text(name)])
        }
        return .element("ul", ["class": "legend"], items + others)
    }

    private func svg(_ drawn: [Series], vertical: AxisScale) -> Markup {
        let (width, height) = (Frame.width, Frame.height + extraHeight)
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
                "data-right": "\(Frame.right)", "data-top": "\(Frame.top)", "data-bottom": "\(bottom)",
                "data-x0": "\(horizontal.low)", "data-x1": "\(horizontal.high)", "data-y0": "\(vertical.low)",
                "data-y1": "\(vertical.high)", "data-log": vertical.spacing == .logarithmic ? "1" : nil,
                "data-clock": horizontal.spacing == .time ? "1" : nil,
            ],
            [
                .element("title", ["id": "\(id)-title"], description(drawn)), backdrop,
                axes(vertical), .group(bands.map { area($0, vertical) }), .group(curves, separator: "\n"),
                limitLines(vertical), .group(spans.map { span($0, vertical) }), overlay,
                .element(
                    "line",
                    ["class": "cursor", "x1": "0", "x2": "0", "y1": "\(Frame.top)", "y2": "\(bottom)"], []),
            ])
    }

    private func path(_ series: Series, _ vertical: AxisScale) -> String {
        var path = PathText()
        for point in series.points where point.x.isFinite && point.y.isFinite {
            let (x, y) = tenths(point, vertical)
            path.add(x: x, y: y, startsRun: point.startsRun || series.form.isLoose)
        }
        return path.finish()
    }

    /// Where a point is, in tenths of a pixel.
    private func tenths(_ point: PlotPoint, _ vertical: AxisScale) -> (x: Int, y: Int) {
        let x = horizontal.place(of: point.x) * Double(10 * (Frame.right - Frame.left)) + Double(10 * Frame.left)
        let y = Double(10 * bottom) - vertical.place(of: point.y) * Double(10 * (bottom - Frame.top))
        return (Int(x.rounded()), Int(y.rounded()))
    }

    /// The curves' lower edge.
    private var bottom: Int { Frame.bottom + extraHeight }

    private func area(_ band: Band, _ vertical: AxisScale) -> Markup {
        var path = PathText()
        for point in band.low + band.high.reversed() where point.x.isFinite && point.y.isFinite {
            let (x, y) = tenths(point, vertical)
            path.add(x: x, y: y, startsRun: false)
        }
        return .element("path", ["class": "area f\(band.style)", "d": path.finish() + "z"], [])
    }

    private func span(_ span: Span, _ vertical: AxisScale) -> Markup {
        let (low, high) = (max(span.range.lowerBound, horizontal.low), min(span.range.upperBound, horizontal.high))
        guard low < high, span.height.isFinite else { return .nothing }
        func place(_ x: Double) -> (x: String, y: String) {
            let (left, top) = tenths(PlotPoint(x: x, y: span.height), vertical)
            return (PathText.tenths(left), PathText.tenths(top))
        }
        let (from, to) = (place(low), place(high))
        let line = Markup.element("path", ["class": "span", "d": "M\(from.x) \(from.y)H\(to.x)"], [])
        guard span.value >= horizontal.low, span.value <= horizontal.high else { return line }
        let middle = place(span.value)
        return line
            + .element("path", ["class": "series dots big c5", "d": "M\(middle.x) \(middle.y)h0"], [])
    }

    private func axes(_ vertical: AxisScale) -> Markup {
        let (left, right, top, bottom) = (Frame.left, Frame.right, Frame.top, bottom)
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
                "text",
                ["x": "\((left + right) / 2)", "y": "\(Frame.height + extraHeight - 6)", "text-anchor": "middle"],
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
                let y = Double(bottom) - vertical.place(of: limit.value) * Double(bottom - Frame.top)
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
