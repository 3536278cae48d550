import BundleProtocol
import NIOCore
import NIOPosix

/// Opens connections to neighbours.
enum Dialler {
    /// A neighbour in radio range answers at once or is not there.
    private static let patience: TimeAmount = .seconds(2)
    /// Read at once: many small bundles, or a quarter of a large one.
    static let piece = 262_144

    static func connect(_ shell: FerryShell, host: String, port: Int, layer: FerrySettings.Layer) {
        let bound = NIOLoopBound(shell, eventLoop: shell.loop)
        let node = shell.configuration.settings.peers.first { $0.host == host && $0.port == port }?.node
        let done: @Sendable (Result<any Channel, any Error>) -> Void = { result in
            if case .failure = result { bound.value.handle(.unreachable(host: host, port: port)) }
        }
        if layer == .udp {
            guard let address = try? SocketAddress.makeAddressResolvingHost(host, port: port) else {
                return shell.loop.execute { bound.value.handle(.unreachable(host: host, port: port)) }
            }
            DatagramBootstrap(group: shell.loop).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        DatagramLink(bound.value, remote: (address, host, port, node)))
                }
            }.bind(host: address.protocol == .inet6 ? "::" : "0.0.0.0", port: 0).whenComplete(done)
            return
        }
        ClientBootstrap(group: shell.loop)
            .connectTimeout(patience)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: piece))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    switch layer {
                    case .mtcp, .stcp:
                        try channel.pipeline.syncOperations.addHandler(
                            FramedLink(bound.value, layer == .mtcp ? .mtcp : .stcp, dialled: (host, port, node)))
                    case .tcpcl, .udp:
                        try channel.pipeline.syncOperations.addHandler(
                            SessionLink(bound.value, dialled: (host, port)))
                    }
                }
            }
            .connect(host: host, port: port).whenComplete(done)
    }
}
