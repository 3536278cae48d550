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
    private let sender = BeaconSender()
    /// The interfaces on which the group was joined: more may come while the node runs.
    private var joined: Set<String> = []
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
            guard joined.insert(device.name).inserted else { continue }
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
        let settings = shell.configuration.settings
        let beacon = Beacon(
            node: settings.node, sequence: sequence, services: shell.services,
            period: isLeaving ? 0 : UInt64(settings.beaconPeriod))
        let bytes = beacon.encoded
        for target in extra { sender.send(bytes, to: target) }
        let group = try? SocketAddress(ipAddress: Beacon.group, port: port)
        for device in (try? System.enumerateDevices()) ?? [] {
            guard let own = device.address, own.protocol == .inet else { continue }
            if let group, device.multicastSupported { sender.send(bytes, to: group, by: own) }
            if var address = device.broadcastAddress, address.protocol == .inet {
                address.port = port
                sender.send(bytes, to: address)
            }
        }
        joinGroups()
    }

    func close() { channel?.close(promise: nil) }
}
