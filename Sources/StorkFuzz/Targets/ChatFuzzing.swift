import CellCanvas
import FerryChat
import MessageFerry

/// The socket between a node and its applications: what is read is written again as it was meant.
enum LocalFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        if let request = try? LocalRequest(decoding: bytes) {
            let again = try? LocalRequest(decoding: request.encoded)
            try Finding.unless(again == request, "a request is not written as it was read: \(request)")
        }
        if let answer = try? LocalAnswer(decoding: bytes) {
            let again = try? LocalAnswer(decoding: answer.encoded)
            try Finding.unless(again == answer, "an answer is not written as it was read: \(answer)")
        }
        _ = FerryGlance(json: String(decoding: bytes, as: UTF8.self))
    }
}

/// A chat with what others write, keys and sizes in any order: every cell is fit for a terminal, and nothing hangs.
enum ChatFuzzing {
    private static let keys: [KeyEvent] = [
        .enter, .backspace, .delete, .home, .end, .pageUp, .pageDown, .escape, .tab, .arrow(.up), .arrow(.down),
        .arrow(.left), .arrow(.right), .control("k"), .control("u"), .control("w"), .control("y"), .paste(.begins),
        .paste(.ends), .control("l"),
    ]

    static func run(_ bytes: [UInt8]) throws(Finding) {
        var script = ByteScript(bytes)
        var screen = ChatScreen(ChatSight(topic: "~field", node: "bob"))
        var printer = ChatPrinter()
        var size = (columns: 80, rows: 24)
        var count = 0
        while !script.isAtEnd {
            let step = script.byte()
            switch step % 6 {
            case 0: _ = screen.handle(keys[Int(script.byte()) % keys.count])
            case 1: for character in String(decoding: script.block(), as: UTF8.self) { send(character, to: &screen) }
            case 2:
                let text = String(decoding: script.block(), as: UTF8.self)
                let flags = script.byte()
                count += 1
                screen.sight.messages.append(
                    ChatMessage(
                        id: "\(count)", author: String(text.prefix(9)), day: flags & 1 == 0 ? nil : text, time: text,
                        text: text, trust: ChatMessage.Trust.allCases[Int(flags) % 4], isOwn: flags & 2 != 0,
                        steps: flags & 4 == 0 ? [] : [.init(.pickedUp, text, text), .init(.delivered, text, text)]))
            case 3: size = (Int(script.byte()) % 120, Int(script.byte()) % 50)
            case 4: screen.connection = step & 64 == 0 ? .there : .away(String(decoding: script.block(), as: UTF8.self))
            default: screen.notice = String(decoding: script.block(), as: UTF8.self)
            }
            if screen.sight.messages.count > 50 { screen.sight.messages.removeFirst() }
        }
        for glyphs in GlyphSet.allCases {
            var canvas = Canvas(columns: size.columns, rows: size.rows, glyphs: glyphs)
            screen.draw(into: &canvas)
            for row in 0..<canvas.rows {
                for cell in canvas.cells(inRow: row) { try check(String(cell.glyph)) }
            }
        }
        for line in printer.lines(screen.sight) { try check(line) }
    }

    private static func send(_ character: Character, to screen: inout ChatScreen) {
        for scalar in character.unicodeScalars { _ = screen.handle(.character(Character(scalar))) }
    }

    private static func check(_ text: String) throws(Finding) {
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
            try Finding.unless(!isControl, "a control character reaches the terminal: \(scalar.value)")
        }
    }
}
