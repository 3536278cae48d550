/// Something that passed between this program and a drone, as the program's sockets saw it.
///
/// What a link tells and a recorder writes; whoever makes it up for a drone that has no sockets, such as a simulation in
/// virtual time, tells the same.
public struct DroneTraffic: Equatable, Sendable {
    /// When, on the program's monotonic clock.
    public var time: Duration
    /// What the drone has behind the port.
    public var service: DroneService
    /// This program's side.
    public var client: SocketEnd
    /// The drone's side, with the port that was really used.
    public var drone: SocketEnd
    /// What passed.
    public var content: Content

    /// What can pass.
    public enum Content: Equatable, Sendable {
        /// A datagram came from the drone; valid or not.
        case received([UInt8])
        /// A datagram was handed to the system for the drone.
        case sent([UInt8])
        /// A TCP connection to the drone was made.
        case opened
        /// The next bytes of the connection came from the drone.
        case streamReceived([UInt8])
        /// The next bytes of the connection were handed to the system for the drone.
        case streamSent([UInt8])
        /// The connection ended.
        case closed(by: Side)
    }

    /// Who did something.
    public enum Side: Hashable, Sendable {
        /// This program.
        case client
        /// The drone, or the network between.
        case drone
    }

    /// Something that passed.
    public init(time: Duration, service: DroneService, client: SocketEnd, drone: SocketEnd, content: Content) {
        self.time = time
        self.service = service
        self.client = client
        self.drone = drone
        self.content = content
    }
}

extension DroneTraffic.Content {
    /// How many bytes of the drone's or the program's are in it.
    public var byteCount: Int {
        switch self {
        case .received(let bytes), .sent(let bytes), .streamReceived(let bytes), .streamSent(let bytes): bytes.count
        case .opened, .closed: 0
        }
    }
}

/// What a drone has behind its ports; the raw value is the port that every AR.Drone has it on
/// (`ardrone-protocol.md` §1).
public enum DroneService: UInt16, Hashable, Sendable, CaseIterable {
    /// UDP: navdata, and the wake-ups that ask for it.
    case navdata = 5554
    /// UDP: AT commands.
    case commands = 5556
    /// Live video: TCP on the 2.0, UDP on the 1.0.
    case video = 5555
    /// TCP: what the drone records.
    case videoRecord = 5553
    /// TCP: the configuration.
    case control = 5559
}

/// One side of a socket: an address of the Internet protocol and a port.
public struct SocketEnd: Hashable, Sendable {
    /// The address.
    public var address: Address
    /// The UDP or TCP port.
    public var port: UInt16

    /// An address of either version.
    public enum Address: Hashable, Sendable {
        /// Four bytes as one number, the first byte in the highest place.
        case v4(UInt32)
        /// Sixteen bytes as two numbers, the first byte in the highest place of `high`.
        case v6(high: UInt64, low: UInt64)
    }

    /// The port `port` of the host `address`.
    public init(_ address: Address, port: UInt16) {
        self.address = address
        self.port = port
    }
}
