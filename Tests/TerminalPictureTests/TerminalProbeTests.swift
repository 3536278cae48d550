import CellCanvas
import TerminalPicture
import Testing

struct TerminalProbeTests {
    private static func surroundings(
        _ name: String, colorTerm: String = "", colors: Int = 256, glyphs: GlyphSet = .unicode
    ) -> TerminalSurroundings {
        var surroundings = TerminalSurroundings()
        surroundings.name = name
        surroundings.colorTerm = colorTerm
        surroundings.colors = colors
        surroundings.glyphs = glyphs
        return surroundings
    }

    /// What kitty, foot and xterm answer, the last answer last.
    private static let kitty =
        "\u{1B}P>|kitty(0.35.2)\u{1B}\\\u{1B}[?2026;2$y\u{1B}[6;20;10t\u{1B}_Gi=21334;OK\u{1B}\\\u{1B}[?62;52;c"
    private static let foot = "\u{1B}P>|foot(1.16.2)\u{1B}\\\u{1B}[?2026;2$y\u{1B}[6;17;8t\u{1B}[?62;4;22;28c"
    private static let xterm =
        "\u{1B}P>|XTerm(379)\u{1B}\\\u{1B}[?2026;0$y\u{1B}[6;13;6t\u{1B}[?64;1;2;6;9;15;18;21;22c"

    private func probe(_ surroundings: TerminalSurroundings, _ answers: String) -> TerminalProbe {
        var probe = TerminalProbe(surroundings)
        probe.handle(.bytes(Array(answers.utf8)))
        return probe
    }

    @Test func `kitty shows pixels, sextants and whole frames`() {
        let probe = probe(Self.surroundings("xterm-kitty", colorTerm: "truecolor"), Self.kitty)
        #expect(probe.isDone)
        let found = probe.capabilities
        #expect(found.hasKittyGraphics && found.drawsSextants && found.hasSynchronizedOutput && !found.hasSixel)
        #expect(found.cellSize == CellSize(width: 10, height: 20))
        #expect(found.name == "kitty(0.35.2)")
        #expect(found.modes.first == .kitty)
        #expect(found.modes.contains(.cells(.sextants, .truecolor)))
        #expect(probe.keys == [])
    }

    @Test func `foot has sixel`() {
        let found = probe(Self.surroundings("foot", colorTerm: "truecolor"), Self.foot).capabilities
        #expect(found.modes.prefix(2) == [.sixel, .cells(.sextants, .truecolor)])
    }

    @Test func `a plain xterm has quadrants in its palette`() {
        let found = probe(Self.surroundings("xterm-256color"), Self.xterm).capabilities
        #expect(!found.hasSynchronizedOutput && !found.hasSixel && !found.drawsSextants)
        #expect(found.modes.first == .cells(.quadrants, .palette256))
    }

    @Test func `sixel without the size of a cell is not used`() {
        let found = probe(Self.surroundings("mlterm"), "\u{1B}[?62;4c").capabilities
        #expect(found.hasSixel)
        #expect(!found.modes.contains(.sixel))
    }

    @Test(arguments: 0...Self.kitty.utf8.count) func `answers may be cut anywhere`(cut: Int) {
        let bytes = Array(Self.kitty.utf8)
        var probe = TerminalProbe(Self.surroundings("xterm-kitty", colorTerm: "truecolor"))
        probe.handle(.bytes(Array(bytes[..<cut])))
        #expect(probe.isDone == (cut == bytes.count))
        probe.handle(.bytes(Array(bytes[cut...])))
        #expect(probe.isDone && probe.capabilities.hasKittyGraphics && probe.capabilities.cellSize != nil)
        #expect(probe.keys == [])
    }

    @Test func `answers byte by byte, keys between them`() {
        var probe = TerminalProbe(Self.surroundings("foot"))
        for byte in ("a\u{1B}[A" + Self.foot + "q").utf8 { probe.handle(.bytes([byte])) }
        #expect(probe.capabilities.hasSixel)
        #expect(String(decoding: probe.keys, as: UTF8.self) == "a\u{1B}[Aq")
    }

    @Test(arguments: [
        ("", ""), ("\u{1B}", "\u{1B}"), ("x\u{1B}[?6", "x"), ("\u{1B}P>|half", ""), ("\u{1B}[6;20", ""),
        ("\u{1B}[?1u", ""), ("\u{1B}OP", "\u{1B}OP"), ("\u{1B}[6;0;0t", ""),
    ])
    func `silence and halves are taken for no`(answers: String, keys: String) {
        var probe = probe(Self.surroundings("xterm-256color"), answers)
        #expect(!probe.isDone)
        probe.handle(.timeout)
        #expect(probe.isDone)
        #expect(String(decoding: probe.keys, as: UTF8.self) == keys)
        #expect(probe.capabilities.cellSize == nil)
        #expect(probe.capabilities.modes.first == .cells(.quadrants, .palette256))
    }

