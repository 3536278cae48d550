// The shim's module owns <termios.h> and <sys/ioctl.h> where Swift's C library module does not.
import CNcurses

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Both ends of a terminal line without a terminal: the test is the person in front of it.
final class PseudoTerminal {
    /// The end that a program takes for its terminal.
    let line: Int32
    private let person: Int32
    /// Everything the program has sent.
    private(set) var received: [UInt8] = []

    /// Why there is no pseudo-terminal.
    struct Unavailable: Error {
        var step: String
        var code: Int32
    }

    init(columns: UInt16 = 40, rows: UInt16 = 6) throws {
        var ends: (person: Int32, line: Int32) = (-1, -1)
        guard openpty(&ends.person, &ends.line, nil, nil, nil) == 0 else {
            throw Unavailable(step: "openpty", code: errno)
        }
        (person, line) = ends
        resize(columns: columns, rows: rows)
    }

    deinit {
        close(line)
        close(person)
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(person, UInt(TIOCSWINSZ), &size)
    }

    /// The line modes as the program left them.
    var modes: [UInt32] {
        var modes = termios()
        tcgetattr(line, &modes)
        return [UInt32(modes.c_iflag), UInt32(modes.c_oflag), UInt32(modes.c_lflag)]
    }

    /// Types bytes and waits until the program can read them.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(person, bytes, bytes.count)
        var ready = pollfd(fd: line, events: Int16(POLLIN), revents: 0)
        poll(&ready, 1, Self.patience)
    }

    /// Takes what the program sends until `text` was among it, or until nothing comes for `patience`.
    @discardableResult
    func reads(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        while !received.contains(wanted) {
            if !take(waiting: Self.patience) { return false }
        }
        return true
    }

    /// Takes what has arrived, sends a mark of its own through the line, and forgets everything up to it.
    func forget() {
        let mark = Array("\u{1}mark\u{1}".utf8)
        _ = write(line, mark, mark.count)
        while !received.contains(mark) {
            if !take(waiting: Self.patience) { break }
        }
        received = []
    }

    /// Everything sent until now, as text.
    func everything() -> String {
        let mark = Array("\u{1}mark\u{1}".utf8)
        _ = write(line, mark, mark.count)
        while !received.contains(mark) {
            if !take(waiting: Self.patience) { break }
        }
        let count = received.count - mark.count
        received.removeLast(min(mark.count, received.count))
        return String(decoding: received.prefix(max(0, count)), as: UTF8.self)
    }

    /// How long bytes may take through the system's line, milliseconds: bounds a failing test, not a passing one.
    private static let patience: Int32 = 2000

    private func take(waiting milliseconds: Int32) -> Bool {
        var ready = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, milliseconds) > 0 else { return false }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(person, &bytes, bytes.count)
        guard count > 0 else { return false }
        received += bytes.prefix(count)
        return true
    }
}
