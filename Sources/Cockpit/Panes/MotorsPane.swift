import CellCanvas
import DroneModel

/// The four motor set-points as bars and numbers, PWM 0–255; their mean, what the busiest has left, and how far they
/// are apart.
struct MotorsPane {
    let moment: Moment

    /// The most rows a bar is drawn over.
    private static let thickestBar = 3

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let reading = moment.telemetry.motors
        let isStale = reading?.freshness(at: moment.now) == .stale
        let pwm = reading.current(at: moment.now)
        let motors: [(name: String, value: KeyPath<MotorPWM, UInt8>)] = [
            ("FL", \.frontLeft), ("FR", \.frontRight), ("RR", \.rearRight), ("RL", \.rearLeft),
        ]
        // Thick bars where there is room, with a blank row between them.
        let pitch = max(1, min(Self.thickestBar + 1, (area.rows - 2) / motors.count))
        let thickness = max(1, pitch - (pitch >= 3 ? 1 : 0))
        for (index, motor) in motors.enumerated() {
            let lines = area.dropping(rows: index * pitch).prefix(rows: thickness)
            let line = lines.dropping(rows: (thickness - 1) / 2).prefix(rows: 1)
            canvas.write(motor.name, in: line, style: Palette.label)
            let field = moment.field(reading) { "\($0[keyPath: motor.value])" }
            if let pwm {
                let share = Double(pwm[keyPath: motor.value]) / 255
                for row in 0..<lines.rows {
                    let bar = lines.dropping(rows: row).prefix(rows: 1).dropping(columns: 3)
                        .prefix(columns: lines.columns - 3 - 5)
                    canvas.horizontalBar(
                        bar, fraction: share, style: isStale ? Palette.faint : Palette.good,
                        emptyStyle: Palette.faint)
                }
            }
            canvas.write(field.text, in: line, endingAt: line.columns, style: field.style)
        }
        drawMargins(in: area.dropping(rows: motors.count * pitch), reading, into: &canvas)
    }

    /// Mean and headroom in one row, the spread in another where there is one.
    private func drawMargins(in area: Rectangle, _ reading: Reading<MotorPWM>?, into canvas: inout Canvas) {
        let mean = moment.field(reading) { $0.mean.fixed(1).map { $0 + " PWM" } }
        let end = canvas.write("mean ", in: area, style: Palette.label)
        canvas.write(mean.text, in: area, column: end, style: mean.style)
        let room = moment.headroom
        let number = Field(text: room.text.replacing(" PWM", with: ""), style: room.style)
        write("room ", number, in: area.prefix(rows: 1), into: &canvas)
        guard area.rows >= 2 else { return }
        let spread = moment.field(reading) { "\($0.spread)" }
        write("spread ", spread, in: area.dropping(rows: 1).prefix(rows: 1), into: &canvas)
    }

    private func write(_ label: String, _ field: Field, in line: Rectangle, into canvas: inout Canvas) {
        let width = Canvas.width(of: field.text, in: canvas.glyphs)
        canvas.write(label, in: line, endingAt: line.columns - width, style: Palette.label)
        canvas.write(field.text, in: line, endingAt: line.columns, style: field.style)
    }
}
