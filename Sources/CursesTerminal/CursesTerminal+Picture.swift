import CNcurses

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension CursesTerminal {
    /// The marks of DEC mode 2026.
    static let updateBegin: [UInt8] = Array("\u{1B}[?2026h".utf8)
    static let updateEnd: [UInt8] = Array("\u{1B}[?2026l".utf8)

    /// How many bytes of pictures the terminal has not taken yet.
    public var pendingBytes: Int { pictureOutput.pending.count }

    /// Whether the terminal takes output at once; sends what waits of the last picture.
    public var takesOutput: Bool {
        pictureOutput.flush()
        return pictureOutput.pending.isEmpty
    }

    /// Asks the terminal about itself, before keys are read; the screen is sent anew afterwards, because a terminal may
    /// have printed what it did not understand.
    ///
    /// - Parameters:
    ///   - questions: What to send.
    ///   - patience: How long to wait for answers.
    ///   - receive: Takes what came; true when that was all.
    /// - Returns: Whether `receive` had all in time.
    public func ask(_ questions: [UInt8], patience: Duration, receive: ([UInt8]) -> Bool) -> Bool {
        pictureOutput.send(questions)
        defer { repaint() }
        let clock = ContinuousClock()
        let end = clock.now + patience
        while true {
            pictureOutput.flush()
            let rest = (end - clock.now) / .milliseconds(1)
            if rest <= 0 { return false }
            // What the terminal has not taken is tried again every 10 ms.
            let pause = pictureOutput.pending.isEmpty ? rest.rounded(.up) : min(10, rest)
            var wait = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wait, 1, Int32(min(1000, pause)))
            if ready < 0, errno != EINTR { return false }
            if ready <= 0 { continue }
            let bytes = [UInt8](unsafeUninitializedCapacity: 1024) { buffer, count in
                count = max(0, read(input, buffer.baseAddress, buffer.count))
            }
            if bytes.isEmpty { return false }
            if receive(bytes) { return true }
        }
    }

    /// Gives bytes back that were keys, to be read first; at most a hundred, of the 137 that curses has room for.
    public func giveBack(_ keys: [UInt8]) {
        for key in keys.prefix(100).reversed() { ungetch(Int32(key)) }
    }

    /// Drops the rest of a control sequence or string whose escape was just read: an answer that came too late, or a
    /// key that terminfo does not name. Read as single keys they would fly the drone.
    ///
    /// - Returns: Whether there was one.
    func dropSequence() -> Bool {
        var code: wint_t = 0
        let kind = wget_wch(window, &code)
        if kind == KEY_CODE_YES { ungetch(Int32(bitPattern: code)) }
        guard kind == OK else { return false }
        switch code {
        case 0x5B:
            dropKeys { (0x40...0x7E).contains($0) }
            return true
        case 0x50, 0x5D, 0x5F:
            // Up to ESC \, or BEL, which some use.
            var last: wint_t = 0
            dropKeys { key in
                defer { last = key }
                return key == 0x07 || (last == 0x1B && key == 0x5C)
            }
            return true
        default:
            unget_wch(wchar_t(bitPattern: code))
            return false
        }
    }

    /// Drops keys that are there up to one that ends them, at most as many as an answer has.
    private func dropKeys(until isEnd: (wint_t) -> Bool) {
        var code: wint_t = 0
        for _ in 0..<512 {
            guard wget_wch(window, &code) == OK else { return }
            if isEnd(code) { return }
        }
    }
}
