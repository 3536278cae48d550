import DroneSimulation
import NIOCore
import NIOPosix

/// An FTP session on its sockets: cuts the lines, opens data ports, and gives up on clients that stall.
final class FTPControlHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let drone: DroneLoop
    private var session: FTPSession
    private var line: [UInt8] = []
    private var dataPort: FTPDataPort?
    private var idleTimeout: Scheduled<Void>?

    /// How long a client may be silent.
    static let idleLimit: TimeAmount = .seconds(60)

    init(_ drone: DroneLoop) {
        self.drone = drone
        session = FTPSession(version: drone.drone.versionFile)
    }

    func channelActive(context: ChannelHandlerContext) {
        guard drone.ftpOpened(context.channel) else { return context.close(promise: nil) }
        reply(FTPSession.greeting, context)
        restartTimeout(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        restartTimeout(context)
        for byte in unwrapInboundIn(data).readableBytesView {
            if byte == 0x0A {
                if line.last == 0x0D { line.removeLast() }
                let text = String(decoding: line, as: UTF8.self)
                line.removeAll(keepingCapacity: true)
                for order in session.handle(text) { perform(order, context) }
            } else if line.count >= FTPSession.lineLimit {
                reply("500 Line too long", context)
                return context.close(promise: nil)
            } else {
                line.append(byte)
            }
            guard context.channel.isActive else { return }
        }
        // A client that sends commands and never reads the replies is not waited for.
        if !context.channel.isWritable { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        idleTimeout?.cancel()
        dataPort?.close()
        drone.ftpClosed(context.channel)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func perform(_ order: FTPSession.Order, _ context: ChannelHandlerContext) {
        switch order {
        case .reply(let text): reply(text, context)
        case .close: context.close(promise: nil)
        case .openPassive(let form): openDataPort(form, context)
        case .transfer(let bytes): transfer(bytes, context)
        }
    }

    private func reply(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(ByteBuffer(string: text + "\r\n")), promise: nil)
    }

    private func openDataPort(_ form: FTPSession.PassiveReply, _ context: ChannelHandlerContext) {
        dataPort?.close()
        dataPort = nil
        guard let here = context.localAddress, let host = here.ipAddress, let peer = context.remoteAddress?.ipAddress
        else { return reply("425 No data connection", context) }
        let port = FTPDataPort(on: context.eventLoop, onlyFor: peer)
        dataPort = port
        port.open(host: host) { [weak self] number in
            guard let self, self.dataPort === port else { return port.close() }
            guard let number else {
                self.session.dataPortClosed()
                return self.reply("425 No data connection", context)
            }
            switch form {
            case .epsv: self.reply("229 Entering Extended Passive Mode (|||\(number)|)", context)
            case .pasv:
                let octets = host.split(separator: ".").joined(separator: ",")
                self.reply("227 Entering Passive Mode (\(octets),\(number >> 8),\(number & 255))", context)
            }
        }
    }

    private func transfer(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        guard let port = dataPort else { return reply("425 No data connection", context) }
        port.send(bytes) { [weak self] outcome in
            if self?.dataPort === port { self?.dataPort = nil }
            self?.reply(outcome == .sent ? "226 Done" : "426 Nobody came for it", context)
        }
    }

    private func restartTimeout(_ context: ChannelHandlerContext) {
        idleTimeout?.cancel()
        idleTimeout = context.eventLoop.assumeIsolated().scheduleTask(in: Self.idleLimit) {
            context.close(promise: nil)
        }
    }
}
