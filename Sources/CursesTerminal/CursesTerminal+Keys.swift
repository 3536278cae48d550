import CNcurses
import CellCanvas

extension CursesTerminal {
    /// Makes both forms of the arrow keys known, that of the normal and that of the application mode (ECMA-48 CSI
    /// and SS3).
    ///
    /// terminfo names only one of them, and not every terminal, multiplexer and remote desktop sends that one. The
    /// other would be taken apart into escape, `[` and a letter, which are keys of their own.
    static func defineArrowKeys() {
        for (letter, code) in [("A", KEY_UP), ("B", KEY_DOWN), ("C", KEY_RIGHT), ("D", KEY_LEFT)] {
            for introducer in ["\u{1B}[", "\u{1B}O"] { define_key(introducer + letter, code) }
        }
    }

    /// The event of a key that terminfo names.
    static func event(code: Int32) -> KeyEvent {
        switch code {
        case KEY_UP: return .arrow(.up)
        case KEY_DOWN: return .arrow(.down)
        case KEY_LEFT: return .arrow(.left)
        case KEY_RIGHT: return .arrow(.right)
        case KEY_ENTER: return .enter
        case KEY_BACKSPACE, KEY_DC: return .backspace
        default:
            let number = (1...12).first { stork_function_key($0) == code }
            return number.map { .function(Int($0)) } ?? .other
        }
    }

    /// The event of a key that sends a character of the locale's character set.
    static func event(scalar value: UInt32) -> KeyEvent {
        switch value {
        case 0x1B: .escape
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x08, 0x7F: .backspace
        case 0x01...0x1A: Unicode.Scalar(value + 0x60).map { .control(Character($0)) } ?? .other
        case 0x00...0x1F: .other
        default: Unicode.Scalar(value).map { .character(Character($0)) } ?? .other
        }
    }
}
