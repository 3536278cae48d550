import CellCanvas
import DroneModel

/// How far a replay has come: speed, time, and a line with what happened when.
struct TimelinePane {
    let replay: ReplayProgress

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        canvas.fill(area)
        let state = replay.isPaused ? "paused" : "x\(Self.text(of: replay.speed))"
        var column = canvas.write(" \(state) ", in: area, style: Palette.title.with(.reverse))
        let end = replay.duration.map { " / \($0.clock)" } ?? ""
        column = canvas.write(" \(replay.position.clock)\(end) ", in: area, column: column)
        let room = area.dropping(columns: column)
        let note = replay.note.map { " \($0)" } ?? indexing ?? ""
        let noteColumns = Canvas.width(of: note, in: canvas.glyphs)
        // A sentence that leaves no line to speak of stands alone.
        let line = room.prefix(columns: max(0, room.columns - noteColumns))
        if line.columns < Self.shortestLine, !note.isEmpty {
            canvas.write(note, in: room, style: Palette.warning)
            return
        }
        if !note.isEmpty {
            canvas.write(
                note, in: room, endingAt: room.columns, style: replay.note == nil ? Palette.label : Palette.warning)
        }
        drawLine(in: line, into: &canvas)
    }

    private static let shortestLine = 12

    /// What is said while the recording is not wholly known.
    private var indexing: String? {
        guard let indexed = replay.indexed else { return nil }
        guard let duration = replay.duration, duration > .zero else { return " index \(indexed.clock)" }
        return " index \(Int(min(1, max(0, indexed / duration)) * 100)) %"
    }

    private func drawLine(in area: Rectangle, into canvas: inout Canvas) {
        guard area.columns > 0 else { return }
        let whole = max(replay.duration ?? .zero, replay.indexed ?? .zero, replay.position, .milliseconds(1))
        func column(of time: Duration) -> Int {
            min(area.columns - 1, max(0, Int(min(1, max(0, time / whole)) * Double(area.columns))))
        }
        let known = replay.indexed.map { column(of: $0) } ?? area.columns
        for place in 0..<area.columns {
            let isKnown = place <= known
            canvas.write(
                isKnown ? String(canvas.glyphs.horizontalLine) : ".", in: area, column: place,
                style: isKnown ? Palette.line : Palette.faint)
        }
        // One cell shows the worst of what happened in it.
        var worst: [Int: DroneEvent.Severity] = [:]
        for tick in replay.ticks {
            let place = column(of: tick.time)
            worst[place] = max(worst[place] ?? tick.severity, tick.severity)
        }
        for (place, severity) in worst {
            switch severity {
            case .command, .notice: canvas.write("+", in: area, column: place, style: Palette.value)
            case .warning: canvas.write("!", in: area, column: place, style: Palette.warning)
            case .alarm: canvas.write("!", in: area, column: place, style: Palette.alarm)
            }
        }
        canvas.write("#", in: area, column: column(of: replay.position), style: Palette.title.with(.reverse))
    }

    /// 0.1, 2, 50.
    static func text(of speed: Double) -> String {
        speed == speed.rounded() ? speed.fixed(0) ?? "n/a" : speed.fixed(speed < 1 ? 2 : 1) ?? "n/a"
    }
}
