import CellCanvas
import DroneModel

/// How the mission goes on: the flight, the step with its time, what is on board, what is asked.
struct MissionPane {
    let moment: Moment
    let progress: MissionProgress

    /// One row, and how gladly it is left out where there is little room: 0 is never.
    private struct Row {
        var text: String
        var style: Style
        var rank: Int
        /// A bar instead of text: its share and what stands in it.
        var share: Double?
    }

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        var rows = rows(forColumns: area.columns)
        while rows.count > area.rows, let worst = rows.map(\.rank).max(),
            let index = rows.lastIndex(where: { $0.rank == worst })
        {
            rows.remove(at: index)
        }
        for (index, row) in rows.enumerated() {
            let line = area.dropping(rows: index).prefix(rows: 1)
            if let share = row.share {
                canvas.meter(line, fraction: share, value: row.text, style: row.style, valueStyle: Palette.value)
                continue
            }
            if canvas.write(row.text, in: line, style: row.style) > line.columns {
                canvas.write(String(canvas.glyphs.ellipsis), in: line, endingAt: line.columns, style: row.style)
            }
        }
    }

    private func rows(forColumns columns: Int) -> [Row] {
        var rows = [Row(text: head, style: Palette.label, rank: 4)]
        if progress.steps > 0 {
            let share = Double(max(0, progress.step - 1)) / Double(progress.steps)
            let whole = progress.phase == .finished ? 1 : share
            rows.append(
                Row(text: whole.percent() ?? "", style: Style(.named(.cyan)), rank: 7, share: whole))
        }
        rows += phase(columns)
        if let question = progress.question {
            let text = "? \(question.text)" + (question.alternative.map { " (or i: \($0))" } ?? "")
            for line in PreflightPane.wrap(text, columns: columns) {
                rows.append(Row(text: line, style: Palette.prompt, rank: 0))
            }
        }
        if !progress.title.isEmpty, progress.phase != .finished { rows += step(columns) }
        rows.append(Row(text: "on board \(progress.payload ?? "n/a: nobody said")", style: Palette.value, rank: 3))
        if let warning = progress.warning {
            for line in PreflightPane.wrap("last \(warning)", columns: columns) {
                rows.append(Row(text: line, style: Palette.warning, rank: 5))
            }
        }
        return rows
    }

    private var head: String {
        let flight = progress.flight > 0 ? ", flight \(progress.flight) of \(progress.flights)" : ""
        return "\(progress.mission)\(flight), step \(progress.step) of \(progress.steps)"
    }

    /// Where it stands, in capitals, and before it begins what would end it.
    private func phase(_ columns: Int) -> [Row] {
        let (text, style): (String, Style) =
            switch progress.phase {
            case .ready: ("READY: g begins", Palette.prompt)
            case .running: ("RUNNING", Palette.good)
            case .paused: ("PAUSED: g goes on", Palette.prompt)
            case .held: ("HELD by the safety envelope", Palette.warning)
            case .aborting(let reason): ("LANDING: \(reason)", Palette.alarm)
            case .aborted(let reason): ("ENDED EARLY: \(reason)", Palette.alarm)
            case .finished: ("DONE: every step is over", Palette.good)
            }
        var rows = PreflightPane.wrap(text, columns: columns).enumerated().map {
            Row(text: $1, style: style, rank: $0 == 0 ? 1 : 4)
        }
        if moment.wasOnGround, progress.phase != .finished {
            let blockers = Preflight.items(for: moment.snapshot, at: moment.now).filter(\.blocks)
            for item in blockers.prefix(1) {
                for line in PreflightPane.wrap("NO \(item.problem) — \(item.remedy)", columns: columns) {
                    rows.append(Row(text: line, style: Palette.alarm, rank: 2))
                }
            }
        }
        if progress.phase == .ready {
            for line in progress.policy.flatMap({ PreflightPane.wrap($0, columns: columns) }) {
                rows.append(Row(text: line, style: Palette.value, rank: 3))
            }
        }
        return rows
    }

    private func step(_ columns: Int) -> [Row] {
        var rows = [Row(text: "> \(progress.title)", style: Palette.value, rank: 1)]
        let seconds = progress.elapsed.seconds
        let time = "\(seconds.fixed(1) ?? "n/a") s"
        if let length = progress.length, length > .zero {
            let text = "\(time) of \(length.seconds.fixed(1) ?? "n/a") s"
            rows.append(
                Row(text: text, style: Palette.good, rank: 2, share: min(1, seconds / length.seconds)))
        } else {
            rows.append(Row(text: "  for \(time)", style: Palette.label, rank: 2))
        }
        if !progress.comment.isEmpty {
            rows.append(Row(text: "  # \(progress.comment)", style: Palette.label, rank: 6))
        }
        if let next = progress.next { rows.append(Row(text: "  then \(next)", style: Palette.label, rank: 4)) }
        return rows
    }
}
