import CellCanvas
import DroneModel

extension Layout {
    /// Draws the border that says what flies, and the lines between the panes with their titles.
    func drawLines(_ moment: Moment, into canvas: inout Canvas) {
        guard let border else { return }
        let reality = moment.snapshot.identity.reality
        canvas.frame(border, reality.frameLine, style: reality.style)
        drawRules(meeting: canvas.glyphs.frame(reality.frameLine), style: reality.style, into: &canvas)
        let room = Rectangle(row: border.row, column: border.column + 2, rows: 1, columns: border.columns - 4)
        let foot = Rectangle(row: border.endRow - 1, column: room.column, rows: 1, columns: room.columns)
        // A narrow border says the one above and the other below.
        let isNarrow = border.columns < 44
        let addition = moment.isReadOnly ? "READ-ONLY " : moment.replay.map { "(\($0.source)) " } ?? ""
        let badge = " \(reality.word) " + (isNarrow ? "" : addition)
        let footBadge = !addition.isEmpty && isNarrow ? " " + addition : badge
        var end = canvas.write(badge, in: room, style: reality.style.with([.bold, .reverse]))
        var brief: Field?
        if let sign = moment.snapshot.recording.map(RecordingSign.init(health:)) {
            let badgeBehind = border.columns >= 60 ? badge.count : 0
            if !isNarrow, end + sign.full.text.count + badgeBehind < room.columns {
                end = canvas.write(sign.full.text, in: room, column: end + 1, style: sign.full.style)
            } else {
                brief = sign.brief
            }
        }
        if border.columns >= 60 {
            canvas.write(" \(moment.airframe) ", in: room, column: end + 1, style: reality.style)
            canvas.write(badge, in: room, endingAt: room.columns, style: reality.style.with([.bold, .reverse]))
        }
        canvas.write(footBadge, in: foot, endingAt: foot.columns, style: reality.style.with([.bold, .reverse]))
        // Last: on the narrowest border it takes the blank before READ-ONLY.
        if let brief { canvas.write(brief.text, in: foot, style: brief.style) }
    }

    /// Writes the layouts with their keys into the lower border, the one in use in capitals, and the pad that flies.
    func drawNames(
        _ arrangement: Arrangement, among all: [Arrangement], bellIsOff: Bool, pad: PadStatus?,
        into canvas: inout Canvas
    ) {
        guard let border, room >= .full else { return }
        let foot = Rectangle(row: border.endRow - 1, column: border.column + 2, rows: 1, columns: border.columns - 24)
        var column = canvas.write(" ", in: foot)
        for item in all {
            let isUsed = item == arrangement
            let text = "\(item.rawValue) \(isUsed ? item.name.uppercased() : item.name) "
            column = canvas.write(text, in: foot, column: column, style: isUsed ? Palette.title : Palette.label)
        }
        if bellIsOff { column = canvas.write(" bell off ", in: foot, column: column + 1, style: Palette.warning) }
        if let pad { canvas.write(" \(pad.brief) ", in: foot, column: column + 1, style: Palette.value) }
    }

    /// Says in the border that the drone's video is being recorded, or that it failed a short while ago.
    func drawRecording(_ moment: Moment, into canvas: inout Canvas) {
        guard let border, let record = moment.snapshot.videoRecord, !record.phase.isOver else { return }
        let seconds = Int(max(.zero, moment.now - record.start).components.seconds)
        let time = "\(seconds / 60):" + (seconds % 60 < 10 ? "0" : "") + "\(seconds % 60)"
        let isWell = record.phase == .recording
        let style = Style(.named(.brightRed)).with([.bold, .reverse])
        let isWide = border.columns >= 60
        // Where the border has no room below, above: only there is nothing at the right of a narrow one.
        let line = Rectangle(
            row: isWide ? border.endRow - 1 : border.row, column: border.column + 2, rows: 1,
            columns: border.columns - (isWide ? 12 : 4))
        let text = isWell ? " VIDEO REC \(time) " : " VIDEO REC \(record.phase) "
        canvas.write(
            isWide ? text : " VREC ", in: line, endingAt: line.columns, style: isWell ? style : Palette.warning)
    }

