import CNcurses
import CellCanvas

/// The pairs of foreground and background that the terminal was told of, made as they are needed.
struct ColorPairs {
    /// Whether -1 stands for the terminal's own colours.
    var hasDefaultColors = false

    private let capacity: Int
    private let numbering: Numbering
    private var numbers: [Key: Int16] = [:]

    private struct Key: Hashable {
        var foreground: Int?
        var background: Int?
    }

    /// What the numbers of colours mean to a terminal.
    enum Numbering {
        /// Entries of a palette.
        case palette
        /// Red, green and blue (terminfo's `RGB`).
        case direct
    }

    /// Pairs for a terminal with room for `capacity` of them, of which the first is reserved; no more than the
    /// signed 16 bits that a cell of curses has for their number.
    init(capacity: Int, numbering: Numbering = .palette) {
        self.capacity = min(Int(Int16.max), capacity)
        self.numbering = numbering
    }

    /// The number of a pair; 0, the terminal's own colours, when all numbers are taken.
    mutating func pair(_ foreground: Color, _ background: Color) -> Int16 {
        let key =
            switch numbering {
            case .palette: Key(foreground: foreground.terminalIndex, background: background.terminalIndex)
            case .direct: Key(foreground: foreground.directIndex, background: background.directIndex)
            }
        if key.foreground == nil, key.background == nil { return 0 }
        if let number = numbers[key] { return number }
        let number = numbers.count + 1
        guard number < capacity else { return 0 }
        let own: (Int, Int) = hasDefaultColors ? (-1, -1) : (Int(COLOR_WHITE), Int(COLOR_BLACK))
        let colors = (Int32(clamping: key.foreground ?? own.0), Int32(clamping: key.background ?? own.1))
        guard stork_init_pair(Int32(number), colors.0, colors.1) == OK else { return 0 }
        numbers[key] = Int16(number)
        return Int16(number)
    }
}
