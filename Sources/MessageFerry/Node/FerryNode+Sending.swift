import BundleProtocol
import BundleStore

extension FerryNode {
    /// What to do with a bundle when this neighbour is there.
    mutating func decide(_ bundle: StoredBundle, _ number: Int) -> RoutingDecision {
        let (endpoints, scheme, now) = (endpoints, scheme, time.steady)
        // In place: a copy would copy all that is under way.
        return contacts[number]?.decide(bundle, endpoints, scheme, at: now) ?? .keep
    }

    /// The neighbour said what it holds: everything else is to be sent.
    mutating func offerEverything(to number: Int) {
        guard let contact = contacts[number] else { return }
        let held = contact.held
        let underWay = Set(contact.loading.values).union(contact.inFlight.values.map(\.digest))
        enqueue(for: number) { !held.contains($0) && !underWay.contains($0) }
    }

    /// Has everything sent that is meant for the neighbour and that it lacks.
    ///
    /// - Returns: How many bundles that is.
    @discardableResult
    mutating func enqueue(for number: Int, lacking: (BundleDigest) -> Bool) -> Int {
        guard var contact = contacts[number] else { return 0 }
        var offers: [Contact.Offer] = []
        for bundle in index.bundles
        where contact.decide(bundle, endpoints, scheme, at: time.steady) != .keep && lacking(bundle.digest) {
            offers.append(.init(bundle: bundle, isFor: contact.wish(for: bundle.destination, endpoints).isFor))
        }
        offers.sort(by: Contact.Offer.goesBefore)
        contact.enqueue(offers.map(\.bundle.digest))
        contacts[number] = contact
        fill(number)
        compareIfDrained(number)
        return offers.count
    }

    /// A bundle is new here: whoever is there and wants it gets it at once.
    mutating func offer(_ bundle: StoredBundle, except origin: Int?) {
        guard bundle.isCarried else { return }
        for number in contacts.keys.sorted() where number != origin {
            guard let contact = contacts[number], contact.stage != .opening, !contact.isFull,
                decide(bundle, number) != .keep
            else { continue }
            if contact.stage == .settled { contacts[number]?.stage = .sending }
            contacts[number]?.enqueue([bundle.digest])
            fill(number)
        }
    }

    /// Has octets read for as much as may be on its way.
    mutating func fill(_ number: Int) {
        guard let room = room(of: number) else { return }
        // In lots, so that one reading fetches many.
        guard room.bundles >= min(settings.window / 4, 64) else { return }
        var rows: [Int64] = []
        var octets = room.octets
        while rows.count < min(room.bundles, 256), octets > 0, let digest = contacts[number]?.takeNext() {
            guard let bundle = index[digest], bundle.expires > time.steady else { continue }
            // In place: a copy would copy all that is under way.
            contacts[number]?.loading[bundle.row] = digest
            contacts[number]?.loadingOctets += Int(bundle.size)
            octets -= Int(bundle.size)
            rows.append(bundle.row)
        }
        if !rows.isEmpty { orders.append(.load(contact: number, rows: rows)) }
    }

    private func room(of number: Int) -> (bundles: Int, octets: Int)? {
        guard let contact = contacts[number], !contact.isFull, contact.next < contact.queue.count else { return nil }
        return (
            settings.window - contact.inFlight.count - contact.loading.count,
            settings.windowOctets - contact.inFlightOctets - contact.loadingOctets
        )
    }

    /// Octets are there: makes the bundles ready and sends them.
    mutating func loaded(_ contact: Int?, _ rows: [Int64], _ bundles: [(row: Int64, data: [UInt8])]) {
        guard let number = contact else { return restore(bundles) }
        guard contacts[number] != nil else { return }
        for (row, data) in bundles {
            guard let digest = contacts[number]?.loading[row], let entry = index[digest], entry.row == row else {
                continue
            }
            contacts[number]?.loadingOctets -= Int(entry.size)
            send(entry, data, to: number)
        }
        for row in rows { contacts[number]?.loading[row] = nil }
        if contacts[number]?.loading.isEmpty ?? false { contacts[number]?.loadingOctets = 0 }
        fill(number)
        compareIfDrained(number)
    }

