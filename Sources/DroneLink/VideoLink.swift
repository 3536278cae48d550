public import DroneModel
public import DroneProtocol
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// What a video link hands on, in order, on its own event loop.
public enum VideoUpdate: Equatable, Sendable {
    /// What follows comes over a new connection: decoding begins with a key frame.
    case newConnection
    /// Frames of an AR.Drone 2.0, and what was wrong between them.
    case frames([PaVEStreamEvent])
    /// A picture of an AR.Drone 1.0, and when it came, on ``LinkClock``.
    case datagram([UInt8], arrival: Duration)
}

/// The drone's live video, on an event loop of its own so that no picture ever delays an AT command.
///
/// Asks again whenever nothing comes for a second, until it is closed. Memory is bounded: what is read goes straight
/// through a bounded parser to the consumer.
public final class VideoLink: Sendable {
    /// Takes what comes, on the link's event loop; must return at once.
    public typealias Consumer = @Sendable (VideoUpdate) -> Void

    private let thread: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    private let shell: NIOLoopBound<VideoShell>
    private let shared: NIOLockedValueBox<VideoHealth>
    private let isClosed = NIOLockedValueBox(false)

    private init(
        thread: MultiThreadedEventLoopGroup, shell: NIOLoopBound<VideoShell>, shared: NIOLockedValueBox<VideoHealth>
    ) {
        self.thread = thread
        self.loop = thread.next()
        self.shell = shell
        self.shared = shared
    }

    /// Begins to ask for video, on a thread of its own. A drone that is not there, or sends nothing, is no error.
    ///
    /// - Parameters:
    ///   - endpoint: Where the drone is.
    ///   - recorder: Told of everything that passes.
    ///   - generation: The airframe, as soon as it is known: it decides between TCP and UDP. Called ten times a second.
    ///   - consumer: Gets frames and pictures.
    /// - Throws: ``LinkError``.
    public static func open(
        to endpoint: DroneEndpoint, recorder: LinkRecorder? = nil,
        generation: @escaping @Sendable () -> DroneGeneration?,
        consumer: @escaping Consumer
    ) async throws -> VideoLink {
        let drone: SocketAddress
        do {
            drone = try SocketAddress.makeAddressResolvingHost(endpoint.host, port: endpoint.ports.video)
        } catch {
            throw LinkError.unknownHost(endpoint.host, reason: "\(error)")
        }
        let shared = NIOLockedValueBox(VideoHealth())
        let thread = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = thread.next()
        let shell = try await loop.submit {
            let shell = VideoShell(
                loop: loop, drone: drone, recorder: recorder, generation: generation, shared: shared,
                consumer: consumer)
            shell.tick()
            return NIOLoopBound(shell, eventLoop: loop)
        }.get()
        return VideoLink(thread: thread, shell: shell, shared: shared)
    }

    /// How the video comes in; at most 100 ms old.
    public var health: VideoHealth { shared.withLockedValue { $0 } }

    /// Closes the sockets and ends the thread; the consumer is not called any more. A second call does nothing.
    public func close() async {
        let isFirst = isClosed.withLockedValue { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard isFirst else { return }
        try? await loop.flatSubmit { [shell] in shell.value.close() }.get()
        try? await thread.shutdownGracefully()
    }
}

/// Performs the orders of ``VideoReception`` on sockets. Lives on one event loop, and nowhere else.
private final class VideoShell {
    private enum Limit {
        /// Between two looks at the clock: a stall is noticed this much late at most.
        static let tick: TimeAmount = .milliseconds(100)
        /// The drone's hotspot is one hop away: a second is long.
        static let connect: TimeAmount = .seconds(1)
        /// What is read from TCP at once.
        static let piece = 65536
        /// The largest UDP payload, which a picture of an AR.Drone 1.0 fits in.
        static let datagram = 65536
        /// The maker's own receive buffer for live video: 1 MiB.
        static let receiveBuffer = 1 << 20
    }

    private let loop: any EventLoop
    private let drone: SocketAddress
    private let generation: @Sendable () -> DroneGeneration?
    private let shared: NIOLockedValueBox<VideoHealth>
    private let consumer: VideoLink.Consumer
    private var reception = VideoReception()
    private var connection: (number: Int, channel: any Channel)?
    private var datagrams: (any Channel)?
    private var isOpeningDatagrams = false
    private var tap: PortTap
    private var isClosed = false

    init(
        loop: any EventLoop, drone: SocketAddress, recorder: LinkRecorder?,
        generation: @escaping @Sendable () -> DroneGeneration?, shared: NIOLockedValueBox<VideoHealth>,
        consumer: @escaping VideoLink.Consumer
    ) {
        tap = PortTap(.video, of: drone, recorder: recorder)
        self.loop = loop
        self.drone = drone
        self.generation = generation
        self.shared = shared
        self.consumer = consumer
    }

