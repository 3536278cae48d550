/// What was typed and is not yet known to be with the node, in order.
///
/// A node that dies while it is asked may have taken the message or not. It is not asked again before what it holds has
/// been looked at: a message of ours with the same text that was not there before is the one.
public struct Outbox: Equatable, Sendable {
    /// One message.
    public struct Entry: Equatable, Sendable {
        /// What it says.
        public var text: String
        /// How it stands.
        public var state: State
    }

    /// How a message stands.
    public enum State: Equatable, Sendable {
        /// The node has not been asked yet.
        case queued
        /// The node was asked; these messages of ours with the same text were there before.
        case asked(before: Set<String>)
        /// The node was lost before it answered; these were there before.
        case unsure(before: Set<String>)
        /// The node has it under this name.
        case taken(String)
    }

    /// The messages.
    public private(set) var entries: [Entry] = []

    /// Nothing.
    public init() {}

    /// A message was typed.
    public mutating func add(_ text: String) { entries.append(Entry(text: text, state: .queued)) }

    /// The next message to ask the node for; nil while an earlier one has no answer, or there is none.
    public mutating func next(_ messages: [ChatMessage]) -> String? {
        for place in entries.indices {
            switch entries[place].state {
            case .taken: continue
            case .asked, .unsure: return nil
            case .queued:
                // What it took a moment ago may not be among the messages yet.
                let taken = entries.compactMap { entry in
                    if case .taken(let id) = entry.state { id } else { nil }
                }
                entries[place].state = .asked(before: Self.own(entries[place].text, messages).union(taken))
                return entries[place].text
            }
        }
        return nil
    }

    /// The node has taken what it was asked for.
    public mutating func taken(as id: String) {
        guard let place = asked else { return }
        entries[place].state = .taken(id)
    }

    /// The node will not have what it was asked for.
    public mutating func refused() {
        if let place = asked { entries.remove(at: place) }
    }

    /// The node was lost while it was asked.
    public mutating func lost() {
        guard let place = asked, case .asked(let before) = entries[place].state else { return }
        entries[place].state = .unsure(before: before)
    }

    /// The node was not even reached when it was to be asked.
    public mutating func notAsked() {
        if let place = asked { entries[place].state = .queued }
    }

    /// A node that was lost says what it holds: what is there is done, and what is not is to be asked for again.
    public mutating func compare(with messages: [ChatMessage]) {
        var claimed: Set<String> = []
        for place in entries.indices {
            guard case .unsure(let before) = entries[place].state else { continue }
            if let found = Self.own(entries[place].text, messages).subtracting(before).subtracting(claimed).min() {
                claimed.insert(found)
                entries[place].state = .taken(found)
            } else {
                entries[place].state = .queued
            }
        }
    }

    /// Leaves out what is among the messages of the node.
    public mutating func forget(_ messages: [ChatMessage]) {
        let ids = Set(messages.map(\.id))
        entries.removeAll { entry in
            if case .taken(let id) = entry.state { return ids.contains(id) }
            return false
        }
    }

    /// What is not known to be with the node, in order.
    public var unsentTexts: [String] {
        entries.compactMap { entry in
            if case .taken = entry.state { nil } else { entry.text }
        }
    }

    private var asked: Int? {
        entries.firstIndex { entry in
            if case .asked = entry.state { return true }
            return false
        }
    }

    private static func own(_ text: String, _ messages: [ChatMessage]) -> Set<String> {
        Set(messages.lazy.filter { $0.isOwn && $0.text == text }.map(\.id))
    }
}
