import CellCanvas
import DroneModel

/// What the pilot asks for: four bars of the limits, and the share that a movement key asks for.
struct CommandedPane {
    let moment: Moment
    /// What the held keys ask for; nil when none is held.
    let held: Setpoint?
    /// The share of the limits that a movement key asks for, percent.
    let speedPercent: Int

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let commanded = held ?? moment.snapshot.commanded
        let axes: [(name: String, value: Double, negative: String, positive: String)] = [
            ("roll", commanded.roll, "left", "right"), ("pitch", commanded.pitch, "forward", "back"),
            ("climb", commanded.climb, "down", "up"), ("yaw", commanded.yaw, "left", "right"),
        ]
        for (row, axis) in axes.enumerated() {
            let line = area.dropping(rows: row).prefix(rows: 1)
            canvas.write(axis.name, in: line, style: Palette.label)
            let isIdle = commanded.mode == .hover || axis.value == 0
            let bar = line.dropping(columns: 6).prefix(columns: max(5, line.columns - 6 - 13))
            canvas.centeredBar(
                bar, fraction: commanded.mode == .hover ? 0 : axis.value, style: Palette.warning,
                emptyStyle: Palette.faint)
            let word = isIdle ? "" : axis.value < 0 ? axis.negative : axis.positive
            let text = commanded.mode == .hover ? "hold" : "\(abs(axis.value).percent() ?? "n/a") \(word)"
            canvas.write(
                text.trimmingTrailingBlanks, in: line, column: 6 + bar.columns + 1,
                style: isIdle ? Palette.faint : Palette.value)
        }
        let last = area.dropping(rows: axes.count).prefix(rows: 1)
        let end = canvas.write("keys ask for ", in: last, style: Palette.label)
        canvas.write("\(speedPercent) %", in: last, column: end, style: Palette.value)
    }
}

extension String {
    /// The text without blanks at its end.
    fileprivate var trimmingTrailingBlanks: Substring {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return self[...last]
    }
}
