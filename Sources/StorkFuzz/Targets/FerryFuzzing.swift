import BundleProtocol
import BundleStore
import MessageFerry

/// A node of the ferry with neighbours, applications, a disk and a clock that do what they like: nothing is acknowledged
/// that is not stored, and what is remembered stays within its limits.
enum FerryFuzzing {
    /// What happens next; a step's arguments follow it.
    enum Step: UInt8, CaseIterable {
        /// A contact opens: its number, and who it is, a byte each.
        case open
        /// A contact is over: its number.
        case close
        /// Octets come: the contact, and a block.
        case octets
        /// A bundle comes: the contact, from whom, for whom, its number, and a block of blocks.
        case bundle
        /// A message of the exchange comes: the contact, and a block.
        case exchange
        /// A beacon is heard: from where, and a block.
        case beacon
        /// What became of what was sent: the contact, the ticket, and how.
        case outcome
        /// The disk has what was to be stored, or does not: a byte.
        case commit
        /// Time passes: tenths of seconds.
        case tick
        /// An application sends: for whom, how, and a block.
        case submit
        /// An application has its messages.
        case confirm
        /// An application asks: a block.
        case ask
    }

    static func run(_ bytes: [UInt8]) throws(Finding) {
        var script = ByteScript(bytes)
        guard var world = World(kind: script.byte()) else { return }
        while !script.isAtEnd {
            let step = Step(rawValue: script.byte() % UInt8(Step.allCases.count)) ?? .tick
            try world.take(step, &script)
        }
        try world.commit(true)
        try world.give(.tick)
        try Finding.unless(world.node.bundles.count <= world.inserted, "more is held than ever came")
    }

    private static let names = ["dtn://bob/", "dtn://alice/", "dtn://charlie/", "dtn://topic/", "ipn:7.0"]

    private struct World {
        var node: FerryNode
        var now: Int64 = 1_000_000
        var rows: [Int64: [UInt8]] = [:]
        var stored: Set<BundleDigest> = []
        var inserted = 0
        var waiting: [(batch: UInt64, changes: [StoreChange])] = []
        var transfers: [UInt64: BundleDigest] = [:]
        var nextTransfer: UInt64 = 0
        var nextRequest: UInt64 = 0
        var queue: [FerryNode.Input] = []

        init?(kind: UInt8) {
            guard let own = try? EndpointID("dtn://bob/") else { return nil }
            var settings = FerrySettings(node: own, role: kind & 1 != 0 ? .carrier : .station)
            settings.subscriptions = ["dtn://topic/~"]
            settings.quota = 8000
            settings.pieceSize = 100
            settings.memoryLimit = 20
            settings.routing = kind & 2 != 0 ? .spray(copies: 4) : .epidemic
            settings.groupKey = kind & 4 != 0 ? [UInt8](repeating: 7, count: 32) : nil
            settings.trustsClock = kind & 8 == 0
            settings.filterMistakes = 0.1
            node = FerryNode(
                settings: settings, contents: StoreContents(),
                time: FerryTime(steady: now, wall: DTNTime(unixMilliseconds: now)), random: 1)
        }

        mutating func take(_ step: Step, _ script: inout ByteScript) throws(Finding) {
            switch step {
            case .open:
                let contact = Int(script.byte() % 4) + 1
                let kind = script.byte()
                let peer = try? EndpointID(FerryFuzzing.names[1 + Int(kind % 4)])
                try give(
                    .opened(
                        contact: contact,
                        .init(peer: kind & 64 != 0 ? nil : peer, host: "h\(kind & 3)", isAcknowledged: kind & 128 == 0))
                )
            case .close: try give(.closed(contact: Int(script.byte() % 4) + 1))
            case .octets: try receive(Int(script.byte() % 5), script.block())
            case .bundle: if let (contact, bytes) = bundle(&script) { try receive(contact, bytes) }
            case .exchange:
                let contact = Int(script.byte() % 4) + 1
                let payload = script.block()
                for name in FerryFuzzing.names.dropFirst() {
                    guard let bytes = message(from: name, payload) else { continue }
                    try receive(contact, bytes)
                }
            case .beacon:
                let host = script.byte()
                if let beacon = try? Beacon(decoding: script.block()) { try give(.heard(beacon, host: "h\(host)")) }
            case .outcome:
                let (contact, ticket) = (Int(script.byte() % 4) + 1, UInt64(script.byte()))
                switch script.byte() % 4 {
                case 0: try give(.refused(contact: contact, ticket: ticket, .completed))
                case 1: try give(.refused(contact: contact, ticket: ticket, .noResources))
                case 2: try give(.failed(contact: contact, ticket: ticket))
                default: try give(.delivered(contact: contact, ticket: ticket))
                }
            case .commit: try commit(script.byte() & 1 == 0)
            case .tick:
                now += 100 * Int64(script.byte())
                try give(.tick)
            case .submit: try submit(&script)
            case .confirm:
                nextRequest += 1
                try give(.confirm(request: nextRequest, node.inbox.map(\.digest)))
            case .ask:
                let bytes = script.block()
                if let request = try? LocalRequest(decoding: bytes) {
                    let again = try? LocalRequest(decoding: request.encoded)
                    try Finding.unless(again == request, "a request is not written as it was read")
                }
            }
        }

