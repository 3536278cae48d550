public import BundleProtocol
public import BundleStore

extension FerryNode {
    /// What happens to a node.
    public enum Input: Sendable {
        /// A beacon was heard.
        case heard(Beacon, host: String)
        /// A contact is open: a session stands, or a one-way neighbour is reachable.
        case opened(contact: Int, Opening)
        /// A contact is over.
        case closed(contact: Int)
        /// A neighbour that was to be dialled does not answer.
        case unreachable(host: String, port: Int)
        /// A bundle begins to come.
        case began(contact: Int, transfer: UInt64, beginning: [UInt8])
        /// A bundle came. Without a transfer where nobody waits for an acknowledgement.
        case received(contact: Int, transfer: UInt64?, bundle: [UInt8])
        /// The neighbour has a bundle and answers for it.
        case delivered(contact: Int, ticket: UInt64)
        /// The neighbour does not want it.
        case refused(contact: Int, ticket: UInt64, TransferRefusal)
        /// It was not handed over.
        case failed(contact: Int, ticket: UInt64)
        /// Commits are done, or have failed.
        case stored(batches: [UInt64], StoreError?)
        /// Octets that were asked for; rows that are gone are missing.
        case loaded(contact: Int?, rows: [Int64], bundles: [(row: Int64, data: [UInt8])])
        /// An application sends.
        case submit(request: UInt64, Submission)
        /// An application has these messages.
        case confirm(request: UInt64, [BundleDigest])
        /// Time passes: ten times a second.
        case tick
    }

    /// Who is at the other end of a contact.
    public struct Opening: Hashable, Sendable {
        /// Who, as far as is said.
        public var peer: EndpointID?
        /// True if a certificate proves it.
        public var isAuthenticated: Bool
        /// From which address.
        public var host: String
        /// The port that was dialled; nil where the neighbour dialled.
        public var port: Int?
        /// False where nothing is acknowledged.
        public var isAcknowledged: Bool
        /// What it cannot take.
        public var policy: FerrySettings.PeerPolicy

        /// An opening.
        public init(
            peer: EndpointID?, isAuthenticated: Bool = false, host: String, port: Int? = nil,
            isAcknowledged: Bool = true, policy: FerrySettings.PeerPolicy = .init()
        ) {
            self.peer = peer
            self.isAuthenticated = isAuthenticated
            self.host = host
            self.port = port
            self.isAcknowledged = isAcknowledged
            self.policy = policy
        }
    }

    /// What an application sends.
    public struct Submission: Hashable, Sendable {
        /// For whom.
        public var destination: EndpointID
        /// What.
        public var payload: [UInt8]
        /// How long it is of use.
        public var lifetime: Duration
        /// 0 bulk, 1 normal, 2 urgent.
        public var priority: UInt8 = 1
        /// True to hear when it is delivered.
        public var wantsReceipt = true
        /// True to have the author's messages to this destination delivered in their order.
        public var isOrdered = true
        /// True to encrypt with the group key.
        public var isPrivate = false

        /// A message.
        public init(destination: EndpointID, payload: [UInt8], lifetime: Duration) {
            self.destination = destination
            self.payload = payload
            self.lifetime = lifetime
        }
    }

    /// Why a message is not taken.
    public enum SubmissionError: Error, Hashable, Sendable {
        /// The bundle cannot be made.
        case composition(CompositionError)
        /// It was to be private, and there is no key, or it does not fit.
        case key(String)
        /// The store is full of what is worth as much.
        case quota(limit: Int)
        /// The store did not take it.
        case store(StoreError)
        /// The message is larger than anything that is carried.
        case tooLarge(Int, limit: Int)
    }

    /// What is to be done.
    public enum Order: Sendable {
        /// Make changes, and tell when they are synced.
        case store(batch: UInt64, [StoreChange])
        /// Read octets.
        case load(contact: Int?, rows: [Int64])
        /// Send a bundle.
        case send(contact: Int, ticket: UInt64, bundle: [UInt8])
        /// A transfer is safe.
        case acknowledge(contact: Int, transfer: UInt64)
        /// A transfer is not wanted.
        case refuse(contact: Int, transfer: UInt64, TransferRefusal)
        /// Dial a neighbour.
        case connect(host: String, port: Int, FerrySettings.Layer)
        /// End a contact.
        case end(contact: Int, SessionEnd)
        /// Send a beacon.
        case announce(sequence: UInt64)
        /// What became of an application's message or confirmation: the names of its bundles.
        case answer(request: UInt64, Result<[BundleDigest], SubmissionError>)
        /// Messages for applications are there.
        case arrived
        /// Something happened between us and a neighbour.
        case told(FerryEvent)
        /// Something that applications show is not as it was: a message, what became of one, who is near.
        case changed
    }
}

extension FerryNode.SubmissionError: CustomStringConvertible {
    /// What, and what to do.
    public var description: String {
        switch self {
        case .composition(let error): "\(error)"
        case .key(let reason): "not encrypted: \(reason)"
        case .quota(let limit): "the store has reached its quota of \(limit) octets; raise it, or wait for deliveries"
        case .store(let error): "\(error)"
        case .tooLarge(let size, let limit): "\(size) octets are more than the \(limit) that a message may have"
        }
    }
}

/// What happened between a node and a neighbour, for whoever flies it.
public enum FerryEvent: Hashable, Sendable {
    /// A beacon of a node was heard, or a contact with it stands.
    case heard(EndpointID)
    /// A bundle came from a neighbour and is stored.
    case pickedUp(from: EndpointID)
    /// A neighbour took a bundle over.
    case delivered(to: EndpointID)
}

/// What a node counts: what it refused and why, where a person sees it.
public struct FerryCounters: Hashable, Sendable {
    /// Bundles that came and are stored.
    public var received = 0
    /// Octets of them.
    public var receivedOctets = 0
    /// Bundles that were handed over.
    public var handedOver = 0
    /// Octets of them.
    public var handedOverOctets = 0
    /// Bundles for applications here.
    public var forApplications = 0
    /// Bundles that were here already.
    public var duplicates = 0
    /// Bundles that could not be read.
    public var malformed = 0
    /// Why the last one could not.
    public var lastMalformed = ""
    /// Bundles that came too late, or that expired here.
    public var expired = 0
    /// Bundles with too many hops.
    public var hopLimit = 0
    /// Bundles that are not carried here.
    public var notCarried = 0
    /// Bundles that bore our name and were not ours.
    public var impostors = 0
    /// Bundles given up for others.
    public var shed = 0
    /// Bundles refused because the store was full.
    public var refusedFull = 0
    /// Bundles refused because their neighbour fills its share.
    public var refusedShare = 0
    /// Bundles refused because their neighbour sends more than anybody may.
    public var refusedRate = 0
    /// Acknowledgements that were not believed, because they bear no signature of the group.
    public var unproven = 0
    /// Commits that failed.
    public var failedCommits = 0
    /// Why the last one did.
    public var lastFailure = ""
    /// Messages between nodes that could not be read.
    public var badExchanges = 0
    /// Bundles freed because they had arrived elsewhere.
    public var freed = 0
    /// Bundles that an exact comparison found missing after a filter had hidden them.
    public var reconciled = 0
    /// Beacons that could not be remembered.
    public var ignoredBeacons = 0
    /// Contacts that were turned away.
    public var refusedContacts = 0

    /// Nothing yet.
    public init() {}
}
