public import CellCanvas

/// The chat of a topic as a value: what the node says and keys go in, cells and orders come out.
///
/// From 20×5 cells up; below that it shows what fits, the input line last of all.
public struct ChatScreen: Sendable {
    /// What is to be done.
    public enum Order: Hashable, Sendable {
        /// Send this.
        case send(String)
        /// Send the whole screen anew.
        case repaint
        /// Leave.
        case quit
    }

    /// What the node tells.
    public var sight: ChatSight { didSet { if sight != oldValue { lines = nil } } }
    /// What was typed and is not with the node yet.
    public var outbox = Outbox() { didSet { if outbox != oldValue { lines = nil } } }
    /// How the chat stands with the node.
    public var connection = ChatConnection.connecting
    /// What is to be said until the next key; nil for nothing.
    public var notice: String?

    private(set) var editor = LineEditor()
    /// The topmost line in view; nil to follow the newest.
    private var top: Anchor?
    private var lines: [ChatLine]?
    private var linesFor: (columns: Int, glyphs: GlyphSet) = (0, .unicode)
    private var viewRows = 1

    /// A line of a message, by which a view is held while messages come.
    struct Anchor: Hashable {
        var id: String
        var number: Int
    }

    /// A chat that has heard nothing yet.
    public init(_ sight: ChatSight) { self.sight = sight }

    // MARK: Keys

    /// Takes a key.
    public mutating func handle(_ key: KeyEvent) -> [Order] {
        switch key {
        case .resize, .alive, .focusLost, .release: return []
        default: notice = nil
        }
        switch key {
        case .control("c"): return [.quit]
        case .control("d") where editor.text.isEmpty: return [.quit]
        case .control("l"): return [.repaint]
        case .pageUp: scroll(by: -max(1, viewRows - 1))
        case .pageDown: scroll(by: max(1, viewRows - 1))
        case .escape: top = nil
        default:
            if case .entered(let text) = editor.take(key) {
                top = nil
                return [.send(text)]
            }
            if editor.wasCut {
                notice = "a message has at most \(LineEditor.longest) characters: the rest was left out"
            }
        }
        return []
    }

    private mutating func scroll(by rows: Int) {
        let all = lines ?? []
        let first = firstLine(of: all) + rows
        top = first >= all.count - viewRows || all.isEmpty ? nil : all[max(0, first)].anchor
    }

    private func firstLine(of all: [ChatLine]) -> Int {
        let last = max(0, all.count - viewRows)
        guard let top, let place = all.firstIndex(where: { $0.anchor == top }) else { return last }
        return min(place, last)
    }

    // MARK: Drawing

    /// Draws all of it.
    public mutating func draw(into canvas: inout Canvas) {
        canvas.fill(canvas.bounds)
        let rows = ChatRows(canvas.bounds)
        viewRows = max(1, rows.messages.rows)
        let width = rows.messages.columns
        if lines == nil || linesFor.columns != width || linesFor.glyphs != canvas.glyphs {
            lines = ChatLine.all(sight, outbox, columns: width, in: canvas.glyphs)
            linesFor = (width, canvas.glyphs)
        }
        let all = lines ?? []
        let first = firstLine(of: all)
        let below = max(0, all.count - first - rows.messages.rows)
        drawTitle(rows, into: &canvas)
        drawMessages(all[min(first, all.count)...], rows, into: &canvas)
        drawRule(rows, below: below, into: &canvas)
        drawInput(rows, into: &canvas)
        if !rows.help.isEmpty {
            let mark = canvas.glyphs == .unicode ? "✓ verified  ✗ NOT verified" : "+ verified  ! NOT verified"
            let keys = " enter sends  up/down earlier lines  pgup/pgdn scroll  ctrl-c leaves"
            let end = canvas.write(keys, in: rows.help, style: ChatPalette.faint)
            if end + mark.count + 3 <= rows.help.columns {
                canvas.write(mark, in: rows.help, endingAt: rows.help.columns - 1, style: ChatPalette.faint)
            }
        }
    }

    private func drawTitle(_ rows: ChatRows, into canvas: inout Canvas) {
        guard !rows.title.isEmpty else { return }
        if rows.rule.isEmpty, let notice { return canvas.flow(notice, in: rows.title, style: ChatPalette.warning) }
        switch connection {
        case .away(let reason):
            // Said before all else: what is shown is from before.
            canvas.flow(" NODE AWAY: \(reason); trying again", in: rows.title, style: ChatPalette.alarm)
        case .connecting:
            canvas.flow(" \(sight.topic): asking the node", in: rows.title, style: ChatPalette.warning)
        case .there:
            let end = canvas.write(" \(sight.topic)", in: rows.title, style: ChatPalette.title)
            if rows.contacts.isEmpty {
                canvas.write(" " + near(isBrief: true), in: rows.title, column: end + 1, style: ChatPalette.label)
            } else {
                let held =
                    sight.onBoard.map { $0 == 1 ? "1 bundle on board" : "\($0) bundles on board" } ?? "on board n/a"
                let names = sight.node.isEmpty ? held : "you are \(sight.node), \(held)"
                if end + Canvas.width(of: names, in: canvas.glyphs) + 3 <= rows.title.columns {
                    canvas.write(names, in: rows.title, endingAt: rows.title.columns - 1, style: ChatPalette.label)
                }
            }
        }
        if !rows.contacts.isEmpty {
            let style = sight.contacts.isEmpty ? ChatPalette.faint : ChatPalette.good
            canvas.flow(" " + near(isBrief: false), in: rows.contacts, style: style)
        }
    }

