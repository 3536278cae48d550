import SimulatedCamera

/// A terminal that knows just enough to read the camera's stamp off half-blocks in truecolour.
///
///     ground --ESC--> escape --[--> control --final--> ground
///                            --7--> ground, a picture begins     --8--> ground, a picture is complete
struct StampReader {
    private enum State { case ground, escape, control }

    private struct Color {
        var luma = 0
    }

    private var state = State.ground
    private var parameters: [Int] = []
    private var glyph: [UInt8] = []
    private var isInPicture = false
    private var row = 0
    private var column = 0
    private var foreground = Color()
    private var background = Color()
    private var lastUpper = Color()
    /// Brightness of the upper halves, by row and column.
    private var upper: [Int: [Int: Int]] = [:]

    /// How many cells a picture has to be wide.
    static let columns = 80

    /// Takes a byte; the number in a picture that is complete with it, if one can be read.
    mutating func read(_ byte: UInt8) -> Int? {
        switch (state, byte) {
        case (_, 0x1B): state = .escape
        case (.escape, 0x5B):
            state = .control
            parameters = [0]
        case (.escape, 0x37):
            state = .ground
            isInPicture = true
        case (.escape, 0x38):
            state = .ground
            defer { isInPicture = false }
            return isInPicture ? stamp : nil
        case (.escape, _): state = .ground
        case (.control, 0x30...0x39):
            let last = parameters.count - 1
            parameters[last] = min(100_000, parameters[last] * 10 + Int(byte - 0x30))
        case (.control, 0x3B): parameters.append(0)
        case (.control, 0x40...0x7E):
            state = .ground
            control(byte)
        case (.control, _): break
        case (.ground, _): if isInPicture { put(byte) }
        }
        return nil
    }

    private mutating func control(_ final: UInt8) {
        guard isInPicture else { return }
        let first = parameters[0]
        switch final {
        case 0x48:
            row = first
            column = parameters.count > 1 ? parameters[1] : 1
        case 0x43: column += max(1, first)
        case 0x62: for _ in 0..<min(first, 1000) { put(lastUpper) }
        case 0x6D: select()
        default: break
        }
    }

    private mutating func select() {
        var rest = parameters[...]
        while let attribute = rest.popFirst() {
            switch attribute {
            case 0: (foreground, background) = (Color(), Color())
            case 38, 48:
                guard rest.count >= 4 else { return }
                let parts = Array(rest.dropFirst().prefix(3))
                rest = rest.dropFirst(4)
                // BT.601's weights, as the stamp is grey before it is coded.
                let color = Color(luma: (299 * parts[0] + 587 * parts[1] + 114 * parts[2]) / 1000)
                if attribute == 38 { foreground = color } else { background = color }
            default: break
            }
        }
    }

    /// One of the four half-blocks, all of three bytes but the blank.
    private mutating func put(_ byte: UInt8) {
        if byte == 0x20, glyph.isEmpty { return put(background) }
        glyph.append(byte)
        guard glyph.count == 3 else { return }
        defer { glyph = [] }
        // U+2580 upper half, U+2584 lower half, U+2588 all.
        put(glyph[2] == 0x84 ? background : foreground)
    }

    private mutating func put(_ color: Color) {
        upper[row, default: [:]][column] = color.luma
        lastUpper = color
        column += 1
    }

    /// The frame number in the picture's first row.
    private var stamp: Int? {
        guard let top = upper.keys.min(), let cells = upper[top], cells.count == Self.columns,
            let left = cells.keys.min()
        else { return nil }
        // Back to the size that the stamp was made for: blocks of 8×8 pixels.
        let side = 8
        var luma: [UInt8] = []
        for column in left..<left + Self.columns {
            luma += [UInt8](repeating: UInt8(clamping: cells[column] ?? 0), count: side)
        }
        let width = Self.columns * side
        let strip = (0..<side).flatMap { _ in luma }
        return FrameStamp.read(luma: strip, width: width, height: side).map { Int($0.frameNumber) }
    }
}
