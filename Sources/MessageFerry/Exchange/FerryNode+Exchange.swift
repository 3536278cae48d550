import BloomFilter
import BundleProtocol
import BundleStore

extension FerryNode {
    /// Below this many it is shorter to name them: a filter of one in a thousand takes 14.4 bits each and a header.
    static let listLimit = 60
    /// Acknowledgements in one message: half a megabyte.
    private static let deliveredLimit = 32_768
    /// How long a message between neighbours is of use.
    private static let controlLifetime = Duration.seconds(60)
    static let ipnExchange: UInt32 = 224
    static let ipnEcho: UInt32 = 2047

    /// An endpoint on a node.
    static func service(_ name: String, ipn service: UInt32, on node: EndpointID) -> EndpointID? {
        switch node {
        case .dtn(let name2): try? EndpointID("dtn:\(name2.schemeSpecificPart)\(name)")
        case .ipn(let name2): .ipn(IPNName(allocator: name2.allocator, node: name2.node, service: service))
        case .null, .other: nil
        }
    }

    func isExchange(_ bundle: Bundle) -> Bool {
        bundle.destination == exchangeEndpoint
    }

    func isEcho(_ destination: EndpointID) -> Bool {
        destination == echoEndpoint
    }

    // MARK: Telling

    /// Sends a message to the node at the other end.
    mutating func tell(_ message: ExchangeMessage, to number: Int) {
        guard let ticket = contacts[number]?.nextTicket, let peer = contacts[number]?.opening.peer,
            let destination = Self.service(ExchangeMessage.service, ipn: Self.ipnExchange, on: peer),
            let source = exchangeEndpoint
        else { return }
        nextControl &+= 1
        var plan = BundlePlan(
            source: source, destination: destination,
            created: CreationTimestamp(time: .unknown, sequence: nextControl), lifetime: Self.controlLifetime)
        plan.hopLimit = 1
        plan.flags = .mustNotBeFragmented
        guard var bundle = try? Bundle(plan, payload: message.encoded) else { return }
        // So that nobody else can say that something has arrived.
        if let key = settings.groupKey { try? bundle.sign(1, key: .direct(key), source: settings.node) }
        contacts[number]?.nextTicket += 1
        orders.append(.send(contact: number, ticket: Contact.controlBit | ticket, bundle: bundle.encoded()))
    }

    /// What we want and hold.
    mutating func tellSummary(to number: Int) {
        guard contacts[number]?.opening.peer != nil else { return }
        // A salt of its own for each contact: what one filter hides by mistake, the next shows.
        nextControl &+= 1
        let salt = BucketTable.name(BundleDigest(high: nextControl, low: UInt64(bitPattern: time.steady)), salt: 0)
        contacts[number]?.salt = salt
        let count = index.count + tombstones.count
        let held: ExchangeMessage.Summary.Held
        if count <= Self.listLimit {
            held = .list(Set(index.bundles.map(\.digest)).union(tombstones.keys))
        } else {
            guard let shape = try? BloomShape(members: count, probability: settings.filterMistakes) else { return }
            var filter = BloomFilter(shape: shape, salt: salt)
            for bundle in index.bundles { filter.insert(high: bundle.digest.high, low: bundle.digest.low) }
            for digest in tombstones.keys { filter.insert(high: digest.high, low: digest.low) }
            held = .filter(filter.encoded())
        }
        let xor = tombstones.keys.reduce(index.xor) { $0 ^ $1.high }
        tell(
            .summary(
                .init(
                    members: settings.subscriptions, carries: settings.carries, count: UInt64(count), xor: xor,
                    held: held)), to: number)
    }

    // MARK: Hearing

    /// A message from the node at the other end.
    mutating func exchange(_ bundle: Bundle, from number: Int) {
        guard let contact = contacts[number], bundle.source.nodeID == contact.opening.peer,
            contacts[number]?.listens(at: time.steady) ?? false,
            let message = try? ExchangeMessage(decoding: bundle.payload)
        else {
            counters.badExchanges += 1
            return
        }
        switch message {
        case .summary(let summary): heard(summary, from: number)
        case .delivered(let digests):
            if isProven(bundle) { free(digests) } else { counters.unproven += 1 }
        case .table(let table): compare(table, with: number)
        case .holdings(let salt, let bits, let buckets, let names):
            correct(number, salt: salt, bits: bits, buckets: Set(buckets), names: names)
        }
    }

    /// True if the group's key signed a bundle, or there is no key that could.
    func isProven(_ bundle: Bundle) -> Bool {
        guard let key = settings.groupKey else { return true }
        guard bundle.block(.integrity) != nil else { return false }
        do throws(SecurityError) {
            try bundle.verify(1) { _ in key }
            return true
        } catch { return false }
    }

