import CellCanvas

/// A control sequence that a terminal sent: `CSI parameters final`.
struct ControlReport {
    private let mark: UInt8?
    private let final: UInt8
    /// The numbers between semicolons, each with those behind its colons; nil where one is left out or unusable.
    private let groups: [[Int?]]

    /// The largest number that is read: Unicode ends at 1,114,111.
    private static let largest = 9_999_999

    init(_ body: ArraySlice<UInt8>, final: UInt8) {
        let mark = body.first.flatMap { (0x3C...0x3F).contains($0) ? $0 : nil }
        self.mark = mark
        self.final = final
        let numbers = mark == nil ? body : body.dropFirst()
        groups = numbers.split(separator: 0x3B, omittingEmptySubsequences: false).map { group in
            group.split(separator: 0x3A, omittingEmptySubsequences: false).map(Self.number)
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        if digits.isEmpty { return nil }
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit), value <= largest else { return nil }
            value = value * 10 + Int(digit) - 0x30
        }
        return value <= largest ? value : nil
    }

    /// A number by its places; nil where it is left out.
    private func number(_ group: Int, _ part: Int = 0) -> Int? {
        guard group < groups.count, part < groups[group].count else { return nil }
        return groups[group][part]
    }

    /// What it says; nothing for the answers to other questions.
    var inputs: [TerminalInput] {
        if let mark {
            // `CSI ? flags u`.
            guard mark == 0x3F, final == 0x75 else { return [] }
            return [.keyboard(KeyboardFlags(rawValue: number(0) ?? 0))]
        }
        switch final {
        case 0x41...0x44: return key(KeyDecoder.arrow(final))
        case 0x46: return key(.end)
        case 0x48: return key(.home)
        case 0x50, 0x51, 0x53: return key(.function(Int(final) - 0x4F))
        case 0x7E: return numberedKey
        case 0x75: return kittyKey.inputs
        // DSR: ready, `CSI 0 n`.
        case 0x6E: return number(0) == 0 ? [.key(.alive)] : []
        // Focus; what comes with it is of no use, what goes is.
        case 0x49: return []
        case 0x4F: return [.key(.focusLost)]
        // Window and cursor reports.
        case 0x74, 0x52: return []
        default: return key(.other)
        }
    }

    /// `CSI number ; modifiers ~`: VT220's keys, and xterm's modifyOtherKeys `CSI 27 ; modifiers ; code ~`.
    private var numberedKey: [TerminalInput] {
        switch number(0) ?? 0 {
        case 1, 7: key(.home)
        case 3: key(.delete)
        case 4, 8: key(.end)
        case 5: key(.pageUp)
        case 6: key(.pageDown)
        case let number where (11...15).contains(number): key(.function(number - 10))
        case let number where (17...21).contains(number): key(.function(number - 11))
        case 23: key(.function(11))
        case 24: key(.function(12))
        case 27: KittyKey(code: number(2) ?? 0, modifiers: number(1)).inputs
        // Bracketed paste, DEC mode 2004.
        case 200: [.key(.paste(.begins))]
        case 201: [.key(.paste(.ends))]
        default: key(.other)
        }
    }

    /// `CSI code : shifted : base ; modifiers : event ; text : text … u`.
    private var kittyKey: KittyKey {
        var key = KittyKey(code: number(0) ?? 0, modifiers: number(1))
        key.shifted = number(0, 1)
        key.base = number(0, 2)
        key.isRelease = number(1, 1) == KittyKey.release
        key.text = groups.count > 2 ? groups[2].compactMap { $0 } : []
        return key
    }

    /// A key that is not named by a code.
    private func key(_ event: KeyEvent) -> [TerminalInput] {
        let isRelease = number(1, 1) == KittyKey.release
        return [.key(isRelease ? .release(event) : event)]
    }
}
