public import DroneModel
public import DroneProtocol
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// What a record link hands on, in order, on its own thread.
public enum VideoRecordUpdate: Equatable, Sendable {
    /// Bytes as they came, and what they completed: whole pictures, and what was wrong between them.
    case received([UInt8], [PaVEStreamEvent], at: Duration)
    /// Nothing more comes: finished, or failed.
    case ended(VideoRecordHealth)
}

/// The drone's record stream on TCP 5553, on a thread of its own.
///
/// Nothing is dropped here: the consumer may take its time, the next bytes are read only when it has returned, and
/// until then they wait with the drone. So memory is bounded by what is read at once.
public final class RecordLink: Sendable {
    /// Takes what comes, on the link's thread; may write to a file.
    public typealias Consumer = @Sendable (VideoRecordUpdate) -> Void

    private let thread: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    private let shell: NIOLoopBound<RecordShell>
    private let shared: NIOLockedValueBox<VideoRecordHealth>
    private let isClosed = NIOLockedValueBox(false)

    private init(
        thread: MultiThreadedEventLoopGroup, shell: NIOLoopBound<RecordShell>,
        shared: NIOLockedValueBox<VideoRecordHealth>
    ) {
        self.thread = thread
        self.loop = thread.next()
        self.shell = shell
        self.shared = shared
    }

    /// Connects, before the drone is told to record as the maker's clients do, and tries again where that fails.
    ///
    /// - Parameters:
    ///   - endpoint: Where the drone is.
    ///   - recorder: Told of everything that passes.
    ///   - consumer: Gets the stream, and at last ``VideoRecordUpdate/ended(_:)``.
    /// - Throws: ``LinkError``.
    public static func open(
        to endpoint: DroneEndpoint, recorder: LinkRecorder? = nil, consumer: @escaping Consumer
    ) async throws -> RecordLink {
        let drone: SocketAddress
        do {
            drone = try SocketAddress.makeAddressResolvingHost(endpoint.host, port: endpoint.ports.record)
        } catch {
            throw LinkError.unknownHost(endpoint.host, reason: "\(error)")
        }
        let shared = NIOLockedValueBox(VideoRecordHealth(start: LinkClock.now))
        let thread = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = thread.next()
        let shell = try await loop.submit {
            let shell = RecordShell(
                loop: loop, drone: drone, recorder: recorder, shared: shared, consumer: consumer)
            shell.tick()
            return NIOLoopBound(shell, eventLoop: loop)
        }.get()
        return RecordLink(thread: thread, shell: shell, shared: shared)
    }

    /// How the recording goes.
    public var health: VideoRecordHealth { shared.withLockedValue { $0 } }

    /// The drone was told to stop: what it keeps is fetched, and then the stream ends.
    public func stop() {
        isClosed.withLockedValue { isClosed in
            if !isClosed { loop.execute { [shell] in shell.value.stop() } }
        }
    }

    /// Ends the stream as failed, where it has not ended, and then the thread. A second call does nothing.
    ///
    /// - Parameter reason: Why nothing more is waited for.
    public func close(_ reason: String = "given up") async {
        let isFirst = isClosed.withLockedValue { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard isFirst else { return }
        // Both fail only where the thread has ended, which is what is wanted.
        try? await loop.submit { [shell] in shell.value.close(reason) }.get()
        try? await thread.shutdownGracefully()
    }
}

/// Performs the orders of ``RecordReception`` on a socket. Lives on one event loop, and nowhere else.
private final class RecordShell {
    private enum Limit {
        static let tick: TimeAmount = .milliseconds(100)
        static let connect: TimeAmount = .seconds(1)
        /// What is read at once, and so what is in memory while the consumer is busy.
        static let piece = 65536
    }

    private let loop: any EventLoop
    private let drone: SocketAddress
    private let shared: NIOLockedValueBox<VideoRecordHealth>
    private let consumer: RecordLink.Consumer
    private var reception = RecordReception(at: LinkClock.now)
    private var connection: (number: Int, channel: any Channel)?
    private var isOver = false
    private var tap: PortTap

    init(
        loop: any EventLoop, drone: SocketAddress, recorder: LinkRecorder?,
        shared: NIOLockedValueBox<VideoRecordHealth>, consumer: @escaping RecordLink.Consumer
    ) {
        tap = PortTap(.videoRecord, of: drone, recorder: recorder)
        self.loop = loop
        self.drone = drone
        self.shared = shared
        self.consumer = consumer
    }

    func tick() {
        guard !isOver else { return }
        perform(reception.tick(at: LinkClock.now), at: LinkClock.now)
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.assumeIsolated().scheduleTask(in: Limit.tick) { bound.value.tick() }
    }

    func stop() { perform(reception.stop(at: LinkClock.now), at: LinkClock.now) }

    func close(_ reason: String) { perform(reception.abandon(reason, at: LinkClock.now), at: LinkClock.now) }

    private func perform(_ orders: [RecordReception.Order], at now: Duration) {
        shared.withLockedValue { $0 = reception.health }
        for order in orders {
            switch order {
            case .connect(let number): connect(number)
            case .disconnect(let number):
                guard let open = connection, open.number == number else { continue }
                connection = nil
                tap.closed(by: .client, at: now)
                open.channel.close(promise: nil)
            case .deliver(let bytes, let events): consumer(.received(bytes, events, at: now))
            case .end:
                isOver = true
                consumer(.ended(reception.health))
            }
        }
    }

    private func connect(_ number: Int) {
        let bound = NIOLoopBound(self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(Limit.connect)
            // One piece for each call of the consumer, and none while it is busy.
            .channelOption(.maxMessagesPerRead, value: 1)
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
                    if shell.isOver { return channel.close(promise: nil) }
                    shell.connection = (number, channel)
                    shell.tap.opened(channel, at: LinkClock.now)
                    channel.closeFuture.whenComplete { _ in
                        bound.value.closed(number, "the drone ended the record connection")
                    }
                    shell.perform(shell.reception.opened(number, at: LinkClock.now), at: LinkClock.now)
                case .failure:
                    shell.closed(number, "the drone refuses the record connection (an AR.Drone 1.0 has none)")
                }
            }
    }

    private func received(_ bytes: [UInt8], on number: Int) {
        guard !isOver else { return }
        let now = LinkClock.now
        if connection?.number == number { tap.streamReceived(bytes, at: now) }
        perform(reception.receive(bytes, on: number, at: now), at: now)
    }

    private func closed(_ number: Int, _ reason: String) {
        if connection?.number == number {
            connection = nil
            tap.closed(by: .drone, at: LinkClock.now)
        }
        guard !isOver else { return }
        reception.closed(number, reason, at: LinkClock.now)
        perform([], at: LinkClock.now)
    }
}
