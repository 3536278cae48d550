import CellCanvas
import Testing

@testable import FerryChat

@Suite struct LineEditorTests {
    var editor = LineEditor()

    private mutating func type(_ text: String) { for character in text { _ = editor.take(.character(character)) } }

    private mutating func press(_ keys: KeyEvent...) { for key in keys { _ = editor.take(key) } }

    @Test mutating func `the cursor goes everywhere and text is put in and taken out there`() {
        type("hllo")
        press(.home, .arrow(.right))
        type("e")
        #expect(editor.text == "hello")
        press(.delete)
        #expect(editor.text == "helo")
        press(.backspace)
        #expect(editor.text == "hlo")
        press(.end, .backspace, .control("a"), .control("d"))
        #expect(editor.text == "l")
        press(.arrow(.left), .arrow(.left), .backspace, .arrow(.right), .arrow(.right), .delete)
        #expect(editor.text == "l")
    }

    @Test mutating func `a mark joins its letter, and goes with it`() {
        type("e")
        type("\u{301}")
        #expect(editor.text == "é" && editor.text.count == 1)
        press(.backspace)
        #expect(editor.text.isEmpty)
    }

    @Test mutating func `words and ends of lines are cut and put back`() {
        type("bring the wood ")
        press(.control("w"))
        #expect(editor.text == "bring the ")
        press(.control("y"))
        #expect(editor.text == "bring the wood ")
        press(.control("u"))
        #expect(editor.text.isEmpty)
        press(.control("y"), .home, .control("k"))
        #expect(editor.text.isEmpty)
    }

    @Test mutating func `earlier lines come back, and what was begun is not lost`() {
        type("one")
        #expect(editor.take(.enter) == .entered("one"))
        type("two")
        press(.enter)
        type("thr")
        press(.arrow(.up))
        #expect(editor.text == "two")
        press(.arrow(.up), .arrow(.up))
        #expect(editor.text == "one")
        press(.arrow(.down), .arrow(.down))
        #expect(editor.text == "thr")
        press(.arrow(.down))
        #expect(editor.text == "thr")
    }

    @Test mutating func `what is pasted sends nothing and keeps its lines`() {
        press(.paste(.begins))
        type("a")
        #expect(editor.take(.enter) == .edited)
        press(.tab)
        type("b")
        press(.paste(.ends))
        #expect(editor.text == "a\n b")
        #expect(editor.view(columns: 10, in: .unicode).text == "a↵ b")
        #expect(editor.take(.enter) == .entered("a\n b"))
    }

    @Test mutating func `a line has an end, and says when something was cut`() {
        for _ in 0..<LineEditor.longest { type("x") }
        #expect(!editor.wasCut)
        type("y")
        #expect(editor.wasCut && editor.text.count == LineEditor.longest)
    }

    @Test(arguments: 1...12) mutating func `the cursor is in view, whatever the width`(columns: Int) {
        type("漢字 and é mehr 漢字")
        for _ in 0..<20 {
            let (_, cursor) = editor.view(columns: columns, in: .unicode)
            #expect(cursor.lowerBound >= 0 && (cursor.upperBound <= columns || cursor.lowerBound == 0))
            press(.arrow(.left))
        }
    }
}

@Suite struct WrappedTextTests {
    @Test(arguments: [
        ("one two three", 8, ["one two", "three"]), ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a\nb\r\n\nc", 5, ["a", "b", "", "c"]),
        ("漢字漢字", 5, ["漢字", "漢字"]), ("漢", 1, ["漢"]), ("", 5, [""]), ("ab cd", 2, ["ab", "cd"]),
    ]) func `lines break at blanks, at line ends and where there are none`(text: String, columns: Int, lines: [String])
    {
        #expect(WrappedText(text, columns: columns, most: 100, in: .unicode).lines == lines)
    }

