import CellCanvas
import DroneModel

/// A tape of the height that moves past a fixed pointer, and the vertical speed as a bar beside it.
///
///       2.0 ┤
///           │      ▁
///     ▶ 1.24 m     █
///           │
///       1.0 ┤
///      +0.12 m/s
struct AltitudePane {
    let moment: Moment
    /// Whether the sources have a pane of their own; else they are two rows below the tape.
    let hasSourcesElsewhere: Bool

    /// Metres between two rows: rows of an 80×24 screen then show a metre to either side of a drone that
    /// hovers at the firmware's usual 0.8 m.
    static let metresPerRow = 0.25
    /// The vertical speed at which the bar is full, m/s: the firmware's usual limit is 0.7.
    static let fullVerticalSpeed = 1.0

    private static let scaleColumn = 6
    private static let barColumn = 11

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        var tape = area.prefix(rows: area.rows - 1)
        let sources = SourcesPane(moment: moment)
        let known = hasSourcesElsewhere || area.rows < 9 ? [] : sources.sources.filter { $0.reading != nil }
        tape = tape.prefix(rows: tape.rows - known.count)
        for (row, source) in known.enumerated() {
            let field = sources.field(source)
            let line = area.dropping(rows: tape.rows + row).prefix(rows: 1)
            canvas.write(source.brief, in: line, style: Palette.label)
            canvas.write(field.text, in: line, column: field.text.first == "~" ? 4 : 5, style: field.style)
            if sources.disagrees(source) {
                canvas.write("!", in: line, column: area.columns - 1, style: Palette.warning)
            }
        }
        let center = tape.rows / 2
        let altitude = moment.telemetry.altitude
        if let metres = altitude.current(at: moment.now), metres.isFinite, abs(metres) < 10_000 {
            drawScale(in: tape, metres: metres, center: center, into: &canvas)
        }
        let field = moment.altitude
        let pointer = canvas.glyphs == .unicode ? "▶" : ">"
        canvas.fill(tape.dropping(rows: center).prefix(rows: 1))
        let end = canvas.write(pointer, in: tape, row: center, style: Palette.aircraft)
        let text = field.text.first == "~" ? field.text : " " + field.text
        canvas.write(text, in: tape, row: center, column: end, style: field.style)
        drawVerticalSpeed(in: tape, center: center, into: &canvas)
        let speed = moment.verticalSpeed
        canvas.write("V/S ", in: area, row: area.rows - 1, style: Palette.label)
        canvas.write(speed.text, in: area, row: area.rows - 1, column: 4, style: speed.style)
    }

    private func drawScale(in tape: Rectangle, metres: Double, center: Int, into canvas: inout Canvas) {
        let middle = Int((metres / Self.metresPerRow).rounded())
        for row in 0..<tape.rows {
            let step = middle + center - row
            if step < 0 {
                let ground = Rectangle(
                    row: tape.row + row, column: tape.column + Self.scaleColumn, rows: 1, columns: 3)
                canvas.fill(ground, with: canvas.glyphs.shade, style: Palette.line)
                continue
            }
            let isLabelled = step % 2 == 0
            let unicode = canvas.glyphs == .unicode
            let tick =
                step == 0 ? (unicode ? "┴──" : "+--") : isLabelled ? (unicode ? "┤" : "+") : (unicode ? "│" : "|")
            canvas.write(tick, in: tape, row: row, column: Self.scaleColumn, style: Palette.line)
            if isLabelled, let label = (Double(step) * Self.metresPerRow).fixed(1) {
                canvas.write(label, in: tape, row: row, endingAt: Self.scaleColumn - 1, style: Palette.label)
            }
        }
    }

    private func drawVerticalSpeed(in tape: Rectangle, center: Int, into canvas: inout Canvas) {
        guard let reading = moment.telemetry.verticalSpeed, let speed = reading.value.fixed(2), speed != "0.00",
            reading.freshness(at: moment.now) != .expired
        else { return }
        let style = reading.freshness(at: moment.now) == .stale ? Palette.faint : Palette.value
        let share = min(1, abs(reading.value) / Self.fullVerticalSpeed)
        let above = Rectangle(row: tape.row, column: tape.column + Self.barColumn, rows: center, columns: 2)
        if reading.value > 0 {
            let rows = max(1, Int((share * Double(center)).rounded(.up)))
            let part = share * Double(center) / Double(rows)
            canvas.verticalBar(above.suffix(rows: rows), fraction: part, style: style)
        } else {
            let rows = max(1, Int((share * Double(center)).rounded()))
            let below = tape.dropping(rows: center + 1).prefix(rows: rows)
            canvas.fill(
                Rectangle(row: below.row, column: above.column, rows: below.rows, columns: 2),
                with: canvas.glyphs.fullBlock, style: style)
        }
    }
}
