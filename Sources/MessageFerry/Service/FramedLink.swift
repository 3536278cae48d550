import BundleProtocol
import NIOCore
import NIOPosix

/// Bundles over MTCP or STCP, one way: towards a neighbour that was dialled, or from one that dialled.
final class FramedLink: ChannelInboundHandler, FerryShell.Link {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let shell: FerryShell
    private let framing: StreamFraming
    private let dialled: (host: String, port: Int, node: EndpointID?)?
    private var reader: FrameReader
    private var context: ChannelHandlerContext?
    private var contact: Int?
    private var ticks = 0

    init(_ shell: FerryShell, _ framing: StreamFraming, dialled: (host: String, port: Int, node: EndpointID?)?) {
        self.shell = shell
        self.framing = framing
        self.dialled = dialled
        reader = FrameReader(framing, limit: 256 << 20)
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        // Who dials us sends and does not listen.
        guard let dialled else { return }
        if let keepalive = framing.keepalive { write(keepalive, nil) }
        contact = shell.opened(
            self,
            .init(
                peer: dialled.node, host: dialled.host, port: dialled.port, isAcknowledged: false,
                policy: shell.policy(host: dialled.host, port: dialled.port, node: dialled.node)))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        reader.append(Array(unwrapInboundIn(data).readableBytesView))
        do throws(FramingError) {
            while let frame = try reader.next() {
                // Contact 0 is nobody: there is nothing to acknowledge and nobody to answer.
                if case .bundle(let bytes) = frame {
                    shell.handle(.received(contact: contact ?? 0, transfer: nil, bundle: bytes))
                }
            }
        } catch {
            shell.anomalies += 1
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        if let contact { shell.closed(contact) }
        contact = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func send(ticket: UInt64, _ bundle: [UInt8]) {
        guard let frame = framing.frame(bundle) else { return failed(ticket) }
        write(frame, ticket)
    }

    func acknowledge(_ transfer: UInt64) {}
    func refuse(_ transfer: UInt64, _ reason: TransferRefusal) {}
    func end(_ reason: SessionEnd) { context?.close(promise: nil) }

    /// A sign of life every 15 s, as ION gives it.
    func tick() {
        ticks += 1
        if ticks.isMultiple(of: 150), let keepalive = framing.keepalive { write(keepalive, nil) }
    }

    private func write(_ bytes: [UInt8], _ ticket: UInt64?) {
        guard let context else { return }
        let promise = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        promise.futureResult.whenComplete { result in
            guard let ticket, let contact = bound.value.contact else { return }
            switch result {
            case .success: bound.value.shell.handle(.delivered(contact: contact, ticket: ticket))
            case .failure: bound.value.shell.handle(.failed(contact: contact, ticket: ticket))
            }
        }
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: promise)
    }

    private func failed(_ ticket: UInt64) {
        if let contact { shell.handle(.failed(contact: contact, ticket: ticket)) }
    }
}
