import CellCanvas
import DroneModel

/// What speaks against taking off and what to do about it, the blocking things first.
struct PreflightPane {
    let moment: Moment

    /// One row of the list.
    private struct Row {
        var mark: String
        var text: String
        var style: Style
    }

    /// How many rows the list takes in this width.
    func rows(forColumns columns: Int) -> Int { list(forColumns: columns).count }

    /// Nobody mends what a recording shows: its list says what was wrong, and not what to do.
    private var isPast: Bool { moment.replay != nil }

    private func list(forColumns columns: Int) -> [Row] {
        let items = Preflight.items(for: moment.snapshot, at: moment.now)
        var rows: [Row] = []
        if !items.contains(where: \.blocks) {
            rows.append(Row(mark: "ok", text: isPast ? "was ready to fly" : "ready: t takes off", style: Palette.good))
        }
        for item in items {
            let style = item.blocks ? Palette.alarm : Palette.warning
            let mark = item.blocks ? "NO" : "!"
            let advice = isPast ? item.problem : "\(item.problem) — \(item.remedy)"
            for (index, text) in Self.wrap(advice, columns: columns - 3).enumerated() {
                rows.append(Row(mark: index == 0 ? mark : "", text: text, style: style))
            }
        }
        return rows
    }

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let rows = list(forColumns: area.columns)
        let room = rows.count <= area.rows ? rows.count : max(0, area.rows - 1)
        for (index, row) in rows.prefix(room).enumerated() {
            canvas.write(row.mark, in: area, row: index, style: row.style)
            canvas.write(row.text, in: area, row: index, column: 3)
        }
        if rows.count > room {
            canvas.write(
                "and \(rows.count - room) more lines: enlarge the window", in: area, row: room, column: 3,
                style: Palette.warning)
        }
    }

    /// Breaks a sentence between words; a word longer than a line is left to be clipped.
    static func wrap(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let line = lines.last, line.count + 1 + word.count <= columns {
                lines[lines.count - 1] = line + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
