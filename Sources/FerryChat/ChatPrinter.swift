public import CellCanvas

/// The chat as lines, where there is no terminal: each message once, and what becomes of ours.
public struct ChatPrinter: Sendable {
    private var known: [String: Int] = [:]
    private var connection: ChatConnection?
    private let glyphs: GlyphSet

    /// A printer that has printed nothing.
    public init(glyphs: GlyphSet = .unicode) { self.glyphs = glyphs }

    /// What is new since the last time, a line for each; nothing in it moves a terminal's cursor.
    public mutating func lines(_ sight: ChatSight) -> [String] {
        var lines: [String] = []
        var present: Set<String> = []
        for message in sight.messages {
            present.insert(message.id)
            if known[message.id] == nil { lines.append(line(message)) }
            for step in message.steps.dropFirst(known[message.id] ?? 0) {
                lines.append(safe("# \(step.words): \(Self.beginning(of: message.text))"))
            }
            known[message.id] = message.steps.count
        }
        // What expired is forgotten here, too.
        if known.count > 2 * present.count + 1000 { known = known.filter { present.contains($0.key) } }
        return lines
    }

    /// What is to be said of the node, once for each change.
    public mutating func line(_ now: ChatConnection) -> String? {
        defer { connection = now }
        switch (connection, now) {
        case (let before, let now) where before == now: return nil
        case (.away, .there): return "the node is there again"
        case (_, .away(let reason)): return safe("\(reason); trying again")
        default: return nil
        }
    }

    private func line(_ message: ChatMessage) -> String {
        let mark =
            switch message.trust {
            case .unsigned: ""
            case .verified: " (verified)"
            case .notVerified: " (NOT verified)"
            case .unreadable: " (encrypted)"
            }
        let when = [message.day, message.time].compactMap { $0 }.joined(separator: " ")
        return safe("\(when.isEmpty ? "n/a" : when) \(message.author)\(mark): \(message.text)")
    }

    private func safe(_ text: String) -> String { glyphs.safe(text) }

    private static func beginning(of text: String) -> String {
        text.count > 40 ? text.prefix(39) + "…" : text
    }
}
