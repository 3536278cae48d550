import NIOCore

/// Hands on the payload of every datagram that comes from the drone's port; others are not the drone's and are
/// ignored.
final class DatagramReceiver: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let source: SocketAddress
    private let receive: (ByteBuffer) -> Void

    init(from source: SocketAddress, _ receive: @escaping (ByteBuffer) -> Void) {
        self.source = source
        self.receive = receive
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let sender = envelope.remoteAddress
        guard sender.ipAddress == source.ipAddress, sender.port == source.port else { return }
        receive(envelope.data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An ICMP complaint about one datagram; the link's own silence rules decide what it means.
    }
}

/// Hands on the bytes of a stream as they come.
final class StreamReceiver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let receive: ([UInt8]) -> Void

    init(_ receive: @escaping ([UInt8]) -> Void) { self.receive = receive }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        receive(Array(unwrapInboundIn(data).readableBytesView))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The close that follows tells the link.
        context.close(promise: nil)
    }
}
