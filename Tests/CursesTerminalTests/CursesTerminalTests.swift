import CellCanvas
import CursesTerminal
import Testing

/// The real terminal code at one end of a pseudo-terminal.
///
/// curses has one terminal at a time, so the tests
/// run one after the other.
@Suite(.serialized)
struct CursesTerminalTests {
    private static let leaveFullScreen = "\u{1B}[?1049l"

    private func configuration(
        _ pty: PseudoTerminal, _ name: String, locale: String = "C.UTF-8",
        colors: TerminalConfiguration.Colors = .whereAvailable
    ) -> TerminalConfiguration {
        var configuration = TerminalConfiguration()
        configuration.terminalName = name
        configuration.input = pty.line
        configuration.output = pty.line
        configuration.localeName = locale
        configuration.colors = colors
        return configuration
    }

    private func canvas(_ terminal: CursesTerminal, _ text: String, row: Int = 1, style: Style = .plain) -> Canvas {
        var canvas = Canvas(columns: terminal.columns, rows: terminal.rows, glyphs: terminal.glyphs)
        canvas.write(text, in: canvas.bounds, row: row, column: 3, style: style)
        return canvas
    }

    @Test(arguments: ["xterm-256color", "screen-256color", "xterm", "vt100", "linux"])
    func `a canvas arrives and closing gives the terminal back`(name: String) throws {
        let pty = try PseudoTerminal()
        let before = pty.modes
        let terminal = try CursesTerminal(configuration(pty, name))
        #expect(terminal.columns == 40)
        #expect(terminal.rows == 6)
        #expect(pty.modes != before)
        terminal.show(canvas(terminal, "HOVERING"))
        #expect(pty.reads("HOVERING"))
        terminal.close()
        #expect(pty.modes == before)
        terminal.close()
        terminal.show(Canvas(columns: 40, rows: 6))
        #expect(terminal.nextKey() == nil)
    }

    @Test func `closing leaves the full screen and shows the cursor`() throws {
        let pty = try PseudoTerminal()
        let terminal = try CursesTerminal(configuration(pty, "xterm-256color"))
        #expect(pty.reads("\u{1B}[?1049h"))
        #expect(pty.reads("\u{1B}[?25l"))
        terminal.close()
        #expect(pty.reads(Self.leaveFullScreen))
        #expect(pty.everything().contains("\u{1B}[?25h"))
    }

    @Test func `a terminal that goes out of use closes itself`() throws {
        let pty = try PseudoTerminal()
        let before = pty.modes
        do {
            let terminal = try CursesTerminal(configuration(pty, "xterm-256color"))
            terminal.show(canvas(terminal, "x"))
        }
        #expect(pty.reads(Self.leaveFullScreen))
        #expect(pty.modes == before)
    }

    @Test func `the emergency restoration needs no close and does nothing after it`() throws {
        let pty = try PseudoTerminal()
        let before = pty.modes
        let terminal = try CursesTerminal(configuration(pty, "xterm-256color"))
        pty.forget()
        TerminalRestoration.perform()
        #expect(pty.reads(Self.leaveFullScreen))
        #expect(pty.everything().contains("\u{1B}[?12l\u{1B}[?25h"))
        #expect(pty.modes == before)
        terminal.close()
        pty.forget()
        TerminalRestoration.perform()
        #expect(pty.everything() == "")
    }

    @Test func `restoration strings carry no padding marks`() throws {
        let pty = try PseudoTerminal()
        let terminal = try CursesTerminal(configuration(pty, "vt100"))
        pty.forget()
        TerminalRestoration.perform()
        let sent = pty.everything()
        #expect(sent.contains("\u{1B}[m"))
        #expect(!sent.contains("$<"))
        terminal.close()
    }

    @Test(arguments: [
        ("xterm-256color", ColorDepth.palette256), ("xterm", .eight), ("linux", .eight), ("vt100", .monochrome),
    ])
    func `colours are those of the terminal`(name: String, depth: ColorDepth) throws {
        let pty = try PseudoTerminal()
        let terminal = try CursesTerminal(configuration(pty, name))
        #expect(terminal.colorDepth == depth)
        pty.forget()
        terminal.show(canvas(terminal, "x", style: Style(.indexed(220, else: .brightYellow), on: .named(.blue))))
        let sent = pty.everything()
        #expect(sent.contains("38;5;220") == (depth == .palette256))
        #expect(sent.contains("33") == (depth == .eight))
        #expect(sent.contains("44") == (depth > .monochrome))
        terminal.close()
    }

    @Test func `no colours are sent when none are wanted, emphasis is`() throws {
        let pty = try PseudoTerminal()
        let terminal = try CursesTerminal(configuration(pty, "xterm-256color", colors: .never))
        #expect(terminal.colorDepth == .monochrome)
        pty.forget()
        terminal.show(canvas(terminal, "x", style: Style(.named(.red), on: .named(.blue), [.bold, .reverse])))
        let sent = pty.everything()
        #expect(!sent.contains("31") && !sent.contains("44") && !sent.contains("38;"))
        #expect(sent.contains("\u{1B}[1m") || sent.contains(";1"))
        #expect(sent.contains("\u{1B}[7m") || sent.contains(";7"))
        terminal.close()
    }