    @Test(arguments: [
        "\u{1B}_Gi=21334;ENOTSUPPORTED:no\u{1B}\\", "\u{1B}_Gi=5;OK\u{1B}\\", "\u{1B}_G;OK\u{1B}\\", "\u{1B}_\u{1B}\\",
        "\u{1B}[?4c", "\u{1B}[?;;;c", "\u{1B}[?99999999999999999999999;4c", "\u{1B}[6;-4;9t", "\u{1B}[6;9999;9999t",
    ])
    func `odd answers promise nothing`(answer: String) {
        let found = probe(Self.surroundings("xterm-256color"), answer).capabilities
        #expect(!found.hasKittyGraphics && !found.hasSixel && found.cellSize == nil)
    }

    @Test func `garbage neither traps nor grows`() {
        var dice = Dice(state: 77)
        for _ in 0..<200 {
            var probe = TerminalProbe(Self.surroundings("xterm"))
            let alphabet: [UInt8] = [
                0x1B, 0x5B, 0x50, 0x5F, 0x5C, 0x3F, 0x3B, 0x63, 0x74, 0x79, 0x24, 0x47, 0x39, 0xFF, 0x00,
            ]
            let bytes = (0..<300).map { _ in alphabet.randomElement(using: &dice) ?? 0 }
            probe.handle(.bytes(bytes))
            probe.handle(.timeout)
            #expect(probe.isDone)
            #expect(probe.keys.count <= bytes.count)
        }
    }

    @Test func `an endless string is dropped up to its end`() {
        let long = "\u{1B}P>|" + String(repeating: "x", count: 100_000) + "\u{1B}\\\u{1B}[?62;4c"
        let probe = probe(Self.surroundings("xterm"), long)
        #expect(probe.isDone && probe.capabilities.hasSixel)
        #expect(probe.capabilities.name == nil)
        #expect(probe.keys == [])
    }

    @Test(arguments: ["dumb", "", "vt100", "linux", "ansi", "vt220-8bit"])
    func `terminals that would print questions are not asked`(name: String) {
        let probe = TerminalProbe(Self.surroundings(name, colors: 8))
        #expect(probe.isDone)
        #expect(probe.questions == [])
        #expect(probe.capabilities.colorDepth == .eight)
        #expect(
            probe.capabilities.modes == [
                .cells(.halfBlocks, .eight), .cells(.ascii, .eight), .cells(.ascii, .monochrome),
            ])
    }

    @Test(arguments: ["screen-256color", "tmux-256color", "screen"])
    func `a multiplexer is not believed about pixels`(name: String) {
        let found = probe(Self.surroundings(name, colorTerm: "truecolor"), Self.kitty + Self.foot).capabilities
        #expect(!found.hasKittyGraphics && !found.hasSixel && !found.drawsSextants)
        #expect(found.colorDepth == (name.hasPrefix("tmux") ? .truecolor : .palette256))
        #expect(found.hasSynchronizedOutput)
    }

    @Test func `kitty's question is not put to a multiplexer`() {
        let text = { String(decoding: TerminalProbe($0).questions, as: UTF8.self) }
        #expect(text(Self.surroundings("xterm")).contains("\u{1B}_G"))
        #expect(!text(Self.surroundings("tmux-256color")).contains("\u{1B}_G"))
        var inside = Self.surroundings("xterm-256color")
        inside.isInMultiplexer = true
        #expect(!text(inside).contains("\u{1B}_G"))
        #expect(text(Self.surroundings("xterm")).hasSuffix("\u{1B}[c"))
    }

    @Test func `NO_COLOR leaves shapes, and a plain locale leaves characters`() {
        var surroundings = Self.surroundings("xterm-kitty", colorTerm: "truecolor")
        surroundings.wantsColor = false
        #expect(
            probe(surroundings, Self.kitty).capabilities.modes == [
                .cells(.quadrants, .monochrome), .cells(.ascii, .monochrome),
            ])
        surroundings.glyphs = .ascii
        #expect(probe(surroundings, "").capabilities.modes == [.cells(.ascii, .monochrome)])
    }

    @Test func `the key goes down the ladder and round`() {
        let found = probe(Self.surroundings("xterm", colors: 8), "").capabilities
        var mode = found.modes[0]
        var seen: [PictureMode] = []
        for _ in found.modes {
            seen.append(mode)
            mode = found.mode(after: mode)
        }
        #expect(seen == found.modes)
        #expect(mode == found.modes[0])
        #expect(found.mode(after: .kitty) == found.modes[0])
    }

    @Test(arguments: [
        (nil, PictureMode.kitty), (40_000_000, .kitty), (100_000, .cells(.sextants, .truecolor)),
        (30_000, .cells(.sextants, .palette256)), (10_000, .cells(.halfBlocks, .sixteen)),
        (6_000, .cells(.ascii, .monochrome)), (1, .cells(.ascii, .monochrome)), (-5, .cells(.ascii, .monochrome)),
    ])
    func `a slow connection gets a plainer picture`(budget: Int?, expected: PictureMode) {
        let found = probe(Self.surroundings("xterm-kitty", colorTerm: "truecolor"), Self.kitty).capabilities
        #expect(found.bestMode(forCells: 1920, bytesPerSecond: budget) == expected)
    }
}
