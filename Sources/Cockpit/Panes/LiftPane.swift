import CellCanvas
import DroneModel

/// What carrying takes: hover throttle, what the motors have left, the battery under this load, the time in the air.
struct LiftPane {
    let moment: Moment

    private var rows: [(label: String, field: Field)] {
        let telemetry = moment.telemetry
        let flight = moment.snapshot.flight
        let throttle = moment.field(telemetry.motors) { _ in
            flight.hoverThrottle(at: moment.now).flatMap { mean in
                mean.fixed(1).map { "\($0) = " + ((mean / 255).percent() ?? "n/a") }
            }
        }
        let battery = moment.voltage
        return [
            ("hover, 5 s", throttle), ("headroom", moment.headroom),
            ("spread", moment.field(telemetry.motors) { "\($0.spread) PWM" }), ("battery", battery),
            (timer.label, timer.field), ("pitch", moment.pitch), ("roll", moment.roll),
        ]
    }

    /// How long it has been in the air; on the ground how long it was.
    private var timer: (label: String, field: Field) {
        let flight = moment.snapshot.flight
        if let airborne = flight.airborne(at: moment.now) {
            // Found in the air: it flew before it was first heard.
            let text = (flight.wasAdopted ? "> " : "") + airborne.clock
            return ("in the air", moment.field(moment.telemetry.status) { _ in text })
        }
        return ("last flight", flight.lastFlight.map { Field(text: $0.clock, style: Palette.value) } ?? .unknown)
    }

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        for (row, item) in rows.enumerated() {
            canvas.write(item.label, in: area, row: row, style: Palette.label)
            canvas.write(item.field.text, in: area, row: row, endingAt: area.columns, style: item.field.style)
        }
    }
}

extension Moment {
    /// From this headroom on the controller has little left to level the drone with, counts: a tenth of the scale.
    private static let scarceHeadroom = 25

    /// What the busiest motor has left.
    var headroom: Field {
        let isScarce = telemetry.motors.current(at: now).map { $0.headroom < Self.scarceHeadroom } ?? false
        return field(telemetry.motors, style: isScarce ? Palette.warning : Palette.value) { motors in
            "\(motors.headroom) PWM" + (motors.headroom < Self.scarceHeadroom ? " !" : "")
        }
    }
}
