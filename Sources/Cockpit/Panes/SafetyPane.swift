import CellCanvas
import DroneModel

/// How much of each limit of the safety envelope is used, and what a broken rule wants.
struct SafetyPane {
    let moment: Moment
    let margins: [SafetyMargin]

    /// From this share of a limit on it is marked.
    private static let near = 0.8

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        if margins.isEmpty { canvas.write("nothing seen yet", in: area, style: Palette.faint) }
        for (row, margin) in margins.prefix(area.rows).enumerated() {
            let field = field(margin)
            canvas.write(margin.rule, in: area, row: row, style: Palette.label)
            canvas.write(field.text, in: area, row: row, endingAt: area.columns, style: field.style)
        }
    }

    /// `1.02 < 2.6 m`; a value near its limit with `!`, a broken rule with what it wants.
    private func field(_ margin: SafetyMargin) -> Field {
        let decimals =
            switch margin.unit {
            case "m", "m/s", "s": 2
            case "V": 1
            default: 0
            }
        let unit = margin.unit == "°" ? "\(moment.glyphs.degrees)" : " \(margin.unit)"
        let limit = (margin.limit.fixed(decimals) ?? "n/a") + unit
        let sign = margin.isFloor ? ">" : "<"
        let value = margin.value.flatMap { $0.fixed(decimals) } ?? "n/a"
        let text = "\(value) \(sign) \(limit)"
        if let action = margin.action { return Field(text: "\(action.uppercased()) \(text)", style: Palette.alarm) }
        guard let seen = margin.value, seen.isFinite, margin.limit > 0 else {
            return Field(text: text, style: Palette.faint)
        }
        let share = margin.isFloor ? margin.limit / max(seen, 1e-9) : seen / margin.limit
        // A battery comes near its limit slowly: 12 V are 85 % of 10.2 V already.
        let near = margin.unit == "V" ? 0.95 : Self.near
        return share >= near
            ? Field(text: "! " + text, style: Palette.warning) : Field(text: text, style: Palette.value)
    }
}

/// Every flight of the mission with its load, and what became of it.
struct LadderPane {
    let flights: [MissionProgress.Rung]

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        if flights.isEmpty { canvas.write("no flights", in: area, style: Palette.faint) }
        var row = 0
        var column = 0
        for (index, flight) in flights.enumerated() {
            let load = flight.load ?? "flight \(index + 1)"
            let (text, style): (String, Style) =
                switch flight.state {
                case .ahead: (load, Palette.label)
                case .present: (">\(load)<", Palette.prompt)
                case .landed: ("\(load) ok", Palette.good)
                case .failed: ("\(load) X", Palette.warning)
                case .leftOut: ("\(load) --", Palette.faint)
                }
            if column > 0, column + text.count > area.columns {
                row += 1
                column = 0
            }
            if row >= area.rows { return }
            column = canvas.write(text, in: area, row: row, column: column, style: style) + 2
        }
    }
}
