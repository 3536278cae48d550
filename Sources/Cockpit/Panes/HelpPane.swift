import CellCanvas
import DroneModel

/// All keys, over the panes: with an explanation where there is room, as words where not.
struct HelpPane {
    let moment: Moment
    /// The layout in use.
    let arrangement: Arrangement
    /// The game pad that flies.
    var pad: PadStatus?

    /// What a line with an explanation takes, columns.
    private static let lineColumns = 68

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let flying = moment.mission == nil ? KeyEntry.all : KeyEntry.allOfMission
        let entries = moment.replay == nil ? flying : KeyEntry.allOfReplay
        let usages = moment.replay == nil ? CommandSyntax.usages : CommandSyntax.replayUsages
        // Where there is room, the commands stand beside the keys, else below them.
        let widest = usages.map(\.count).max() ?? 0
        let hasSide = area.columns >= Self.lineColumns + widest + 14 && area.rows >= usages.count + 3
        let commands = hasSide || area.rows >= entries.count + usages.count + 3 ? usages : []
        let below = hasSide || commands.isEmpty ? 0 : commands.count + 1
        let rows = max(entries.count + below, hasSide ? commands.count + 1 : 0) + 2
        guard area.columns >= Self.lineColumns + 4, area.rows >= rows else {
            drawBrief(entries, in: area, into: &canvas)
            return
        }
        let width = hasSide ? Self.lineColumns + widest + 14 : 76
        let box = area.centered(rows: rows, columns: area.columns <= Layout.full.columns ? area.columns : width)
        canvas.fill(box)
        canvas.box(box, title: title, titleStyle: Palette.title)
        let inside = box.inset
        // In the lower border: the rows are all taken.
        let foot = Rectangle(row: box.endRow - 1, column: box.column + 2, rows: 1, columns: box.columns - 4)
        canvas.write(" \(pad?.line ?? "no game pad: stork gamepad list") ", in: foot, style: Palette.title)
        let place = hasSide ? inside.dropping(columns: Self.lineColumns + 2) : inside.dropping(rows: entries.count)
        drawCommands(commands, in: place, into: &canvas)
        for (row, entry) in entries.enumerated() {
            let line = inside.dropping(rows: row).prefix(rows: 1).dropping(columns: 1)
            let refusal = moment.refusal(of: entry.command)
            let style = refusal == nil ? Style.plain : Palette.faint
            canvas.write(entry.keys, in: line, endingAt: 7, style: refusal == nil ? Palette.value : Palette.faint)
            if let refusal {
                canvas.write("\(entry.label): not now, \(refusal)", in: line, column: 9, style: style)
            } else {
                canvas.write(entry.explanation, in: line, column: 9, style: style)
            }
        }
    }

    /// What the keys are for now.
    private var title: String {
        let layout = "layout \(arrangement.name)"
        if moment.isReadOnly { return "KEYS read-only, \(layout) (esc closes)" }
        if moment.replay != nil { return "KEYS of the replay, \(layout) (esc closes)" }
        let place = moment.wasOnGround ? "on the ground" : "in the air"
        return "KEYS \(place), \(layout) (space lands from here too, esc closes)"
    }

    private func drawCommands(_ usages: [String], in area: Rectangle, into canvas: inout Canvas) {
        guard !usages.isEmpty else { return }
        canvas.write("commands", in: area, column: 1, style: Palette.title)
        for (row, usage) in usages.enumerated() {
            canvas.write(":", in: area, row: row + 1, column: 7, style: Palette.value)
            canvas.write(usage, in: area, row: row + 1, column: 9)
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
