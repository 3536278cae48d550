/// What reaches a simulated drone from outside.
public enum DroneInput: Equatable, Sendable {
    /// A datagram on UDP 5556.
    case commands([UInt8], from: ClientAddress)
    /// A datagram on UDP 5554: its sender wants navdata. The content is not looked at, as on real drones.
    case navdataRequest([UInt8], from: ClientAddress)
    /// A datagram on UDP 5552.
    case discovery([UInt8], from: ClientAddress)
    /// Somebody connected to TCP 5559.
    case controlOpened(ControlConnection)
    /// Bytes from such a connection; the drone does not read them.
    case controlBytes([UInt8], ControlConnection)
    /// Such a connection was closed from outside.
    case controlClosed(ControlConnection)
}

/// What a simulated drone sends.
public struct DroneOutput: Equatable, Sendable {
    /// When it leaves, on the simulation's clock.
    public var time: Duration
    /// What leaves.
    public var content: Content

    /// What leaves a drone.
    public enum Content: Equatable, Sendable {
        /// A datagram from UDP 5554.
        case navdata([UInt8], to: ClientAddress)
        /// A datagram from UDP 5552.
        case discoveryReply([UInt8], to: ClientAddress)
        /// Bytes on a connection of TCP 5559.
        case control([UInt8], ControlConnection)
        /// The drone closes the connection.
        case controlClose(ControlConnection)
        /// The drone restarted or lost its power: every TCP connection to it breaks.
        case connectionsBroken
    }
}