    @Test func `only what changed is sent`() throws {
        let pty = try PseudoTerminal()
        let terminal = try CursesTerminal(configuration(pty, "xterm-256color"))
        terminal.show(canvas(terminal, "altitude 1.24 m"))
        pty.forget()
        terminal.show(canvas(terminal, "altitude 1.25 m"))
        let sent = pty.everything()
        #expect(sent.contains("5"))
        #expect(!sent.contains("altitude"))
        pty.forget()
        terminal.show(canvas(terminal, "altitude 1.25 m"))
        #expect(pty.everything() == "")
        pty.forget()
        terminal.repaint()
        terminal.show(canvas(terminal, "altitude 1.25 m"))
        #expect(pty.everything().contains("altitude 1.25 m"))
        terminal.close()
    }

    @Test func `a UTF-8 locale shows Unicode with its widths`() throws {
        let pty = try PseudoTerminal()
        let terminal = try CursesTerminal(configuration(pty, "xterm-256color"))
        #expect(terminal.glyphs == .unicode)
        terminal.show(canvas(terminal, "é漢█⠿e\u{301}"))
        #expect(pty.reads("é漢█⠿e\u{301}"))
        terminal.close()
    }

    @Test(arguments: ["C", "POSIX"])
    func `another locale gets ASCII`(locale: String) throws {
        let pty = try PseudoTerminal()
        let terminal = try CursesTerminal(configuration(pty, "xterm-256color", locale: locale))
        #expect(terminal.glyphs == .ascii)
        terminal.show(canvas(terminal, "12° █"))
        #expect(pty.reads("12 deg ?"))
        terminal.close()
    }

    @Test func `a Unicode canvas does no harm in an ASCII terminal`() throws {
        let pty = try PseudoTerminal()
        let terminal = try CursesTerminal(configuration(pty, "vt100", locale: "C"))
        var canvas = Canvas(columns: 40, rows: 6)
        canvas.write("é漢x", in: canvas.bounds)
        terminal.show(canvas)
        #expect(pty.reads("???x"))
        terminal.close()
    }

    @Test(arguments: [(1, 1), (3, 2), (90, 30)])
    func `a canvas of another size is clipped`(columns: Int, rows: Int) throws {
        let pty = try PseudoTerminal()
        let terminal = try CursesTerminal(configuration(pty, "xterm-256color"))
        var canvas = Canvas(columns: columns, rows: rows)
        canvas.fill(canvas.bounds, with: "x")
        terminal.show(canvas)
        #expect(pty.reads("x"))
        terminal.close()
    }

    @Test(arguments: [
        ("w", KeyEvent.character("w")), ("K", .character("K")), (" ", .character(" ")), ("é", .character("é")),
        ("\u{1B}OA", .arrow(.up)), ("\u{1B}OB", .arrow(.down)), ("\u{1B}OC", .arrow(.right)),
        ("\u{1B}OD", .arrow(.left)), ("\u{1B}[A", .arrow(.up)), ("\u{1B}[B", .arrow(.down)),
        ("\u{1B}[C", .arrow(.right)), ("\u{1B}[D", .arrow(.left)), ("\u{1B}OP", .function(1)),
        ("\u{1B}[24~", .function(12)), ("\u{1B}", .escape),
        ("\r", .enter), ("\t", .tab), ("\u{7F}", .backspace), ("\u{C}", .control("l")), ("\u{1A}", .control("z")),
        ("\u{13}", .control("s")), ("\u{1C}", .other), ("\u{1B}[5~", .pageUp), ("\u{1B}[2~", .other),
    ])
    func `a key becomes its event`(bytes: String, event: KeyEvent) throws {
        let pty = try PseudoTerminal()
        let terminal = try CursesTerminal(configuration(pty, "xterm-256color"))
        #expect(terminal.nextKey() == nil)
        pty.type(bytes)
        #expect(terminal.nextKey() == event)
        #expect(terminal.nextKey() == nil)
        terminal.close()
    }

    @Test func `a new size is an event and the screen is drawn in it`() throws {
        let pty = try PseudoTerminal()
        let terminal = try CursesTerminal(configuration(pty, "xterm-256color"))
        terminal.show(canvas(terminal, "before"))
        for size: (UInt16, UInt16) in [(30, 4), (60, 9), (1, 1), (40, 6)] {
            pty.resize(columns: size.0, rows: size.1)
            #expect(terminal.nextKey() == .resize(columns: Int(size.0), rows: Int(size.1)))
            #expect(terminal.columns == Int(size.0))
            #expect(terminal.rows == Int(size.1))
            var events: [KeyEvent] = []
            while let key = terminal.nextKey() { events.append(key) }
            #expect(events.allSatisfy { $0 == .resize(columns: Int(size.0), rows: Int(size.1)) })
            terminal.show(canvas(terminal, "size \(size.0)", row: 0))
        }
        #expect(pty.reads("size 60"))
        terminal.close()
    }

    @Test func `a terminal can be opened again`() throws {
        for _ in 0..<3 {
            let pty = try PseudoTerminal()
            let terminal = try CursesTerminal(configuration(pty, "xterm-256color"))
            terminal.show(canvas(terminal, "again"))
            #expect(pty.reads("again"))
            terminal.close()
        }
    }
}
