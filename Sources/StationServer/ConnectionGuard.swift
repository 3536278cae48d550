import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Stands in front of a connection: refuses it when its address has too many, and ends it when it takes too long.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let ledger: AddressLedger
    private let limits: StationServerSettings.Limits
    private var patience: ConnectionPatience
    private var timer: Scheduled<Void>?
    private var address: String?
    /// Once the connection is refused nothing goes through any more.
    private var isRefused = false

    init(_ ledger: AddressLedger, _ limits: StationServerSettings.Limits) {
        self.ledger = ledger
        self.limits = limits
        patience = ConnectionPatience(limits, at: StationClock.now)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isRefused { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            patience.head(length: head.headerFields[.contentLength].flatMap { Int($0) }, at: StationClock.now)
        case .body: break
        case .end: patience.end()
        }
        schedule(context)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isRefused {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let part = unwrapOutboundIn(data)
        context.write(data, promise: promise)
        if case .end = part {
            patience.answered(at: StationClock.now)
            schedule(context)
        }
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard address == nil else { return }
        let name = context.channel.remoteAddress?.ipAddress ?? "unknown"
        address = name
        if ledger.enter(name, at: StationClock.now) {
            schedule(context)
        } else {
            refuse(context, .serviceUnavailable, "too many connections from \(name)")
        }
    }

    private func end() {
        timer?.cancel()
        timer = nil
        if let address { ledger.leave(address) }
        address = nil
    }

    /// One timer, which looks again when the deadline moved away meanwhile.
    private func schedule(_ context: ChannelHandlerContext) {
        guard timer == nil, !isRefused, let deadline = patience.deadline else { return }
        let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let wait = max(.zero, deadline - StationClock.now)
        timer = context.eventLoop.scheduleTask(in: .nanoseconds(Int64(wait / .nanoseconds(1)))) {
            let (guardian, context) = loopBound.value
            guardian.timer = nil
            guardian.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        guard context.channel.isActive, let deadline = patience.deadline else { return }
        if StationClock.now < deadline { return schedule(context) }
        ledger.countRefusal()
        refuse(context, .requestTimeout, patience.complaint)
    }

    /// Says why, and closes: at once for reading, a second later for all, so that the reason arrives.
    private func refuse(_ context: ChannelHandlerContext, _ status: HTTPResponse.Status, _ reason: String) {
        isRefused = true
        let body = ByteBuffer(string: reason + "\n")
        let head = HTTPResponse(
            status: status,
            headerFields: [
                .contentType: "text/plain; charset=utf-8", .contentLength: "\(body.readableBytes)",
                .connection: "close", .retryAfter: "5",
            ])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        let channel = context.channel
        channel.close(mode: .output, promise: nil)
        context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }
}
