import CellCanvas
import TerminalKeys
import Testing

struct KeyDecoderTests {
    /// What bytes mean that came at once, with nothing after them.
    private func decode(_ bytes: [UInt8], sequences: [KeySequence] = []) -> [TerminalInput] {
        var decoder = KeyDecoder(sequences: sequences)
        decoder.receive(bytes)
        return drain(&decoder)
    }

    private func decode(_ text: String) -> [TerminalInput] { decode(Array(text.utf8)) }

    private func drain(_ decoder: inout KeyDecoder) -> [TerminalInput] {
        var all: [TerminalInput] = []
        while true {
            while let input = decoder.next() { all.append(input) }
            guard decoder.isMidSequence else { return all }
            decoder.flush()
        }
    }

    private static let plain: [(String, [TerminalInput])] = [
        ("w", [.text(.character("w"))]), ("é", [.text(.character("é"))]), ("漢", [.text(.character("漢"))]),
        ("😀", [.text(.character("😀"))]), ("\u{3}", [.key(.control("c"))]), ("\u{1C}", [.key(.other)]),
        ("\u{0}", [.key(.other)]), ("\r", [.key(.enter)]), ("\n", [.key(.enter)]), ("\t", [.key(.tab)]),
        ("\u{7F}", [.key(.backspace)]), ("\u{8}", [.key(.backspace)]), ("\u{1B}", [.key(.escape)]),
        ("\u{1B}[A", [.key(.arrow(.up))]), ("\u{1B}OA", [.key(.arrow(.up))]), ("\u{1B}[B", [.key(.arrow(.down))]),
        ("\u{1B}OC", [.key(.arrow(.right))]), ("\u{1B}[D", [.key(.arrow(.left))]),
        ("\u{1B}[1;5A", [.key(.arrow(.up))]), ("\u{1B}OP", [.key(.function(1))]), ("\u{1B}[11~", [.key(.function(1))]),
        ("\u{1B}[15~", [.key(.function(5))]), ("\u{1B}[17~", [.key(.function(6))]),
        ("\u{1B}[24~", [.key(.function(12))]), ("\u{1B}[[A", [.key(.function(1))]), ("\u{1B}[[E", [.key(.function(5))]),
        ("\u{1B}[3~", [.key(.delete)]), ("\u{1B}[5~", [.key(.pageUp)]), ("\u{1B}[6~", [.key(.pageDown)]),
        ("\u{1B}[1~", [.key(.home)]), ("\u{1B}[4~", [.key(.end)]), ("\u{1B}[H", [.key(.home)]),
        ("\u{1B}OF", [.key(.end)]),
        ("\u{1B}[200~", [.key(.paste(.begins))]), ("\u{1B}[201~", [.key(.paste(.ends))]), ("\u{1B}[Z", [.key(.other)]),
        ("\u{1B}OM", [.key(.enter)]), ("\u{1B}Ow", [.key(.character("7"))]), ("\u{1B}[27;5;99~", [.key(.control("c"))]),
    ]

    @Test(arguments: plain) func `terminals without releases send what they always sent`(
        bytes: String, inputs: [TerminalInput]
    ) {
        #expect(decode(bytes) == inputs)
    }

