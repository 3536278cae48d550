import CellCanvas
import DroneModel

/// The heading strip, the artificial horizon with its pitch ladder, and the two angles as numbers.
struct HorizonPane {
    let moment: Moment
    /// Whether the speed is written over the view: where it has no pane of its own.
    var showsSpeed = false

    /// The pitch from the lower to the upper edge, degrees: the firmware's usual tilt limit is 12°, and 30°
    /// can be set.
    static let verticalSpan = 40.0

    /// What the strip above shows: a compass where the drone has one, else the yaw that started from 0.
    var headingTitle: String {
        moment.telemetry.heading.current(at: moment.now) != nil ? "HEADING magnetic" : "YAW since start"
    }

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let hasStrip = area.rows >= 5
        let hasNumbers = area.rows >= 7
        if hasStrip { HeadingStrip(moment: moment).draw(in: area.prefix(rows: 1), into: &canvas) }
        var window = area.dropping(rows: hasStrip ? 1 : 0)
        if hasNumbers {
            drawNumbers(in: window.suffix(rows: 1), into: &canvas)
            window = window.prefix(rows: window.rows - 1)
        }
        guard let reading = moment.telemetry.attitude, reading.freshness(at: moment.now) != .expired,
            let view = HorizonView(
                attitude: reading.value, columns: window.columns, rows: window.rows,
                degreesPerRow: Self.verticalSpan / Double(max(9, window.rows)))
        else {
            let note = "attitude n/a"
            canvas.write(
                note, in: window.centered(rows: 1, columns: note.count), style: Palette.faint)
            return
        }
        drawView(view, in: window, into: &canvas)
        if showsSpeed, window.rows >= 5 { drawSpeed(in: window.suffix(rows: 1), into: &canvas) }
        if reading.freshness(at: moment.now) == .stale {
            canvas.restyle(window) { $0.with(.dim) }
            let note = " ~ old attitude "
            canvas.write(note, in: window.centered(rows: 1, columns: note.count).with(row: window.row))
        }
    }

    private func drawNumbers(in line: Rectangle, into canvas: inout Canvas) {
        let pitch = moment.pitch
        let roll = moment.roll
        let half = line.columns / 2
        let end = canvas.write("pitch ", in: line, column: 1, style: Palette.label)
        canvas.write(pitch.text, in: line, column: end, style: pitch.style)
        let rollColumns = Canvas.width(of: roll.text, in: canvas.glyphs)
        canvas.write(
            "roll ", in: line, column: max(half, line.columns - rollColumns - 6), style: Palette.label)
        canvas.write(roll.text, in: line, endingAt: line.columns - 1, style: roll.style)
    }

    /// Speed over ground in the lower corners of the view.
    private func drawSpeed(in line: Rectangle, into canvas: inout Canvas) {
        guard let velocity = moment.telemetry.velocity else { return }
        let forward = moment.speed(Reading(velocity.value.forward, at: velocity.time))
        let right = moment.speed(Reading(velocity.value.right, at: velocity.time))
        canvas.write(" fwd \(forward.text) ", in: line, style: forward.style)
        canvas.write(" right \(right.text) ", in: line, endingAt: line.columns, style: right.style)
    }

    private func drawView(_ view: HorizonView, in window: Rectangle, into canvas: inout Canvas) {
        for row in 0..<window.rows {
            for column in 0..<window.columns {
                let (glyph, style) = look(of: view.part(row: row, column: column), in: canvas.glyphs)
                canvas.write(String(glyph), in: window, row: row, column: column, style: style)
            }
        }
        drawLadder(view, in: window, into: &canvas)
        switch view.visible {
        case .skyOnly: drawArrow("horizon below", ("▼", "v"), in: window.suffix(rows: 1), into: &canvas)
        case .groundOnly: drawArrow("horizon above", ("▲", "^"), in: window.prefix(rows: 1), into: &canvas)
        case .both: break
        }
        let aircraft = canvas.glyphs == .unicode ? "━━━┫◆┣━━━" : "---<+>---"
        let place = window.centered(rows: 1, columns: aircraft.count)
        for (index, glyph) in aircraft.enumerated() where index < place.columns {
            let behind = canvas[place.row, place.column + index].style.background
            canvas.write(String(glyph), in: place, column: index, style: Palette.aircraft.on(behind))
        }
    }

    private func look(of part: HorizonView.Part, in glyphs: GlyphSet) -> (Character, Style) {
        switch part {
        case .sky:
            return (" ", Style(on: Palette.sky))
        case .ground:
            return (glyphs.shade, Style(Palette.soil, on: Palette.ground))
        case .edge(let ground, let lean):
            if glyphs == .ascii {
                let level: Character = ground < 0.34 ? "_" : ground < 0.67 ? "-" : "\""
                let glyph: Character = lean == .none ? level : lean == .rightUp ? "/" : lean == .upright ? "|" : "\\"
                return (glyph, Style(.named(.brightWhite), on: Palette.sky, .bold))
            }
            return (" ", Style(on: ground < 0.5 ? Palette.sky : Palette.ground))
        }
    }

    private func drawLadder(_ view: HorizonView, in window: Rectangle, into canvas: inout Canvas) {
        if canvas.glyphs == .unicode {
            for (place, dots) in view.brailleLines() {
                guard let scalar = Unicode.Scalar(0x2800 + UInt32(dots)) else { continue }
                let style = canvas[window.row + place.row, window.column + place.column].style
                canvas.write(
                    String(Character(scalar)), in: window, row: place.row, column: place.column,
                    style: Palette.ladder.on(style.background))
            }
        } else {
            for place in view.ladderCells() {
                let style = canvas[window.row + place.row, window.column + place.column].style
                canvas.write(
                    "-", in: window, row: place.row, column: place.column,
                    style: Palette.ladder.on(style.background))
            }
        }
        for label in view.ladderLabels() {
            let style = canvas[window.row + label.row, window.column + label.column].style
            canvas.write(
                label.text, in: window, row: label.row, column: label.column,
                style: Palette.ladder.on(style.background))
        }
    }

    private func drawArrow(_ text: String, _ arrow: (String, String), in line: Rectangle, into canvas: inout Canvas) {
        let mark = canvas.glyphs == .unicode ? arrow.0 : arrow.1
        let note = " \(mark) \(text) \(mark) "
        canvas.write(note, in: line.centered(rows: 1, columns: note.count), style: Palette.warning.with(.reverse))
    }
}

extension Rectangle {
    /// The same rectangle on another row.
    fileprivate func with(row: Int) -> Rectangle {
        Rectangle(row: row, column: column, rows: rows, columns: columns)
    }
}
