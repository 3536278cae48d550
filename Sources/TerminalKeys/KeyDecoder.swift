import CellCanvas

/// Finds keys and reports in what a terminal sends, however it is cut: bytes in, events out.
///
/// Understood are the sequences of xterm and its kin in both cursor modes, those of the Linux console, kitty's
/// keyboard protocol, xterm's `modifyOtherKeys`, and what a terminal's description names besides. Answers to questions
/// and unknown sequences are dropped as a whole: read as single keys they would fly the drone.
///
/// An escape is a key when nothing follows it. Who reads the terminal waits a moment while ``isMidSequence``, then
/// calls ``flush()``.
public struct KeyDecoder: Sendable {
    /// Bytes that are not decoded yet.
    private var held: [UInt8] = []
    /// Decoded and not yet taken: one sequence may carry several characters.
    private var ready: [TerminalInput] = []
    /// What is dropped up to its end, after more of it than any sequence has.
    private var skipped: Skipped?
    private let sequences: [KeySequence]

    private enum Skipped {
        case control
        case string
    }

    /// More than any key or answer takes, bytes; the rest of a longer sequence is dropped without being kept.
    static let longestControl = 128
    static let longestString = 512

    /// A decoder at the start of its input.
    ///
    /// - Parameter sequences: Keys of this terminal that others do not have; those of printable characters are left
    ///   out.
    public init(sequences: [KeySequence] = []) {
        self.sequences = sequences.filter { sequence in
            guard let first = sequence.bytes.first else { return false }
            return first < 0x20 || first == 0x7F
        }
    }

    /// Takes bytes as they came.
    public mutating func receive(_ bytes: [UInt8]) { held += bytes }

    /// Whether what is held may be the beginning of a longer sequence; to be asked after ``next()`` gave nil.
    public var isMidSequence: Bool { !held.isEmpty || skipped != nil }

    /// The next event; nil when there is none that is complete.
    public mutating func next() -> TerminalInput? {
        while ready.isEmpty, !held.isEmpty {
            if let skipped {
                guard skip(skipped) else { return nil }
                continue
            }
            switch step(held[...]) {
            case .incomplete: return nil
            case .taken(let count, let inputs):
                held.removeFirst(min(held.count, max(1, count)))
                ready = inputs
            case .tooLong(let kind):
                // The introducer; the rest is dropped by the rule that holds for what has yet to come.
                held.removeFirst(2)
                skipped = kind
            }
        }
        return ready.isEmpty ? nil : ready.removeFirst()
    }

    /// Nothing followed for a while: an escape was a key, and what else is incomplete never will be.
    public mutating func flush() {
        skipped = nil
        guard let first = held.first else { return }
        switch (first, held.count > 1 ? held[1] : nil) {
        case (0x1B, nil):
            ready.append(.key(.escape))
            held = []
        case (0x1B, 0x4F?):
            ready += [.key(.escape), .text(.character("O"))]
            held = []
        default:
            ready.append(.key(.other))
            held = []
        }
    }

    /// What a step through the bytes found.
    private enum Step {
        case incomplete
        case taken(Int, [TerminalInput])
        case tooLong(Skipped)
    }

    private func step(_ bytes: ArraySlice<UInt8>) -> Step {
        guard let first = bytes.first else { return .incomplete }
        // The longest of the terminal's own that fits; one that may yet become longer waits.
        let own = sequences.filter { bytes.starts(with: $0.bytes) }.max { $0.bytes.count < $1.bytes.count }
        if sequences.contains(where: { $0.bytes.count > bytes.count && $0.bytes.starts(with: bytes) }) {
            return .incomplete
        }
        if let own { return .taken(own.bytes.count, [.key(own.event)]) }
        switch first {
        case 0x1B: return escape(bytes)
        case 0x00..<0x20, 0x7F: return .taken(1, [.key(Self.event(control: first))])
        case 0x20..<0x7F: return .taken(1, [.text(.character(Character(Unicode.Scalar(first))))])
        default: return character(bytes, first)
        }
    }

    /// A key that sends one control character.
    static func event(control byte: UInt8) -> KeyEvent {
        switch byte {
        case 0x1B: .escape
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x08, 0x7F: .backspace
        case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
        default: .other
        }
    }

