/// A piece of a script that knows where it stands.
public struct ScriptNode: Equatable, Sendable {
    /// What stands there.
    public var content: Content
    /// Where it begins.
    public var place: ScriptPlace

    /// What can stand in a script.
    public enum Content: Equatable, Sendable {
        /// Text, a number, a quantity; told apart only by who reads it, as the units decide.
        case scalar(String)
        /// A list.
        case sequence([ScriptNode])
        /// Keys and values in the order of the text.
        case mapping([ScriptEntry])
    }

    /// A node.
    public init(_ content: Content, at place: ScriptPlace) {
        self.content = content
        self.place = place
    }

    /// The text of a scalar.
    public var text: String? {
        if case .scalar(let text) = content { text } else { nil }
    }

    /// The items of a list.
    public var items: [ScriptNode]? {
        if case .sequence(let items) = content { items } else { nil }
    }

    /// The entries of a mapping.
    public var entries: [ScriptEntry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// What it is, in a sentence to a person.
    var kindName: String {
        switch content {
        case .scalar(let text): text.isEmpty ? "nothing" : "“\(text)”"
        case .sequence: "a list"
        case .mapping: "keys and values"
        }
    }
}

/// A key and what it stands for.
public struct ScriptEntry: Equatable, Sendable {
    /// The key.
    public var key: String
    /// Where the key begins.
    public var place: ScriptPlace
    /// The value.
    public var value: ScriptNode

    /// An entry.
    public init(key: String, at place: ScriptPlace, value: ScriptNode) {
        self.key = key
        self.place = place
        self.value = value
    }
}
