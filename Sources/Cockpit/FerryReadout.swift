/// What the ferry's node says that is carried along, as far as a pilot looks at it.
public struct FerryReadout: Equatable, Sendable {
    /// The node's short name.
    public var node: String
    /// Station or carrier.
    public var role: String
    /// How many bundles are on board.
    public var bundles: Int
    /// Octets of them.
    public var octets: Int
    /// How many it may hold, octets.
    public var quota: Int
    /// For whom they are, the most octets first.
    public var destinations: [Destination]
    /// Who is near, in the order of their coming.
    public var contacts: [Contact]
    /// When something was last handed over, on the cockpit's clock; nil where nothing was since it is watched.
    public var lastTransfer: Duration?

    /// What is carried for one destination.
    public struct Destination: Equatable, Sendable {
        /// Its short name.
        public var name: String
        /// How many bundles.
        public var bundles: Int

        /// What is carried.
        public init(name: String, bundles: Int) {
            self.name = name
            self.bundles = bundles
        }
    }

    /// A node that can be talked to now.
    public struct Contact: Equatable, Sendable {
        /// Its short name.
        public var name: String
        /// Since when, on the cockpit's clock.
        public var since: Duration
        /// Bundles that it has yet to get.
        public var toSend: Int
        /// Bundles sent to it.
        public var sent: Int
        /// Bundles received from it.
        public var received: Int

        /// A contact.
        public init(name: String, since: Duration, toSend: Int, sent: Int, received: Int) {
            self.name = name
            self.since = since
            self.toSend = toSend
            self.sent = sent
            self.received = received
        }
    }

    /// What a node says.
    public init(
        node: String, role: String, bundles: Int, octets: Int, quota: Int, destinations: [Destination],
        contacts: [Contact], lastTransfer: Duration?
    ) {
        self.node = node
        self.role = role
        self.bundles = bundles
        self.octets = octets
        self.quota = quota
        self.destinations = destinations
        self.contacts = contacts
        self.lastTransfer = lastTransfer
    }
}

/// The ferry that a cockpit watches.
public enum FerryWatch: Equatable, Sendable {
    /// It has not answered yet.
    case asking
    /// What it said, and when, on the cockpit's clock.
    case heard(FerryReadout, at: Duration)
    /// Why nothing is known.
    case away(String)
}