    private mutating func send(_ entry: StoredBundle, _ data: [UInt8], to number: Int) {
        guard case .hand(let copies) = decide(entry, number), let opening = contacts[number]?.opening else { return }
        var bundle: Bundle
        do throws(BundleError) { bundle = try Bundle(decoding: data) } catch {
            // Damaged on disk: it is of no use to anybody.
            counters.malformed += 1
            counters.lastMalformed = "in the store: \(error)"
            var changes: [StoreChange] = []
            bury(entry, isDelivered: false, &changes)
            return commitSurely(changes)
        }
        if bundle.isFragment, opening.policy.noFragments { return }
        let hasAge = bundle.ageMilliseconds != nil
        do throws(BundleDeletion) {
            try bundle.prepareForForwarding(
                by: settings.node, now: hasAge || !settings.trustsClock ? nil : time.wall,
                residence: .milliseconds(max(0, time.steady - entry.arrived)), isSource: entry.isOwn)
        } catch {
            if error.reason == .hopLimitExceeded { counters.hopLimit += 1 } else { counters.expired += 1 }
            if entry.inbox == .none {
                var changes: [StoreChange] = []
                bury(entry, isDelivered: false, &changes)
                commitSurely(changes)
            }
            return
        }
        if copies != .max {
            bundle.set(CarriageBlock.copies, flags: .discardIfUnknown, data: CarriageBlock.encoded(UInt64(copies)))
        }
        if opening.policy.standardBlocksOnly { bundle.extensions.removeAll { CarriageBlock.own.contains($0.type) } }
        let octets = bundle.encoded()
        guard let ticket = contacts[number]?.nextTicket else { return }
        contacts[number]?.nextTicket += 1
        contacts[number]?.inFlight[ticket] = Contact.Flight(
            digest: entry.digest, whole: bundle.isFragment ? BundleDigest(bundle.id.whole) : nil, copies: copies,
            octets: octets.count)
        contacts[number]?.inFlightOctets += octets.count
        orders.append(.send(contact: number, ticket: ticket, bundle: octets))
    }

    /// The neighbour has a bundle.
    mutating func delivered(_ number: Int, _ ticket: UInt64) {
        guard let flight = landed(number, ticket) else { return }
        counters.handedOver += 1
        counters.handedOverOctets += flight.octets
        contacts[number]?.sentBundles += 1
        if let peer = contacts[number]?.opening.peer { orders.append(.told(.delivered(to: peer))) }
        has(number, flight, copies: flight.copies)
    }

    /// The neighbour does not want a bundle.
    mutating func refused(_ number: Int, _ ticket: UInt64, _ reason: TransferRefusal) {
        guard let flight = landed(number, ticket) else { return }
        if reason == .completed { has(number, flight, copies: nil) }
        // Without room there is nothing to be done during this contact.
        if reason == .noResources { contacts[number]?.isFull = true }
    }

    /// A bundle did not reach the neighbour.
    mutating func failed(_ number: Int, _ ticket: UInt64) { _ = landed(number, ticket) }

    private mutating func landed(_ number: Int, _ ticket: UInt64) -> Contact.Flight? {
        contacts[number]?.lastTransfer = time.steady
        guard ticket & Contact.controlBit == 0, let sent = contacts[number]?.inFlight.removeValue(forKey: ticket)
        else { return nil }
        contacts[number]?.inFlightOctets -= sent.octets
        fill(number)
        compareIfDrained(number)
        return sent
    }

    /// The neighbour holds a bundle, from us or from somebody else.
    private mutating func has(_ number: Int, _ flight: Contact.Flight, copies: UInt16?) {
        let digest = flight.digest
        guard let entry = index[digest], let opening = contacts[number]?.opening, opening.isAcknowledged else { return }
        var changes: [StoreChange] = []
        let destination = endpoints[entry.destination]
        let isThere = destination.isSingleton && destination.nodeID == opening.peer
        if entry.isOwn, let peer = opening.peer {
            // A piece at its destination is not the message yet: of that the receipt tells.
            let kind: BundleEvent.Kind = isThere && flight.whole == nil ? .delivered : .pickedUp
            changes.append(
                .event(
                    .init(
                        digest: flight.whole ?? digest, kind: kind, node: "\(peer)",
                        time: time.wall.unixMilliseconds),
                    // Another piece that it took now; not one that it has had for long.
                    ifKnown: flight.whole != nil && copies != nil ? .takesTime : .keepsTime))
        }
        if isThere {
            bury(entry, isDelivered: true, &changes)
        } else if let copies, copies != .max, entry.copies != .max || scheme.initialCopies != .max {
            let left = (entry.copies == .max ? scheme.initialCopies : entry.copies) - min(copies, entry.copies)
            index.update(digest) { $0.copies = max(1, left) }
            changes.append(.copies(row: entry.row, max(1, left)))
        }
        if !changes.isEmpty { commit(changes, Batch(retriable: changes, isNews: entry.isOwn)) }
    }
}
