import BundleProtocol
import NIOCore
import NIOPosix

/// Opens the ports of a node.
struct Listeners: Sendable {
    private let shell: NIOLoopBound<FerryShell>
    private let loop: any EventLoop
    private let configuration: FerryService.Configuration

    init(_ shell: NIOLoopBound<FerryShell>, _ loop: any EventLoop, _ configuration: FerryService.Configuration) {
        self.shell = shell
        self.loop = loop
        self.configuration = configuration
    }

    /// All of them; the port for TCPCLv4.
    func open() async throws -> Int? {
        let shell = shell
        var services: [Beacon.Service] = []
        var tcpcl: Int?
        if let port = configuration.port {
            let bound = try await listen(port) { SessionLink(shell.value, dialled: nil) }
            tcpcl = bound
            services.append(.init("tcp", port: UInt16(clamping: bound ?? 0)))
        }
        if let port = configuration.mtcpPort {
            let bound = try await listen(port) { FramedLink(shell.value, .mtcp, dialled: nil) }
            services.append(.init("mtcp", port: UInt16(clamping: bound ?? 0)))
        }
        if let port = configuration.stcpPort {
            _ = try await listen(port) { FramedLink(shell.value, .stcp, dialled: nil) }
        }
        if let port = configuration.udpPort {
            _ = try await DatagramBootstrap(group: loop)
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(DatagramLink(shell.value, remote: nil))
                    }
                }.bind(host: configuration.address, port: port).get()
        }
        if configuration.servesApplications { try await serveApplications() }
        let announced = services
        try await loop.submit { shell.value.services = announced }.get()
        if let port = configuration.beaconPort {
            let extra = configuration.beaconTargets.compactMap {
                try? SocketAddress.makeAddressResolvingHost($0.host, port: $0.port)
            }
            try await loop.flatSubmit { BeaconPort.open(shell.value, port: port, extra: extra) }.get()
        }
        return tcpcl
    }

    private func listen(_ port: Int, _ handler: @escaping @Sendable () -> some ChannelHandler) async throws -> Int? {
        try await ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 64)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Dialler.piece)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(handler())
                }
            }
            .bind(host: configuration.address, port: port).get().localAddress?.port
    }

    private func serveApplications() async throws {
        let shell = shell
        _ = try await ServerBootstrap(group: loop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(LocalServer(shell.value))
                }
            }
            .bind(unixDomainSocketPath: configuration.socketPath, cleanupExistingSocketFile: true).get()
    }
}
