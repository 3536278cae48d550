public import BundleProtocol
public import BundleStore

/// A moment, by both of a node's clocks.
public struct FerryTime: Hashable, Sendable {
    /// Milliseconds of the store's own time, which goes on from where it was and never back.
    public var steady: Int64
    /// The time by the system's clock, right or wrong.
    public var wall: DTNTime

    /// A moment.
    public init(steady: Int64, wall: DTNTime) {
        self.steady = steady
        self.wall = wall
    }
}

/// A node of the ferry, as a value: what happens goes in with its time, what is to be done comes out.
///
///     heard --connect--> contact --summaries--> sending --nothing left--> comparing --exact--> settled
///
/// Nothing is acknowledged before the store has it, and nothing is deleted because of a filter. What the node holds is
/// in the store; in memory are a few dozen octets for each bundle.
public struct FerryNode {
    /// How the node behaves.
    public let settings: FerrySettings
    /// What was counted.
    public internal(set) var counters = FerryCounters()

    let scheme: any RoutingScheme
    /// Where neighbours tell us what they hold.
    let exchangeEndpoint: EndpointID?
    /// Whatever is sent there comes back.
    let echoEndpoint: EndpointID?
    var time: FerryTime
    var index: BundleIndex
    var tombstones: [BundleDigest: Tombstone] = [:]
    var endpoints: EndpointTable
    var streams: [[UInt8]: UInt64]
    var contacts: [Int: Contact] = [:]
    var pending: [BundleDigest: [Waiter]] = [:]
    var batches: [UInt64: Batch] = [:]
    var nextBatch: UInt64 = 1
    var nextRow: Int64
    var lastCreated: CreationTimestamp?
    var lastCreatedWithoutClock: CreationTimestamp?
    var heldMessages: [[UInt8]: [UInt64: BundleDigest]] = [:]
    var reassembly = Reassembly()
    var pieces: [BundleID: [BundleDigest]] = [:]
    var shedPlan = ShedPlan()
    var neighbours: [String: Neighbour] = [:]
    var nextControl: UInt64
    var retries: [StoreChange] = []
    /// Rows of pieces whose whole could not be stored.
    var unassembled: [Int64] = []
    var accounts = PeerAccounts()
    var orders: [Order] = []
    var lastSweep: Int64 = 0
    var lastBeacon: Int64 = .min / 2
    var beaconSequence: UInt64 = 0

    /// Who waits for a commit.
    enum Waiter {
        case transfer(contact: Int, transfer: UInt64)
        case request(UInt64)
    }

    /// What a commit brings.
    struct Batch {
        var inserted: StoredBundle?
        var digest: BundleDigest?
        var order: (key: [UInt8], number: UInt64, first: UInt64)?
        var origin: Int?
        /// What is tried again when the commit fails; what came in anew is refused instead.
        var retriable: [StoreChange] = []
        var request: UInt64?
        /// What an application calls the message, where that is not the bundle's own name: it was cut into pieces.
        var name: BundleDigest?
        /// Pieces that this whole takes the place of.
        var absorbs: [BundleDigest] = []
        /// True if applications may want to look again.
        var isNews = false
    }

    /// A node that goes on with what a store holds.
    ///
    /// - Parameters:
    ///   - contents: What the store holds.
    ///   - time: Now.
    ///   - random: A random number: what is sent between neighbours only is numbered from there.
    public init(settings: FerrySettings, contents: StoreContents, time: FerryTime, random: UInt64) {
        self.settings = settings
        self.time = time
        scheme = settings.routing.scheme
        exchangeEndpoint = Self.service(ExchangeMessage.service, ipn: Self.ipnExchange, on: settings.node)
        echoEndpoint = Self.service("echo", ipn: Self.ipnEcho, on: settings.node)
        index = BundleIndex(contents.bundles)
        for stone in contents.tombstones { tombstones[stone.digest] = stone }
        var used: Set<UInt32> = []
        for bundle in contents.bundles { used.formUnion([bundle.source, bundle.destination]) }
        endpoints = EndpointTable(contents.endpoints, used: used)
        streams = contents.streams
        let storedRow = contents.notes[Note.nextRow].flatMap { octets in
            (BigEndian.numbers(octets) as [Int64]).first
        }
        nextRow = max(storedRow ?? 1, (contents.bundles.map { max($0.row, $0.turn) }.max() ?? 0) + 1)
        lastCreated = contents.notes[Note.created].flatMap(Note.timestamp)
        lastCreatedWithoutClock = contents.notes[Note.createdWithoutClock].flatMap(Note.timestamp)
        nextControl = random >> 1
        let waiting = index.bundles.filter { $0.inbox == .held || $0.inbox == .fragment }.map(\.row)
        if !waiting.isEmpty { orders.append(.load(contact: nil, rows: waiting)) }
    }

