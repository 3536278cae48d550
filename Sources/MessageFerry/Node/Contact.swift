import BundleProtocol
import BundleStore

/// A neighbour that can be talked to right now.
struct Contact {
    /// How far the exchange has come.
    enum Stage: String {
        /// The neighbour has not said what it holds.
        case opening
        /// It gets what it lacks.
        case sending
        /// It was asked to compare.
        case comparing
        /// Both agree; what comes anew is handed on at once.
        case settled
    }

    var opening: FerryNode.Opening
    var since: Int64
    var stage = Stage.opening
    /// What the neighbour wants.
    var members: [String] = []
    var carries: [String] = []
    var held = HeldSet.unknown
    /// What the neighbour wants of a destination, by its number; forgotten when it says anew what it wants.
    var wishes: [UInt32: Wish] = [:]
    /// Whether the neighbour may be sent what a source made, by its number.
    private var sources: [UInt32: Bool] = [:]
    /// What is to be sent.
    var queue: [BundleDigest] = []
    var next = 0
    var loading: [Int64: BundleDigest] = [:]
    var loadingOctets = 0
    var inFlight: [UInt64: Flight] = [:]
    var inFlightOctets = 0
    var nextTicket: UInt64 = 0
    var salt: UInt64 = 0
    var hasCompared = false
    /// Refused for lack of room: nothing more is offered during this contact.
    var isFull = false
    var sentBundles = 0
    var receivedBundles = 0
    var lastTransfer: Int64
    /// Messages of the exchange that are still listened to: each makes work with everything that is held.
    var patience = Contact.fullPatience
    var lastListened: Int64

    /// A bundle on its way.
    struct Flight {
        var digest: BundleDigest
        /// What it is a piece of.
        var whole: BundleDigest?
        var copies: UInt16
        var octets: Int
    }

    /// What a destination is to the neighbour.
    struct Wish {
        /// The neighbour itself, or one of its groups.
        var isFor: Bool
        /// It carries there for others.
        var isCarried: Bool
        var isGroup: Bool
    }

    /// A bundle that the neighbour is to get.
    struct Offer {
        var bundle: StoredBundle
        var isFor: Bool

        /// The order of a contact: what is for this neighbour, then what is urgent, then small before large, then what
        /// expires soonest.
        static func goesBefore(_ left: Offer, _ right: Offer) -> Bool {
            if left.isFor != right.isFor { return left.isFor }
            if left.bundle.priority != right.bundle.priority { return left.bundle.priority > right.bundle.priority }
            if left.bundle.size != right.bundle.size { return left.bundle.size < right.bundle.size }
            if left.bundle.expires != right.bundle.expires { return left.bundle.expires < right.bundle.expires }
            return left.bundle.row < right.bundle.row
        }
    }

    private static let fullPatience = 16

    /// Tickets of messages between nodes.
    static let controlBit: UInt64 = 1 << 63

    init(_ opening: FerryNode.Opening, at time: Int64) {
        self.opening = opening
        since = time
        lastTransfer = time
        lastListened = time
    }

    /// Nothing is left to be sent and nothing on its way.
    var isDrained: Bool { next >= queue.count && loading.isEmpty && inFlight.isEmpty }

    /// What to do with a bundle when this neighbour is there.
    mutating func decide(
        _ bundle: StoredBundle, _ endpoints: EndpointTable, _ scheme: any RoutingScheme, at time: Int64
    ) -> RoutingDecision {
        guard bundle.isCarried, bundle.expires > time, isWelcome(source: bundle.source, endpoints) else {
            return .keep
        }
        let wish = wish(for: bundle.destination, endpoints)
        return scheme.decide(
            RoutingSubject(
                isForNeighbour: wish.isFor, isCarriedByNeighbour: wish.isCarried, copies: bundle.copies,
                isForGroup: wish.isGroup))
    }

    mutating func wish(for number: UInt32, _ endpoints: EndpointTable) -> Wish {
        if let known = wishes[number] { return known }
        let destination = endpoints[number]
        let text = destination.description
        let isFor =
            destination.isSingleton
            ? destination.nodeID == opening.peer : members.contains { text.hasPrefix($0) }
        let wish = Wish(
            isFor: isFor, isCarried: carries.contains { text.hasPrefix($0) }, isGroup: !destination.isSingleton)
        wishes[number] = wish
        return wish
    }

    private mutating func isWelcome(source number: UInt32, _ endpoints: EndpointTable) -> Bool {
        if let known = sources[number] { return known }
        let source = endpoints[number]
        var isWelcome = true
        if opening.policy.ipnSourcesOnly {
            if case .ipn = source {} else { isWelcome = false }
        }
        // Back to where it comes from is no use.
        if let peer = opening.peer, source.nodeID == peer { isWelcome = false }
        sources[number] = isWelcome
        return isWelcome
    }

    mutating func takeNext() -> BundleDigest? {
        guard next < queue.count else { return nil }
        defer { next += 1 }
        return queue[next]
    }

    /// True if another message of the exchange is worth listening to: sixteen at once, then one in a second.
    mutating func listens(at time: Int64) -> Bool {
        let earned = Int(clamping: (time - lastListened) / 1000)
        if earned > 0 {
            patience = min(Self.fullPatience, patience + earned)
            lastListened = time
        }
        patience -= patience > 0 ? 1 : 0
        return patience > 0
    }

    mutating func enqueue(_ digests: some Sequence<BundleDigest>) {
        if next > 1024, next * 2 > queue.count {
            queue.removeFirst(next)
            next = 0
        }
        queue += digests
    }
}

/// A node that was heard or is to be dialled.
struct Neighbour {
    var host: String
    var port: Int
    var layer: FerrySettings.Layer
    var node: EndpointID?
    var isStatic: Bool
    var lastHeard: Int64
    var dialAt: Int64
    var isDialling = false
    var failures = 0
}
