import BundleProtocol
import BundleStore

extension FerryNode {
    /// The blocks that mean something here.
    private static let understood = BlockType.understood.union(CarriageBlock.own)

    /// The beginning of a bundle may be enough to know that it is here. Only whole bundles: a fragment's name holds the
    /// length of its payload, which comes last.
    mutating func began(_ contact: Int, _ transfer: UInt64, _ beginning: [UInt8]) {
        guard beginning.count >= Self.worthAskingOctets, let id = BundleID(beginningOf: beginning) else { return }
        let digest = BundleDigest(id)
        if index.contains(digest) || tombstones[digest] != nil {
            counters.duplicates += 1
            orders.append(.refuse(contact: contact, transfer: transfer, .completed))
        }
    }

    /// A smaller first segment is mostly the whole bundle.
    private static let worthAskingOctets = 32_768

    /// A bundle came.
    mutating func received(_ contact: Int, _ transfer: UInt64?, _ bytes: [UInt8]) {
        var bundle: Bundle
        do throws(BundleError) { bundle = try Bundle(decoding: bytes) } catch {
            counters.malformed += 1
            counters.lastMalformed = "\(error)"
            return refuse(contact, transfer, .notAcceptable)
        }
        contacts[contact]?.lastTransfer = time.steady
        if isExchange(bundle) {
            exchange(bundle, from: contact)
            if let transfer { orders.append(.acknowledge(contact: contact, transfer: transfer)) }
            return
        }
        let digest = BundleDigest(bundle.id)
        if index.contains(digest) || tombstones[digest] != nil {
            counters.duplicates += 1
            return refuse(contact, transfer, .completed)
        }
        if pending[digest] != nil {
            counters.duplicates += 1
            if let transfer { pending[digest]?.append(.transfer(contact: contact, transfer: transfer)) }
            return
        }
        // A piece of what is here whole.
        if bundle.isFragment, bundle.destination.isSingleton, isMember(bundle.destination) {
            let whole = BundleDigest(bundle.id.whole)
            if index.contains(whole) || tombstones[whole] != nil {
                counters.duplicates += 1
                return refuse(contact, transfer, .completed)
            }
        }
        let blocks = bundle.extensions.count
        if let refusal = admit(&bundle, from: contact) { return refuse(contact, transfer, refusal) }
        // Blocks may have been left out; everything else is stored as it came.
        let octets = bundle.extensions.count == blocks ? bytes : bundle.encoded()
        keep(bundle, bytes: octets, digest: digest, from: contact, transfer)
    }

    private mutating func refuse(_ contact: Int, _ transfer: UInt64?, _ reason: TransferRefusal) {
        if let transfer { orders.append(.refuse(contact: contact, transfer: transfer, reason)) }
    }

    /// Why a bundle is not taken; nil if it is. Leaves out blocks that ask for it.
    private mutating func admit(_ bundle: inout Bundle, from contact: Int) -> TransferRefusal? {
        do throws(BundleDeletion) { _ = try bundle.discardUnknownBlocks(understood: Self.understood) } catch {
            counters.malformed += 1
            counters.lastMalformed = "a block that has to be understood is not"
            return .notAcceptable
        }
        if let hops = bundle.hopCount, hops.count > UInt64(hops.limit) {
            counters.hopLimit += 1
            return .notAcceptable
        }
        if remaining(of: bundle) <= .zero {
            counters.expired += 1
            return .notAcceptable
        }
        // Ours would be in the store, or remembered.
        if bundle.source.nodeID == settings.node {
            counters.impostors += 1
            return .notAcceptable
        }
        let isForUs = isMember(bundle.destination)
        if !isForUs, !isCarried(bundle.destination) {
            counters.notCarried += 1
            return .notAcceptable
        }
        // By address, which a neighbour that comes back under another name keeps.
        switch accounts.charge(
            contacts[contact]?.opening.host ?? "", octets: isForUs ? 0 : bundle.payload.count, at: time.steady,
            bundlesPerSecond: settings.neighbourRate, share: Double(settings.quota) * settings.neighbourShare)
        {
        case .taken: return nil
        case .tooMany:
            counters.refusedRate += 1
            return .noResources
        case .tooMuch:
            counters.refusedShare += 1
            return .noResources
        }
    }

