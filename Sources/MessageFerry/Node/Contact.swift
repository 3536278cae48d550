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
    /// By the number of the destination: for the neighbour or its groups, and carried by it.
    var wants: [UInt32: (isFor: Bool, isCarried: Bool)] = [:]
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
