import CellCanvas
import DroneModel

/// What the pilot asks for: four bars of the limits, and the share that a movement key asks for.
struct CommandedPane {
    let moment: Moment
    /// What the held keys ask for; nil when none is held.
    let held: Setpoint?
    /// The share of the limits that a movement key asks for, percent.
    let speedPercent: Int

    /// One of the four values, with the letters of its two directions.
    private struct Axis {
        var name: String
        var value: Double
        var negative: String
        var positive: String
    }

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let commanded = held ?? moment.snapshot.commanded
        let axes = [
            Axis(name: "roll", value: commanded.roll, negative: "L", positive: "R"),
            Axis(name: "pitch", value: commanded.pitch, negative: "F", positive: "B"),
            Axis(name: "climb", value: commanded.climb, negative: "D", positive: "U"),
            Axis(name: "yaw", value: commanded.yaw, negative: "L", positive: "R"),
        ]
        for (row, axis) in axes.enumerated() {
            draw(axis, holds: commanded.mode == .hover, in: area.dropping(rows: row).prefix(rows: 1), into: &canvas)
        }
        let last = area.dropping(rows: axes.count).prefix(rows: 1)
        let end = canvas.write("keys ask for ", in: last, style: Palette.label)
        canvas.write("\(speedPercent) %", in: last, column: end, style: Palette.value)
        canvas.write("[ ]", in: last, endingAt: last.columns, style: Palette.key)
    }

    private func draw(_ axis: Axis, holds: Bool, in line: Rectangle, into canvas: inout Canvas) {
        let labelColumns = 6
        let valueColumns = 7
        let isIdle = holds || axis.value == 0
        canvas.write(axis.name, in: line, style: Palette.label)
        let bar = line.dropping(columns: labelColumns + 1).prefix(
            columns: line.columns - labelColumns - valueColumns - 3)
        canvas.write(axis.negative, in: line, column: labelColumns, style: Palette.label)
        canvas.write(axis.positive, in: line, column: labelColumns + 1 + bar.columns, style: Palette.label)
        canvas.centeredBar(
            bar, fraction: holds ? 0 : axis.value, style: Palette.warning, emptyStyle: Palette.faint)
        let letter = isIdle ? "" : (axis.value < 0 ? axis.negative : axis.positive) + " "
        let text = holds ? "hold" : letter + (abs(axis.value).percent() ?? "n/a")
        canvas.write(text, in: line, endingAt: line.columns, style: isIdle ? Palette.faint : Palette.value)
    }
}
