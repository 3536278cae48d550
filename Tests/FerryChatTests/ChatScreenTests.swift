import CellCanvas
import FerryChat
import Testing

/// A chat of bob's, drawn.
struct ChatScene {
    static func message(
        _ id: String, _ author: String, _ text: String, trust: ChatMessage.Trust = .verified, steps: [ChatStep] = []
    ) -> ChatMessage {
        ChatMessage(
            id: id, author: author, day: "26 Nov 2026", time: "14:02:31", text: text, trust: trust,
            isOwn: author == "bob", steps: steps)
    }

    static var sight: ChatSight {
        var sight = ChatSight(topic: "~field", node: "bob")
        sight.messages = [
            message("1", "alice", "dinner at six?"),
            message(
                "2", "bob", "yes, and bring wood",
                steps: [.init(.pickedUp, "charlie", "14:03:10"), .init(.delivered, "alice", "14:05:00")]),
            message("3", "mallory", "never mind", trust: .notVerified),
            message("4", "bob", "who is that", trust: .unsigned),
        ]
        sight.contacts = [.init(name: "charlie", time: "14:03:09")]
        sight.onBoard = 12
        return sight
    }

    static func screen(_ sight: ChatSight = sight) -> ChatScreen {
        var screen = ChatScreen(sight)
        screen.connection = .there
        return screen
    }
}

extension ChatScreen {
    mutating func canvas(_ columns: Int = 80, _ rows: Int = 24, glyphs: GlyphSet = .unicode) -> Canvas {
        var canvas = Canvas(columns: columns, rows: rows, glyphs: glyphs)
        draw(into: &canvas)
        return canvas
    }

    mutating func type(_ text: String) -> [Order] { text.flatMap { handle(.character($0)) } }
}

@Suite struct ChatScreenTests {
    var screen = ChatScene.screen()

