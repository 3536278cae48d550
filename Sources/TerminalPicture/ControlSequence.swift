/// Puts escape sequences of ISO 6429 and DEC together.
///
/// Only what terminals of the last thirty years share, except where said.
enum ControlSequence {
    static let escape: UInt8 = 0x1B
    /// CSI, in its 7-bit form.
    static let introducer: [UInt8] = [0x1B, 0x5B]
    /// DECSC: remembers the cursor's place, the attributes and a pending wrap; one level, so not to be nested.
    static let saveCursor: [UInt8] = [0x1B, 0x37]
    /// DECRC: back to what ``saveCursor`` remembered.
    static let restoreCursor: [UInt8] = [0x1B, 0x38]
    /// ST: the end of a device control or application string.
    static let stringTerminator: [UInt8] = [0x1B, 0x5C]
    /// SGR 0: no attributes, the terminal's own colours.
    static let plainStyle: [UInt8] = [0x1B, 0x5B, 0x30, 0x6D]
}

/// Marks around output that a terminal shows at once (DEC private mode 2026); terminals without it ignore them.
public enum SynchronizedUpdate {
    /// From here the screen stays as it is.
    public static let begin: [UInt8] = Array("\u{1B}[?2026h".utf8)
    /// From here the screen shows what was written since ``begin``.
    public static let end: [UInt8] = Array("\u{1B}[?2026l".utf8)
}

extension [UInt8] {
    /// A number in decimal digits, 0 for negative ones.
    mutating func append(decimal number: Int) {
        if number < 10 {
            append(UInt8(truncatingIfNeeded: 48 &+ Swift.max(0, number)))
            return
        }
        var power = 10
        while number / power >= 10 { power *= 10 }
        while power > 0 {
            append(UInt8(truncatingIfNeeded: 48 &+ number / power % 10))
            power /= 10
        }
    }

    /// ASCII text.
    mutating func append(ascii text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    /// CUP: the cursor to a place, counted from 0 here and from 1 on the wire.
    mutating func appendCursor(row: Int, column: Int) {
        append(contentsOf: ControlSequence.introducer)
        append(decimal: row + 1)
        append(0x3B)
        append(decimal: column + 1)
        append(0x48)
    }
}