    @Test func `what is too long says how much is left`() {
        let text = WrappedText("aaaa", columns: 1, most: 3, in: .unicode)
        #expect(text.lines.count == 3 && text.leftOut == 1)
    }
}

@Suite struct OutboxTests {
    private func own(_ id: String, _ text: String) -> ChatMessage {
        ChatMessage(id: id, author: "bob", day: nil, time: nil, text: text, trust: .unsigned, isOwn: true)
    }

    @Test func `messages are asked for one at a time and in order`() {
        var outbox = Outbox()
        outbox.add("a")
        outbox.add("b")
        #expect(outbox.next([]) == "a")
        #expect(outbox.next([]) == nil)
        outbox.taken(as: "1")
        #expect(outbox.next([]) == "b")
        outbox.refused()
        #expect(outbox.entries.count == 1 && outbox.unsentTexts.isEmpty)
        outbox.forget([own("1", "a")])
        #expect(outbox.entries.isEmpty)
    }

    @Test func `a message that the node took before it died is not sent again`() {
        var outbox = Outbox()
        outbox.add("a")
        #expect(outbox.next([own("1", "a")]) == "a")
        outbox.lost()
        #expect(outbox.next([]) == nil, "not before the node has been looked at")
        outbox.compare(with: [own("1", "a"), own("2", "a")])
        #expect(outbox.unsentTexts.isEmpty)
        #expect(outbox.next([]) == nil)
    }

    @Test func `of two equal messages the first is not taken for the second`() {
        var outbox = Outbox()
        outbox.add("ok")
        outbox.add("ok")
        _ = outbox.next([])
        outbox.taken(as: "1")
        _ = outbox.next([])
        outbox.lost()
        outbox.compare(with: [own("1", "ok")])
        #expect(outbox.unsentTexts == ["ok"])
        outbox.forget([own("1", "ok")])
        #expect(outbox.next([own("1", "ok")]) == "ok")
    }

    @Test func `a message that the node did not take is asked for again`() {
        var outbox = Outbox()
        outbox.add("a")
        _ = outbox.next([own("1", "a")])
        outbox.lost()
        outbox.compare(with: [own("1", "a")])
        #expect(outbox.unsentTexts == ["a"])
        #expect(outbox.next([own("1", "a")]) == "a")
    }
}

@Suite struct ChatPrinterTests {
    @Test func `each message is printed once, and each step of ours`() {
        var printer = ChatPrinter()
        var sight = ChatScene.sight
        #expect(
            printer.lines(sight) == [
                "26 Nov 2026 14:02:31 alice (verified): dinner at six?",
                "26 Nov 2026 14:02:31 bob (verified): yes, and bring wood",
                "# picked up by charlie 14:03:10: yes, and bring wood",
                "# delivered to alice 14:05:00: yes, and bring wood",
                "26 Nov 2026 14:02:31 mallory (NOT verified): never mind",
                "26 Nov 2026 14:02:31 bob: who is that",
            ])
        #expect(printer.lines(sight) == [])
        sight.messages[3].steps = [.init(.pickedUp, "charlie", "14:06:00")]
        #expect(printer.lines(sight) == ["# picked up by charlie 14:06:00: who is that"])
    }

    @Test func `a line is a line, whatever is in it`() {
        var printer = ChatPrinter()
        var sight = ChatSight(topic: "~field", node: "bob")
        sight.messages = [ChatScene.message("9", "eve", "a\n# delivered\u{1B}[2J")]
        #expect(printer.lines(sight) == ["26 Nov 2026 14:02:31 eve (verified): a # delivered\u{FFFD}[2J"])
    }

    @Test func `a node that goes and comes is said once each`() {
        var printer = ChatPrinter()
        #expect(printer.line(.there) == nil)
        #expect(printer.line(.away("gone")) == "gone; trying again")
        #expect(printer.line(.away("gone")) == nil)
        #expect(printer.line(.there) == "the node is there again")
    }
}
