import DroneSimulation
import NIOCore

/// Hands the datagrams of one UDP port to the drone.
final class DatagramPortHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    /// Which port it is.
    enum Port: Sendable {
        case commands
        case navdata
        case discovery
        case video
    }

    private let port: Port
    private let drone: DroneLoop

    init(_ port: Port, _ drone: DroneLoop) {
        self.port = port
        self.drone = drone
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        guard let client = ClientAddress(envelope.remoteAddress) else { return }
        let bytes = Array(envelope.data.readableBytesView)
        switch port {
        case .commands: drone.handle(.commands(bytes, from: client))
        case .navdata: drone.handle(.navdataRequest(bytes, from: client))
        case .discovery: drone.handle(.discovery(bytes, from: client))
        case .video: drone.handle(.videoRequest(bytes, from: client))
        }
    }

    /// A datagram that could not be delivered to a client that is gone is no reason to close the port.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}

/// One connection to the control port.
final class ControlConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let drone: DroneLoop
    private var connection: ControlConnection?

    init(_ drone: DroneLoop) { self.drone = drone }

    func channelActive(context: ChannelHandlerContext) {
        // Known before it is announced, as the drone may close it at once.
        let connection = drone.nextConnection()
        self.connection = connection
        drone.controlOpened(connection, context.channel)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let connection else { return }
        drone.handle(.controlBytes(Array(unwrapInboundIn(data).readableBytesView), connection))
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let connection { drone.controlClosed(connection) }
        connection = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// One connection to a port that only sends: the live video's and the record stream's.
final class SendingConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// Which of the two ports it is.
    enum Port { case video, record }

    private let drone: DroneLoop
    private let port: Port
    private var connection: VideoConnection?

    init(_ drone: DroneLoop, _ port: Port) {
        self.drone = drone
        self.port = port
    }

    func channelActive(context: ChannelHandlerContext) {
        let connection = drone.nextVideoConnection()
        self.connection = connection
        switch port {
        case .video: drone.videoOpened(connection, context.channel)
        case .record: drone.recordOpened(connection, context.channel)
        }
    }

    /// The drone does not read; what comes is thrown away, so that the end of the connection is noticed.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func channelInactive(context: ChannelHandlerContext) {
        guard let connection else { return }
        self.connection = nil
        switch port {
        case .video: drone.videoClosed(connection)
        case .record: drone.recordClosed(connection)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
