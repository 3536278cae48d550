import BundleProtocol
import BundleStore

extension FerryNode {
    /// Neighbours that are remembered, heard or dialled.
    static let neighbourLimit = 256
    /// Neighbours that are dialled at a time.
    private static let dialLimit = 16
    /// A neighbour that is not heard any more is forgotten after this long, milliseconds.
    private static let forgottenAfter: Int64 = 20_000

    /// A beacon was heard.
    mutating func heard(_ beacon: Beacon, from host: String) {
        guard let node = beacon.node, node != settings.node, node.isNodeID else { return }
        // Sessions where they can be had; dtn7zero only knows MTCP.
        let services = beacon.services ?? []
        let session = services.first { $0.name == "tcp" || $0.name == "tcpclv4" }
        guard let port = (session ?? services.first { $0.name == "mtcp" })?.port else { return }
        let key = "\(host):\(port)"
        let isNew = neighbours[key] == nil
        if isNew, neighbours.count >= Self.neighbourLimit {
            counters.ignoredBeacons += 1
            return
        }
        if beacon.period == 0 {
            neighbours[key] = nil
            return
        }
        var neighbour =
            neighbours[key]
            ?? Neighbour(
                host: host, port: Int(port), layer: session == nil ? .mtcp : .tcpcl, node: node, isStatic: false,
                lastHeard: time.steady,
                dialAt: time.steady)
        // One of both dials at once, the other only if that does not help: so there are not two sessions.
        if isNew, settings.node.description > node.description { neighbour.dialAt = time.steady + 200 }
        // Heard again after a pause: no waiting for the backoff.
        if time.steady - neighbour.lastHeard > 3000 || neighbour.node != node {
            neighbour.dialAt = min(neighbour.dialAt, time.steady)
        }
        neighbour.node = node
        neighbour.lastHeard = time.steady
        orders.append(.told(.heard(node)))
        // Heard, and yet not answered: it is coming into range, or going out of it.
        if neighbour.failures > 0, neighbour.dialAt > time.steady + 250 { neighbour.dialAt = time.steady + 250 }
        neighbours[key] = neighbour
        // It hears us at once, too.
        if isNew, time.steady - lastBeacon > 50 { announce() }
        dial()
    }

    /// Dials who is due and not there.
    mutating func dial() {
        var dialling = neighbours.values.count(where: \.isDialling)
        for (key, neighbour) in neighbours where !neighbour.isDialling && neighbour.dialAt <= time.steady {
            if dialling >= Self.dialLimit || contacts.count >= settings.contactLimit { return }
            let isThere = contacts.values.contains { contact in
                (neighbour.node != nil && contact.opening.peer == neighbour.node)
                    || (contact.opening.host == neighbour.host && contact.opening.port == neighbour.port)
            }
            if isThere { continue }
            neighbours[key]?.isDialling = true
            dialling += 1
            orders.append(.connect(host: neighbour.host, port: neighbour.port, neighbour.layer))
        }
    }

    /// A neighbour does not answer: tried again after a second, two, four, to a minute.
    mutating func unreachable(_ host: String, _ port: Int) {
        let key = "\(host):\(port)"
        guard var neighbour = neighbours[key] else { return }
        neighbour.isDialling = false
        neighbour.failures += 1
        let pause =
            Int64(1000) << Int64(min(6, neighbour.isStatic ? min(neighbour.failures - 1, 3) : neighbour.failures - 1))
        neighbour.dialAt = time.steady + min(60_000, pause)
        neighbours[key] = neighbour
    }

    /// A contact is open.
    mutating func opened(_ number: Int, _ opening: Opening) {
        if let port = opening.port, var neighbour = neighbours["\(opening.host):\(port)"] {
            neighbour.isDialling = false
            neighbour.failures = 0
            neighbour.node = opening.peer ?? neighbour.node
            neighbours["\(opening.host):\(port)"] = neighbour
        }
        let sameHost = contacts.values.count { $0.opening.host == opening.host }
        guard contacts.count < settings.contactLimit, sameHost < settings.contactsPerHost,
            opening.peer != settings.node
        else {
            counters.refusedContacts += 1
            orders.append(.end(contact: number, .resourceExhaustion))
            return
        }
        contacts[number] = Contact(opening, at: time.steady)
        orders.append(.changed)
        if let peer = opening.peer { orders.append(.told(.heard(peer))) }
        if opening.isAcknowledged { tellSummary(to: number) } else { presume(number) }
    }