    func tick() {
        guard !isClosed else { return }
        perform(reception.tick(generation: generation(), at: LinkClock.now))
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.assumeIsolated().scheduleTask(in: Limit.tick) { bound.value.tick() }
    }

    func close() -> EventLoopFuture<Void> {
        isClosed = true
        tap.closed(by: .client, at: LinkClock.now)
        let channels = [connection?.channel, datagrams].compactMap { $0 }
        connection = nil
        datagrams = nil
        return EventLoopFuture.andAllComplete(channels.map { $0.close() }, on: loop)
    }

    private func perform(_ orders: [VideoReception.Order]) {
        shared.withLockedValue { $0 = reception.health }
        for order in orders {
            switch order {
            case .connect(let number): connect(number)
            case .disconnect(let number):
                guard let open = connection, open.number == number else { continue }
                connection = nil
                tap.closed(by: .client, at: LinkClock.now)
                open.channel.close(promise: nil)
            case .wake: wake()
            case .beginConnection: consumer(.newConnection)
            case .frames(let events): consumer(.frames(events))
            case .datagram(let bytes, let arrival): consumer(.datagram(bytes, arrival: arrival))
            }
        }
    }

    // MARK: TCP

    private func connect(_ number: Int) {
        let bound = NIOLoopBound(self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(Limit.connect)
            .channelOption(.socketOption(.so_rcvbuf), value: Limit.receiveBuffer)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Limit.piece))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let receiver = StreamReceiver { bytes in bound.value.received(bytes, on: number) }
                    try channel.pipeline.syncOperations.addHandler(receiver)
                }
            }
            .connect(to: drone)
            .whenComplete { result in
                let shell = bound.value
                switch result {
                case .success(let channel):
                    if shell.isClosed { return channel.close(promise: nil) }
                    shell.connection = (number, channel)
                    shell.tap.opened(channel, at: LinkClock.now)
                    channel.closeFuture.whenComplete { _ in
                        bound.value.closed(number, "the drone ended the video connection")
                    }
                    shell.perform(shell.reception.opened(number, at: LinkClock.now))
                case .failure:
                    shell.closed(
                        number, "the drone refuses the connection (is another program showing it?)")
                }
            }
    }

    private func received(_ bytes: [UInt8], on number: Int) {
        guard !isClosed else { return }
        let now = LinkClock.now
        if connection?.number == number { tap.streamReceived(bytes, at: now) }
        perform(reception.receive(bytes, on: number, at: now))
    }

    private func closed(_ number: Int, _ reason: String) {
        if connection?.number == number {
            connection = nil
            tap.closed(by: .drone, at: LinkClock.now)
        }
        guard !isClosed else { return }
        reception.closed(number, reason, at: LinkClock.now)
        perform([])
    }

    // MARK: UDP

    private func wake() {
        guard let datagrams, datagrams.isActive else { return openDatagrams() }
        tap.sent(VideoReception.wakeUpDatagram, at: LinkClock.now)
        let bytes = ByteBuffer(bytes: VideoReception.wakeUpDatagram)
        datagrams.writeAndFlush(AddressedEnvelope(remoteAddress: drone, data: bytes), promise: nil)
    }

    private func openDatagrams() {
        guard !isOpeningDatagrams else { return }
        isOpeningDatagrams = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        let drone = drone
        DatagramBootstrap(group: loop)
            .channelOption(.socketOption(.so_rcvbuf), value: Limit.receiveBuffer)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Limit.datagram))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let receiver = DatagramReceiver(from: drone) { bound.value.received(datagram: $0) }
                    try channel.pipeline.syncOperations.addHandler(receiver)
                }
            }
            .bind(host: drone.protocol == .inet6 ? "::" : "0.0.0.0", port: 0)
            .whenComplete { result in
                let shell = bound.value
                shell.isOpeningDatagrams = false
                // Without a socket the next second's wake-up tries again.
                guard case .success(let channel) = result else { return }
                if shell.isClosed { return channel.close(promise: nil) }
                shell.datagrams = channel
                shell.learnOwnAddress(on: channel)
            }
    }

    private func received(datagram: ByteBuffer) {
        guard !isClosed else { return }
        let now = LinkClock.now
        let bytes = Array(datagram.readableBytesView)
        tap.received(bytes, at: now)
        perform(reception.receive(datagram: bytes, at: now))
    }

    /// As the link does for its datagrams; video is asked for afterwards.
    private func learnOwnAddress(on channel: any Channel) {
        let bound = NIOLoopBound((self, channel), eventLoop: loop)
        DatagramBootstrap(group: loop).connect(to: drone).whenComplete { result in
            let (shell, channel) = bound.value
            let probe = try? result.get()
            shell.tap.use(channel, from: probe?.localAddress)
            probe?.close(promise: nil)
            if !shell.isClosed { shell.wake() }
        }
    }
}
