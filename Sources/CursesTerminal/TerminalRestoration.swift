import CNcurses

/// Puts the terminal back in order when there is no time for anything else.
public enum TerminalRestoration {
    /// Leaves full-screen mode, shows the cursor and restores the line modes, if a ``CursesTerminal`` is open.
    ///
    /// May be called from a signal handler and from any thread: it only copies bytes to a descriptor that was
    /// remembered when the terminal was opened. It does not close the terminal; it is meant for the last
    /// moments of a process.
    public static func perform() { stork_restoration_perform() }

    /// Makes ``perform()`` a part of every crash: SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE and SIGABRT, which then
    /// do what they would have done. To be called once by the program.
    public static func performOnCrash() { stork_restoration_catch_crashes() }

    /// Sends these bytes before all others: what ends a mode of the keyboard. At most 32.
    static func precede(by bytes: [UInt8]) { stork_restoration_precede(bytes, bytes.count) }

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
