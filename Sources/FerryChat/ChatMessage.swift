/// A message of a topic as people see it.
public struct ChatMessage: Hashable, Sendable {
    /// The message's name: the same for everybody who has it.
    public var id: String
    /// Who wrote it, a short name.
    public var author: String
    /// The day by the author's clock, as it is shown; nil where the author had no clock.
    public var day: String?
    /// The time of day by the author's clock, as it is shown; nil where the author had no clock.
    public var time: String?
    /// What it says; text from outside, which may hold anything.
    public var text: String
    /// Whether it is from whom it says.
    public var trust: Trust
    /// True if it was sent from this node.
    public var isOwn: Bool
    /// What became of it, in the order in which it became known; only for messages from here.
    public var steps: [ChatStep]

    /// Whether a message is from whom it says.
    public enum Trust: Hashable, Sendable, CaseIterable {
        /// Nobody signed it.
        case unsigned
        /// Signed with the group's key.
        case verified
        /// Signed, and the signature does not hold, or there is no key here to check it.
        case notVerified
        /// Encrypted, and there is no key here that opens it.
        case unreadable
    }

    /// A message.
    public init(
        id: String, author: String, day: String?, time: String?, text: String, trust: Trust, isOwn: Bool,
        steps: [ChatStep] = []
    ) {
        self.id = id
        self.author = author
        self.day = day
        self.time = time
        self.text = text
        self.trust = trust
        self.isOwn = isOwn
        self.steps = steps
    }
}

/// Something that became of a message on its way.
public struct ChatStep: Hashable, Sendable {
    /// What.
    public enum Kind: Hashable, Sendable {
        /// A neighbour carries it.
        case pickedUp
        /// A reader's node has it.
        case delivered
        /// A node gave it up.
        case givenUp
    }

    /// What.
    public var kind: Kind
    /// Which node, a short name.
    public var node: String
    /// When, as it is shown, by the clock of whoever says so.
    public var time: String

    /// A step.
    public init(_ kind: Kind, _ node: String, _ time: String) {
        self.kind = kind
        self.node = node
        self.time = time
    }

    /// The step in words: `picked up by charlie 14:03:22`.
    public var words: String {
        switch kind {
        case .pickedUp: "picked up by \(node) \(time)"
        case .delivered: "delivered to \(node) \(time)"
        case .givenUp: "given up by \(node) \(time)"
        }
    }
}

/// What the node tells of a topic, at one moment.
public struct ChatSight: Hashable, Sendable {
    /// The topic as it is shown.
    public var topic: String
    /// The node's short name.
    public var node: String
    /// The messages, in the order of their coming.
    public var messages: [ChatMessage] = []
    /// Who is near.
    public var contacts: [Contact] = []
    /// Who was near last and until when, where nobody is; nil where nobody was since the chat began.
    public var lastContact: Contact?
    /// False where the node does not take messages of this topic for people here.
    public var isSubscribed = true
    /// How many bundles the node holds; nil where it does not say.
    public var onBoard: Int?

    /// A node that is or was near.
    public struct Contact: Hashable, Sendable {
        /// Its short name.
        public var name: String
        /// Since when, or until when, as it is shown.
        public var time: String

        /// A contact.
        public init(name: String, time: String) {
            self.name = name
            self.time = time
        }
    }

    /// A topic of which nothing is known yet.
    public init(topic: String, node: String = "") {
        self.topic = topic
        self.node = node
    }
}

/// How the chat stands with the node.
public enum ChatConnection: Hashable, Sendable {
    /// It has not answered yet.
    case connecting
    /// It answers.
    case there
    /// It went away, or never was there; why. It is tried again.
    case away(String)
}
