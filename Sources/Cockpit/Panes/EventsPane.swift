import CellCanvas
import DroneModel

/// What happened and which commands were sent, the newest at the bottom.
struct EventsPane {
    let moment: Moment

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let events = moment.snapshot.events.suffix(area.rows)
        if events.isEmpty { canvas.write("nothing yet", in: area, style: Palette.faint) }
        for (row, event) in events.enumerated() {
            let line = area.dropping(rows: row).prefix(rows: 1)
            canvas.write(event.time.clock, in: line, endingAt: 7, style: Palette.label)
            canvas.write(event.severity.mark, in: line, column: 8, style: event.severity.style)
            let text = line.dropping(columns: 11)
            let end = canvas.write(event.text, in: text, style: event.severity.style)
            if end > text.columns {
                canvas.write(String(canvas.glyphs.ellipsis), in: text, endingAt: text.columns, style: Palette.label)
            }
        }
    }
}

extension DroneEvent.Severity {
    /// Two characters that say it without colour: a command goes out, an alarm shouts.
    fileprivate var mark: String {
        switch self {
        case .command: "->"
        case .notice: ""
        case .warning: "!"
        case .alarm: "!!"
        }
    }

    fileprivate var style: Style {
        switch self {
        case .command: Style(.named(.cyan))
        case .notice: .plain
        case .warning: Palette.warning
        case .alarm: Palette.alarm
        }
    }
}
