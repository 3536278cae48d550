import BundleProtocol
import BundleStore

extension FerryNode {
    /// A commit is done, or has failed.
    mutating func stored(_ number: UInt64, _ error: StoreError?) {
        guard let batch = batches.removeValue(forKey: number) else { return }
        let waiters = batch.digest.flatMap { pending.removeValue(forKey: $0) } ?? []
        if let error {
            counters.failedCommits += 1
            counters.lastFailure = "\(error)"
            retries += batch.retriable
            unassembled += batch.absorbs.compactMap { index[$0]?.row }
            for case .transfer(let contact, let transfer) in waiters {
                orders.append(.refuse(contact: contact, transfer: transfer, .noResources))
            }
            if let request = batch.request { orders.append(.answer(request: request, .failure(.store(error)))) }
            return
        }
        for case .transfer(let contact, let transfer) in waiters {
            orders.append(.acknowledge(contact: contact, transfer: transfer))
        }
        if let entry = batch.inserted {
            index.insert(entry)
            if !entry.isOwn {
                counters.received += 1
                counters.receivedOctets += Int(entry.size)
                if let peer = batch.origin.flatMap({ contacts[$0]?.opening.peer }) {
                    orders.append(.told(.pickedUp(from: peer)))
                }
            }
            if let order = batch.order { hold(entry.digest, order.key, order.number, first: order.first) }
            if entry.inbox == .ready {
                counters.forApplications += 1
                orders.append(.arrived)
            }
            offer(entry, except: batch.origin)
        }
        if !batch.absorbs.isEmpty { absorb(batch.absorbs) }
        if batch.isNews || batch.inserted?.isOwn ?? false { orders.append(.changed) }
        if let request = batch.request {
            orders.append(.answer(request: request, .success((batch.name ?? batch.digest).map { [$0] } ?? [])))
        }
    }

    // MARK: Order of an author's messages

    /// A message of an author is here: it and those behind it are delivered as far as none is missing.
    private mutating func hold(_ digest: BundleDigest, _ key: [UInt8], _ number: UInt64, first: UInt64) {
        heldMessages[key, default: [:]][number] = digest
        release(key, from: max(first, streams[key] ?? 0), isLate: number < (streams[key] ?? 0) ? number : nil)
    }

    private mutating func release(_ key: [UInt8], from start: UInt64, isLate late: UInt64?) {
        var changes: [StoreChange] = []
        var next = start
        // Given up before and here after all: better late than never.
        if let late { deliver(late, of: key, &changes) }
        while heldMessages[key]?[next] != nil {
            deliver(next, of: key, &changes)
            next += 1
        }
        if heldMessages[key]?.isEmpty ?? false { heldMessages[key] = nil }
        if next != streams[key], next > 0 {
            streams[key] = next
            changes.append(.stream(key: key, next: next))
        }
        commitSurely(changes)
    }

    private mutating func deliver(_ number: UInt64, of key: [UInt8], _ changes: inout [StoreChange]) {
        guard let digest = heldMessages[key]?.removeValue(forKey: number), let entry = index[digest],
            entry.inbox == .held
        else { return }
        let turn = takeRow()
        index.update(digest) { ($0.inbox, $0.turn) = (.ready, turn) }
        changes.append(.inbox(row: entry.row, .ready, turn: turn))
        counters.forApplications += 1
        orders.append(.arrived)
    }

    /// Messages that have waited too long for an earlier one are delivered without it.
    mutating func releaseImpatient() {
        let limit = time.steady - settings.orderPatience.milliseconds
        for (key, messages) in heldMessages {
            let late = messages.filter { index[$0.value].map { $0.arrived < limit } ?? true }.keys
            guard let number = late.min() else { continue }
            if messages[number].map({ index[$0] == nil }) ?? true { heldMessages[key]?[number] = nil }
            release(key, from: number, isLate: nil)
        }
    }

    // MARK: Pieces

    /// A piece of a message for us. When it was the last, the whole takes the place of all.
    mutating func assemble(_ fragment: Bundle, _ entry: StoredBundle) {
        let id = fragment.id.whole
        pieces[id, default: []].append(entry.digest)
        guard case .complete(let whole) = reassembly.insert(fragment, deadline: .milliseconds(entry.expires)) else {
            return
        }
        let digest = BundleDigest(id)
        let all = pieces.removeValue(forKey: id) ?? []
        if index.contains(digest) || tombstones[digest] != nil { return absorb(all) }
        if pending[digest] != nil { return }
        var changes: [StoreChange] = []
        let octets = whole.encoded()
        var complete = entry
        complete.row = takeRow()
        complete.turn = complete.row
        complete.digest = digest
        complete.size = UInt32(clamping: octets.count)
        complete.inbox = .ready
        // Its pieces go on being carried where others want them.
        complete.isCarried = false
        var batch = Batch(inserted: complete, digest: digest, absorbs: all)
        if let order = OrderBlock(whole) {
            complete.inbox = .held
            batch.inserted = complete
            batch.order = (StreamKey.received(whole), order.number, order.first)
        }
        changes.append(.insert(complete, data: octets))
        pending[digest] = []
        commit(changes, batch)
        receipt(for: whole)
    }

    /// The whole is stored: pieces that nobody else wants are only remembered.
    private mutating func absorb(_ pieces: [BundleDigest]) {
        var changes: [StoreChange] = []
        for digest in pieces {
            guard let entry = index[digest], entry.inbox == .fragment else { continue }
            if entry.isCarried {
                index.update(digest) { $0.inbox = .none }
                changes.append(.inbox(row: entry.row, .none, turn: entry.turn))
            } else {
                bury(entry, isDelivered: true, &changes)
            }
        }
        commitSurely(changes)
    }

    /// Pieces whose whole did not get into the store are put together once more.
    mutating func reassembleLate() {
        if unassembled.isEmpty { return }
        orders.append(.load(contact: nil, rows: unassembled))
        unassembled = []
    }

    /// After a restart: what waits for earlier messages or other pieces is put where it was.
    mutating func restore(_ bundles: [(row: Int64, data: [UInt8])]) {
        for (row, data) in bundles {
            guard let bundle = try? Bundle(decoding: data), let entry = index[BundleDigest(bundle.id)],
                entry.row == row
            else { continue }
            if entry.inbox == .fragment {
                assemble(bundle, entry)
            } else if let order = OrderBlock(bundle) {
                hold(entry.digest, StreamKey.received(bundle), order.number, first: order.first)
            }
        }
    }
}
