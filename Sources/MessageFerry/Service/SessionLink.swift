import BundleProtocol
import NIOCore
import NIOPosix

/// A TCPCLv4 session on a connection.
final class SessionLink: ChannelInboundHandler, FerryShell.Link {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let shell: FerryShell
    private let dialled: (host: String, port: Int)?
    private var session: TCPCLSession
    private var context: ChannelHandlerContext?
    private var contact: Int?
    private var isReading = true
    /// What goes out with the next flush.
    private var outgoing: ByteBuffer?
    private var isFlushScheduled = false
    /// Octets that go out without waiting for the end of the loop's turn.
    private static let largestWrite = 1 << 18

    init(_ shell: FerryShell, dialled: (host: String, port: Int)?) {
        self.shell = shell
        self.dialled = dialled
        var settings = TCPCLSession.Settings(nodeID: shell.configuration.settings.node)
        settings.receiveAhead = 1 << 25
        session = TCPCLSession(role: dialled == nil ? .passive : .active, settings: settings)
    }

    /// Time for the session: it only has to go on.
    private var now: Duration { .milliseconds(FerryClock.sinceBoot()) }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { handle(.connected) }
    }

    func channelActive(context: ChannelHandlerContext) {
        handle(.connected)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        handle(.received(Array(unwrapInboundIn(data).readableBytesView)))
    }

    func channelReadComplete(context: ChannelHandlerContext) { flush() }

    func channelInactive(context: ChannelHandlerContext) {
        handle(.disconnected)
        gone()
        self.context = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    // MARK: Link

    func send(ticket: UInt64, _ bundle: [UInt8]) { handle(.send(ticket: ticket, bundle: bundle)) }
    func acknowledge(_ transfer: UInt64) { handle(.stored(transfer: transfer)) }
    func refuse(_ transfer: UInt64, _ reason: TransferRefusal) { handle(.refuse(transfer: transfer, reason)) }
    func end(_ reason: SessionEnd) { handle(.end(reason)) }

    func tick() { if let deadline = session.deadline, deadline <= now { handle(.tick) } }

    // MARK: Orders

    private func handle(_ input: TCPCLSession.Input) {
        let orders = session.handle(input, at: now)
        for order in orders { perform(order) }
        if session.wantsMore != isReading, let context {
            isReading = session.wantsMore
            context.channel.setOption(.autoRead, value: isReading).whenFailure { _ in }
        }
        if outgoing != nil { scheduleFlush() }
    }

    private func perform(_ order: TCPCLSession.Order) {
        switch order {
        case .write(let bytes): write(bytes)
        case .startTLS: context?.close(promise: nil)
        case .opened(let peer):
            let address = context?.channel.remoteAddress
            contact = shell.opened(
                self,
                .init(
                    peer: peer.nodeID, isAuthenticated: peer.isAuthenticated,
                    host: dialled?.host ?? address?.ipAddress ?? "?", port: dialled?.port,
                    policy: shell.policy(host: dialled?.host, port: dialled?.port, node: peer.nodeID)))
        case .began(let transfer, let beginning, _):
            if let contact { shell.handle(.began(contact: contact, transfer: transfer, beginning: beginning)) }
        case .received(let transfer, let bundle):
            if let contact { shell.handle(.received(contact: contact, transfer: transfer, bundle: bundle)) }
        case .delivered(let ticket):
            if let contact { shell.handle(.delivered(contact: contact, ticket: ticket)) }
        case .refused(let ticket, let reason):
            if let contact { shell.handle(.refused(contact: contact, ticket: ticket, reason)) }
        case .failed(let ticket, _): if let contact { shell.handle(.failed(contact: contact, ticket: ticket)) }
        case .ending: break
        case .noted: shell.anomalies += 1
        case .close:
            gone()
            flush()
            context?.close(promise: nil)
        }
    }

    private func gone() {
        if let contact {
            self.contact = nil
            shell.closed(contact)
        } else if let dialled {
            shell.handle(.unreachable(host: dialled.host, port: dialled.port))
        }
    }

    private func write(_ bytes: [UInt8]) {
        guard let context else { return }
        // Given away while it grows, so that it is not copied.
        var buffer = outgoing ?? context.channel.allocator.buffer(capacity: max(4096, bytes.count))
        outgoing = nil
        buffer.writeBytes(bytes)
        outgoing = buffer
        if buffer.readableBytes >= Self.largestWrite { flush() }
    }

    /// Everything that one turn of the loop wrote goes out together.
    private func scheduleFlush() {
        guard !isFlushScheduled, let context else { return }
        isFlushScheduled = true
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.execute {
            bound.value.isFlushScheduled = false
            bound.value.flush()
        }
    }

    private func flush() {
        guard let context, let buffer = outgoing else { return }
        outgoing = nil
        let count = buffer.readableBytes
        let promise = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        promise.futureResult.whenSuccess { bound.value.handle(.written(count)) }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
    }
}
