import NIOCore
import NIOPosix

/// Passes a TCP connection on at a rate and with a delay, each way: a radio link without its losses.
final class SlowRelay: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let listener: any Channel
    private let first: EventLoopPromise<Void>
    private let open: NIOLoopBoundBox<[any Channel]>

    private init(
        _ group: MultiThreadedEventLoopGroup, _ listener: any Channel, _ first: EventLoopPromise<Void>,
        _ open: NIOLoopBoundBox<[any Channel]>
    ) {
        self.group = group
        self.listener = listener
        self.first = first
        self.open = open
    }

    var port: Int { listener.localAddress?.port ?? 0 }

    static func start(to port: Int, bitsPerSecond: Double, delay: TimeAmount) async throws -> SlowRelay {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let first = loop.makePromise(of: Void.self)
        let open = NIOLoopBoundBox.makeBoxSendingValue([any Channel](), eventLoop: loop)
        let listener = try await ServerBootstrap(group: loop)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { near in
                first.succeed()
                return ClientBootstrap(group: loop).channelOption(.autoRead, value: false)
                    .channelOption(.socketOption(.tcp_nodelay), value: 1)
                    .connect(host: "127.0.0.1", port: port).flatMapThrowing { far in
                        open.value += [near, far]
                        try near.pipeline.syncOperations.addHandler(
                            SlowWay(to: far, bitsPerSecond: bitsPerSecond, delay: delay))
                        try far.pipeline.syncOperations.addHandler(
                            SlowWay(to: near, bitsPerSecond: bitsPerSecond, delay: delay))
                        far.read()
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return SlowRelay(group, listener, first, open)
    }

    /// Waits until somebody connects.
    func firstOctet() async throws { try await first.futureResult.get() }

    /// The neighbour is out of range.
    func cut() async {
        try? await listener.eventLoop.submit { [open] in
            for channel in open.value { channel.close(promise: nil) }
            open.value = []
        }.get()
        try? await listener.close()
    }

    func stop() async { try? await group.shutdownGracefully() }
}

/// One way of a relay.
private final class SlowWay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let far: any Channel
    private let nanosecondsPerOctet: Double
    private let delay: TimeAmount
    private var isFreeAt = NIODeadline.uptimeNanoseconds(0)
    /// What a link's own queue holds.
    private static let queue: TimeAmount = .milliseconds(20)

    init(to far: any Channel, bitsPerSecond: Double, delay: TimeAmount) {
        self.far = far
        self.delay = delay
        nanosecondsPerOctet = 8e9 / bitsPerSecond
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        let now = NIODeadline.now()
        isFreeAt = max(isFreeAt, now) + .nanoseconds(Int64(Double(buffer.readableBytes) * nanosecondsPerOctet))
        let far = far
        context.eventLoop.scheduleTask(deadline: isFreeAt + delay) { far.writeAndFlush(buffer, promise: nil) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(deadline: isFreeAt - Self.queue) { bound.value.read() }
    }

    /// The side that was accepted: it is registered only after its handlers are in place.
    func channelActive(context: ChannelHandlerContext) { context.read() }
    func channelInactive(context: ChannelHandlerContext) { far.close(promise: nil) }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