    private static let kitty: [(String, [TerminalInput])] = [
        // Exactly what kitty 0.35, foot 1.16 and others send for these keys on a US keyboard with all flags.
        ("\u{1B}[119;;119u", [.key(.character("w"))]), ("\u{1B}[119;1:2;119u", [.key(.character("w"))]),
        ("\u{1B}[119;1:3u", [.key(.release(.character("w")))]), ("\u{1B}[107:75;2;75u", [.key(.character("K"))]),
        ("\u{1B}[107:75;2:3u", [.key(.release(.character("k")))]), ("\u{1B}[107;66;75u", [.key(.character("K"))]),
        ("\u{1B}[47:63;2;63u", [.key(.character("?"))]), ("\u{1B}[32;;32u", [.key(.character(" "))]),
        ("\u{1B}[32u", [.key(.character(" "))]), ("\u{1B}[32;3u", [.key(.character(" "))]),
        ("\u{1B}[99;5u", [.key(.control("c"))]), ("\u{1B}[99;6u", [.key(.control("c"))]),
        ("\u{1B}[92;5u", [.key(.other)]), ("\u{1B}[105;5u", [.key(.tab)]), ("\u{1B}[91;5u", [.key(.escape)]),
        ("\u{1B}[27u", [.key(.escape)]), ("\u{1B}[27;1:3u", [.key(.release(.escape))]), ("\u{1B}[13u", [.key(.enter)]),
        ("\u{1B}[9u", [.key(.tab)]), ("\u{1B}[9;2u", [.key(.other)]), ("\u{1B}[127u", [.key(.backspace)]),
        ("\u{1B}[1;1:3A", [.key(.release(.arrow(.up)))]), ("\u{1B}[1;1:2D", [.key(.arrow(.left))]),
        ("\u{1B}[1;129C", [.key(.arrow(.right))]), ("\u{1B}[3;1:3~", [.key(.release(.delete))]),
        ("\u{1B}[15;1:3~", [.key(.release(.function(5)))]), ("\u{1B}[P", [.key(.function(1))]),
        // The keypad, with and without num lock.
        ("\u{1B}[57414u", [.key(.enter)]), ("\u{1B}[57399;129;48u", [.key(.character("0"))]),
        ("\u{1B}[57419u", [.key(.arrow(.up))]), ("\u{1B}[57419;1:3u", [.key(.release(.arrow(.up)))]),
        // Shift, caps lock and control alone are nothing, pressed or let go.
        ("\u{1B}[57441;2u", []), ("\u{1B}[57441;2:3u", []), ("\u{1B}[57358u", []), ("\u{1B}[57442;5u", []),
        // Without the text: shift and caps lock make capitals, the alternate tells the rest.
        ("\u{1B}[107;2u", [.key(.character("K"))]), ("\u{1B}[107;65u", [.key(.character("K"))]),
        ("\u{1B}[107;66u", [.key(.character("k"))]), ("\u{1B}[47:63;2u", [.key(.character("?"))]),
        // A Cyrillic keyboard: text as it is typed, control by the key's place.
        ("\u{1B}[1094::119;;1094u", [.key(.character("ц"))]), ("\u{1B}[1089::99;5u", [.key(.control("c"))]),
        // Super belongs to the window system; composed text comes alone.
        ("\u{1B}[119;9u", [.key(.other)]), ("\u{1B}[0;;229u", [.key(.character("å"))]),
        ("\u{1B}[0;;104:105u", [.key(.character("h")), .key(.character("i"))]),
        ("\u{1B}[?31u", [.keyboard(.wanted)]), ("\u{1B}[?0u", [.keyboard([])]), ("\u{1B}[?u", [.keyboard([])]),
        ("\u{1B}[0n", [.key(.alive)]), ("\u{1B}[3n", []), ("\u{1B}[O", [.key(.focusLost)]), ("\u{1B}[I", []),
    ]

    @Test(arguments: kitty) func `kitty's protocol tells presses, repetitions and releases`(
        bytes: String, inputs: [TerminalInput]
    ) {
        #expect(decode(bytes) == inputs)
    }

    @Test(arguments: plain + kitty) func `a sequence may be cut anywhere`(bytes: String, inputs: [TerminalInput]) {
        let all = Array(bytes.utf8)
        for cut in 0...all.count {
            var decoder = KeyDecoder()
            decoder.receive(Array(all[..<cut]))
            var found: [TerminalInput] = []
            while let input = decoder.next() { found.append(input) }
            if cut < all.count { #expect(found.isEmpty) }
            decoder.receive(Array(all[cut...]))
            #expect(found + drain(&decoder) == inputs)
        }
    }

    @Test(arguments: plain + kitty) func `a sequence whose end never comes is no key that flies`(
        bytes: String, inputs: [TerminalInput]
    ) {
        let harmless: Set<TerminalInput> = [.key(.escape), .key(.other), .text(.character("O"))]
        let all = Array(bytes.utf8)
        for cut in 0..<all.count {
            let found = decode(Array(all[..<cut]))
            #expect(found.count <= 2 && found.allSatisfy(harmless.contains), "\(all[..<cut]) became \(found)")
        }
    }

    @Test func `sequences follow each other without a gap`() {
        let all = (Self.plain + Self.kitty).filter { $0.0 != "\u{1B}" }
        let glued = all.flatMap { Array($0.0.utf8) }
        #expect(decode(glued) == all.flatMap(\.1))
        var decoder = KeyDecoder()
        var found: [TerminalInput] = []
        for byte in glued {
            decoder.receive([byte])
            while let input = decoder.next() { found.append(input) }
        }
        #expect(found == all.flatMap(\.1))
    }

    @Test(arguments: ["\u{1B} ", "\u{1B}[ ", "\u{1B}[1;5 ", "\u{1B}O ", "\u{1B}\u{1B} ", "\u{C3} ", "\u{1B}[[ "])
    func `the space bar lands whatever came before it`(bytes: String) {
        let input = bytes.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        #expect(decode(input).last == .text(.character(" ")))
    }

    @Test(arguments: [
        "\u{1B}P>|kitty(0.35.2)\u{1B}\\", "\u{1B}_Gi=21334;OK\u{1B}\\", "\u{1B}]11;rgb:0000/0000/0000\u{7}",
        "\u{1B}[?62;4c", "\u{1B}[?2026;2$y", "\u{1B}[6;20;10t", "\u{1B}[24;80R",
    ])
    func `a late answer is dropped as a whole`(answer: String) {
        #expect(decode(answer + "w") == [.text(.character("w"))])
    }

    @Test(arguments: [("\u{1B}[", "u"), ("\u{1B}P", "\u{1B}\\"), ("\u{1B}]", "\u{7}")])
    func `an endless sequence is dropped up to its end and not kept`(begin: String, end: String) {
        var decoder = KeyDecoder()
        decoder.receive(Array(begin.utf8))
        for _ in 0..<1000 {
            decoder.receive([UInt8](repeating: 0x31, count: 1024))
            #expect(decoder.next() == nil)
            #expect(decoder.isMidSequence)
        }
        decoder.receive(Array((end + "w").utf8))
        #expect(drain(&decoder) == [.text(.character("w"))])
    }

    @Test(arguments: [
        "\u{1B}[99999999999999999999u", "\u{1B}[1114112u", "\u{1B}[55296u", "\u{1B}[31u", "\u{1B}[119;99999999999999u",
        "\u{1B}[119;;31u",
    ])
    func `a number that is no character is a key without a use or the key itself`(bytes: String) {
        let found = decode(bytes)
        #expect(found.allSatisfy { $0 == .key(.other) || $0 == .key(.character("w")) }, "\(found)")
    }

    @Test func `broken UTF-8 takes nothing along`() {
        for bytes: [UInt8] in [[0x80], [0xC3], [0xE9], [0xF0, 0x9F], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF]] {
            let found = decode(bytes + [0x20])
            #expect(found.last == .text(.character(" ")))
            #expect(found.dropLast().allSatisfy { $0 == .key(.other) })
        }
    }

