import CellCanvas
import DroneModel

/// How the link works: phase, rates, gaps, and what was counted.
struct LinkPane {
    let moment: Moment

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let link = moment.snapshot.link
        let isLive = link.phase == .live
        let heard = link.lastNavdata != nil
        let wifi = moment.field(moment.telemetry.wifiQuality) { $0.percent() }
        var line = Line(area: area)
        line.write("phase ", Palette.label, &canvas)
        line.write("\(link.phase)", isLive ? Palette.good : Palette.warning, &canvas)
        line.writeTrailing("wifi ", wifi, &canvas)
        let rates: [(String, String, Duration?)] = [
            ("navdata", (link.navdataRate.fixed(0) ?? "n/a") + " Hz", heard ? link.longestNavdataGap : nil),
            ("AT", (link.atRate.fixed(0) ?? "n/a") + " Hz", link.atRate > 0 ? link.longestATGap : nil),
        ]
        for (name, rate, gap) in rates {
            line = line.next
            line.write("\(name) ", Palette.label, &canvas)
            line.column = 8
            line.write(rate, Palette.value, &canvas)
            let field = gap.map { Field(text: $0.brief, style: Palette.value) } ?? .unknown
            line.writeTrailing("gap ", field, &canvas)
        }
        var rest = area.dropping(rows: 3)
        if let video = moment.snapshot.video, !rest.isEmpty {
            drawVideo(video, in: Line(area: rest), into: &canvas)
            rest = rest.dropping(rows: 1)
        }
        if rest.rows >= 2 {
            JitterPane(moment: moment).draw(in: rest.prefix(rows: 1), into: &canvas)
            rest = rest.dropping(rows: 1)
        }
        if let scan = link.suspectedScan, !rest.isEmpty {
            rest = rest.dropping(rows: drawWarning(of: scan, in: rest, into: &canvas))
        }
        drawCounters(in: rest, into: &canvas)
    }

    /// The camera's frames and the age of the newest picture, which grows instead of expiring.
    private func drawVideo(_ video: VideoHealth, in place: Line, into canvas: inout Canvas) {
        var line = place
        line.write("video ", Palette.label, &canvas)
        line.column = 8
        let isWell = video.phase == .streaming
        let rate = (video.framesPerSecond.fixed(0) ?? "n/a") + " /s"
        line.write(isWell ? rate : "\(video.phase)", isWell ? Palette.value : Palette.warning, &canvas)
        let age = video.age(at: moment.now).map { age in
            Field(text: age.brief, style: age >= Freshness.staleness ? Palette.warning : Palette.value)
        }
        line.writeTrailing("age ", age ?? .unknown, &canvas)
    }

    /// Says that this computer scans, and where there is room what ends it.
    ///
    /// - Returns: How many rows that took.
    private func drawWarning(of scan: HostScan, in area: Rectangle, into canvas: inout Canvas) -> Int {
        canvas.write("! host scans every \(scan.period.brief)", in: area, style: Palette.warning)
        let remedy = PreflightPane.wrap("stop it: " + HostScan.remedy, columns: area.columns)
        guard area.rows >= remedy.count + 3 else { return 1 }
        for (row, text) in remedy.enumerated() { canvas.write(text, in: area, row: row + 1) }
        return remedy.count + 1
    }

    /// Two counters in a line.
    ///
    /// Where not all have room, those that counted something go first.
    private func drawCounters(in area: Rectangle, into canvas: inout Canvas) {
        let all = counters
        let slots = area.rows * 2
        let urgent = all.filter { $0.count != 0 } + all.filter { $0.count == 0 }
        let shown = all.count <= slots ? all : Array(urgent.prefix(slots))
        let half = (area.columns - 1) / 2
        for (index, counter) in shown.enumerated() {
            let cell = Rectangle(
                row: area.row + index / 2, column: area.column + (index % 2) * (half + 1), rows: 1,
                columns: index % 2 == 0 ? half : area.columns - half - 1)
            let count = Self.brief(counter.count)
            let style = counter.count == 0 ? Palette.faint : counter.isFault ? Palette.warning : Palette.value
            canvas.write(counter.name, in: cell, style: Palette.label)
            canvas.write(" " + count, in: cell, endingAt: cell.columns, style: style)
        }
    }

    /// What is counted, the most telling first; names have eight letters at most.
    private var counters: [(name: String, count: Int, isFault: Bool)] {
        let counters = moment.snapshot.link.counters
        let video = moment.snapshot.video.map { video in
            [
                ("vid miss", video.missingFrames, true), ("vid dmg", video.damages, true),
                ("vid err", video.pictures?.errors ?? 0, true), ("vid drop", video.pictures?.overtaken ?? 0, true),
                ("vid conn", video.reconnects, true),
            ]
        }
        return (video ?? []) + [
            ("missing", counters.navdataMissing, true), ("late", counters.navdataLate, true),
            ("refused", counters.navdataRefused, true), ("lost", counters.losses, true),
            ("AT late", counters.atLate, true), ("AT fail", counters.atFailed, true),
            ("expired", counters.setpointsExpired, true), ("unsafe", counters.commandsRefused, true),
            ("cfg fail", counters.configurationFailed, true), ("restarts", counters.navdataRestarts, true),
            ("doubles", counters.navdataDuplicates, true), ("tags new", counters.navdataUnknownOptions, true),
            ("navdata", counters.navdataValid, false), ("AT sent", counters.atDatagrams, false),
            ("2nd head", counters.navdataSecondHeader, false),
        ]
    }

    /// A count in at most five characters.
    private static func brief(_ count: Int) -> String {
        switch count {
        case ..<10_000: "\(count)"
        case ..<1_000_000: "\(count / 1000)k"
        case ..<1_000_000_000: "\(count / 1_000_000)M"
        default: ">999M"
        }
    }

    /// A row that is written from the left.
    private struct Line {
        var area: Rectangle
        var column = 0

        init(area: Rectangle) { self.area = area }

        var next: Line { Line(area: area.dropping(rows: 1)) }

        private var first: Rectangle { area.prefix(rows: 1) }

        mutating func write(_ text: String, _ style: Style, _ canvas: inout Canvas) {
            column = canvas.write(text, in: first, column: column, style: style)
        }

        func writeTrailing(_ label: String, _ field: Field, _ canvas: inout Canvas) {
            let width = Canvas.width(of: field.text, in: canvas.glyphs)
            canvas.write(label, in: first, endingAt: area.columns - width, style: Palette.label)
            canvas.write(field.text, in: first, endingAt: area.columns, style: field.style)
        }
    }
}
