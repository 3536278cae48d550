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
}