    /// Takes what happened, and says what to do, in this order.
    public mutating func handle(_ input: Input, at now: FerryTime) -> [Order] {
        time = FerryTime(steady: max(time.steady, now.steady), wall: now.wall)
        switch input {
        case .heard(let beacon, let host): heard(beacon, from: host)
        case .opened(let contact, let opening): opened(contact, opening)
        case .closed(let contact): closed(contact)
        case .unreachable(let host, let port): unreachable(host, port)
        case .began(let contact, let transfer, let beginning): began(contact, transfer, beginning)
        case .received(let contact, let transfer, let bundle): received(contact, transfer, bundle)
        case .delivered(let contact, let ticket): delivered(contact, ticket)
        case .refused(let contact, let ticket, let reason): refused(contact, ticket, reason)
        case .failed(let contact, let ticket): failed(contact, ticket)
        case .stored(let done, let error): for batch in done { stored(batch, error) }
        case .loaded(let contact, let rows, let bundles): loaded(contact, rows, bundles)
        case .submit(let request, let submission): submit(request, submission)
        case .confirm(let request, let digests): confirm(request, digests)
        case .tick: tick()
        }
        defer { orders = [] }
        return orders
    }

    /// Puts changes into the next commit.
    @discardableResult
    mutating func commit(_ changes: [StoreChange], _ batch: Batch = Batch()) -> UInt64 {
        let number = nextBatch
        nextBatch += 1
        batches[number] = batch
        orders.append(.store(batch: number, changes))
        return number
    }

    /// Puts changes into the next commit that are tried again until they succeed.
    mutating func commitSurely(_ changes: [StoreChange]) {
        if changes.isEmpty { return }
        commit(changes, Batch(retriable: changes))
    }

    /// Interns an endpoint, and says what is to be stored for it.
    mutating func number(_ endpoint: EndpointID, _ changes: inout [StoreChange]) -> UInt32 {
        let (number, isNew) = endpoints.intern(endpoint)
        if isNew { changes.append(.endpoint(number, octets: endpoint.encoded)) }
        return number
    }

    /// True if messages to this endpoint are for applications here.
    func isMember(_ destination: EndpointID) -> Bool {
        if destination.isSingleton { return destination.nodeID == settings.node }
        let text = destination.description
        return settings.subscriptions.contains { text.hasPrefix($0) }
    }

    /// True if we carry bundles to this endpoint for others.
    func isCarried(_ destination: EndpointID) -> Bool {
        let text = destination.description
        return settings.carries.contains { text.hasPrefix($0) }
    }
}

/// Names of small things in the store.
enum Note {
    static let nextRow = "next row"
    static let created = "created"
    static let createdWithoutClock = "created without clock"

    static func octets(_ timestamp: CreationTimestamp) -> [UInt8] {
        BigEndian.octets(timestamp.time.milliseconds) + BigEndian.octets(timestamp.sequence)
    }

    static func timestamp(_ octets: [UInt8]) -> CreationTimestamp? {
        let numbers: [UInt64] = BigEndian.numbers(octets)
        guard numbers.count == 2 else { return nil }
        return CreationTimestamp(time: DTNTime(milliseconds: numbers[0]), sequence: numbers[1])
    }
}
