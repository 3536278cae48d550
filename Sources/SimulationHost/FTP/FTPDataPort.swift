import NIOCore
import NIOPosix

/// A port for one FTP data connection: waits for the client and for the bytes, in either order, sends and closes.
///
/// Everything happens on one event loop.
final class FTPDataPort {
    /// How a transfer ended.
    enum Outcome: Equatable, Sendable {
        /// All bytes are on their way.
        case sent
        /// The client did not connect, or went away.
        case abandoned
    }

    /// How long a data port waits for its client.
    static let patience: TimeAmount = .seconds(10)

    private let eventLoop: any EventLoop
    private let peer: String
    private var listener: (any Channel)?
    private var connection: (any Channel)?
    private var pending: (bytes: [UInt8], done: (Outcome) -> Void)?
    private var timeout: Scheduled<Void>?
    private var isClosed = false

    init(on eventLoop: any EventLoop, onlyFor peer: String) {
        self.eventLoop = eventLoop
        self.peer = peer
    }

    /// Opens a port and tells its number; nil where the system has none.
    func open(host: String, opened: @escaping (Int?) -> Void) {
        let port = NIOLoopBound(self, eventLoop: eventLoop)
        let future = ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FTPDataHandler(port.value))
                }
            }
            .bind(host: host, port: 0)
        future.hop(to: eventLoop).assumeIsolated().whenComplete { result in
            guard case .success(let channel) = result, let number = channel.localAddress?.port else {
                return opened(nil)
            }
            if self.isClosed { return channel.close(promise: nil) }
            self.listener = channel
            opened(number)
        }
        timeout = eventLoop.assumeIsolated().scheduleTask(in: Self.patience) { self.close() }
    }

    /// Sends `bytes` once the client has connected, and closes.
    func send(_ bytes: [UInt8], done: @escaping (Outcome) -> Void) {
        if isClosed { return done(.abandoned) }
        pending = (bytes, done)
        sendIfReady()
    }

    /// Somebody connected: only the session's own client, and only once.
    fileprivate func accept(_ channel: any Channel) {
        guard !isClosed, connection == nil, channel.remoteAddress?.ipAddress == peer else {
            return channel.close(promise: nil)
        }
        connection = channel
        sendIfReady()
    }

    private func sendIfReady() {
        guard let connection, let pending else { return }
        self.pending = nil
        let write = connection.writeAndFlush(ByteBuffer(bytes: pending.bytes))
        write.hop(to: eventLoop).assumeIsolated().whenComplete { result in
            self.close()
            if case .success = result { pending.done(.sent) } else { pending.done(.abandoned) }
        }
    }

    /// Closes everything; a transfer that still waits is abandoned.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        timeout?.cancel()
        listener?.close(promise: nil)
        connection?.close(promise: nil)
        let abandoned = pending
        pending = nil
        abandoned?.done(.abandoned)
    }
}

/// Tells the data port of its connection.
private final class FTPDataHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let port: FTPDataPort

    init(_ port: FTPDataPort) { self.port = port }

    func channelActive(context: ChannelHandlerContext) { port.accept(context.channel) }

    /// Uploads are not taken.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
