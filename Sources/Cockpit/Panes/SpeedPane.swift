import CellCanvas
import DroneModel

/// Speed over ground, forward and to the right, and the vertical speed: bars around zero with their numbers.
struct SpeedPane {
    let moment: Moment

    /// The speed at which a bar is full, m/s: what an AR.Drone reaches outdoors is 5, and indoors it is rarely above 3.
    static let fullSpeed = 3.0

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let telemetry = moment.telemetry
        let rows: [(label: String, reading: Reading<Double>?)] = [
            ("forward", telemetry.velocity.map { Reading($0.value.forward, at: $0.time) }),
            ("right", telemetry.velocity.map { Reading($0.value.right, at: $0.time) }),
            ("climb", telemetry.verticalSpeed),
        ]
        for (row, item) in rows.enumerated() {
            let line = area.dropping(rows: row).prefix(rows: 1)
            let field = moment.speed(item.reading)
            canvas.write(item.label, in: line, style: Palette.label)
            let bar = line.dropping(columns: 8).prefix(columns: line.columns - 8 - 11)
            if bar.columns >= 5, let speed = item.reading.current(at: moment.now) {
                canvas.centeredBar(
                    bar, fraction: speed / Self.fullSpeed, style: field.style, emptyStyle: Palette.faint)
            }
            canvas.write(field.text, in: line, endingAt: line.columns, style: field.style)
        }
        let ground = telemetry.velocity.map { Reading($0.value.magnitude, at: $0.time) }
        let total = moment.field(ground) { $0.fixed(2).map { $0 + " m/s" } }
        let last = area.dropping(rows: rows.count).prefix(rows: 1)
        canvas.write("over ground", in: last, style: Palette.label)
        canvas.write(total.text, in: last, endingAt: last.columns, style: total.style)
    }
}

extension Moment {
    /// A speed with its sign.
    func speed(_ reading: Reading<Double>?) -> Field {
        field(reading) { $0.fixed(2, signed: true).map { $0 + " m/s" } }
    }
}
