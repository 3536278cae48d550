/// Something that came from the keyboard, or the screen changing its size.
public enum KeyEvent: Hashable, Sendable {
    /// A printable character, in the case it was typed.
    case character(Character)
    /// A letter typed with the control key, lower-case.
    case control(Character)
    /// An arrow key.
    case arrow(Direction)
    /// A function key, from 1.
    case function(Int)
    /// Return or enter.
    case enter
    /// The escape key alone.
    case escape
    /// The tabulator.
    case tab
    /// The key that deletes backwards.
    case backspace
    /// The screen now has this size in cells.
    case resize(columns: Int, rows: Int)
    /// A key this program has no use for.
    case other

    /// Where an arrow points.
    public enum Direction: Hashable, Sendable, CaseIterable {
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case up, down, left, right
    }
}
