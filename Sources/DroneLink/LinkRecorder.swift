public import DroneModel
public import DroneProtocol
import NIOCore

/// Who is told of everything that passes through the sockets of a link, its video and its record stream.
public struct LinkRecorder: Sendable {
    /// Takes traffic, on the event loop it passed on, before anything is made of it. Must return at once: the same loops
    /// send the AT commands.
    public var traffic: @Sendable (DroneTraffic) -> Void
    /// How the recording fares, for the snapshot; called on any thread.
    public var health: @Sendable () -> RecordingHealth?

    /// A recorder.
    public init(
        health: @escaping @Sendable () -> RecordingHealth? = { nil },
        traffic: @escaping @Sendable (DroneTraffic) -> Void
    ) {
        self.traffic = traffic
        self.health = health
    }
}

/// Tells what passes through one of the drone's ports. Without a recorder it does nothing.
struct PortTap {
    let service: DroneService
    /// The drone's port.
    let drone: SocketAddress
    let recorder: LinkRecorder?
    /// Our side, once there is one.
    private var client = SocketEnd(.v4(0), port: 0)
    private let droneEnd: SocketEnd
    /// Whether a connection was told of that has not ended.
    private var isOpen = false

    init(_ service: DroneService, of drone: SocketAddress, recorder: LinkRecorder?) {
        self.service = service
        self.drone = drone
        self.recorder = recorder
        droneEnd = SocketEnd(drone) ?? SocketEnd(.v4(0), port: service.rawValue)
    }

    /// Datagrams pass through `channel` from now on; `host` is our address toward the drone, where it is known, as a
    /// socket for everybody has none.
    mutating func use(_ channel: any Channel, from host: SocketAddress?) {
        guard let own = channel.localAddress.flatMap(SocketEnd.init) else { return }
        client = SocketEnd(host.flatMap(SocketEnd.init)?.address ?? own.address, port: own.port)
    }

    func received(_ bytes: [UInt8], at now: Duration) { tell(.received(bytes), at: now) }

    func sent(_ bytes: [UInt8], at now: Duration) { tell(.sent(bytes), at: now) }

    /// A connection was made.
    mutating func opened(_ channel: any Channel, at now: Duration) {
        guard recorder != nil else { return }
        closed(by: .drone, at: now)
        client = channel.localAddress.flatMap(SocketEnd.init) ?? client
        isOpen = true
        tell(.opened, at: now)
    }

    func streamReceived(_ bytes: [UInt8], at now: Duration) { if isOpen { tell(.streamReceived(bytes), at: now) } }

    /// The connection ended, where it has not before.
    mutating func closed(by side: DroneTraffic.Side, at now: Duration) {
        guard isOpen else { return }
        isOpen = false
        tell(.closed(by: side), at: now)
    }

    private func tell(_ content: DroneTraffic.Content, at now: Duration) {
        guard let recorder else { return }
        recorder.traffic(DroneTraffic(time: now, service: service, client: client, drone: droneEnd, content: content))
    }
}

extension SocketEnd {
    /// An address of the Internet protocol; nil for another kind of socket.
    init?(_ address: SocketAddress) {
        guard let port = address.port.flatMap(UInt16.init(exactly:)) else { return nil }
        // sockaddr_in has the address behind family and port, at 4; sockaddr_in6 behind the flow label too, at 8. The same
        // on every system; both types are larger than what is read.
        switch address {
        case .v4(let address):
            let bytes = withUnsafeBytes(of: address.address) { $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self) }
            self.init(.v4(UInt32(bigEndian: bytes)), port: port)
        case .v6(let address):
            let (high, low) = withUnsafeBytes(of: address.address) { bytes in
                (
                    bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                    bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
                )
            }
            self.init(.v6(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low)), port: port)
        case .unixDomainSocket: return nil
        }
    }
}
