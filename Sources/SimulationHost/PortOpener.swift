import DroneSimulation
import NIOCore
import NIOPosix

/// Opens the ports of a drone, or none.
struct PortOpener: Sendable {
    private let address: String

    init(address: String) throws(HostError) {
        guard ClientAddress(host: address, port: 0) != nil else { throw .badAddress(address) }
        self.address = address
    }

    /// Opens the ports and starts the drone on them.
    func open(
        _ ports: HostPorts, video: VideoPort, for drone: NIOLoopBound<DroneLoop>, on group: MultiThreadedEventLoopGroup
    ) async throws(HostError) -> HostPorts {
        var opened: [any Channel] = []
        do throws(HostError) {
            let commands = try await datagrams(.commands, ports.commands, drone, group)
            opened.append(commands)
            let navdata = try await datagrams(.navdata, ports.navdata, drone, group)
            opened.append(navdata)
            let discovery = try await datagrams(.discovery, ports.discovery, drone, group)
            opened.append(discovery)
            let control = try await connections(ports.control, group) { ControlConnectionHandler(drone.value) }
            opened.append(control)
            let ftp = try await connections(ports.ftp, group) { FTPControlHandler(drone.value) }
            opened.append(ftp)
            let videoPort = try await openVideo(video, ports.video, drone, group)
            if let videoPort { opened.append(videoPort) }
            var recordPort: (any Channel)?
            if video == .connections {
                let opening = try await connections(ports.record, group, isVideo: true) {
                    SendingConnectionHandler(drone.value, .record)
                }
                opened.append(opening)
                recordPort = opening
            }
            let datagrams = video == .datagrams ? videoPort : nil
            let listeners = opened
            // Waited for: a datagram that comes before would find a drone without ports to answer from.
            await withCheckedContinuation { continuation in
                group.next().execute {
                    drone.value.start(listeners: listeners, navdata: navdata, discovery: discovery, video: datagrams)
                    continuation.resume()
                }
            }
            return HostPorts(
                navdata: navdata.boundPort, commands: commands.boundPort, discovery: discovery.boundPort,
                control: control.boundPort, ftp: ftp.boundPort, video: videoPort?.boundPort ?? 0,
                record: recordPort?.boundPort ?? 0)
        } catch {
            for channel in opened { try? await channel.close() }
            throw error
        }
    }

    /// What a drone's video port is.
    enum VideoPort {
        case closed
        /// TCP, 2.0.
        case connections
        /// UDP, 1.0.
        case datagrams
    }

    private func openVideo(
        _ kind: VideoPort, _ port: Int, _ drone: NIOLoopBound<DroneLoop>, _ group: MultiThreadedEventLoopGroup
    ) async throws(HostError) -> (any Channel)? {
        switch kind {
        case .closed: nil
        case .connections:
            try await connections(port, group, isVideo: true) {
                SendingConnectionHandler(drone.value, .video)
            }
        case .datagrams: try await datagrams(.video, port, drone, group)
        }
    }

    private func datagrams(
        _ kind: DatagramPortHandler.Port, _ port: Int, _ drone: NIOLoopBound<DroneLoop>,
        _ group: MultiThreadedEventLoopGroup
    ) async throws(HostError) -> any Channel {
        let bootstrap = DatagramBootstrap(group: group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(DatagramPortHandler(kind, drone.value))
            }
        }
        return try await bind(port) { try await bootstrap.bind(host: address, port: port).get() }
    }

    private func connections(
        _ port: Int, _ group: MultiThreadedEventLoopGroup, isVideo: Bool = false,
        handler: @escaping @Sendable () -> some ChannelHandler
    ) async throws(HostError) -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            // A drone that is started again must not wait for the old one's connections to be forgotten.
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 16)
            .childChannelOption(.socketOption(.so_sndbuf), value: isVideo ? Self.videoBuffer : Self.usualBuffer)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(handler())
                }
            }
        return try await bind(port) { try await bootstrap.bind(host: address, port: port).get() }
    }

    /// A client that does not read is noticed after this many bytes: a second of video at 1 Mbit/s.
    private static let videoBuffer: SocketOptionValue = 128 * 1024
    /// What Linux gives a TCP socket to begin with: a dump or a file has room.
    private static let usualBuffer: SocketOptionValue = 87_380

    private func bind(_ port: Int, _ body: () async throws -> any Channel) async throws(HostError) -> any Channel {
        guard (0...65535).contains(port) else { throw .badPort(port) }
        do {
            return try await body()
        } catch {
            throw HostError(error, port: port, address: address)
        }
    }
}

extension Channel {
    /// The port it is bound to; 0 when closed.
    fileprivate var boundPort: Int { localAddress?.port ?? 0 }
}
