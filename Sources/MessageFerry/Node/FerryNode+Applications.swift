import BundleProtocol
public import BundleStore

extension FerryNode {
    /// Octets of one message: what can be put together again in memory.
    static let messageLimit = 128 << 20

    /// An application sends.
    mutating func submit(_ request: UInt64, _ submission: Submission) {
        do throws(SubmissionError) {
            let (bundles, changes) = try compose(submission)
            var all = changes
            var digests: [BundleDigest] = []
            var last: (entry: StoredBundle, Batch)?
            for bundle in bundles {
                let octets = bundle.encoded()
                let digest = BundleDigest(bundle.id)
                var entry = StoredBundle(
                    row: takeRow(), digest: digest, source: number(bundle.source, &all),
                    destination: number(bundle.destination, &all), arrived: time.steady,
                    expires: time.steady + min(submission.lifetime, settings.longestLifetime).milliseconds,
                    size: UInt32(clamping: octets.count), copies: scheme.initialCopies,
                    priority: min(2, submission.priority), isOwn: true)
                if bundle.destination.isSingleton, bundle.destination.nodeID == settings.node {
                    (entry.inbox, entry.isCarried) = (.ready, false)
                }
                guard makeRoom(for: entry) else { throw .quota(limit: settings.quota) }
                all.append(.insert(entry, data: octets))
                digests.append(digest)
                let isLast = digests.count == bundles.count
                let batch = Batch(
                    inserted: entry, digest: digest, request: isLast ? request : nil,
                    name: BundleDigest(bundle.id.whole))
                pending[digest] = []
                if isLast {
                    last = (entry, batch)
                } else {
                    commit(all, batch)
                    all = []
                }
            }
            all.append(.note(Note.nextRow, BigEndian.octets(nextRow)))
            if let last { commit(all, last.1) }
        } catch { orders.append(.answer(request: request, .failure(error))) }
    }

    /// The bundles of a message, and what is to be stored with them so that their names are never given again.
    private mutating func compose(
        _ submission: Submission
    ) throws(SubmissionError) -> (bundles: [Bundle], changes: [StoreChange]) {
        guard submission.payload.count <= Self.messageLimit else {
            throw .tooLarge(submission.payload.count, limit: Self.messageLimit)
        }
        var changes: [StoreChange] = []
        var plan = BundlePlan(
            source: settings.node, destination: submission.destination, created: nextTimestamp(&changes),
            lifetime: min(submission.lifetime, settings.longestLifetime))
        plan.carriesAge = true
        if submission.wantsReceipt {
            plan.flags = [.reportDelivery, .statusTimeRequested]
            plan.reportTo = settings.node
        }
        var bundle: Bundle
        do throws(CompositionError) { bundle = try Bundle(plan, payload: submission.payload) } catch {
            throw .composition(error)
        }
        if submission.priority != 1 {
            bundle.set(
                CarriageBlock.priority, flags: [.discardIfUnknown, .replicate],
                data: CarriageBlock.encoded(UInt64(min(2, submission.priority))))
        }
        if submission.isOrdered {
            let order = nextInOrder(submission, &changes)
            bundle.set(OrderBlock.type, flags: [.discardIfUnknown, .replicate], data: order.encoded)
        }
        if let key = settings.groupKey {
            do throws(SecurityError) {
                if submission.isPrivate {
                    try bundle.encrypt(1, key: .direct(key), iv: initializationVector(), source: settings.node)
                } else {
                    try bundle.sign(1, key: .direct(key), source: settings.node)
                }
            } catch { throw .key("\(error)") }
        } else if submission.isPrivate {
            throw .key("there is no group key; write one into the node's folder as group.key")
        }
        let pieces: [Bundle]
        do throws(FragmentationError) {
            pieces = try bundle.fragments(ofAtMost: settings.pieceSize, allowSigned: true)
        } catch { pieces = [bundle] }
        return (pieces, changes)
    }

    private func initializationVector() -> [UInt8] { (0..<12).map { _ in UInt8.random(in: 0...255) } }

    /// A timestamp that no bundle from here ever had.
    mutating func nextTimestamp(_ changes: inout [StoreChange]) -> CreationTimestamp {
        if settings.trustsClock {
            let created = CreationTimestamp.next(after: lastCreated, now: time.wall)
            lastCreated = created
            changes.append(.note(Note.created, Note.octets(created)))
            return created
        }
        let created = CreationTimestamp.next(after: lastCreatedWithoutClock, now: nil)
        lastCreatedWithoutClock = created
        changes.append(.note(Note.createdWithoutClock, Note.octets(created)))
        return created
    }

    private mutating func nextInOrder(_ submission: Submission, _ changes: inout [StoreChange]) -> OrderBlock {
        let (next, first, expiry) = (
            StreamKey.sentNext(submission.destination), StreamKey.sentFirst(submission.destination),
            StreamKey.sentExpiry(submission.destination)
        )
        let number = streams[next] ?? 0
        // Everything earlier has expired: nobody waits for it.
        if UInt64(max(0, time.steady)) > streams[expiry] ?? 0 { streams[first] = number }
        let expires = time.steady + min(submission.lifetime, settings.longestLifetime).milliseconds
        streams[next] = number + 1
        streams[expiry] = max(streams[expiry] ?? 0, UInt64(max(0, expires)))
        for key in [next, first, expiry] { changes.append(.stream(key: key, next: streams[key] ?? 0)) }
        return OrderBlock(number: number, first: min(number, streams[first] ?? 0))
    }

