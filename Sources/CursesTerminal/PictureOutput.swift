import CNcurses

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Sends bytes to a terminal past curses, without ever waiting for it.
///
/// A slow connection takes a picture in parts. Meanwhile nothing else may be written, or it would end up in the
/// middle of an escape sequence.
struct PictureOutput {
    /// What the terminal has not taken yet.
    private(set) var pending: ArraySlice<UInt8> = []

    private let descriptor: Int32
    private let isOwn: Bool

    /// Output to the terminal behind a descriptor, through a non-blocking description of its own; where there can be
    /// none, through the descriptor itself, which waits.
    init(terminal: Int32) {
        let own = stork_open_nonblocking(terminal)
        descriptor = own >= 0 ? own : terminal
        isOwn = own >= 0
    }

    /// Sends bytes after those that wait.
    mutating func send(_ bytes: [UInt8]) {
        if bytes.isEmpty { return }
        if pending.isEmpty { pending = bytes[...] } else { pending += bytes }
        flush()
    }

    /// Sends what waits, as far as the terminal takes it now.
    mutating func flush() {
        while !pending.isEmpty {
            let count = pending.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                pending = pending.dropFirst(count)
            } else if count < 0, errno == EINTR {
                continue
            } else {
                // Full, or gone; a terminal that is gone is noticed where keys are read.
                if count == 0 || errno != EAGAIN { pending = [] }
                return
            }
        }
    }

    /// Ends a picture that is under way, so that what follows is understood: a terminal that is behind is waited for, a
    /// second at most, or it would take all of it for a part of the picture.
    mutating func close(isMarked: Bool) {
        var end: [UInt8] = pending.isEmpty ? [] : [0x1B, 0x5C]
        if isMarked { end += CursesTerminal.updateEnd }
        pending = []
        if !end.isEmpty {
            var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&wait, 1, 1000)
        }
        send(end)
        if isOwn { CursesTerminal.closeDescriptor(descriptor) }
        pending = []
    }
}
