import CNcurses

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Takes what curses writes in a refresh, so that it can be sent without waiting for a slow terminal.
///
/// curses writes to a descriptor's number and waits until all is taken. For the time of a refresh that number leads
/// to a file in memory instead of the terminal.
struct RefreshCapture {
    private let file: Int32
    private let stream: Int32
    private let terminal: Int32

    /// A capture of the descriptor `stream`, which leads to the terminal as `terminal` does; nil where the system
    /// has no file for it.
    init?(of stream: Int32, to terminal: Int32) {
        file = stork_nameless_file()
        self.stream = stream
        self.terminal = terminal
        if file < 0 { return nil }
    }

    /// What curses writes in `refresh`, which goes to the terminal as ever if the descriptor cannot be turned.
    func bytes(of refresh: () -> Void) -> [UInt8] {
        lseek(file, 0, SEEK_SET)
        guard dup2(file, stream) >= 0 else {
            refresh()
            return []
        }
        refresh()
        let length = max(0, Int(lseek(file, 0, SEEK_CUR)))
        while dup2(terminal, stream) < 0, errno == EINTR {}
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = length == 0 ? 0 : max(0, pread(file, buffer.baseAddress, length, 0))
        }
    }

    func close() { CursesTerminal.closeDescriptor(file) }
}
