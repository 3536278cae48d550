import CellCanvas
import TerminalKeys

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension CursesTerminal {
    /// Asks the terminal to tell of keys let go, by kitty's protocol, and of its window losing the focus.
    ///
    /// Only for a terminal that is known to understand the question. ``keyReports`` changes when its confirmation
    /// has been read. Control-C is a key from then on and no signal: who asks for this has to read keys.
    public func requestKeyReleases() {
        guard isOpen, !asksForReleases else { return }
        asksForReleases = true
        prepareRestoration()
        pictureOutput.send(KeyboardRequest.begin)
    }

    /// Asks the terminal to tell where what is pasted begins and ends (DEC mode 2004, "bracketed paste"); one that does
    /// not know the question goes on as before.
    public func requestPastes() {
        guard isOpen, !asksForPastes else { return }
        asksForPastes = true
        prepareRestoration()
        pictureOutput.send(Self.pasteBegin)
    }

    private static let pasteBegin = Array("\u{1B}[?2004h".utf8)
    private static let pasteEnd = Array("\u{1B}[?2004l".utf8)

    /// What takes all requests back that stand, as bytes.
    var requestsEnd: [UInt8] {
        (asksForReleases ? Self.keyboardEnd : []) + (asksForPastes ? Self.pasteEnd : [])
    }

    private func prepareRestoration() { TerminalRestoration.precede(by: requestsEnd) }

    /// Ends a picture's string that may be cut, then the request.
    private static let keyboardEnd: [UInt8] = [0x1B, 0x5C] + KeyboardRequest.end

    /// Takes the request back: keys are as they were.
    public func forgoKeyReleases() {
        guard isOpen, asksForReleases else { return }
        asksForReleases = false
        keyReports = .presses
        pictureOutput.send(KeyboardRequest.end)
        prepareRestoration()
    }

    /// Asks the terminal for ``KeyEvent/alive``, which it sends behind all keys that it has heard.
    public func requestSignOfLife() {
        if isOpen { pictureOutput.send(KeyboardRequest.signOfLife) }
    }

    /// Gives bytes back that were keys, to be read first.
    public func giveBack(_ keys: [UInt8]) { decoder.receive(keys) }

    /// The next key that is there. An escape that nothing follows within the escape delay is a key.
    func readKey() -> KeyEvent? {
        while true {
            while let input = decoder.next() {
                if let key = take(input) { return key }
            }
            if !receive(within: decoder.isMidSequence ? escapeDelay : 0) {
                guard decoder.isMidSequence else { return nil }
                decoder.flush()
            }
        }
    }

    /// Learns what the terminal tells of itself, and passes keys on.
    private func take(_ input: TerminalInput) -> KeyEvent? {
        switch input {
        case .key(let event):
            return event
        case .text(let event):
            // All keys were to come as sequences: the terminal was reset, or this was pasted.
            if keyReports == .releases {
                keyReports = .presses
                pictureOutput.send(KeyboardRequest.question)
            }
            return event
        case .keyboard(let flags):
            guard asksForReleases else { return nil }
            keyReports = flags.reportReleases ? .releases : .presses
            // A terminal that took less would send other keys than before and no releases.
            if keyReports == .presses { forgoKeyReleases() }
            return nil
        }
    }

    /// Reads what is there, or comes in so many milliseconds; false when nothing did.
    private func receive(within milliseconds: Int32) -> Bool {
        var wait = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, milliseconds) > 0 else { return false }
        let bytes = [UInt8](unsafeUninitializedCapacity: 1024) { buffer, count in
            count = max(0, read(input, buffer.baseAddress, buffer.count))
        }
        decoder.receive(bytes)
        return !bytes.isEmpty
    }
}
