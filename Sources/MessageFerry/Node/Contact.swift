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
    var inFlight: [UInt64: (digest: BundleDigest, copies: UInt16, octets: Int)] = [:]
    var inFlightOctets = 0
    var nextTicket: UInt64 = 0
    var salt: UInt64 = 0
    var hasCompared = false
    /// Refused for lack of room: nothing more is offered during this contact.
    var isFull = false
    var sentBundles = 0
    var receivedBundles = 0
    var receivedOctets = 0
    var lastTransfer: Int64

    /// Tickets of messages between nodes.
    static let controlBit: UInt64 = 1 << 63

    init(_ opening: FerryNode.Opening, at time: Int64) {
        self.opening = opening
        since = time
        lastTransfer = time
    }

    /// Nothing is left to be sent and nothing on its way.
    var isDrained: Bool { next >= queue.count && loading.isEmpty && inFlight.isEmpty }

    mutating func takeNext() -> BundleDigest? {
        guard next < queue.count else { return nil }
        defer { next += 1 }
        return queue[next]
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
