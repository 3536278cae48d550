import CellCanvas
import DroneModel

/// One line across the screen: state, altitude, battery, link.
struct StatusPane {
    let moment: Moment

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let state = moment.state
        canvas.write(" \(state.text) ", in: area, style: state.style)

        let quarter = area.columns / 4
        var column = canvas.write("ALT ", in: area, column: max(15, quarter - 3), style: Palette.label)
        canvas.write(moment.altitude.text, in: area, column: column, style: moment.altitude.style)

        column = canvas.write("BAT ", in: area, column: quarter * 2 - 10, style: Palette.label)
        let meterColumns = 10 + area.columns / 10
        let meter = Rectangle(row: area.row, column: area.column + column, rows: 1, columns: meterColumns)
        let battery = moment.battery
        let percent = moment.telemetry.batteryPercent.current(at: moment.now) ?? 0
        canvas.meter(
            meter, fraction: Double(percent) / 100, value: battery.text, style: moment.batteryStyle,
            valueStyle: battery.style)
        canvas.write(moment.voltage.text, in: area, column: column + meterColumns + 1, style: moment.voltage.style)

        let age = moment.linkAge
        let ageColumns = Canvas.width(of: age.text, in: canvas.glyphs)
        let link = area.columns - max(6, ageColumns) - 6
        column = canvas.write("LINK ", in: area, column: link, style: Palette.label)
        canvas.write(age.text, in: area, column: column, style: age.style)
    }
}
