import CellCanvas
import DroneModel

/// The four motor set-points as bars and numbers, PWM 0–255, and their mean.
struct MotorsPane {
    let moment: Moment

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let reading = moment.telemetry.motors
        let isStale = reading?.freshness(at: moment.now) == .stale
        let pwm = reading.current(at: moment.now)
        let motors: [(name: String, value: KeyPath<MotorPWM, UInt8>)] = [
            ("FL", \.frontLeft), ("FR", \.frontRight), ("RR", \.rearRight), ("RL", \.rearLeft),
        ]
        for (row, motor) in motors.enumerated() {
            let line = area.dropping(rows: row).prefix(rows: 1)
            canvas.write(motor.name, in: line, style: Palette.label)
            let field = moment.field(reading) { "\($0[keyPath: motor.value])" }
            let bar = line.dropping(columns: 3).prefix(columns: line.columns - 3 - 5)
            if let pwm {
                let share = Double(pwm[keyPath: motor.value]) / 255
                canvas.horizontalBar(
                    bar, fraction: share, style: isStale ? Palette.faint : Palette.good, emptyStyle: Palette.faint)
            }
            canvas.write(field.text, in: line, endingAt: line.columns, style: field.style)
        }
        let mean = moment.field(reading) { $0.mean.fixed(1).map { $0 + " PWM" } }
        let last = area.dropping(rows: motors.count).prefix(rows: 1)
        let end = canvas.write("mean ", in: last, style: Palette.label)
        canvas.write(mean.text, in: last, column: end, style: mean.style)
    }
}
