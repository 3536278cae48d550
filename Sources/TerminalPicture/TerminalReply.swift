/// Something a terminal answered to a question about itself.
enum TerminalReply: Equatable {
    /// DA1, `CSI ? class ; feature … c`: the features.
    case attributes([Int])
    /// DECRPM, `CSI ? mode ; state $ y`: 1 set, 2 reset, 0 not known.
    case mode(Int, state: Int)
    /// XTVERSION, `DCS > | text ST`.
    case version(String)
    /// The size of a cell, `CSI 6 ; height ; width t`, pixels.
    case cellSize(width: Int, height: Int)
    /// What is reported of keys, `CSI ? flags u`: the terminal has kitty's keyboard protocol.
    case keyboard(Int)
    /// kitty's answer, `APC G keys ; message ST`.
    case graphics(String)
}

/// Finds answers in what comes from a terminal, however it is cut, and leaves the keys.
///
///     ground --ESC--> escape --[--> control --final--> ground
///                            --P,_--> string --ESC--> string's escape --\--> ground
///                            --else--> ground, a key
struct TerminalReplyParser {
    /// What was not an answer: keys typed meanwhile.
    private(set) var keys: [UInt8] = []

    private var state = State.ground
    /// The sequence so far, its introducer left out.
    private var held: [UInt8] = []

    private enum State {
        case ground
        case escape
        case control
        case string(Kind)
        case stringEscape(Kind)
    }

    private enum Kind {
        case device
        case application
    }

    /// More than any answer takes, bytes; longer ones are dropped up to their end.
    static let longest = 512

    mutating func parse(_ byte: UInt8) -> TerminalReply? {
        switch state {
        case .ground:
            if byte == ControlSequence.escape { state = .escape } else { keys.append(byte) }
        case .escape: begin(byte)
        case .control: return control(byte)
        case .string(let kind):
            if byte == ControlSequence.escape {
                state = .stringEscape(kind)
            } else if held.count <= Self.longest {
                held.append(byte)
            }
        case .stringEscape(let kind):
            // ESC \ ends the string; any other ESC breaks it off and begins something else.
            if byte != 0x5C {
                begin(byte)
                return nil
            }
            state = .ground
            return string(kind)
        }
        return nil
    }

    /// What is held when no more will come: an escape alone was a key; parts of answers are dropped, because as
    /// keys they would fly the drone.
    mutating func finish() {
        if case .escape = state { keys.append(ControlSequence.escape) }
        state = .ground
    }

    private mutating func begin(_ byte: UInt8) {
        held = []
        switch byte {
        case 0x5B: state = .control
        case 0x50: state = .string(.device)
        case 0x5F: state = .string(.application)
        case ControlSequence.escape: keys.append(byte)
        default:
            keys += [ControlSequence.escape, byte]
            state = .ground
        }
    }

    private mutating func control(_ byte: UInt8) -> TerminalReply? {
        switch byte {
        case 0x20...0x3F:
            if held.count <= Self.longest { held.append(byte) }
            return nil
        case 0x40...0x7E:
            state = .ground
            let reply = Self.control(held, final: byte)
            // An arrow key, for example; no key has the marks of a private sequence, 0x3C–0x3F.
            let isKey = held.count <= Self.longest && !(0x3C...0x3F).contains(held.first ?? 0)
            if reply == nil, isKey { keys += ControlSequence.introducer + held + [byte] }
            return reply
        case ControlSequence.escape:
            state = .escape
            return nil
        default:
            state = .ground
            return nil
        }
    }

    private static func control(_ held: [UInt8], final: UInt8) -> TerminalReply? {
        let isPrivate = held.first == 0x3F
        let body = isPrivate ? held.dropFirst() : held[...]
        switch (isPrivate, final) {
        case (true, 0x63): return numbers(body).map { .attributes(Array($0.dropFirst())) }
        case (true, 0x75):
            guard let numbers = numbers(body), numbers.count == 1 else { return nil }
            return .keyboard(numbers[0])
        case (true, 0x79):
            guard body.last == 0x24, let numbers = numbers(body.dropLast()), numbers.count == 2 else { return nil }
            return .mode(numbers[0], state: numbers[1])
        case (false, 0x74):
            guard let numbers = numbers(body), numbers.count == 3, numbers[0] == 6 else { return nil }
            return .cellSize(width: numbers[2], height: numbers[1])
        default: return nil
        }
    }

    private func string(_ kind: Kind) -> TerminalReply? {
        if held.count > Self.longest { return nil }
        let text = String(decoding: held, as: UTF8.self)
        switch kind {
        case .device: return text.hasPrefix(">|") ? .version(String(text.dropFirst(2))) : nil
        case .application: return text.hasPrefix("G") ? .graphics(String(text.dropFirst())) : nil
        }
    }

    /// Numbers between semicolons, an empty one 0; nil where there is anything else.
    private static func numbers(_ text: ArraySlice<UInt8>) -> [Int]? {
        var all: [Int] = []
        for part in text.split(separator: 0x3B, omittingEmptySubsequences: false) {
            if part.isEmpty {
                all.append(0)
                continue
            }
            guard let number = Int(String(decoding: part, as: UTF8.self)), number >= 0 else { return nil }
            all.append(number)
        }
        return all
    }
}
