import NIOCore
import NIOPosix

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#elseif canImport(Darwin)
    private import Darwin
#endif

/// Opens the ports of a replayed drone, or none.
struct ReplayPortOpener: Sendable {
    let address: String

    func open(
        _ ports: ReplayPorts, _ station: NIOLoopBound<ReplayStation>, _ group: MultiThreadedEventLoopGroup
    ) async throws -> ReplayPorts {
        var opened: [any Channel] = []
        do {
            let navdata = try await datagrams(.navdata, ports.navdata, station, group)
            opened.append(navdata)
            let commands = try await datagrams(.commands, ports.commands, station, group)
            opened.append(commands)
            let control = try await connections(.control, ports.control, station, group)
            opened.append(control)
            let stream = try await connections(.video, ports.video, station, group)
            opened.append(stream)
            // Both kinds of video on one number, as clients of both drones expect.
            let video = try await datagrams(.video, stream.boundPort, station, group)
            opened.append(video)
            let channels = opened
            try await group.next().submit { station.value.start(channels, navdata: navdata, video: video) }.get()
            return ReplayPorts(
                navdata: navdata.boundPort, commands: commands.boundPort, control: control.boundPort,
                video: stream.boundPort)
        } catch {
            for channel in opened { try? await channel.close() }
            throw error
        }
    }

    private func datagrams(
        _ kind: ReplayStation.Port, _ port: Int, _ station: NIOLoopBound<ReplayStation>,
        _ group: MultiThreadedEventLoopGroup
    ) async throws -> any Channel {
        let bootstrap = DatagramBootstrap(group: group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(DatagramHandler(kind, station.value))
            }
        }
        return try await bind(port) { try await bootstrap.bind(host: address, port: port).get() }
    }

    private func connections(
        _ kind: ReplayStation.StreamPort, _ port: Int, _ station: NIOLoopBound<ReplayStation>,
        _ group: MultiThreadedEventLoopGroup
    ) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 16)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ConnectionHandler(kind, station.value))
                }
            }
        return try await bind(port) { try await bootstrap.bind(host: address, port: port).get() }
    }

    private func bind(_ port: Int, _ body: () async throws -> any Channel) async throws -> any Channel {
        do {
            return try await body()
        } catch let error as IOError {
            throw ReplayHostError.cannotListen(address: address, port: port, reason: error.reason)
        } catch {
            throw ReplayHostError.cannotListen(address: address, port: port, reason: "\(error)")
        }
    }
}

/// Hands the datagrams of one UDP port on.
private final class DatagramHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let port: ReplayStation.Port
    private let station: ReplayStation

    init(_ port: ReplayStation.Port, _ station: ReplayStation) {
        self.port = port
        self.station = station
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        station.receive(port, Array(envelope.data.readableBytesView), from: envelope.remoteAddress)
    }

    /// A datagram that could not be delivered to a client that is gone is no reason to close the port.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}

/// One connection to a TCP port; what comes over it is thrown away, as the drone does.
private final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let port: ReplayStation.StreamPort
    private let station: ReplayStation

    init(_ port: ReplayStation.StreamPort, _ station: ReplayStation) {
        self.port = port
        self.station = station
    }

    func channelActive(context: ChannelHandlerContext) { station.opened(port, context.channel) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func channelInactive(context: ChannelHandlerContext) { station.closed(context.channel) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

extension Channel {
    /// The port it is bound to; 0 when closed.
    fileprivate var boundPort: Int { localAddress?.port ?? 0 }
}

extension IOError {
    /// What the system means.
    fileprivate var reason: String {
        switch errnoCode {
        case EADDRINUSE: "it is in use"
        case EADDRNOTAVAIL: "that is no address of this machine"
        case EACCES, EPERM: "this user may not open it"
        default: "\(self)"
        }
    }
}
