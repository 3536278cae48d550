import BundleProtocol
import NIOCore
import NIOPosix

/// Bundles in datagrams: what comes to our port, and what goes to a neighbour that was named.
final class DatagramLink: ChannelInboundHandler, FerryShell.Link {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let shell: FerryShell
    private let remote: (address: SocketAddress, host: String, port: Int, node: EndpointID?)?
    private var context: ChannelHandlerContext?
    private var contact: Int?

    init(_ shell: FerryShell, remote: (address: SocketAddress, host: String, port: Int, node: EndpointID?)?) {
        self.shell = shell
        self.remote = remote
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        guard let remote else { return }
        contact = shell.opened(
            self,
            .init(
                peer: remote.node, host: remote.host, port: remote.port, isAcknowledged: false,
                policy: shell.policy(host: remote.host, port: remote.port, node: remote.node)))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .bundle(let bytes) = BundleDatagram(Array(unwrapInboundIn(data).data.readableBytesView)) else {
            return
        }
        shell.handle(.received(contact: contact ?? 0, transfer: nil, bundle: bytes))
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        if let contact { shell.closed(contact) }
        contact = nil
    }

    /// An ICMP complaint about one datagram is no reason to close the port.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}

    func send(ticket: UInt64, _ bundle: [UInt8]) {
        guard let context, let contact, let remote, bundle.count <= BundleDatagram.largestSize else {
            if let contact { shell.handle(.failed(contact: contact, ticket: ticket)) }
            return
        }
        let envelope = AddressedEnvelope(
            remoteAddress: remote.address, data: context.channel.allocator.buffer(bytes: bundle))
        context.writeAndFlush(wrapOutboundOut(envelope), promise: nil)
        // Paced: a datagram at a time and not all in one turn, so that a slow link is not flooded.
        let bound = NIOLoopBound(shell, eventLoop: context.eventLoop)
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) {
            bound.value.handle(.delivered(contact: contact, ticket: ticket))
        }
    }

    func acknowledge(_ transfer: UInt64) {}
    func refuse(_ transfer: UInt64, _ reason: TransferRefusal) {}
    func end(_ reason: SessionEnd) { context?.close(promise: nil) }
    func tick() {}
}
