public import BundleProtocol

/// How a node behaves.
public struct FerrySettings: Hashable, Sendable {
    /// What a node is there for; only the defaults differ.
    public enum Role: String, Hashable, Sendable {
        /// A place with people: takes what is for them.
        case station
        /// What flies or walks: takes everything that it may for others.
        case carrier
    }

    /// A neighbour that is dialled whether it is heard or not.
    public struct StaticPeer: Hashable, Sendable {
        /// A name or an address.
        public var host: String
        /// Its port.
        public var port: Int
        /// What it speaks.
        public var layer: Layer
        /// Which node is there, for layers that do not say.
        public var node: EndpointID?
        /// What is kept from it.
        public var policy = PeerPolicy()

        /// A neighbour.
        public init(host: String, port: Int, layer: Layer = .tcpcl, node: EndpointID? = nil) {
            self.host = host
            self.port = port
            self.layer = layer
            self.node = node
        }
    }

    /// What is spoken between neighbours.
    public enum Layer: String, Hashable, Sendable, CaseIterable {
        /// TCPCLv4, with sessions and acknowledgements.
        case tcpcl = "tcp"
        /// MTCP, one way.
        case mtcp
        /// STCP, one way.
        case stcp
        /// One bundle in each datagram.
        case udp
    }

    /// What a daemon cannot take, and is not sent therefore.
    public struct PeerPolicy: Hashable, Sendable {
        /// Only bundles with an ipn source: ION without the dtn scheme goes deaf of others.
        public var ipnSourcesOnly = false
        /// No fragments: HDTN acknowledges and drops them.
        public var noFragments = false

        /// Only blocks of the standard: pyD3TN dies of others, flags or not.
        public var standardBlocksOnly = false
        /// Everything.
        public init() {}
    }

    /// Our node ID.
    public var node: EndpointID
    /// What we are there for.
    public var role: Role
    /// What is handed to whom.
    public var routing = RoutingChoice.epidemic
    /// Beginnings of the names of groups whose messages are for applications here.
    public var subscriptions: [String] = []
    /// Beginnings of the destinations for which we carry; an empty text for all.
    public var carries: [String]
    /// Octets of bundles that are kept.
    public var quota: Int
    /// The share of the quota that one neighbour may fill in an hour with what is for others, 0 to 1.
    public var neighbourShare = 0.5
    /// Bundles that one neighbour may send in a second, in the long run.
    public var neighbourRate = 100_000.0
    /// The most contacts at a time.
    public var contactLimit = 64
    /// The most contacts with one address.
    public var contactsPerHost = 8
    /// The rate of mistakes that a filter is made for.
    public var filterMistakes = 0.001
    /// False leaves out the exact comparison at the end of a contact: only for the test that then messages are lost.
    public var reconciles = true
    /// How long a message waits for an earlier one of its author; then it is delivered without.
    public var orderPatience = Duration.seconds(3600)
    /// False where the clock is not to be believed: bundles are then made without a time, and age by how long they are here.
    public var trustsClock = true
    /// False to send no receipts, whoever asks.
    public var sendsReceipts = true
    /// Larger payloads are cut, so that a broken contact costs a piece and not the whole, octets.
    public var pieceSize = 1 << 20
    /// Bundles that are remembered though they are not here any more.
    public var memoryLimit = 2_000_000
    /// Bundles expire here after this time at the latest, whatever they say.
    public var longestLifetime = Duration.seconds(366 * 86_400)
    /// Bundles under way to a neighbour without its acknowledgement.
    public var window = 1024
    /// Octets of them.
    public var windowOctets = 16 << 20
    /// Signs what is sent from here and checks what comes; 16 octets at least.
    public var groupKey: [UInt8]?
    /// Neighbours to dial.
    public var peers: [StaticPeer] = []
    /// Seconds between beacons; a vanished neighbour is looked for again at this pace.
    public var beaconPeriod = 1
    /// How long a neighbour that has not said what it holds is waited for, before it is sent what it may want.
    public var summaryPatience = Duration.seconds(1)

    /// The defaults of a role.
    public init(node: EndpointID, role: Role) {
        self.node = node
        self.role = role
        carries = role == .carrier ? [""] : []
        quota = role == .carrier ? 4 << 30 : 1 << 30
    }

    /// The endpoint of a topic: a whole name as it is, a word as a group of its own.
    public static func topic(_ text: String) throws(EndpointError) -> EndpointID {
        try EndpointID(text.contains(":") ? text : "dtn://topic/~\(text)")
    }
}