    @Test func `a terminal's own keys come first, printable ones excepted`() {
        let own = [
            KeySequence(bytes: [0x0B], event: .arrow(.up)), KeySequence(bytes: [0x1B, 0x41], event: .arrow(.down)),
            KeySequence(bytes: [0x01, 0x40, 0x0D], event: .function(1)), KeySequence(bytes: [0x20], event: .other),
        ]
        #expect(decode([0x0B], sequences: own) == [.key(.arrow(.up))])
        #expect(decode([0x1B, 0x41], sequences: own) == [.key(.arrow(.down))])
        #expect(decode([0x01, 0x40, 0x0D], sequences: own) == [.key(.function(1))])
        #expect(decode([0x20], sequences: own) == [.text(.character(" "))])
        #expect(decode([0x1B], sequences: own) == [.key(.escape)])
    }

    @Test(arguments: [(31, true), (27, true), (15, true), (11, false), (7, false), (1, false), (0, false), (29, false)])
    func `releases are believed where all keys and their text are told`(flags: Int, expected: Bool) {
        #expect(KeyboardFlags(rawValue: flags).reportReleases == expected)
    }

    /// Sequences at and beyond the lengths that are kept, each with what follows it.
    private static let longSequences: [(String, [TerminalInput])] = [
        ("\u{1B}[" + String(repeating: "1;", count: 64) + "uw", [.key(.other), .text(.character("w"))]),
        ("\u{1B}[" + String(repeating: "1;", count: 64) + "1uw", [.text(.character("w"))]),
        ("\u{1B}[" + String(repeating: "1;", count: 100) + "uw", [.text(.character("w"))]),
        ("\u{1B}[" + String(repeating: "1;", count: 100) + " ", [.text(.character(" "))]),
        ("\u{1B}P" + String(repeating: "x", count: 512) + "\u{1B}\\w", [.text(.character("w"))]),
        ("\u{1B}P" + String(repeating: "x", count: 513) + "\u{1B}\\w", [.text(.character("w"))]),
        ("\u{1B}P" + String(repeating: "x", count: 600) + "\u{7}w", [.text(.character("w"))]),
        ("\u{1B}P" + String(repeating: "x", count: 600) + "\u{1B}[A", [.key(.arrow(.up))]),
        ("\u{1B}P" + String(repeating: "x", count: 600) + "\u{1B}", [.key(.escape)]),
    ]

    @Test(arguments: longSequences) func `a sequence of any length means the same wherever it is cut`(
        text: String, inputs: [TerminalInput]
    ) {
        let bytes = Array(text.utf8)
        #expect(decode(bytes) == inputs)
        for cut in 1..<bytes.count {
            var decoder = KeyDecoder()
            decoder.receive(Array(bytes[..<cut]))
            var found: [TerminalInput] = []
            while let input = decoder.next() { found.append(input) }
            decoder.receive(Array(bytes[cut...]))
            #expect(found + drain(&decoder) == inputs, "cut behind \(cut) bytes")
        }
        var single = KeyDecoder()
        var found: [TerminalInput] = []
        for byte in bytes {
            single.receive([byte])
            while let input = single.next() { found.append(input) }
        }
        #expect(found + drain(&single) == inputs)
    }
}
