import BundleProtocol
import BundleStore
import JSONText

/// Answers what applications ask, through a socket or inside the process. On the node's event loop.
struct ApplicationDesk {
    private let shell: FerryShell

    init(_ shell: FerryShell) { self.shell = shell }

    /// Answers a request once; later, where it waits.
    ///
    /// - Parameter isWanted: False when nobody waits for the answer any more.
    func serve(
        _ request: LocalRequest, isWanted: @escaping () -> Bool, _ answer: @escaping (LocalAnswer) -> Void
    ) {
        switch request {
        case .submit(let submission): shell.submit(submission) { answer(report($0)) }
        case .confirm(let digests): shell.confirm(digests) { answer(report($0)) }
        case .status: answer(.text(FerryStatus(shell).json.rendered()))
        case .inbox(let prefix, let limit, let waits): inbox(prefix, limit, waits: waits, isWanted: isWanted, answer)
        case .topic(let topic, let limit, let largest): self.topic(topic, limit, largest: largest, answer)
        case .message(let digest): message(digest, answer)
        case .events(let digests):
            shell.events(of: digests) { found in answer(.events(digests.flatMap { found[$0] ?? [] })) }
        case .changes(let revision, let patience):
            if revision != shell.revision { return answer(.changed(shell.revision)) }
            shell.whenChanged(within: patience) { [shell] in answer(.changed(shell.revision)) }
        }
    }

    private func report(_ result: Result<[BundleDigest], FerryNode.SubmissionError>) -> LocalAnswer {
        switch result {
        case .success(let digests): .done(digests)
        case .failure(let error): .refused("\(error)")
        }
    }

    private func inbox(
        _ prefix: String, _ limit: Int, waits: Bool, isWanted: @escaping () -> Bool,
        _ answer: @escaping (LocalAnswer) -> Void
    ) {
        let found = MessageReading.limited(
            shell.node.inbox.filter { shell.node.name(of: $0.destination).hasPrefix(prefix) }, limit)
        if found.isEmpty, waits {
            return shell.whenArrived {
                if isWanted() { inbox(prefix, limit, waits: true, isWanted: isWanted, answer) }
            }
        }
        MessageReading.read(found, shell) { answer(.messages($0)) }
    }

    private func topic(_ topic: String, _ limit: Int, largest: Int, _ answer: @escaping (LocalAnswer) -> Void) {
        // By its number: the names of a million bundles would take a second.
        guard let endpoint = try? EndpointID(topic), let number = shell.node.endpoints.number(of: endpoint) else {
            return answer(.messages([]))
        }
        let found = shell.node.bundles.filter { bundle in
            bundle.destination == number && (bundle.isOwn || bundle.inbox == .ready || bundle.inbox == .taken)
            // An author's messages may have come in another order than they were written in.
        }.sorted { $0.turn < $1.turn }
        // The newest ones, where there is no room for all.
        let newest = MessageReading.limited(found.reversed(), limit).reversed()
        MessageReading.read(Array(newest), shell) { messages in
            answer(
                .messages(
                    messages.map { message in
                        var message = message
                        if message.size > largest { message.payload = [] }
                        return message
                    }))
        }
    }

    private func message(_ digest: BundleDigest, _ answer: @escaping (LocalAnswer) -> Void) {
        // One of ours may be there in pieces.
        let found =
            shell.node.index[digest].map { [$0] }
            ?? shell.node.bundles.filter { $0.isOwn && $0.inbox == .none }
        guard found.count > 1 || found.first.map({ $0.isOwn || $0.inbox == .ready || $0.inbox == .taken }) ?? false
        else { return answer(.messages([])) }
        MessageReading.read(MessageReading.limited(found, .max), shell) { messages in
            answer(.messages(messages.filter { $0.digest == digest }))
        }
    }
}

/// Reads bundles for applications.
enum MessageReading {
    /// Octets in one answer.
    private static let octetLimit = 64 << 20

    /// As many as an answer holds, at least one.
    static func limited(_ bundles: some Sequence<StoredBundle>, _ limit: Int) -> [StoredBundle] {
        var octets = 0
        var chosen: [StoredBundle] = []
        for bundle in bundles {
            octets += Int(bundle.size)
            if chosen.count >= limit || (octets > octetLimit && !chosen.isEmpty) { break }
            chosen.append(bundle)
        }
        return chosen
    }

    static func read(_ entries: [StoredBundle], _ shell: FerryShell, _ done: @escaping ([FerryMessage]) -> Void) {
        let key = shell.node.settings.groupKey
        let own = Set(entries.filter(\.isOwn).map(\.digest))
        shell.read(entries.map(\.row)) { found in
            var pieces = Reassembly()
            let messages = found.compactMap { row, data -> FerryMessage? in
                guard var bundle = try? Bundle(decoding: data) else { return nil }
                let isOwn = own.contains(BundleDigest(bundle.id))
                if bundle.isFragment {
                    guard case .complete(let whole) = pieces.insert(bundle, deadline: .zero) else { return nil }
                    bundle = whole
                }
                return message(bundle, BundleDigest(bundle.id), isOwn: isOwn, key: key)
            }
            if own.isEmpty { return done(messages) }
            shell.events(of: messages.filter(\.isOwn).map(\.digest)) { events in
                done(
                    messages.map { message in
                        var message = message
                        message.events = events[message.digest] ?? []
                        return message
                    })
            }
        }
    }

    private static func message(_ bundle: Bundle, _ digest: BundleDigest, isOwn: Bool, key: [UInt8]?) -> FerryMessage {
        var bundle = bundle
        var signature = FerryMessage.Signature.none
        if bundle.block(.confidentiality) != nil {
            do throws(SecurityError) {
                // Without a key what is encrypted stays as it is, and that is no mistake.
                signature = try bundle.decrypt { _ in key }.contains(1) ? .verified : .unreadable
            } catch { signature = .unreadable }
        } else if bundle.block(.integrity) != nil {
            do throws(SecurityError) {
                try bundle.verify(1) { _ in key }
                signature = .verified
            } catch { signature = .wrong }
        }
        return FerryMessage(
            digest: digest, source: "\(bundle.source)", destination: "\(bundle.destination)",
            created: bundle.primary.created.time.isKnown ? bundle.primary.created.time.unixMilliseconds : 0,
            sequence: bundle.primary.created.sequence, payload: signature == .unreadable ? [] : bundle.payload,
            size: bundle.payload.count,
            signature: signature, isOwn: isOwn, hops: bundle.hopCount?.count, events: [])
    }
}
