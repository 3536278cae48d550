import DroneProtocol
import FlightRecording
import NIOCore

/// The replayed drone's ports on their event loop: who listens, and what each gets.
final class ReplayStation {
    private(set) var counters = ReplayCounters()
    /// Called when the first client wakes navdata.
    var onFirstClient: (() -> Void)?

    private let dump: RecordedDump
    private var listeners: [any Channel] = []
    private var navdataPort: (any Channel)?
    private var videoPort: (any Channel)?
    private var navdataClients: [SocketAddress] = []
    private var videoClients: [SocketAddress] = []
    private var viewers: [Viewer] = []
    private var controls: [any Channel] = []
    /// A client asked for the configuration before it had connected.
    private var isDumpWanted = false

    private struct Viewer {
        var channel: any Channel
        /// Whether it has been given a frame's beginning, and what follows makes sense.
        var isAligned = false
    }

    /// Clients that get datagrams at once; the oldest gives way. A drone has one, but a replay harms nobody.
    private static let mostClients = 8
    /// Connections to a port; the oldest gives way.
    private static let mostConnections = 8
    /// What a frame of the 2.0 begins with.
    private static let frameMark: [UInt8] = Array("PaVE".utf8)

    init(dump: RecordedDump) { self.dump = dump }

    func start(_ channels: [any Channel], navdata: any Channel, video: any Channel) {
        listeners = channels
        navdataPort = navdata
        videoPort = video
    }

    func close(on loop: any EventLoop) -> EventLoopFuture<Void> {
        let channels = listeners + viewers.map(\.channel) + controls
        (listeners, viewers, controls) = ([], [], [])
        navdataPort = nil
        videoPort = nil
        return EventLoopFuture.andAllComplete(channels.map { $0.close().recover { _ in } }, on: loop)
    }

    // MARK: From the recording

    /// Sends what is due.
    func hand(_ item: FlightItem) {
        switch item.content {
        case .navdata(let bytes):
            counters.navdataSent += navdataClients.count
            send(bytes, to: navdataClients, on: navdataPort)
        case .videoDatagram(let bytes): send(bytes, to: videoClients, on: videoPort)
        case .stream(.video, .data(let bytes)): stream(bytes)
        case .stream(.video, .opened), .stream(.video, .gap):
            for index in viewers.indices { viewers[index].isAligned = false }
        case .stream, .navdataRequest, .commands, .event: break
        }
    }

    private func send(_ bytes: [UInt8], to clients: [SocketAddress], on port: (any Channel)?) {
        guard let port, !clients.isEmpty else { return }
        let buffer = ByteBuffer(bytes: bytes)
        for client in clients { port.write(AddressedEnvelope(remoteAddress: client, data: buffer), promise: nil) }
        port.flush()
    }

    private func stream(_ bytes: [UInt8]) {
        for index in viewers.indices {
            var part = bytes[...]
            // One that does not read gets the next whole frame that it has room for.
            if !viewers[index].channel.isWritable { viewers[index].isAligned = false }
            if !viewers[index].isAligned {
                guard viewers[index].channel.isWritable, let mark = Self.frameStart(in: bytes) else { continue }
                part = bytes[mark...]
                viewers[index].isAligned = true
            }
            counters.videoBytes += part.count
            viewers[index].channel.writeAndFlush(ByteBuffer(bytes: part), promise: nil)
        }
    }

    private static func frameStart(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= frameMark.count else { return nil }
        return (0...bytes.count - frameMark.count).first { bytes[$0..<$0 + frameMark.count].elementsEqual(frameMark) }
    }

    // MARK: From clients

    func receive(_ port: Port, _ bytes: [UInt8], from client: SocketAddress) {
        switch port {
        case .navdata:
            counters.wakeUps += 1
            Self.admit(client, to: &navdataClients)
            onFirstClient?()
            onFirstClient = nil
        case .video: Self.admit(client, to: &videoClients)
        case .commands:
            counters.commandDatagrams += 1
            for case .success(let numbered) in ATDatagram.decode(bytes.span.bytes) {
                if case .control(.getConfiguration, _) = numbered.command { sendDump() }
            }
        }
    }

    /// A UDP port.
    enum Port: Sendable { case navdata, commands, video }

    private static func admit(_ client: SocketAddress, to clients: inout [SocketAddress]) {
        if clients.contains(client) { return }
        if clients.count >= mostClients { clients.removeFirst() }
        clients.append(client)
    }

    private func sendDump() {
        guard !controls.isEmpty else {
            isDumpWanted = true
            return
        }
        isDumpWanted = false
        counters.dumps += 1
        for control in controls where control.isWritable {
            control.writeAndFlush(ByteBuffer(bytes: dump.bytes), promise: nil)
        }
    }

    func opened(_ stream: StreamPort, _ channel: any Channel) {
        switch stream {
        case .control:
            if controls.count >= Self.mostConnections { controls.first?.close(promise: nil) }
            controls.append(channel)
            if isDumpWanted { sendDump() }
        case .video:
            if viewers.count >= Self.mostConnections { viewers.first?.channel.close(promise: nil) }
            viewers.append(Viewer(channel: channel))
        }
    }

    func closed(_ channel: any Channel) {
        controls.removeAll { $0 === channel }
        viewers.removeAll { $0.channel === channel }
    }

    /// A TCP port.
    enum StreamPort: Sendable { case control, video }
}
