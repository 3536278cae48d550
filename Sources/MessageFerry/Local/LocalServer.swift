import BundleProtocol
import NIOCore

/// One application's connection: a request at a time.
final class LocalServer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let shell: FerryShell
    private var context: ChannelHandlerContext?
    private var waiting = ByteBuffer()

    init(_ shell: FerryShell) { self.shell = shell }

    func channelActive(context: ChannelHandlerContext) { self.context = context }
    func channelInactive(context: ChannelHandlerContext) { self.context = nil }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        waiting.writeBuffer(&buffer)
        while let length = waiting.getInteger(at: waiting.readerIndex, as: UInt32.self) {
            guard Int(length) <= LocalFrame.limit else { return context.close(promise: nil) }
            guard waiting.readableBytes >= 4 + Int(length) else { return }
            waiting.moveReaderIndex(forwardBy: 4)
            let bytes = waiting.readBytes(length: Int(length)) ?? []
            waiting.discardReadBytes()
            do {
                let request = try LocalRequest(decoding: bytes)
                ApplicationDesk(shell).serve(request, isWanted: { [self] in self.context != nil }) { [self] in
                    answer($0)
                }
            } catch { answer(.refused("\(error)")) }
        }
    }

    private func answer(_ answer: LocalAnswer) {
        guard let context else { return }
        let bytes = LocalFrame.framed(answer.encoded)
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }
}
