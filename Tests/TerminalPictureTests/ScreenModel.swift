import TerminalPicture
import Testing

/// A terminal's screen, as far as the cell writer needs one: the test's own reading of its sequences.
struct ScreenModel {
    struct Place: Equatable {
        var glyph: Character = " "
        var foreground = "own"
        var background = "own"
    }

    let columns: Int
    let rows: Int
    private(set) var places: [Place]
    private(set) var cursor = (row: 0, column: 0)
    /// Sequences that the model does not know, and writes outside the screen: a test expects none.
    private(set) var complaints: [String] = []

    private var colors = (foreground: "own", background: "own")
    private var saved = (row: 0, column: 0, foreground: "own", background: "own")
    private var last: Character = " "

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        places = Array(repeating: Place(), count: columns * rows)
    }

    subscript(row: Int, column: Int) -> Place { places[row * columns + column] }

    func line(_ row: Int) -> String { String(places[row * columns..<(row + 1) * columns].map(\.glyph)) }

    mutating func feed(_ bytes: [UInt8]) {
        var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\u{1B}" else {
                put(Character(scalar))
                continue
            }
            switch rest.popFirst() {
            case "7": saved = (cursor.row, cursor.column, colors.foreground, colors.background)
            case "8":
                cursor = (saved.row, saved.column)
                colors = (saved.foreground, saved.background)
            case "[":
                var text = ""
                while let next = rest.popFirst() {
                    if (0x40...0x7E).contains(next.value) {
                        control(text, Character(next))
                        break
                    }
                    text.unicodeScalars.append(next)
                }
            case let other: complaints.append("ESC \(String(describing: other))")
            }
        }
    }

    private mutating func put(_ glyph: Character) {
        guard cursor.row < rows, cursor.column < columns else {
            complaints.append("\(glyph) at \(cursor)")
            return
        }
        places[cursor.row * columns + cursor.column] = Place(
            glyph: glyph, foreground: colors.foreground, background: colors.background)
        cursor.column += 1
        last = glyph
    }

    private mutating func control(_ text: String, _ final: Character) {
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 1 }
        switch final {
        case "H": cursor = (numbers[0] - 1, numbers[1] - 1)
        case "C": cursor.column += numbers[0]
        case "b": for _ in 0..<numbers[0] { put(last) }
        case "m": style(numbers)
        default: complaints.append("CSI \(text) \(final)")
        }
    }

    private mutating func style(_ numbers: [Int]) {
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: colors = ("own", "own")
            case 30...37: colors.foreground = "\(number - 30)"
            case 90...97: colors.foreground = "\(number - 82)"
            case 40...47: colors.background = "\(number - 40)"
            case 100...107: colors.background = "\(number - 92)"
            case 39: colors.foreground = "own"
            case 49: colors.background = "own"
            case 38, 48:
                let count = rest.popFirst() == 5 ? 1 : 3
                let color = rest.prefix(count).map(String.init).joined(separator: ",")
                rest = rest.dropFirst(count)
                if number == 38 { colors.foreground = color } else { colors.background = color }
            default: complaints.append("SGR \(number)")
            }
        }
    }

    /// The colour of each dot as the screen shows it.
    func dots(_ shape: CellShape) -> [[String]] {
        (0..<rows * shape.dotRows).map { y in
            (0..<columns * shape.dotColumns).map { x in
                let place = self[y / shape.dotRows, x / shape.dotColumns]
                let pattern = (0...shape.fullPattern).first { String(shape.scalar(for: $0)) == String(place.glyph) }
                let bit = y % shape.dotRows * shape.dotColumns + x % shape.dotColumns
                return (pattern ?? 0) >> UInt8(bit) & 1 == 1 ? place.foreground : place.background
            }
        }
    }
}

extension PictureColor {
    var text: String { "\(red),\(green),\(blue)" }
}

/// Numbers that are the same in every run (Lehmer, modulus 2³¹ − 1).
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        var result: UInt64 = 0
        for _ in 0..<4 {
            state = state * 48271 % 0x7FFF_FFFF
            result = result << 16 | state >> 8 & 0xFFFF
        }
        return result
    }

    mutating func image(_ width: Int, _ height: Int) throws -> PixelImage {
        var bytes: [UInt8] = []
        for _ in 0..<3 * width * height { bytes.append(UInt8.random(in: 0...255, using: &self)) }
        return try #require(PixelImage(width: width, height: height, bytes: bytes))
    }
}