    /// How long a bundle that comes now is of use here. Its age block is believed before our clock: a clock may be a
    /// year off, and a block that was counted by neighbours' steady clocks is not.
    func remaining(of bundle: Bundle) -> Duration {
        let clock = bundle.ageMilliseconds == nil && settings.trustsClock ? time.wall : nil
        return min(bundle.remainingLifetime(now: clock, residence: .zero), settings.longestLifetime)
    }

    private mutating func keep(
        _ bundle: Bundle, bytes: [UInt8], digest: BundleDigest, from contact: Int, _ transfer: UInt64?
    ) {
        let expires = time.steady + remaining(of: bundle).milliseconds
        let isForUs = isMember(bundle.destination)
        if isForUs, bundle.destination.isSingleton, !bundle.isFragment {
            if bundle.isAdministrative {
                return record(bundle, digest: digest, expires: expires, from: contact, transfer)
            }
            if isEcho(bundle.destination) {
                return echo(bundle, digest: digest, expires: expires, from: contact, transfer)
            }
        }
        var changes: [StoreChange] = []
        var entry = StoredBundle(
            row: 0, digest: digest, source: number(bundle.source, &changes),
            destination: number(bundle.destination, &changes), arrived: time.steady, expires: expires,
            size: UInt32(clamping: bytes.count))
        let copies = CarriageBlock.number(bundle, CarriageBlock.copies, limit: UInt64(UInt16.max))
        entry.copies = copies.map { UInt16($0) } ?? .max
        entry.priority = UInt8(CarriageBlock.number(bundle, CarriageBlock.priority, limit: 2) ?? 1)
        entry.isCarried = !(isForUs && bundle.destination.isSingleton)
        var batch = Batch(digest: digest, origin: contact)
        if isForUs, bundle.isFragment {
            entry.inbox = .fragment
        } else if isForUs {
            entry.inbox = .ready
            if let order = OrderBlock(bundle) {
                entry.inbox = .held
                batch.order = (StreamKey.received(bundle), order.number, order.first)
            }
        }
        guard makeRoom(for: entry) else {
            counters.refusedFull += 1
            return refuse(contact, transfer, .noResources)
        }
        contacts[contact]?.receivedBundles += 1
        entry.row = takeRow()
        entry.turn = entry.row
        batch.inserted = entry
        changes.append(.insert(entry, data: bytes))
        pending[digest] = transfer.map { [.transfer(contact: contact, transfer: $0)] } ?? []
        commit(changes, batch)
        if entry.inbox == .fragment { assemble(bundle, entry) }
        if isForUs, !bundle.isFragment { receipt(for: bundle) }
    }

    mutating func takeRow() -> Int64 {
        defer { nextRow += 1 }
        return nextRow
    }

    /// Sheds what has to go for a newcomer; false if the newcomer is the one that has to.
    mutating func makeRoom(for entry: StoredBundle) -> Bool {
        let over = index.octets + Int(entry.size) - settings.quota
        if over <= 0 { return true }
        guard Int(entry.size) <= settings.quota,
            let victims = shedPlan.makeRoom(for: entry, octets: over, in: index)
        else { return false }
        var changes: [StoreChange] = []
        for victim in victims {
            counters.shed += 1
            index.remove(victim.digest)
            // Not remembered: with room again, it may come again.
            changes.append(.remove(row: victim.row))
        }
        commitSurely(changes)
        return true
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.multipliedReportingOverflow(by: 1000).overflow
            ? (seconds < 0 ? .min / 4 : .max / 4)
            : seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}

/// Names of streams of messages in the store.
enum StreamKey {
    static func received(_ bundle: Bundle) -> [UInt8] { [0x72] + bundle.source.encoded + bundle.destination.encoded }
    static func sentNext(_ destination: EndpointID) -> [UInt8] { [0x6E] + destination.encoded }
    static func sentFirst(_ destination: EndpointID) -> [UInt8] { [0x66] + destination.encoded }
    static func sentExpiry(_ destination: EndpointID) -> [UInt8] { [0x65] + destination.encoded }
}
