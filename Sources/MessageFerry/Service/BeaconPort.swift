import BundleProtocol
import NIOCore
import NIOPosix

/// Sends and hears beacons: by multicast and by broadcast on every interface, since ad-hoc networks often lack a route
/// for the one or the other.
final class BeaconPort: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let shell: FerryShell
    private let port: Int
    private let extra: [SocketAddress]
    private var channel: (any Channel)?
    /// Octets taken in this second: a flood costs no more than this.
    private var budget = 0
    private var budgetSecond: Int64 = 0
    private static let budgetLimit = 500

    init(_ shell: FerryShell, port: Int, extra: [SocketAddress]) {
        self.shell = shell
        self.port = port
        self.extra = extra
    }

    /// Opens the port.
    static func open(_ shell: FerryShell, port: Int, extra: [SocketAddress]) -> EventLoopFuture<Void> {
        let beacons = BeaconPort(shell, port: port, extra: extra)
        let bound = NIOLoopBound(beacons, eventLoop: shell.loop)
        return DatagramBootstrap(group: shell.loop)
            .channelOption(.socketOption(.so_reuseaddr), value: 1)
            .channelOption(.socketOption(.so_broadcast), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(bound.value)
                }
            }
            .bind(host: "0.0.0.0", port: port)
            .map { channel in
                let beacons = bound.value
                beacons.channel = channel
                beacons.joinGroups()
                beacons.shell.use(beacons)
            }
    }

    private func joinGroups() {
        guard let channel = channel as? any MulticastChannel,
            let group = try? SocketAddress(ipAddress: Beacon.group, port: port)
        else { return }
        for device in (try? System.enumerateDevices()) ?? [] where device.address?.protocol == .inet {
            channel.joinGroup(group, device: device).whenFailure { _ in }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let second = FerryClock.sinceBoot() / 1000
        if second != budgetSecond { (budgetSecond, budget) = (second, 0) }
        budget += 1
        guard budget <= Self.budgetLimit else { return }
        let envelope = unwrapInboundIn(data)
        guard envelope.data.readableBytes <= Beacon.sizeLimit, let host = envelope.remoteAddress.ipAddress else {
            return
        }
        do throws(BundleError) {
            let beacon = try Beacon(decoding: Array(envelope.data.readableBytesView))
            shell.handle(.heard(beacon, host: host))
        } catch { shell.badBeacons += 1 }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {}

    func send(sequence: UInt64, isLeaving: Bool) {
        guard let channel else { return }
        let settings = shell.configuration.settings
        let beacon = Beacon(
            node: settings.node, sequence: sequence, services: shell.services,
            period: isLeaving ? 0 : UInt64(settings.beaconPeriod))
        let bytes = ByteBuffer(bytes: beacon.encoded)
        var targets = extra
        if let group = try? SocketAddress(ipAddress: Beacon.group, port: port) { targets.append(group) }
        for device in (try? System.enumerateDevices()) ?? [] {
            guard var address = device.broadcastAddress, address.protocol == .inet else { continue }
            address.port = port
            targets.append(address)
        }
        for target in targets {
            // An interface that is down says so each second; that is no news.
            channel.writeAndFlush(AddressedEnvelope(remoteAddress: target, data: bytes)).whenFailure { _ in }
        }
    }

    func close() { channel?.close(promise: nil) }
}
