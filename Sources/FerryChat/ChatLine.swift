import CellCanvas

/// A line of the screen: some texts at their columns.
struct ChatLine {
    struct Piece: Equatable {
        var text: String
        var column: Int
        var style: Style
    }

    /// Which line of which message it is.
    var anchor: ChatScreen.Anchor
    var pieces: [Piece]

    /// The most lines of one message: what is longer is a file.
    static let mostLines = 60

    /// The lines of everything that was said, and of what is not with the node yet.
    static func all(_ sight: ChatSight, _ outbox: Outbox, columns: Int, in glyphs: GlyphSet) -> [ChatLine] {
        let plan = Plan(columns: columns, glyphs: glyphs)
        var lines: [ChatLine] = []
        var day: String?
        for message in sight.messages {
            if let new = message.day, new != day, plan.isWide {
                day = new
                let text = " \(new) "
                lines.append(
                    ChatLine(
                        anchor: .init(id: message.id, number: -1),
                        pieces: [.init(text: text, column: 1, style: ChatPalette.faint)]))
            }
            lines += plan.lines(of: message)
        }
        let ids = Set(sight.messages.map(\.id))
        for (number, entry) in outbox.entries.enumerated() {
            if case .taken(let id) = entry.state, ids.contains(id) { continue }
            lines += plan.lines(of: entry, number: number, author: sight.node)
        }
        return lines
    }

    /// How messages are laid out at a width.
    private struct Plan {
        var columns: Int
        var glyphs: GlyphSet

        /// Author and text share a line.
        var isWide: Bool { columns >= 50 }
        /// Where texts begin.
        var indent: Int { isWide ? 10 + nameColumns + 3 : min(2, max(0, columns - 8)) }
        var nameColumns: Int { columns >= 72 ? 12 : 8 }

        func lines(of message: ChatMessage) -> [ChatLine] {
            let style = message.isOwn ? ChatPalette.own : ChatPalette.author
            var lines = header(
                message.time ?? "n/a", message.author, mark(message.trust), style, id: message.id)
            let text =
                switch message.trust {
                case .notVerified: "[NOT VERIFIED] " + message.text
                case .unreadable: "[encrypted, and no key here opens it]"
                case .unsigned, .verified: message.text
                }
            add(text, style: .plain, id: message.id, to: &lines)
            if message.isOwn {
                let words = message.steps.isEmpty ? "waiting" : isWide ? full(message.steps) : brief(message.steps)
                let isThere = message.steps.contains { $0.kind == .delivered }
                add(
                    words, style: isThere ? ChatPalette.good : ChatPalette.faint, id: message.id, isNote: true,
                    to: &lines)
            }
            return lines
        }

        func lines(of entry: Outbox.Entry, number: Int, author: String) -> [ChatLine] {
            let id = "outbox \(number)"
            var lines = header("", author, [], ChatPalette.own, id: id)
            add(entry.text, style: .plain, id: id, to: &lines)
            add("not with the node yet", style: ChatPalette.warning, id: id, isNote: true, to: &lines)
            return lines
        }

        private func mark(_ trust: ChatMessage.Trust) -> [Piece] {
            switch (trust, glyphs) {
            case (.unsigned, _): []
            case (.verified, .unicode): [Piece(text: "✓", column: 0, style: ChatPalette.good)]
            case (.verified, .ascii): [Piece(text: "+", column: 0, style: ChatPalette.good)]
            case (.notVerified, .unicode): [Piece(text: "✗", column: 0, style: ChatPalette.alarm)]
            case (.notVerified, .ascii): [Piece(text: "!", column: 0, style: ChatPalette.alarm)]
            case (.unreadable, _): [Piece(text: "#", column: 0, style: ChatPalette.warning)]
            }
        }

        private func header(
            _ time: String, _ author: String, _ mark: [Piece], _ style: Style, id: String
        ) -> [ChatLine] {
            let clock = isWide ? time : String(time.prefix(5))
            let start = isWide ? 10 : clock.isEmpty ? 0 : min(6, clock.count + 1)
            let name = cut(author, to: isWide ? nameColumns : max(1, columns - start - 2))
            var pieces = [Piece(text: clock, column: isWide ? 1 : 0, style: ChatPalette.faint)]
            pieces.append(Piece(text: name, column: start, style: style))
            for var piece in mark {
                piece.column = start + Canvas.width(of: name, in: glyphs) + 1
                pieces.append(piece)
            }
            return [ChatLine(anchor: .init(id: id, number: 0), pieces: pieces)]
        }

        /// A name that fits, with the sign of a cut.
        private func cut(_ name: String, to room: Int) -> String {
            if Canvas.width(of: name, in: glyphs) <= room { return name }
            var kept = ""
            var width = Canvas.width(of: String(glyphs.ellipsis), in: glyphs)
            for character in name {
                width += Canvas.width(of: String(character), in: glyphs)
                if width > room { break }
                kept.append(character)
            }
            return kept + String(glyphs.ellipsis)
        }

        /// Adds a text's lines; in wide layouts the first shares the line of its author.
        private func add(_ text: String, style: Style, id: String, isNote: Bool = false, to lines: inout [ChatLine]) {
            let room = max(1, columns - indent - (isWide ? 1 : 0))
            let wrapped = WrappedText(text, columns: room, most: ChatLine.mostLines, in: glyphs)
            for (place, line) in wrapped.lines.enumerated() {
                let piece = Piece(text: line, column: indent, style: style)
                if isWide, !isNote, place == 0 {
                    lines[lines.count - 1].pieces.append(piece)
                } else {
                    lines.append(ChatLine(anchor: .init(id: id, number: lines.count), pieces: [piece]))
                }
            }
            if wrapped.leftOut > 0 {
                let rest = "\(wrapped.leftOut) more characters: stork ferry inbox --save writes them to a file"
                lines.append(
                    ChatLine(
                        anchor: .init(id: id, number: lines.count),
                        pieces: [Piece(text: rest, column: indent, style: ChatPalette.faint)]))
            }
        }

        /// The most steps of each kind that are named.
        private static let mostNames = 4

        private func full(_ steps: [ChatStep]) -> String {
            var words: [String] = []
            for kind in [ChatStep.Kind.pickedUp, .delivered, .givenUp] {
                let all = steps.filter { $0.kind == kind }
                words += all.prefix(Self.mostNames).map(\.words)
                if all.count > Self.mostNames { words.append("and \(all.count - Self.mostNames) more") }
            }
            return words.joined(separator: "; ")
        }

        private func brief(_ steps: [ChatStep]) -> String {
            let (delivered, pickedUp) = glyphs == .unicode ? ("✓", "→") : ("+", ">")
            let there = steps.filter { $0.kind == .delivered }
            let shown = there.isEmpty ? steps.filter { $0.kind == .pickedUp } : there
            let names = shown.prefix(Self.mostNames).map { "\(there.isEmpty ? pickedUp : delivered)\($0.node)" }
            if names.isEmpty { return "given up" }
            return names.joined(separator: " ") + (shown.count > names.count ? " +\(shown.count - names.count)" : "")
        }
    }
}
