/// Something that came from the keyboard, or that the terminal tells of itself.
public indirect enum KeyEvent: Hashable, Sendable {
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
    /// The key that deletes forwards.
    case delete
    /// The key to the beginning.
    case home
    /// The key to the end.
    case end
    /// The key to the page before.
    case pageUp
    /// The key to the page after.
    case pageDown
    /// What is pasted begins or ends; only where a terminal was asked to say so.
    case paste(Paste)
    /// The screen now has this size in cells.
    case resize(columns: Int, rows: Int)
    /// The key that sends this event without modifiers was let go; only where ``KeyReports/releases`` are told.
    case release(KeyEvent)
    /// Keys go to another window from now on: releases will not be heard.
    case focusLost
    /// The terminal answered that it is there.
    case alive
    /// A key this program has no use for.
    case other

    /// An end of what is pasted.
    public enum Paste: Hashable, Sendable {
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case begins, ends
    }

    /// Where an arrow points.
    public enum Direction: Hashable, Sendable, CaseIterable {
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case up, down, left, right
    }
}

/// What a terminal tells of keys.
public enum KeyReports: Hashable, Sendable {
    /// That a key was pressed, again and again while it is held.
    case presses
    /// Also that it was let go (kitty's keyboard protocol).
    case releases
}
