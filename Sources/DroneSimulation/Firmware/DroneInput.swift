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
    /// Somebody connected to TCP 5555 of a 2.0.
    case videoOpened(VideoConnection)
    /// Such a connection was closed from outside.
    case videoClosed(VideoConnection)
    /// A datagram on UDP 5555 of a 1.0: its sender wants video. The content is not looked at.
    case videoRequest([UInt8], from: ClientAddress)
    /// Somebody connected to TCP 5553 of a 2.0.
    case recordOpened(VideoConnection)
    /// Such a connection was closed from outside.
    case recordClosed(VideoConnection)
    /// A client of port 5553 takes no more for now, or takes more again.
    case recordFlow(VideoConnection, takesMore: Bool)
    /// A picture that was ordered is ready; `isClientSlow` where its client has not read what it already has.
    case picture(CodedPicture, isClientSlow: Bool)
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
        /// The camera has looked: a picture is to be made, which comes back as an input.
        case pictureOrder(PictureOrder)
        /// A picture goes over the video link, whole or damaged; a recorded one over its connection, always whole.
        case video([UInt8], to: VideoRecipient)
        /// The drone closes the connection to the video port or the record port.
        case videoClose(VideoConnection)
        /// The drone restarted or lost its power: every TCP connection to it breaks.
        case connectionsBroken
    }
}
