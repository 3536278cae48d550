import CellCanvas
import CursesTerminal
import Testing

extension CursesTerminalTests {
    /// Keys by kitty's protocol, from asking for them to giving them back.
    @Suite(.serialized)
    struct KeyReportTests {
        private static let begin = "\u{1B}[>31u\u{1B}[?u\u{1B}[?1004h"
        private static let end = "\u{1B}[?1004l\u{1B}[<u"
        private static let leaveFullScreen = "\u{1B}[?1049l"

        private func open(_ pty: PseudoTerminal) throws -> CursesTerminal {
            var configuration = TerminalConfiguration()
            configuration.terminalName = "xterm-256color"
            configuration.input = pty.line
            configuration.output = pty.line
            configuration.localeName = "C.UTF-8"
            return try CursesTerminal(configuration)
        }

        @Test func `releases are asked for, believed when confirmed, and given back before the full screen ends`()
            throws
        {
            let pty = try PseudoTerminal()
            let terminal = try open(pty)
            pty.forget()
            terminal.requestKeyReleases()
            #expect(pty.everything() == Self.begin)
            #expect(terminal.nextKey() == nil)
            #expect(terminal.keyReports == .presses)
            pty.type("\u{1B}[?31u\u{1B}[119;;119u")
            #expect(terminal.nextKey() == .character("w"))
            #expect(terminal.keyReports == .releases)
            pty.type("\u{1B}[119;1:3u")
            #expect(terminal.nextKey() == .release(.character("w")))
            terminal.close()
            let sent = pty.everything()
            let ends = try #require(sent.ranges(of: Self.end).first)
            let leaves = try #require(sent.ranges(of: Self.leaveFullScreen).first)
            #expect(ends.lowerBound < leaves.lowerBound)
        }

        @Test func `a terminal that confirms less is used as before`() throws {
            let pty = try PseudoTerminal()
            let terminal = try open(pty)
            terminal.requestKeyReleases()
            pty.forget()
            pty.type("\u{1B}[?3uw")
            #expect(terminal.nextKey() == .character("w"))
            #expect(terminal.keyReports == .presses)
            #expect(pty.everything() == Self.end)
            pty.forget()
            terminal.close()
            #expect(!pty.everything().contains("\u{1B}[<u"))
        }

        @Test func `a bare character means that releases are not told any more, until they are again`() throws {
            let pty = try PseudoTerminal()
            let terminal = try open(pty)
            terminal.requestKeyReleases()
            pty.type("\u{1B}[?31u")
            #expect(terminal.nextKey() == nil)
            pty.forget()
            pty.type("w")
            #expect(terminal.nextKey() == .character("w"))
            #expect(terminal.keyReports == .presses)
            #expect(pty.everything() == "\u{1B}[?u")
            pty.type("\u{1B}[?31u")
            #expect(terminal.nextKey() == nil)
            #expect(terminal.keyReports == .releases)
            terminal.close()
        }

        @Test func `the emergency restoration gives the keyboard back first`() throws {
            let pty = try PseudoTerminal()
            let terminal = try open(pty)
            terminal.requestKeyReleases()
            pty.forget()
            TerminalRestoration.perform()
            #expect(pty.everything().hasPrefix("\u{1B}\\" + Self.end))
            terminal.forgoKeyReleases()
            pty.forget()
            TerminalRestoration.perform()
            #expect(!pty.everything().contains("\u{1B}[<u"))
            terminal.close()
        }

        @Test func `a sign of life is asked for and heard`() throws {
            let pty = try PseudoTerminal()
            let terminal = try open(pty)
            pty.forget()
            terminal.requestSignOfLife()
            #expect(pty.everything() == "\u{1B}[5n")
            pty.type("\u{1B}[0n")
            #expect(terminal.nextKey() == .alive)
            terminal.close()
        }

        @Test func `keys given back are read first`() throws {
            let pty = try PseudoTerminal()
            let terminal = try open(pty)
            terminal.giveBack(Array("q\u{1B}[A".utf8))
            pty.type("w")
            #expect(terminal.nextKey() == .character("q"))
            #expect(terminal.nextKey() == .arrow(.up))
            #expect(terminal.nextKey() == .character("w"))
            terminal.close()
        }

        @Test func `an escape whose sequence comes in two parts is one key`() throws {
            let pty = try PseudoTerminal()
            let terminal = try open(pty)
            terminal.giveBack([0x1B])
            pty.type("[A")
            #expect(terminal.nextKey() == .arrow(.up))
            #expect(terminal.nextKey() == nil)
            terminal.close()
        }
    }
}
