import DroneLink
import DroneProtocol
import NIOCore
import NIOPosix
import Synchronization

/// Plays the video port of an AR.Drone 2.0 on a free port: each connection gets the next of the plays, and the last
/// one again when there are no more.
final class VideoServer: Sendable {
    /// What a connection is given.
    enum Play: Sendable {
        /// These bytes; then it stays open and silent.
        case send([UInt8])
        /// These bytes; then it is closed.
        case sendAndClose([UInt8])
    }

    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channel: any Channel
    private let accepted = Counter()

    let port: Int

    init(_ plays: [Play]) async throws {
        let accepted = accepted
        channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                let number = accepted.next()
                guard let play = plays.indices.contains(number) ? plays[number] : plays.last else {
                    return channel.close()
                }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Player(play))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    /// Connections so far.
    var connections: Int { accepted.count }

    func stop() async {
        try? await channel.close()
        try? await group.shutdownGracefully()
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        func next() -> Int {
            value.withLock { value in
                defer { value += 1 }
                return value
            }
        }
    }

    private final class Player: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let play: Play

        init(_ play: Play) { self.play = play }

        func channelActive(context: ChannelHandlerContext) {
            switch play {
            case .send(let bytes):
                context.channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
            case .sendAndClose(let bytes):
                let channel = context.channel
                channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenComplete { _ in channel.close(promise: nil) }
            }
        }
    }
}

/// Plays the video port of an AR.Drone 1.0: answers each wake-up with one datagram.
final class DatagramVideoServer: Sendable {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channel: any Channel
    let port: Int

    init(answer: [UInt8]) async throws {
        channel = try await DatagramBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answer(answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async {
        try? await channel.close()
        try? await group.shutdownGracefully()
    }

    private final class Answer: ChannelInboundHandler {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>
        private let bytes: [UInt8]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let envelope = unwrapInboundIn(data)
            guard Array(envelope.data.readableBytesView) == [1, 0, 0, 0] else { return }
            let answer = AddressedEnvelope(remoteAddress: envelope.remoteAddress, data: ByteBuffer(bytes: bytes))
            context.channel.writeAndFlush(answer, promise: nil)
        }
    }
}

/// Collects what a video link gives; a test waits for what it needs, without a clock.
final class VideoWitness: Sendable {
    struct Seen: Sendable {
        /// Times the link looked for the airframe, ten each second.
        var looks = 0
        var connections = 0
        var frames: [UInt32] = []
        var frameBytes = 0
        var damages = 0
        var datagrams: [[UInt8]] = []
    }

    private struct State {
        var seen = Seen()
        var waits: [Int: (condition: @Sendable (Seen) -> Bool, resume: CheckedContinuation<Bool, Never>)] = [:]
        var lastWait = 0
    }

    private let state = Mutex(State())

    var seen: Seen { state.withLock { $0.seen } }

    func count() { change { $0.looks += 1 } }

    func take(_ update: VideoUpdate) {
        change { seen in
            switch update {
            case .newConnection: seen.connections += 1
            case .datagram(let bytes, _): seen.datagrams.append(bytes)
            case .frames(let events):
                for event in events {
                    switch event {
                    case .frame(let frame):
                        seen.frames.append(frame.header.frameNumber)
                        seen.frameBytes += frame.payload.count
                    case .damage: seen.damages += 1
                    case .announcement: break
                    }
                }
            }
        }
    }

    private func change(_ change: (inout Seen) -> Void) {
        let ready = state.withLock { state in
            change(&state.seen)
            let seen = state.seen
            let ready = state.waits.filter { $0.value.condition(seen) }
            for key in ready.keys { state.waits[key] = nil }
            return ready.values.map(\.resume)
        }
        for continuation in ready { continuation.resume(returning: true) }
    }

    /// Waits until what was seen fulfils `condition`.
    ///
    /// - Throws: `CancellationError` when the test's time limit ends the wait.
    func wait(_ condition: @escaping @Sendable (Seen) -> Bool) async throws {
        let number = state.withLock { state in
            state.lastWait += 1
            return state.lastWait
        }
        let came = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if condition(state.seen) { return true }
                    if Task.isCancelled { return false }
                    state.waits[number] = (condition, continuation)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.waits.removeValue(forKey: number) }?.resume.resume(returning: false)
        }
        if !came { throw CancellationError() }
    }
}