    /// A character of UTF-8's longer forms. In another locale it is a key without a use.
    private func character(_ bytes: ArraySlice<UInt8>, _ first: UInt8) -> Step {
        let length =
            switch first {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        let form = bytes.prefix(length)
        let isCut = form.count < length
        guard length > 1, form.dropFirst().allSatisfy({ (0x80...0xBF).contains($0) }) else {
            return .taken(1, [.key(.other)])
        }
        if isCut { return .incomplete }
        let text = String(decoding: form, as: UTF8.self)
        guard let character = text.first, text.count == 1, character != "\u{FFFD}" else {
            return .taken(1, [.key(.other)])
        }
        return .taken(length, [.text(.character(character))])
    }

    private func escape(_ bytes: ArraySlice<UInt8>) -> Step {
        guard bytes.count > 1 else { return .incomplete }
        let body = bytes.dropFirst(2)
        switch bytes[bytes.startIndex + 1] {
        case 0x5B: return control(body)
        case 0x4F:
            guard let letter = body.first else { return .incomplete }
            if let event = Self.event(singleShift: letter) { return .taken(3, [.key(event)]) }
            // An escape and a capital O typed at once.
            return .taken(1, [.key(.escape)])
        case 0x50, 0x5D, 0x5E, 0x5F, 0x58: return string(body)
        default: return .taken(1, [.key(.escape)])
        }
    }

    /// SS3, `ESC O letter`: the application modes of cursor keys and keypad (VT100).
    private static func event(singleShift letter: UInt8) -> KeyEvent? {
        switch letter {
        case 0x41...0x44: arrow(letter)
        case 0x50...0x53: .function(Int(letter) - 0x4F)
        case 0x4D: .enter
        case 0x6A...0x79: .character(Character(Unicode.Scalar(letter - 0x40)))
        case 0x46: .end
        case 0x48: .home
        case 0x45, 0x58, 0x61...0x64: .other
        default: nil
        }
    }

    /// The arrow of the letters A to D.
    static func arrow(_ letter: UInt8) -> KeyEvent {
        switch letter {
        case 0x41: .arrow(.up)
        case 0x42: .arrow(.down)
        case 0x43: .arrow(.right)
        default: .arrow(.left)
        }
    }

    /// A control sequence (ECMA-48 5.4), whose introducer is taken off.
    private func control(_ body: ArraySlice<UInt8>) -> Step {
        // The Linux console's F1 to F5: `ESC [ [ A`.
        if body.first == 0x5B {
            guard let letter = body.dropFirst().first else { return .incomplete }
            let isKey = (0x41...0x45).contains(letter)
            return .taken(isKey ? 4 : 3, [.key(isKey ? .function(Int(letter) - 0x40) : .other)])
        }
        let end = body.firstIndex { !Self.isParameter($0) }
        // Before the end is looked at: whether it is there yet depends on how the bytes were cut.
        if (end ?? body.endIndex) - body.startIndex > Self.longestControl { return .tooLong(.control) }
        guard let end else { return .incomplete }
        let length = end - body.startIndex + 2
        let final = body[end]
        // Something else broke it off: an escape, a control character, or the space bar, which lands.
        guard (0x40...0x7E).contains(final) else { return .taken(length, [.key(.other)]) }
        return .taken(length + 1, ControlReport(body[..<end], final: final).inputs)
    }

    /// Parameters and intermediates; no key and no answer has a space among them.
    private static func isParameter(_ byte: UInt8) -> Bool { (0x21...0x3F).contains(byte) }

    /// DCS, OSC, PM, APC or SOS up to ST, or to BEL, which some use: an answer.
    private func string(_ body: ArraySlice<UInt8>) -> Step {
        let end = body.firstIndex { $0 == 0x1B || $0 == 0x07 }
        if (end ?? body.endIndex) - body.startIndex > Self.longestString { return .tooLong(.string) }
        guard let end else { return .incomplete }
        let length = end - body.startIndex + 2
        if body[end] == 0x07 { return .taken(length + 1, []) }
        guard let follower = body[end...].dropFirst().first else { return .incomplete }
        return .taken(follower == 0x5C ? length + 2 : length, [])
    }

    /// Drops what belongs to a sequence that is too long.
    ///
    /// - Returns: False where the next byte decides.
    private mutating func skip(_ kind: Skipped) -> Bool {
        let end = held.firstIndex { byte in
            switch kind {
            case .control: !Self.isParameter(byte)
            case .string: byte == 0x07 || byte == 0x1B
            }
        }
        guard let end else {
            held = []
            return true
        }
        // The escape may be the first half of a string's ST.
        if kind == .string, held[end] == 0x1B, end + 1 == held.count {
            held.removeFirst(end)
            return false
        }
        let isLast =
            switch kind {
            case .control: (0x40...0x7E).contains(held[end])
            case .string: held[end] == 0x07
            }
        skipped = nil
        // A string's ST begins with an escape and is dropped with it; any other escape begins something else.
        let isTerminator = held[end...].starts(with: [0x1B, 0x5C])
        held.removeFirst(end + (isTerminator && kind == .string ? 2 : isLast ? 1 : 0))
        return true
    }
}
