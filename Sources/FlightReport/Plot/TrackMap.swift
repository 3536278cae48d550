/// A track drawn to scale, the same along both axes, with a bar that tells the scale.
struct TrackMap {
    private static let width = 700.0
    private static let height = 460.0
    private static let margin = 46.0

    let track: FlightTrack
    /// Its name on the page.
    let id: String
    private let metresPerPixel: Double
    private let middle: (east: Double, north: Double)
    private let bar: Double

    init(_ track: FlightTrack, id: String = "map") {
        self.track = track
        self.id = id
        let all = track.points + track.fixes
        let east = all.map(\.east)
        let north = all.map(\.north)
        var (left, right) = (east.min() ?? 0, east.max() ?? 0)
        var (low, high) = (north.min() ?? 0, north.max() ?? 0)
        // The circle of what is uncertain is on the map too, unless it would dwarf the track.
        if let end = track.points.last, let radius = track.finalUncertainty,
            radius < max(right - left, high - low, 1)
        {
            (left, right) = (min(left, end.east - radius), max(right, end.east + radius))
            (low, high) = (min(low, end.north - radius), max(high, end.north + radius))
        }
        middle = ((left + right) / 2, (low + high) / 2)
        // The smallest map is two metres across: within that a hover looks like one.
        let scale = max(
            (right - left) / (Self.width - 2 * Self.margin), (high - low) / (Self.height - 2 * Self.margin),
            2 / (Self.height - 2 * Self.margin))
        metresPerPixel = scale
        bar = AxisScale(holding: 0...(120 * scale), spacing: .linear, ticks: 1).ticks.last ?? 1
    }

    /// Whether the circle of what is uncertain fits the map.
    var showsSpread: Bool { (track.finalUncertainty ?? .infinity) / metresPerPixel < Self.height / 2 }

    var markup: Markup {
        .element(
            "svg",
            [
                "class": "map", "viewBox": "0 0 \(Int(Self.width)) \(Int(Self.height))", "role": "img",
                "aria-labelledby": "\(id)-title",
            ],
            [
                .element("title", ["id": "\(id)-title"], description),
                .element(
                    "rect",
                    [
                        "class": "frame", "x": "0.5", "y": "0.5", "width": "\(Int(Self.width) - 1)",
                        "height": "\(Int(Self.height) - 1)",
                    ], []),
                spread, line(track.points, style: "c0"), line(track.fixes, style: "c1"), markers, scaleBar,
            ])
    }

    /// What the lines and signs mean.
    func legend(hasFixes: Bool) -> Markup {
        func item(_ drawing: Markup, _ text: String) -> Markup {
            .element(
                "li", [:],
                [.element("svg", ["viewBox": "0 0 34 10", "aria-hidden": "true"], [drawing]), .text(text)])
        }
        var items = [
            item(.element("path", ["class": "series c0", "d": "M1 5H33"], []), "integrated speed"),
            item(.element("circle", ["class": "marker start", "cx": "17", "cy": "5", "r": "5"], []), "start"),
            item(
                .element("rect", ["class": "marker finish", "x": "12", "y": "0", "width": "10", "height": "10"], []),
                "end"),
        ]
        if hasFixes { items.append(item(.element("path", ["class": "series c1", "d": "M1 5H33"], []), "GPS")) }
        return .element("ul", ["class": "legend"], items)
    }

    private var description: String {
        guard let first = track.points.first, let last = track.points.last else { return "No track." }
        let (east, north) = (last.east - first.east, last.north - first.north)
        let way = (east * east + north * north).squareRoot()
        return "Track from above. From start to end \(ReportNumber.text(way, decimals: 1, unit: "m")), "
            + "known to \(ReportNumber.text(track.finalUncertainty, decimals: 1, unit: "m"))."
    }

    private func place(_ point: TrackPoint) -> (x: Double, y: Double) {
        (
            Self.width / 2 + (point.east - middle.east) / metresPerPixel,
            Self.height / 2 - (point.north - middle.north) / metresPerPixel
        )
    }

    private func line(_ points: [TrackPoint], style: String) -> Markup {
        guard !points.isEmpty else { return .nothing }
        var path = PathText()
        for point in points {
            let (x, y) = place(point)
            path.add(x: Int((x * 10).rounded()), y: Int((y * 10).rounded()), startsRun: point.startsRun)
        }
        return .element("path", ["class": "series \(style)", "d": path.finish()], [])
    }

    /// The circle that the last place lies in with two chances in three, or so.
    private var spread: Markup {
        guard let last = track.points.last, let radius = track.finalUncertainty, showsSpread else { return .nothing }
        let (x, y) = place(last)
        return .element(
            "circle",
            ["class": "spread", "cx": Plot.pixel(x), "cy": Plot.pixel(y), "r": Plot.pixel(radius / metresPerPixel)],
            [.element("title", [:], "one standard deviation of the last place")])
    }

    private var markers: Markup {
        guard let first = track.points.first, let last = track.points.last else { return .nothing }
        let (start, end) = (place(first), place(last))
        return .element(
            "circle", ["class": "marker start", "cx": Plot.pixel(start.x), "cy": Plot.pixel(start.y), "r": "6.5"],
            [.element("title", [:], "start, \(ReportNumber.clock(first.time))")])
            + .element(
                "rect",
                [
                    "class": "marker finish", "x": Plot.pixel(end.x - 5), "y": Plot.pixel(end.y - 5), "width": "10",
                    "height": "10",
                ], [.element("title", [:], "end, \(ReportNumber.clock(last.time))")])
    }

    private var scaleBar: Markup {
        let length = bar / metresPerPixel
        let (x, y) = (18.0, Self.height - 18)
        let decimals = bar < 1 ? 1 : 0
        let up = Self.width - 22
        return .element(
            "path",
            [
                "class": "series c5",
                "d": "M\(Plot.pixel(x)) \(Plot.pixel(y - 5))V\(Plot.pixel(y))H\(Plot.pixel(x + length))"
                    + "V\(Plot.pixel(y - 5))M\(Plot.pixel(up)) 44V18M\(Plot.pixel(up - 5)) 25L\(Plot.pixel(up)) 17"
                    + "L\(Plot.pixel(up + 5)) 25",
            ], [])
            + .element(
                "text", ["class": "strong", "x": Plot.pixel(x + length + 8), "y": Plot.pixel(y + 2)],
                ReportNumber.text(bar, decimals: decimals, unit: "m"))
            + .element(
                "text", ["class": "strong", "x": Plot.pixel(up), "y": "60", "text-anchor": "middle"],
                track.isNorthUp ? "N" : "yaw 0")
    }
}