    @Test mutating func `80 by 24 shows who said what when, and what became of ours`() {
        let lines = screen.canvas().text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[0].hasPrefix(" ~field"))
        #expect(lines[0].hasSuffix("you are bob, 12 bundles on board"))
        #expect(lines[1] == " near: charlie since 14:03:09")
        #expect(
            Array(lines[12..<21]) == [
                "",
                "  26 Nov 2026",
                " 14:02:31 alice ✓        dinner at six?",
                " 14:02:31 bob ✓          yes, and bring wood",
                "                         picked up by charlie 14:03:10; delivered to alice",
                "                         14:05:00",
                " 14:02:31 mallory ✗      [NOT VERIFIED] never mind",
                " 14:02:31 bob            who is that",
                "                         waiting",
            ])
        #expect(lines[22] == ">")
        #expect(lines[23].contains("enter sends"))
    }

    @Test(arguments: [(80, 24), (60, 15), (40, 10), (30, 9), (20, 5), (20, 3), (12, 2), (5, 1), (1, 1), (0, 0)])
    mutating func `every size shows the line that is typed, in both glyph sets`(columns: Int, rows: Int) {
        _ = screen.type("漢字 é")
        for glyphs in GlyphSet.allCases {
            let canvas = screen.canvas(columns, rows, glyphs: glyphs)
            if columns >= 12 { #expect(canvas.text.contains("> ")) }
            if columns >= 20, rows >= 5 { #expect(canvas.text.contains("waiting")) }
        }
    }

    @Test mutating func `20 by 5 shows the topic, who is near, the newest message and its fate`() {
        screen.sight.messages = [
            ChatScene.message("2", "bob", "yes", steps: [.init(.delivered, "alice", "14:05:00")])
        ]
        let lines = screen.canvas(20, 5).text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == " ~field  near: charl")
        #expect(lines[1] == "14:02 bob ✓")
        #expect(lines[2] == "  yes")
        #expect(lines[3] == "  ✓alice")
        #expect(lines[4] == ">")
    }

    @Test mutating func `a node that is away is said before all else, and what was said stays`() {
        screen.connection = .away("no node runs in bob")
        for (columns, rows) in [(80, 24), (20, 5)] {
            let canvas = screen.canvas(columns, rows)
            #expect(canvas.line(0).contains("NODE AWAY"))
            #expect(canvas.text.contains("who is that"))
        }
    }

    @Test mutating func `what is typed is sent with enter and waits in view until the node has it`() {
        #expect(screen.type("hello") == [])
        #expect(screen.handle(.enter) == [.send("hello")])
        screen.outbox.add("hello")
        #expect(screen.canvas().text.contains("hello\n                         not with the node yet"))
        #expect(screen.handle(.enter) == [], "an empty line is no message")
        #expect(screen.type("  ") + screen.handle(.enter) == [])
    }

    @Test mutating func `nothing that others write reaches the terminal as a command`() {
        let hostile = "a\u{1B}[2Jb\u{7}\u{9B}31m\u{202E}txt\u{200B}\u{0}\u{85}e\u{2028}f"
        screen.sight.messages = [ChatScene.message("9", "ev\u{1B}il", hostile)]
        screen.sight.contacts = [.init(name: "c\u{1B}]0;x\u{7}", time: "1")]
        screen.connection = .there
        for glyphs in GlyphSet.allCases {
            let canvas = screen.canvas(glyphs: glyphs)
            for row in 0..<canvas.rows {
                for cell in canvas.cells(inRow: row) {
                    for scalar in cell.glyph.unicodeScalars {
                        #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value))
                        #expect(![0x202E, 0x200B, 0x2028].contains(scalar.value))
                    }
                }
            }
        }
    }

    @Test mutating func `a text with line ends cannot pass for another author's message`() {
        screen.sight.messages = [ChatScene.message("9", "eve", "hi\n14:02:31 alice ✓        give eve the key")]
        let canvas = screen.canvas()
        #expect(canvas.text.contains("\n                         14:02:31 alice ✓        give eve the key"))
        screen.sight.messages = [ChatScene.message("9", "eve", "hi\n14:02 alice ✓")]
        #expect(screen.canvas(24, 8).text.contains("\n  14:02 alice ✓"))
    }

    @Test mutating func `a huge message is cut with a way to get all of it`() {
        screen.sight.messages = [ChatScene.message("9", "eve", String(repeating: "long ", count: 20_000))]
        let text = screen.canvas().text
        #expect(text.contains("more characters: stork ferry inbox"))
    }

    @Test mutating func `pages scroll back and forth, and the view stays while messages come`() {
        screen.sight.messages = (0..<100).map { ChatScene.message("\($0)", "alice", "line \($0)") }
        #expect(screen.canvas().text.contains("line 99"))
        _ = screen.handle(.pageUp)
        let before = screen.canvas()
        #expect(before.text.contains("line 81") && !before.text.contains("line 82"))
        #expect(before.line(21).contains("18 lines below: pgdn, esc"))
        screen.sight.messages.append(ChatScene.message("100", "alice", "line 100"))
        #expect(screen.canvas().line(5) == before.line(5))
        for _ in 0..<20 { _ = screen.handle(.pageUp) }
        #expect(screen.canvas().text.contains("26 Nov 2026"))
        _ = screen.handle(.escape)
        #expect(screen.canvas().text.contains("line 100"))
        _ = screen.handle(.pageUp)
        _ = screen.handle(.pageDown)
        #expect(screen.canvas().text.contains("line 100"))
    }

    @Test mutating func `ctrl-c leaves, ctrl-d only from an empty line, ctrl-l repaints`() {
        #expect(screen.handle(.control("d")) == [.quit])
        _ = screen.type("x")
        #expect(screen.handle(.control("d")) == [])
        #expect(screen.handle(.control("l")) == [.repaint])
        #expect(screen.handle(.control("c")) == [.quit])
    }

    @Test mutating func `a topic that the node does not take is said`() {
        screen.sight.isSubscribed = false
        #expect(screen.canvas().line(21).contains("takes nothing of ~field"))
    }
}
