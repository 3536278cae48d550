import BundleProtocol
import BundleStore
import JSONText
import NIOCore

/// One application's connection: a request at a time.
final class LocalServer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let shell: FerryShell
    private var context: ChannelHandlerContext?
    private var waiting = ByteBuffer()

    init(_ shell: FerryShell) { self.shell = shell }

    func channelActive(context: ChannelHandlerContext) { self.context = context }
    func channelInactive(context: ChannelHandlerContext) { self.context = nil }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        waiting.writeBuffer(&buffer)
        while let length = waiting.getInteger(at: waiting.readerIndex, as: UInt32.self) {
            guard Int(length) <= LocalFrame.limit else { return context.close(promise: nil) }
            guard waiting.readableBytes >= 4 + Int(length) else { return }
            waiting.moveReaderIndex(forwardBy: 4)
            let bytes = waiting.readBytes(length: Int(length)) ?? []
            waiting.discardReadBytes()
            do { serve(try LocalRequest(decoding: bytes)) } catch { answer(.refused("\(error)")) }
        }
    }

    private func answer(_ answer: LocalAnswer) {
        guard let context else { return }
        let bytes = LocalFrame.framed(answer.encoded)
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }

    private func serve(_ request: LocalRequest) {
        switch request {
        case .submit(let submission): shell.submit(submission) { [self] in report($0) }
        case .confirm(let digests): shell.confirm(digests) { [self] in report($0) }
        case .status: answer(.text(FerryStatus(shell).json.rendered()))
        case .inbox(let prefix, let limit, let waits): inbox(prefix, limit, waits: waits)
        case .topic(let topic, let limit, let largest): self.topic(topic, limit, largest: largest)
        case .message(let digest): message(digest)
        case .events(let digests):
            shell.events(of: digests) { [self] found in answer(.events(digests.flatMap { found[$0] ?? [] })) }
        case .changes(let revision, let patience):
            if revision != shell.revision { return answer(.changed(shell.revision)) }
            shell.whenChanged(within: patience) { [self] in answer(.changed(shell.revision)) }
        }
    }

    private func report(_ result: Result<[BundleDigest], FerryNode.SubmissionError>) {
        switch result {
        case .success(let digests): answer(.done(digests))
        case .failure(let error): answer(.refused("\(error)"))
        }
    }

    private func inbox(_ prefix: String, _ limit: Int, waits: Bool) {
        let found = MessageReading.limited(
            shell.node.inbox.filter { shell.node.name(of: $0.destination).hasPrefix(prefix) }, limit)
        if found.isEmpty, waits {
            return shell.whenArrived { [self] in if context != nil { inbox(prefix, limit, waits: true) } }
        }
        MessageReading.read(found, shell) { [self] in answer(.messages($0)) }
    }

    private func topic(_ topic: String, _ limit: Int, largest: Int) {
        let found = shell.node.bundles.filter { bundle in
            (bundle.isOwn || bundle.inbox == .ready || bundle.inbox == .taken)
                && shell.node.name(of: bundle.destination) == topic
        }.sorted { $0.row < $1.row }
        // The newest ones, where there is no room for all.
        let newest = MessageReading.limited(found.reversed(), limit).reversed()
        MessageReading.read(Array(newest), shell) { [self] messages in
            answer(
                .messages(
                    messages.map { message in
                        var message = message
                        if message.size > largest { message.payload = [] }
                        return message
                    }))
        }
    }

    private func message(_ digest: BundleDigest) {
        // One of ours may be there in pieces.
        let found =
            shell.node.index[digest].map { [$0] }
            ?? shell.node.bundles.filter { $0.isOwn && $0.inbox == .none }
        guard found.count > 1 || found.first.map({ $0.isOwn || $0.inbox == .ready || $0.inbox == .taken }) ?? false
        else { return answer(.messages([])) }
        MessageReading.read(MessageReading.limited(found, .max), shell) { [self] messages in
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
                _ = try bundle.decrypt { _ in key }
                signature = .verified
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
