/// A cell in colours that a terminal has.
struct TerminalCell {
    var pattern: UInt8
    var foreground: TerminalColor
    var background: TerminalColor
}

/// Writes cells with as few bytes as it can: keeps in mind where the terminal's cursor is and with which colours it
/// writes.
struct Pen {
    /// What is to be sent.
    var output: [UInt8] = []

    private let glyphs: [[UInt8]]
    private let repetition: CellWriter.Repetition
    private var foreground = TerminalColor.standard
    private var background = TerminalColor.standard
    /// The place the next character falls on; nil when nothing was written yet.
    private var next: (row: Int, column: Int)?
    private var lastPattern: UInt8?
    /// How often the last character is still to be written.
    private var repeats = 0

    /// About what SGR takes for one colour, bytes: decides between two ways to write a cell.
    private static let colorCost = 16

    init(glyphs: [[UInt8]], repetition: CellWriter.Repetition) {
        self.glyphs = glyphs
        self.repetition = repetition
    }

    /// Writes a cell at a place of the screen; colours within `tolerance` of the ones in use are not changed.
    ///
    /// A pattern and its complement with exchanged colours look the same, and so does a full block in a colour and a
    /// blank on it: the way that needs fewer bytes is taken.
    ///
    /// - Returns: The cell as the terminal shows it.
    mutating func put(_ cell: TerminalCell, _ shape: CellShape, row: Int, column: Int, within tolerance: Int32)
        -> PictureCell
    {
        var cell = cell
        let isColored = cell.background.shown != .standard
        if isColored, cell.foreground.shown.squaredDistance(to: cell.background.shown) <= tolerance { cell.pattern = 0 }
        if isColored {
            let other = TerminalCell(
                pattern: shape.fullPattern ^ cell.pattern, foreground: cell.background, background: cell.foreground)
            if cost(other, shape, tolerance) < cost(cell, shape, tolerance) { cell = other }
        }
        move(toRow: row, column: column)
        let (needsForeground, needsBackground) = needs(cell, shape, tolerance)
        if needsForeground || needsBackground {
            flushRepeats()
            if needsForeground { foreground = cell.foreground }
            if needsBackground { background = cell.background }
            output.appendColors(
                foreground: needsForeground ? foreground : nil, background: needsBackground ? background : nil)
            lastPattern = nil
        }
        if lastPattern == cell.pattern, repetition == .available {
            repeats += 1
        } else {
            flushRepeats()
            output += glyphs[Int(cell.pattern)]
            lastPattern = cell.pattern
        }
        next = (row, column + 1)
        return PictureCell(
            pattern: cell.pattern, foreground: foreground.shown,
            background: shape == .ascii ? .standard : background.shown)
    }

    /// Writes what was saved up for REP (`CSI n b`), by itself where that is shorter.
    mutating func flushRepeats() {
        guard repeats > 0, let lastPattern else { return }
        let glyph = glyphs[Int(lastPattern)]
        // Three bytes and the digits.
        if repeats * glyph.count > (repeats < 10 ? 4 : 5) {
            output += ControlSequence.introducer
            output.append(decimal: repeats)
            output.append(0x62)
        } else {
            for _ in 0..<repeats { output += glyph }
        }
        repeats = 0
    }

    private mutating func move(toRow row: Int, column: Int) {
        if let next, next == (row, column) { return }
        flushRepeats()
        lastPattern = nil
        if let next, next.row == row, next.column < column {
            // CUF, shorter than a place of two numbers.
            output += ControlSequence.introducer
            if column - next.column > 1 { output.append(decimal: column - next.column) }
            output.append(0x43)
        } else {
            output.appendCursor(row: row, column: column)
        }
    }

    private func needs(_ cell: TerminalCell, _ shape: CellShape, _ tolerance: Int32)
        -> (foreground: Bool, background: Bool)
    {
        let showsBackground = shape == .ascii || cell.pattern != shape.fullPattern
        return (
            cell.pattern != 0 && foreground.shown.squaredDistance(to: cell.foreground.shown) > tolerance,
            showsBackground && background.shown.squaredDistance(to: cell.background.shown) > tolerance
        )
    }

    private func cost(_ cell: TerminalCell, _ shape: CellShape, _ tolerance: Int32) -> Int {
        let needs = needs(cell, shape, tolerance)
        return (needs.foreground ? Self.colorCost : 0) + (needs.background ? Self.colorCost : 0)
            + glyphs[Int(cell.pattern)].count
    }
}

extension [UInt8] {
    /// SGR for one or both colours, in as few sequences as possible.
    mutating func appendColors(foreground: TerminalColor?, background: TerminalColor?) {
        if foreground == nil, background == nil { return }
        append(contentsOf: ControlSequence.introducer)
        if let foreground { appendParameters(foreground, base: 30) }
        if let background {
            if foreground != nil { append(0x3B) }
            appendParameters(background, base: 40)
        }
        append(0x6D)
    }

    /// The parameters of SGR for a colour: `base` is 30 for the foreground and 40 for the background (ISO 6429);
    /// 90 and 100 for bright ones (aixterm), 38 and 48 for palette and direct colours (xterm), with semicolons,
    /// which more terminals read than ISO 8613-6's colons.
    private mutating func appendParameters(_ color: TerminalColor, base: Int) {
        if let index = color.index {
            switch index {
            case ..<8: append(decimal: base + Int(index))
            case ..<16: append(decimal: base + 52 + Int(index))
            default:
                append(decimal: base + 8)
                append(ascii: ";5;")
                append(decimal: Int(index))
            }
        } else if color.shown == .standard {
            append(decimal: base + 9)
        } else {
            append(decimal: base + 8)
            append(ascii: ";2;")
            append(decimal: Int(color.shown.red))
            append(0x3B)
            append(decimal: Int(color.shown.green))
            append(0x3B)
            append(decimal: Int(color.shown.blue))
        }
    }
}
