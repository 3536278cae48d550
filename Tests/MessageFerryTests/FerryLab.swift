import BundleProtocol
import BundleStore
import MessageFerry

/// A store in memory that can be full.
struct MemoryStore {
    var contents = StoreContents()
    var data: [Int64: [UInt8]] = [:]
    var events: [BundleEvent] = []
    var isFull = false
    /// Takes pieces and nothing larger.
    var refusesWhole = false

    mutating func apply(_ changes: [StoreChange]) -> StoreError? {
        if isFull { return .full(reason: "test") }
        if refusesWhole {
            for case .insert(_, let octets) in changes where octets.count > 2000 { return .full(reason: "test") }
        }
        for change in changes {
            switch change {
            case .insert(let entry, let octets):
                contents.bundles.append(entry)
                data[entry.row] = octets
            case .remove(let row):
                contents.bundles.removeAll { $0.row == row }
                data[row] = nil
            case .copies(let row, let copies): update(row) { $0.copies = copies }
            case .inbox(let row, let inbox, let turn): update(row) { ($0.inbox, $0.turn) = (inbox, turn) }
            case .carriedNoMore(let row): update(row) { $0.isCarried = false }
            case .tombstone(let stone): contents.tombstones.append(stone)
            case .forgetTombstones(let time): contents.tombstones.removeAll { $0.expires < time }
            case .endpoint(let number, let octets): contents.endpoints[number] = octets
            case .stream(let key, let next): contents.streams[key] = next
            case .note(let name, let value): contents.notes[name] = value
            case .event(let event, let ifKnown):
                let known = events.firstIndex {
                    ($0.digest, $0.kind, $0.node) == (event.digest, event.kind, event.node)
                }
                if let known, ifKnown == .takesTime { events[known].time = event.time }
                if known == nil { events.append(event) }
            }
        }
        return nil
    }

    private mutating func update(_ row: Int64, _ change: (inout StoredBundle) -> Void) {
        if let place = contents.bundles.firstIndex(where: { $0.row == row }) { change(&contents.bundles[place]) }
    }
}

/// Nodes without sockets: what one sends the other gets, in order, and time stands still unless it is moved.
struct FerryLab {
    var nodes: [FerryNode]
    var stores: [MemoryStore]
    var settings: [FerrySettings]
    /// What each node's clock is wrong by, milliseconds.
    var clockErrors: [Int64]
    var now: Int64 = 1_000_000
    /// Octets that went over contacts.
    var octets = 0
    /// Octets after which a contact breaks, whatever is under way.
    var octetLimit = Int.max
    var answers: [UInt64: Result<[BundleDigest], FerryNode.SubmissionError>] = [:]
    private var queue: [(node: Int, input: FerryNode.Input)] = []
    private var contacts: [Contact] = []
    private var nextContact = 1
    private var nextRequest: UInt64 = 1

    private struct Contact {
        var number: Int
        var ends: [Int]
        var tickets: [[UInt64: UInt64]] = [[:], [:]]
        var nextTransfer: UInt64 = 0
    }

    init(_ settings: [FerrySettings], clockErrors: [Int64]? = nil) {
        self.settings = settings
        self.clockErrors = clockErrors ?? settings.map { _ in 0 }
        stores = settings.map { _ in MemoryStore() }
        nodes = []
        for place in settings.indices {
            nodes.append(
                FerryNode(
                    settings: settings[place], contents: StoreContents(), time: time(of: place), random: UInt64(place)))
        }
    }

    static func settings(
        _ name: String, _ role: FerrySettings.Role, _ change: (inout FerrySettings) -> Void = { _ in }
    ) throws -> FerrySettings {
        var settings = FerrySettings(node: try .node(name), role: role)
        change(&settings)
        return settings
    }

    func time(of node: Int) -> FerryTime {
        FerryTime(steady: now, wall: DTNTime(unixMilliseconds: 1_700_000_000_000 + now + clockErrors[node]))
    }

    // MARK: What happens

    mutating func connect(_ left: Int, _ right: Int) {
        let contact = Contact(number: nextContact, ends: [left, right])
        nextContact += 1
        contacts.append(contact)
        for (end, peer) in [(left, right), (right, left)] {
            queue.append(
                (end, .opened(contact: contact.number, .init(peer: settings[peer].node, host: "host\(peer)"))))
        }
        run()
    }