        private func bundle(_ script: inout ByteScript) -> (Int, [UInt8])? {
            let contact = Int(script.byte() % 5)
            let (from, to) = (script.byte(), script.byte())
            guard let source = try? EndpointID(FerryFuzzing.names[1 + Int(from % 4)] + (from & 64 != 0 ? "x" : "")),
                let destination = try? EndpointID(
                    FerryFuzzing.names[Int(to % 4)] + (["x", "echo", "", "~t"][Int(to >> 4 & 3)]))
            else { return nil }
            var plan = BundlePlan(
                source: source, destination: destination,
                created: CreationTimestamp(time: .unknown, sequence: UInt64(script.byte())), lifetime: .seconds(60))
            plan.carriesAge = true
            guard var bundle = try? Bundle(plan, payload: script.block()) else { return nil }
            // The blocks that only nodes of this kind know.
            for type in 225...227 as ClosedRange<UInt64> {
                let data = script.block()
                if !data.isEmpty { bundle.set(BlockType(rawValue: type), flags: .replicate, data: data) }
            }
            if from & 128 != 0, let pieces = try? bundle.fragments(ofAtMost: 150), let piece = pieces.randomPiece(to) {
                bundle = piece
            }
            return (contact, bundle.encoded())
        }

        private mutating func message(from name: String, _ payload: [UInt8]) -> [UInt8]? {
            guard let source = try? EndpointID(name == "ipn:7.0" ? "ipn:7.224" : name + "exchange"),
                let destination = try? EndpointID("dtn://bob/exchange")
            else { return nil }
            nextTransfer += 1
            let plan = BundlePlan(
                source: source, destination: destination,
                created: CreationTimestamp(time: .unknown, sequence: nextTransfer), lifetime: .seconds(60))
            return try? Bundle(plan, payload: payload).encoded()
        }

        private mutating func submit(_ script: inout ByteScript) throws(Finding) {
            let kind = script.byte()
            let text = FerryFuzzing.names[Int(kind % 4)] + (kind & 16 != 0 ? "~t" : "x")
            guard let destination = try? EndpointID(text) else { return }
            var submission = FerryNode.Submission(
                destination: destination, payload: script.block(), lifetime: .seconds(Int(script.byte())))
            submission.priority = kind >> 5 & 3
            submission.isPrivate = kind & 128 != 0
            nextRequest += 1
            try give(.submit(request: nextRequest, submission))
        }

        private mutating func receive(_ contact: Int, _ bytes: [UInt8]) throws(Finding) {
            nextTransfer += 1
            if let bundle = try? Bundle(decoding: bytes) { transfers[nextTransfer] = BundleDigest(bundle.id) }
            if let bundle = try? Bundle(decoding: bytes), bundle.destination.description == "dtn://bob/exchange" {
                transfers[nextTransfer] = nil
            }
            try give(.began(contact: contact, transfer: nextTransfer, beginning: bytes))
            try give(.received(contact: contact, transfer: nextTransfer, bundle: bytes))
        }

        mutating func commit(_ succeeds: Bool) throws(Finding) {
            let batches = waiting
            waiting = []
            if succeeds {
                for (_, changes) in batches { for change in changes { apply(change) } }
            }
            try give(.stored(batches: batches.map(\.batch), succeeds ? nil : .full(reason: "test")))
        }

        private mutating func apply(_ change: StoreChange) {
            switch change {
            case .insert(let entry, let data):
                rows[entry.row] = data
                stored.insert(entry.digest)
                inserted += 1
            case .remove(let row): rows[row] = nil
            case .tombstone(let stone): stored.insert(stone.digest)
            default: break
            }
        }

        mutating func give(_ input: FerryNode.Input) throws(Finding) {
            queue.append(input)
            var next = 0
            while next < queue.count {
                let time = FerryTime(steady: now, wall: DTNTime(unixMilliseconds: now))
                for order in node.handle(queue[next], at: time) { try perform(order) }
                next += 1
                try Finding.unless(next < 100_000, "the node never comes to rest")
            }
            queue = []
        }

        private mutating func perform(_ order: FerryNode.Order) throws(Finding) {
            switch order {
            case .store(let batch, let changes): waiting.append((batch, changes))
            case .load(let contact, let asked):
                queue.append(
                    .loaded(
                        contact: contact, rows: asked,
                        bundles: asked.compactMap { row in rows[row].map { (row: row, data: $0) } }))
            case .acknowledge(_, let transfer):
                guard let digest = transfers[transfer] else { return }
                try Finding.unless(stored.contains(digest), "acknowledged, and not stored")
            default: break
            }
        }
    }
}

extension [Bundle] {
    fileprivate func randomPiece(_ byte: UInt8) -> Bundle? { isEmpty ? nil : self[Int(byte) % count] }
}