    private mutating func heard(_ summary: ExchangeMessage.Summary, from number: Int) {
        guard var contact = contacts.removeValue(forKey: number) else { return }
        contact.members = summary.members
        contact.carries = summary.carries
        contact.wishes = [:]
        // Said anew: what was to be sent is found anew.
        contact.queue = []
        contact.next = 0
        switch summary.held {
        case .list(let digests): contact.held = .list(digests)
        case .filter(let octets):
            // A filter that is broken, or so full that we would send nothing, is not believed.
            do throws(BloomError) { contact.held = .filter(try BloomFilter(decoding: octets)) } catch {
                counters.badExchanges += 1
                contact.held = .unknown
            }
        }
        contact.stage = .sending
        contacts[number] = contact
        tellDelivered(to: number, holding: contact.held)
        offerEverything(to: number)
    }

    /// Names exactly what the neighbour still carries and need not: bundles that have arrived.
    private mutating func tellDelivered(to number: Int, holding held: HeldSet) {
        if case .unknown = held { return }
        var arrived: [BundleDigest] = []
        for stone in tombstones.values where stone.isDelivered && held.contains(stone.digest) {
            if arrived.count >= Self.deliveredLimit { break }
            arrived.append(stone.digest)
        }
        for bundle in index.bundles where !bundle.isCarried && !bundle.isOwn && held.contains(bundle.digest) {
            if arrived.count >= Self.deliveredLimit { break }
            arrived.append(bundle.digest)
        }
        if !arrived.isEmpty { tell(.delivered(arrived), to: number) }
    }

    /// What has arrived elsewhere need not be carried any longer.
    private mutating func free(_ digests: [BundleDigest]) {
        var changes: [StoreChange] = []
        for digest in digests {
            guard let bundle = index[digest], bundle.isCarried, endpoints[bundle.destination].isSingleton else {
                continue
            }
            counters.freed += 1
            bury(bundle, isDelivered: true, &changes)
        }
        commitSurely(changes)
    }

    /// Takes a bundle out of memory and store, and remembers it until nobody can offer it any more.
    mutating func bury(_ bundle: StoredBundle, isDelivered: Bool, _ changes: inout [StoreChange]) {
        let stone = Tombstone(digest: bundle.digest, expires: bundle.expires, isDelivered: isDelivered)
        index.remove(bundle.digest)
        tombstones[bundle.digest] = stone
        changes.append(.remove(row: bundle.row))
        changes.append(.tombstone(stone))
    }

    // MARK: Comparing

    /// Everything that a neighbour should hold is with it, as far as the filter told: now exactly.
    mutating func compareIfDrained(_ number: Int) {
        guard let contact = contacts[number], contact.stage == .sending, contact.isDrained else { return }
        guard contact.held.isMistakable, settings.reconciles, !contact.hasCompared, !contact.isFull else {
            contacts[number]?.stage = .settled
            return
        }
        contacts[number]?.hasCompared = true
        contacts[number]?.stage = .comparing
        var meant: [BundleDigest] = []
        for bundle in index.bundles where decide(bundle, number) != .keep { meant.append(bundle.digest) }
        var table = BucketTable(salt: contact.salt, count: meant.count)
        for digest in meant { table.insert(digest) }
        tell(.table(table), to: number)
    }

    private mutating func compare(_ table: BucketTable, with number: Int) {
        var own = BucketTable(like: table)
        for bundle in index.bundles { own.insert(bundle.digest) }
        for digest in tombstones.keys { own.insert(digest) }
        let differing = Set(table.differences(from: own))
        var names: Set<UInt64> = []
        func add(_ digest: BundleDigest) {
            let name = BucketTable.name(digest, salt: table.salt)
            if differing.contains(UInt32(BucketTable.bucket(of: name, bits: table.bits))) { names.insert(name) }
        }
        if !differing.isEmpty {
            for bundle in index.bundles { add(bundle.digest) }
            for digest in tombstones.keys { add(digest) }
            for digest in pending.keys { add(digest) }
        }
        tell(.holdings(salt: table.salt, bits: table.bits, buckets: differing.sorted(), names: names), to: number)
    }

    private mutating func correct(
        _ number: Int, salt: UInt64, bits: UInt8, buckets: Set<UInt32>, names: Set<UInt64>
    ) {
        guard let contact = contacts[number], contact.stage == .comparing, salt == contact.salt else { return }
        contacts[number]?.stage = .sending
        if buckets.isEmpty { return compareIfDrained(number) }
        counters.reconciled += enqueue(for: number) { digest in
            let name = BucketTable.name(digest, salt: salt)
            return buckets.contains(UInt32(BucketTable.bucket(of: name, bits: bits))) && !names.contains(name)
        }
    }
}