    /// An application has messages.
    mutating func confirm(_ request: UInt64, _ digests: [BundleDigest]) {
        var changes: [StoreChange] = []
        for digest in digests {
            guard let entry = index[digest], entry.inbox == .ready else { continue }
            if entry.isCarried {
                index.update(digest) { $0.inbox = .taken }
                changes.append(.inbox(row: entry.row, .taken, turn: entry.turn))
            } else {
                bury(entry, isDelivered: true, &changes)
            }
        }
        commit(changes, Batch(retriable: changes, request: request))
    }

    /// What waits for applications, in the order of its coming.
    public var inbox: [StoredBundle] { index.bundles.filter { $0.inbox == .ready }.sorted { $0.turn < $1.turn } }

    // MARK: Receipts

    /// Tells the author that a message has arrived, if it wants to know.
    mutating func receipt(for bundle: Bundle) {
        guard settings.sendsReceipts,
            let report = bundle.statusReport(on: .delivered, now: settings.trustsClock ? time.wall : nil)
        else { return }
        var changes: [StoreChange] = []
        let created = nextTimestamp(&changes)
        guard
            var receipt = try? Bundle(
                .statusReport(report), from: settings.node, to: bundle.primary.reportTo, created: created,
                lifetime: min(bundle.lifetime, settings.longestLifetime))
        else { return }
        receipt.set(.bundleAge, flags: .replicate, data: CarriageBlock.encoded(0))
        if let key = settings.groupKey { try? receipt.sign(1, key: .direct(key), source: settings.node) }
        keepOwn(receipt, lifetime: bundle.lifetime, changes)
    }

    /// Stores a bundle that the node itself made.
    mutating func keepOwn(_ bundle: Bundle, lifetime: Duration, _ earlier: [StoreChange]) {
        var changes = earlier
        let octets = bundle.encoded()
        let digest = BundleDigest(bundle.id)
        let entry = StoredBundle(
            row: takeRow(), digest: digest, source: number(bundle.source, &changes),
            destination: number(bundle.destination, &changes), arrived: time.steady,
            expires: time.steady + min(lifetime, settings.longestLifetime).milliseconds,
            size: UInt32(clamping: octets.count), copies: scheme.initialCopies, isOwn: true)
        guard makeRoom(for: entry) else { return }
        changes.append(.insert(entry, data: octets))
        pending[digest] = []
        commit(changes, Batch(inserted: entry, digest: digest))
    }

    /// A record for us: of a bundle of ours, mostly that it has arrived.
    mutating func record(
        _ bundle: Bundle, digest: BundleDigest, expires: Int64, from contact: Int, _ transfer: UInt64?
    ) {
        let stone = Tombstone(digest: digest, expires: expires, isDelivered: true)
        var changes: [StoreChange] = [.tombstone(stone)]
        let isProven = isProven(bundle)
        if !isProven { counters.unproven += 1 }
        if isProven, case .statusReport(let report) = try? AdministrativeRecord(decoding: bundle.payload),
            report.subject.source.nodeID == settings.node, report.delivered.isAsserted || report.deleted.isAsserted
        {
            let subject = BundleDigest(report.subject.whole)
            let claimed = report.delivered.time ?? report.deleted.time ?? bundle.primary.created.time
            changes.append(
                .event(
                    .init(
                        digest: subject, kind: report.delivered.isAsserted ? .delivered : .deleted,
                        node: "\(bundle.source)", time: claimed.unixMilliseconds), ifKnown: .keepsTime))
            if report.delivered.isAsserted, let entry = index[subject], entry.isOwn,
                endpoints[entry.destination].nodeID == bundle.source.nodeID,
                endpoints[entry.destination].isSingleton
            {
                counters.freed += 1
                bury(entry, isDelivered: true, &changes)
            }
        }
        tombstones[digest] = stone
        pending[digest] = transfer.map { [.transfer(contact: contact, transfer: $0)] } ?? []
        commit(changes, Batch(digest: digest, isNews: changes.count > 1))
    }

    /// Sends a bundle's payload back to whom it came from. Never to ourselves, and never an echo's echo.
    mutating func echo(
        _ bundle: Bundle, digest: BundleDigest, expires: Int64, from contact: Int, _ transfer: UInt64?
    ) {
        let stone = Tombstone(digest: digest, expires: expires, isDelivered: true)
        tombstones[digest] = stone
        pending[digest] = transfer.map { [.transfer(contact: contact, transfer: $0)] } ?? []
        commit([.tombstone(stone)], Batch(digest: digest))
        guard bundle.source.isSingleton, bundle.source.nodeID != settings.node,
            bundle.source != Self.service("echo", ipn: 2047, on: bundle.source.nodeID ?? .null)
        else { return }
        var changes: [StoreChange] = []
        var plan = BundlePlan(
            source: bundle.destination, destination: bundle.source, created: nextTimestamp(&changes),
            lifetime: bundle.lifetime)
        plan.carriesAge = true
        guard let reply = try? Bundle(plan, payload: bundle.payload) else { return }
        keepOwn(reply, lifetime: bundle.lifetime, changes)
    }
}
