import BundleProtocol
import Foundation
import NIOCore
import NIOPosix

/// The air between a carrier and a station: passes a connection on while they are near each other.
///
/// The carrier hears the station's beacon then, with the gate's port in it; there is no other way to the station.
final class Gate: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let stationPort: Int

    init(_ group: MultiThreadedEventLoopGroup, stationPort: Int) {
        self.group = group
        self.stationPort = stationPort
    }

    /// Near for so long, as the carrier hears the station every 100 ms.
    func open(for time: Duration, station: String, carrierBeaconPort: Int) async throws {
        let loop = group.next()
        let channels = NIOLoopBoundBox.makeBoxSendingValue([any Channel](), eventLoop: loop)
        let stationPort = stationPort
        let listener = try await ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { near in
                ClientBootstrap(group: loop).channelOption(.autoRead, value: false)
                    .connect(host: "127.0.0.1", port: stationPort).flatMapThrowing { far in
                        channels.value += [near, far]
                        try near.pipeline.syncOperations.addHandler(Passage(to: far))
                        try far.pipeline.syncOperations.addHandler(Passage(to: near))
                        far.read()
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let beacons = try await DatagramBootstrap(group: loop).bind(host: "127.0.0.1", port: 0).get()
        let beacon = Beacon(
            node: try .node(station), sequence: 1,
            services: [.init("tcp", port: UInt16(listener.localAddress?.port ?? 0))], period: 1)
        let target = try SocketAddress(ipAddress: "127.0.0.1", port: carrierBeaconPort)
        let bytes = ByteBuffer(bytes: beacon.encoded)
        let hearing = loop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(100)) { _ in
            beacons.writeAndFlush(AddressedEnvelope(remoteAddress: target, data: bytes), promise: nil)
        }
        try? await Task.sleep(for: time)
        hearing.cancel()
        try? await beacons.close()
        try? await listener.close()
        try? await loop.submit { for channel in channels.value { channel.close(promise: nil) } }.get()
    }
}

/// Passes octets on.
private final class Passage: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let far: any Channel

    init(to far: any Channel) { self.far = far }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        // Reads on when the other side has it, so that little is in the air when the contact ends.
        far.writeAndFlush(unwrapInboundIn(data)).whenComplete { _ in bound.value.read() }
    }

    /// The side that was accepted: it is registered only after its handlers are in place.
    func channelActive(context: ChannelHandlerContext) { context.read() }
    func channelInactive(context: ChannelHandlerContext) { far.close(promise: nil) }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