    /// Draws the lines as one net, with the joint that each crossing needs.
    private func drawRules(meeting frame: FrameGlyphs, style: Style, into canvas: inout Canvas) {
        guard let border else { return }
        let inside = border.inset
        let horizontal = rules.filter { !$0.isVertical }.map(\.area)
        let vertical = rules.filter(\.isVertical).map(\.area)
        let rows = Set(horizontal.map(\.row))
        func isOnRule(_ row: Int, _ column: Int) -> Bool {
            horizontal.contains { $0.contains(row: row, column: column) }
        }
        func isOnVertical(_ row: Int, _ column: Int) -> Bool {
            vertical.contains { $0.contains(row: row, column: column) }
        }
        for row in rows {
            if isOnRule(row, inside.column) {
                canvas.write(String(frame.leftJoint), in: border, row: row - border.row, style: style)
            }
            if isOnRule(row, inside.endColumn - 1) {
                canvas.write(
                    String(frame.rightJoint), in: border, row: row - border.row, column: border.columns - 1,
                    style: style)
            }
            for column in inside.column..<inside.endColumn where isOnRule(row, column) {
                canvas.write(String(canvas.glyphs.horizontalLine), in: inside, at: (row, column))
            }
        }
        for area in vertical {
            for row in area.row..<area.endRow {
                let sides = Sides(
                    up: isOnVertical(row - 1, area.column), down: isOnVertical(row + 1, area.column),
                    left: isOnRule(row, area.column - 1), right: isOnRule(row, area.column + 1))
                canvas.write(String(sides.glyph(in: canvas.glyphs)), in: inside, at: (row, area.column))
            }
        }
        for rule in rules where !rule.title.isEmpty {
            canvas.write(" \(rule.title) ", in: rule.area, column: 1, style: Palette.title)
        }
    }

    /// Which neighbours of a cell a line goes on to.
    private struct Sides {
        var up: Bool
        var down: Bool
        var left: Bool
        var right: Bool

        func glyph(in glyphs: GlyphSet) -> Character {
            if glyphs == .ascii { return left || right ? "+" : "|" }
            return switch (up, down, left, right) {
            case (true, true, true, true): "┼"
            case (true, true, true, false): "┤"
            case (true, true, false, true): "├"
            case (false, true, true, _), (false, true, _, true): "┬"
            case (true, false, true, _), (true, false, _, true): "┴"
            default: "│"
            }
        }
    }
}

extension Canvas {
    /// Writes at a place counted from the canvas' corner, clipped to `area`.
    fileprivate mutating func write(_ text: String, in area: Rectangle, at place: (row: Int, column: Int)) {
        write(text, in: area, row: place.row - area.row, column: place.column - area.column, style: Palette.line)
    }
}

extension DroneIdentity.Reality {
    /// The word in the border.
    var word: String {
        switch self {
        case .real: "REAL"
        case .simulated: "SIM"
        case .replay: "REPLAY"
        }
    }

    /// The border's lines, different for each without colour.
    var frameLine: FrameLine {
        switch self {
        case .real: .double
        case .simulated: .dashed
        case .replay: .light
        }
    }

    /// The border's colour.
    var style: Style {
        switch self {
        case .real: Style(.named(.brightRed))
        case .simulated: Style(.named(.brightCyan))
        case .replay: Style(.named(.brightMagenta))
        }
    }
}

extension Moment {
    /// Which drone it is, as far as known.
    var airframe: String {
        let identity = snapshot.identity
        let name = identity.generation.map(\.description) ?? "unknown AR.Drone"
        let firmware = identity.firmware.map { "firmware \($0)" } ?? "firmware n/a"
        return "\(name), \(firmware)"
    }
}
