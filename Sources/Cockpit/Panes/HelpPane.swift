import CellCanvas
import DroneModel

/// All keys, over the panes: with an explanation where there is room, as words where not.
struct HelpPane {
    let moment: Moment

    /// What a line with an explanation takes.
    private static let lineColumns = 68

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let entries = KeyEntry.all
        let rows = entries.count + 2
        guard area.columns >= Self.lineColumns + 4, area.rows >= rows else {
            drawBrief(entries, in: area, into: &canvas)
            return
        }
        let box = area.centered(rows: rows, columns: area.columns <= Layout.full.columns ? area.columns : 76)
        canvas.fill(box)
        canvas.box(box, title: "KEYS (space lands from here too, esc closes)", titleStyle: Palette.title)
        let inside = box.inset
        for (row, entry) in entries.enumerated() {
            let line = inside.dropping(rows: row).prefix(rows: 1).dropping(columns: 1)
            let refusal = entry.command.refusal(in: moment.snapshot, at: moment.now)
            let style = refusal == nil ? Style.plain : Palette.faint
            canvas.write(entry.keys, in: line, endingAt: 7, style: refusal == nil ? Palette.value : Palette.faint)
            if let refusal {
                canvas.write("\(entry.label): not now, \(refusal)", in: line, column: 9, style: style)
            } else {
                canvas.write(entry.explanation, in: line, column: 9, style: style)
            }
        }
    }

    private func drawBrief(_ entries: [KeyEntry], in area: Rectangle, into canvas: inout Canvas) {
        canvas.fill(area)
        var row = 0
        var column = 0
        for entry in entries {
            let width = entry.keys.count + 1 + entry.label.count
            if column > 0, column + width > area.columns {
                row += 1
                column = 0
            }
            column = canvas.write(entry.keys, in: area, row: row, column: column, style: Palette.key)
            column = canvas.write(" \(entry.label)", in: area, row: row, column: column) + 2
        }
    }
}