    private func near(isBrief: Bool) -> String {
        if !sight.contacts.isEmpty {
            let names = sight.contacts.map { isBrief ? $0.name : "\($0.name) since \($0.time)" }
            return "near: " + names.joined(separator: ", ")
        }
        guard !isBrief, let last = sight.lastContact else { return "nobody is near" }
        return "nobody is near; \(last.name) was until \(last.time)"
    }

    private func drawMessages(_ lines: ArraySlice<ChatLine>, _ rows: ChatRows, into canvas: inout Canvas) {
        let shown = lines.prefix(rows.messages.rows)
        // The newest stands at the input line, wherever the first begins.
        let above = max(0, rows.messages.rows - shown.count)
        for (row, line) in shown.enumerated() {
            for piece in line.pieces {
                canvas.write(piece.text, in: rows.messages, row: above + row, column: piece.column, style: piece.style)
            }
        }
        if shown.isEmpty, connection == .there {
            canvas.write(
                " nothing has been said yet", in: rows.messages, row: rows.messages.rows - 1, style: ChatPalette.faint)
        }
    }

    private func drawRule(_ rows: ChatRows, below: Int, into canvas: inout Canvas) {
        guard !rows.rule.isEmpty else {
            if below > 0, !rows.messages.isEmpty {
                canvas.write(
                    " \(below) below ", in: rows.messages, row: rows.messages.rows - 1, endingAt: rows.messages.columns,
                    style: ChatPalette.marker)
            }
            return
        }
        canvas.rule(rows.rule, style: ChatPalette.line)
        if let notice {
            canvas.flow(" \(notice) ", in: rows.rule, style: ChatPalette.warning)
        } else if below > 0 {
            canvas.write(
                " \(below) lines below: pgdn, esc ", in: rows.rule, endingAt: rows.rule.columns - 1,
                style: ChatPalette.marker)
        } else if !sight.isSubscribed, connection == .there {
            canvas.flow(
                " This node takes nothing of \(sight.topic): add it to subscribe in ferry.yaml ", in: rows.rule,
                style: ChatPalette.warning)
        }
    }

    private func drawInput(_ rows: ChatRows, into canvas: inout Canvas) {
        let prompt = canvas.write("> ", in: rows.input, style: ChatPalette.title)
        let room = rows.input.dropping(columns: prompt)
        let (text, cursor) = editor.view(columns: room.columns, in: canvas.glyphs)
        canvas.write(text, in: room)
        canvas.restyle(
            Rectangle(
                row: room.row, column: room.column + cursor.lowerBound, rows: 1, columns: cursor.count
            ).intersection(room)
        ) { $0.with(.reverse) }
    }
}

/// Where everything stands on a screen.
struct ChatRows {
    var title = Rectangle.empty
    var contacts = Rectangle.empty
    var messages = Rectangle.empty
    var rule = Rectangle.empty
    var input: Rectangle
    var help = Rectangle.empty

    init(_ bounds: Rectangle) {
        var rest = bounds
        func takeFirst() -> Rectangle {
            defer { rest = rest.dropping(rows: 1) }
            return rest.prefix(rows: 1)
        }
        func takeLast() -> Rectangle {
            defer { rest = rest.prefix(rows: rest.rows - 1) }
            return rest.suffix(rows: 1)
        }
        let isLarge = bounds.rows >= 9 && bounds.columns >= 30
        if isLarge { help = takeLast() }
        input = takeLast()
        if isLarge { rule = takeLast() }
        if rest.rows > 1 || bounds.rows == 2 { title = takeFirst() }
        if isLarge { contacts = takeFirst() }
        messages = rest
    }
}

/// What colours and emphasis mean in the chat. Nothing is said by a style alone.
enum ChatPalette {
    static let title = Style(.named(.cyan), on: .standard, .bold)
    static let label = Style(.named(.cyan))
    static let line = Style(.indexed(240, else: .blue))
    static let faint = Style(.standard, on: .standard, .dim)
    static let good = Style(.named(.brightGreen), on: .standard, .bold)
    static let warning = Style(.named(.brightYellow), on: .standard, .bold)
    static let alarm = Style(.named(.brightWhite), on: .named(.red), .bold)
    static let marker = Style(.standard, on: .standard, .reverse)
    static let author = Style(.named(.brightCyan), on: .standard, .bold)
    static let own = Style(.standard, on: .standard, .bold)
}

extension Canvas {
    /// Writes a text into one row, with the sign of a cut where it has no room.
    fileprivate mutating func flow(_ text: String, in row: Rectangle, style: Style) {
        if write(text, in: row, style: style) > row.columns {
            write(String(glyphs.ellipsis), in: row, endingAt: row.columns, style: style)
        }
    }
}
