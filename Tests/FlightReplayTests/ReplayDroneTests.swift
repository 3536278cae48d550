import DroneModel
import FlightRecording
import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import FlightReplay

/// A replayed drone on real sockets, as a client meets it.
@Suite struct ReplayDroneTests {
    /// What a client got, in order, as a stream.
    private final class Inlet<Content: Sendable>: ChannelInboundHandler, Sendable {
        typealias InboundIn = Content
        let feed: AsyncStream<Content>.Continuation
        init(_ feed: AsyncStream<Content>.Continuation) { self.feed = feed }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) { feed.yield(unwrapInboundIn(data)) }
        func channelInactive(context: ChannelHandlerContext) { feed.finish() }
    }

    private func start(
        _ name: String = "sim-hover", speed: Double = 50, loops: Bool = false
    ) async throws -> ReplayDrone {
        var settings = ReplayDroneSettings(ports: .ephemeral)
        settings.playing.speed = speed
        settings.playing.loops = loops
        return try await ReplayDrone.start(ShippedRecording.source(name), settings)
    }

    private func client(
        _ feed: AsyncStream<AddressedEnvelope<ByteBuffer>>.Continuation
    ) async throws -> any Channel {
        try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.socketOption(.so_rcvbuf), value: 4 << 20)
            // Full navdata is longer than what is given to a datagram otherwise.
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Inlet(feed))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
    }

    private func send(_ bytes: [UInt8], to port: Int, over channel: any Channel) async throws {
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: port)
        try await channel.writeAndFlush(AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: bytes)))
    }

    @Test(arguments: ["sim-hover", "sim-full-navdata", "sim-ardrone1"])
    func `whoever wakes it gets the recorded navdata, byte for byte`(name: String) async throws {
        let drone = try await start(name)
        let (datagrams, feed) = AsyncStream.makeStream(of: AddressedEnvelope<ByteBuffer>.self)
        let client = try await client(feed)
        try await send([1, 0, 0, 0], to: drone.ports.navdata, over: client)
        let wanted = try ShippedRecording.navdata(name)
        var found: [[UInt8]] = []
        for await datagram in datagrams {
            #expect(datagram.remoteAddress.port == drone.ports.navdata)
            found.append(Array(datagram.data.readableBytesView))
            if found.count == wanted.count { break }
        }
        #expect(found == wanted)
        let counters = await drone.counters()
        #expect(counters.navdataSent == wanted.count)
        #expect(counters.wakeUps == 1)
        try await client.close()
        await drone.stop()
    }

    @Test func `nothing is sent before somebody asks`() async throws {
        let drone = try await start()
        #expect(await drone.counters().navdataSent == 0)
        #expect(drone.player.progress.isPaused)
        await drone.stop()
        await drone.stop()
    }

    @Test func `the recorded configuration is told to whoever asks`() async throws {
        let drone = try await start()
        let (pieces, feed) = AsyncStream.makeStream(of: ByteBuffer.self)
        let control = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Inlet(feed))
                }
            }.connect(host: "127.0.0.1", port: drone.ports.control).get()
        let (_, unused) = AsyncStream.makeStream(of: AddressedEnvelope<ByteBuffer>.self)
        let commands = try await client(unused)
        try await send(Array("AT*CTRL=1,4,0\r".utf8), to: drone.ports.commands, over: commands)
        var text: [UInt8] = []
        for await piece in pieces {
            text += piece.readableBytesView
            if text.last == 0 { break }
        }
        let dump = String(decoding: text, as: UTF8.self)
        #expect(dump.contains("general:num_version_soft"))
        // By its own word it is a simulated one, also for the client.
        #expect(dump.contains("SIM"))
        #expect(await drone.counters().commandDatagrams == 1)
        try await control.close()
        try await commands.close()
        await drone.stop()
    }

    @Test func `rubbish on every port changes nothing`() async throws {
        let drone = try await start()
        let (_, unused) = AsyncStream.makeStream(of: AddressedEnvelope<ByteBuffer>.self)
        let client = try await client(unused)
        for port in [drone.ports.commands, drone.ports.video] {
            for length in [0, 1, 7, 1400] {
                try await send([UInt8](repeating: 0xFF, count: length), to: port, over: client)
            }
        }
        #expect(await drone.counters().navdataSent == 0)
        try await client.close()
        await drone.stop()
    }

    @Test func `a port that is taken is named with what to do`() async throws {
        let first = try await start()
        var settings = ReplayDroneSettings(ports: .ephemeral)
        settings.ports.navdata = first.ports.navdata
        await #expect {
            _ = try await ReplayDrone.start(ShippedRecording.source(), settings)
        } throws: { error in
            "\(error)".contains("port \(first.ports.navdata): it is in use")
        }
        await first.stop()
    }
}
