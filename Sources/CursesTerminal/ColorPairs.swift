import CNcurses
import CellCanvas

/// The pairs of foreground and background that the terminal was told of, made as they are needed.
struct ColorPairs {
    /// Whether -1 stands for the terminal's own colours.
    var hasDefaultColors = false

    private let capacity: Int
    private var numbers: [Key: Int16] = [:]

    private struct Key: Hashable {
        var foreground: Int?
        var background: Int?
    }

    /// Pairs for a terminal with room for `capacity` of them, of which the first is reserved.
    init(capacity: Int) { self.capacity = min(Int(Int16.max), capacity) }

    /// The number of a pair; 0, the terminal's own colours, when all numbers are taken.
    mutating func pair(_ foreground: Color, _ background: Color) -> Int16 {
        let key = Key(foreground: foreground.terminalIndex, background: background.terminalIndex)
        if key.foreground == nil, key.background == nil { return 0 }
        if let number = numbers[key] { return number }
        let number = numbers.count + 1
        guard number < capacity else { return 0 }
        let own: (Int, Int) = hasDefaultColors ? (-1, -1) : (Int(COLOR_WHITE), Int(COLOR_BLACK))
        let colors = (Int16(clamping: key.foreground ?? own.0), Int16(clamping: key.background ?? own.1))
        guard init_pair(Int16(number), colors.0, colors.1) == OK else { return 0 }
        numbers[key] = Int16(number)
        return Int16(number)
    }
}