    /// A neighbour that does not say what it holds and wants: it is offered what is for it, and the rest as the routing
    /// says; what it has it refuses.
    private mutating func presume(_ number: Int) {
        contacts[number]?.stage = .sending
        contacts[number]?.carries = [""]
        offerEverything(to: number)
    }

    /// A contact is over.
    mutating func closed(_ number: Int) {
        guard let contact = contacts.removeValue(forKey: number) else { return }
        orders.append(.changed)
        guard let port = contact.opening.port else { return }
        let key = "\(contact.opening.host):\(port)"
        neighbours[key]?.isDialling = false
        neighbours[key]?.dialAt = time.steady + 500
    }

    mutating func announce() {
        lastBeacon = time.steady
        beaconSequence += 1
        orders.append(.announce(sequence: beaconSequence))
    }

    // MARK: Time

    /// Ten times a second.
    mutating func tick() {
        if neighbours.isEmpty || lastSweep == 0 { rememberPeers() }
        if time.steady - lastBeacon >= Int64(settings.beaconPeriod) * 1000 { announce() }
        dial()
        for (number, contact) in contacts where contact.stage == .opening {
            if time.steady - contact.since > settings.summaryPatience.milliseconds { presume(number) }
        }
        if time.steady - lastSweep < 1000 { return }
        lastSweep = time.steady
        neighbours = neighbours.filter {
            $0.value.isStatic || $0.value.isDialling || time.steady - $0.value.lastHeard < Self.forgottenAfter
        }
        if !retries.isEmpty {
            let changes = retries
            retries = []
            commitSurely(changes)
        }
        reassembleLate()
        releaseImpatient()
        expire()
    }

    private mutating func rememberPeers() {
        for peer in settings.peers where neighbours["\(peer.host):\(peer.port)"] == nil {
            neighbours["\(peer.host):\(peer.port)"] = Neighbour(
                host: peer.host, port: peer.port, layer: peer.layer, node: peer.node, isStatic: true,
                lastHeard: time.steady, dialAt: time.steady)
        }
    }

    /// What has expired goes, also from the memory of what was here.
    private mutating func expire() {
        var changes: [StoreChange] = []
        for bundle in index.bundles.filter({ $0.expires < time.steady }) {
            // What waits for an application has arrived in time.
            if bundle.inbox == .ready || bundle.inbox == .held {
                if bundle.isCarried {
                    index.update(bundle.digest) { $0.isCarried = false }
                    changes.append(.carriedNoMore(row: bundle.row))
                }
                continue
            }
            counters.expired += 1
            index.remove(bundle.digest)
            changes.append(.remove(row: bundle.row))
        }
        for id in reassembly.expire(at: .milliseconds(time.steady)) { pieces[id] = nil }
        let old = tombstones.values.filter { $0.expires < time.steady - Self.tombstoneSkew }
        if !old.isEmpty {
            for stone in old { tombstones[stone.digest] = nil }
            changes.append(.forgetTombstones(before: time.steady - Self.tombstoneSkew))
        }
        forgetSome(&changes)
        commitSurely(changes)
    }

    /// So many bundles are remembered that they take up the memory: those that are offered least long go.
    private mutating func forgetSome(_ changes: inout [StoreChange]) {
        if tombstones.count <= settings.memoryLimit { return }
        let ends = tombstones.values.map(\.expires).sorted()
        let cut = ends[tombstones.count - settings.memoryLimit + settings.memoryLimit / 10]
        tombstones = tombstones.filter { $0.value.expires >= cut }
        changes.append(.forgetTombstones(before: cut))
    }

    /// Clocks of others run differently: a bundle that has expired here may be offered for so long, milliseconds.
    private static let tombstoneSkew: Int64 = 60_000
}
