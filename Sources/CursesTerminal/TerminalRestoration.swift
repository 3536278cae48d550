import CNcurses

/// Puts the terminal back in order when there is no time for anything else.
public enum TerminalRestoration {
    /// Leaves full-screen mode, shows the cursor and restores the line modes, if a ``CursesTerminal`` is open.
    ///
    /// May be called from a signal handler and from any thread: it only copies bytes to a descriptor that was
    /// remembered when the terminal was opened. It does not close the terminal; it is meant for the last
    /// moments of a process.
    public static func perform() { stork_restoration_perform() }

    /// Remembers a terminal's present modes; to be called before curses changes them.
    static func arm(descriptor: Int32, bytes: [CChar]) -> Bool {
        stork_restoration_arm(descriptor, bytes, bytes.count) == 0
    }

    /// Forgets the terminal: it is in order.
    static func disarm() { stork_restoration_disarm() }

    /// A terminfo string without its padding marks (`$<5>`), which only `tputs` understands.
    static func withoutPadding(_ text: [CChar]) -> [CChar] {
        var result: [CChar] = []
        var rest = text[...]
        while let byte = rest.first {
            if byte == CChar(ascii: "$"), rest.dropFirst().first == CChar(ascii: "<"),
                let end = rest.firstIndex(of: CChar(ascii: ">"))
            {
                rest = rest[(end + 1)...]
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}

extension CChar {
    fileprivate init(ascii scalar: Unicode.Scalar) { self = CChar(truncatingIfNeeded: scalar.value) }
}