    mutating func disconnectAll() {
        let open = contacts
        contacts = []
        for contact in open {
            for end in contact.ends { queue.append((end, .closed(contact: contact.number))) }
        }
        run()
    }

    /// A contact of two nodes, from beginning to end.
    mutating func meet(_ left: Int, _ right: Int) {
        connect(left, right)
        disconnectAll()
    }

    /// The node's process dies, and starts again from what its store holds.
    mutating func kill(_ node: Int) {
        contacts.removeAll { $0.ends.contains(node) }
        queue.removeAll { $0.node == node }
        nodes[node] = FerryNode(
            settings: settings[node], contents: stores[node].contents, time: time(of: node), random: UInt64(now))
        pass(0)
    }

    /// Time passes.
    mutating func pass(_ milliseconds: Int64) {
        now += milliseconds
        for node in nodes.indices { queue.append((node, .tick)) }
        run()
    }

    @discardableResult
    mutating func submit(_ node: Int, _ submission: FerryNode.Submission) -> Result<
        [BundleDigest], FerryNode.SubmissionError
    >? {
        let request = nextRequest
        nextRequest += 1
        queue.append((node, .submit(request: request, submission)))
        run()
        return answers[request]
    }

    /// Takes all messages, as an application does: their payloads in order.
    mutating func take(_ node: Int) -> [[UInt8]] {
        let entries = nodes[node].inbox
        let request = nextRequest
        nextRequest += 1
        let payloads = entries.compactMap { entry in
            stores[node].data[entry.row].flatMap { try? Bundle(decoding: $0).payload }
        }
        queue.append((node, .confirm(request: request, entries.map(\.digest))))
        run()
        return payloads
    }

    mutating func give(_ node: Int, _ input: FerryNode.Input) {
        queue.append((node, input))
        run()
    }

    // MARK: Orders

    private mutating func run() {
        var next = 0
        while next < queue.count {
            let (node, input) = queue[next]
            next += 1
            for order in nodes[node].handle(input, at: time(of: node)) { perform(order, of: node) }
            if next > 10_000 {
                queue.removeFirst(next)
                next = 0
            }
        }
        queue = []
    }

    private mutating func perform(_ order: FerryNode.Order, of node: Int) {
        switch order {
        case .store(let batch, let changes):
            let error = stores[node].apply(changes)
            queue.append((node, .stored(batches: [batch], error)))
        case .load(let contact, let rows):
            let found = rows.compactMap { row in stores[node].data[row].map { (row: row, data: $0) } }
            queue.append((node, .loaded(contact: contact, rows: rows, bundles: found)))
        case .send(let number, let ticket, let bundle): send(number, ticket, bundle, from: node)
        case .acknowledge(let number, let transfer):
            respond(number, transfer, node) { .delivered(contact: number, ticket: $0) }
        case .refuse(let number, let transfer, let reason):
            respond(number, transfer, node) { .refused(contact: number, ticket: $0, reason) }
        case .answer(let request, let result): answers[request] = result
        case .connect, .end, .announce, .arrived, .changed, .told: break
        }
    }

    private mutating func send(_ number: Int, _ ticket: UInt64, _ bundle: [UInt8], from node: Int) {
        guard let place = contacts.firstIndex(where: { $0.number == number }),
            let end = contacts[place].ends.firstIndex(of: node)
        else { return }
        octets += bundle.count
        if octets > octetLimit {
            let contact = contacts.remove(at: place)
            for end in contact.ends { queue.append((end, .closed(contact: number))) }
            return
        }
        let transfer = contacts[place].nextTransfer
        contacts[place].nextTransfer += 1
        contacts[place].tickets[end][transfer] = ticket
        queue.append((contacts[place].ends[1 - end], .received(contact: number, transfer: transfer, bundle: bundle)))
    }

    private mutating func respond(
        _ number: Int, _ transfer: UInt64, _ node: Int, _ input: (UInt64) -> FerryNode.Input
    ) {
        guard let place = contacts.firstIndex(where: { $0.number == number }),
            let end = contacts[place].ends.firstIndex(of: node),
            let ticket = contacts[place].tickets[1 - end].removeValue(forKey: transfer)
        else { return }
        queue.append((contacts[place].ends[1 - end], input(ticket)))
    }
}

extension FerryNode.Submission {
    /// A message with a text for a destination.
    init(_ text: String, to destination: String, lifetime: Duration = .seconds(3600)) throws {
        self.init(destination: try EndpointID(destination), payload: Array(text.utf8), lifetime: lifetime)
    }
}
