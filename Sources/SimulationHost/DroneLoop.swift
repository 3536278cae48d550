import DroneSimulation
import NIOCore

/// The simulated drone on its event loop: everything here happens on that loop alone.
///
/// Real time drives the simulation in its own steps of 5 ms. A loop that was held up catches up at most a quarter of
/// a second; what is beyond that is left out of the drone's life, so that a machine that slept, or is too slow, never
/// works through a backlog.
final class DroneLoop {
    let eventLoop: any EventLoop
    private(set) var drone: SimulatedDrone
    /// What real time was left out.
    private(set) var skipped: Duration = .zero

    private var epoch: NIODeadline
    private var ticking: Scheduled<Void>?
    private var navdataPort: (any Channel)?
    private var discoveryPort: (any Channel)?
    private var videoPort: (any Channel)?
    private var viewers: [(connection: VideoConnection, channel: any Channel)] = []
    private var recorders: [(connection: VideoConnection, channel: any Channel, takesMore: Bool)] = []
    /// Makes the pictures; nil where video is off.
    let camera: CameraThread?
    private var listeners: [any Channel] = []
    private var controls: [(connection: ControlConnection, channel: any Channel)] = []
    private var ftpSessions: [any Channel] = []
    private var connectionCount: UInt64 = 0

    /// The most real time that is caught up in one go.
    static let catchUpLimit: Duration = .milliseconds(250)
    /// Connections to the control port that are kept; the oldest gives way.
    static let controlLimit = 16
    /// FTP sessions at a time; more are turned away.
    static let ftpLimit = 8

    init(_ settings: HostSettings, on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        drone = SimulatedDrone(settings.drone)
        camera = settings.video == .on ? CameraThread(settings.drone, replyingOn: eventLoop) : nil
        epoch = .now()
    }

    // MARK: - Time

    /// Lets time drive the drone, which answers from now on.
    func start(
        listeners: [any Channel], navdata: any Channel, discovery: any Channel, video: (any Channel)?
    ) {
        videoPort = video
        self.listeners = listeners
        navdataPort = navdata
        discoveryPort = discovery
        scheduleTick()
    }

    private func scheduleTick() {
        let next = epoch + TimeAmount(drone.time + SimulatedDrone.step)
        ticking = eventLoop.assumeIsolated().scheduleTask(deadline: max(next, .now())) { [weak self] in self?.tick() }
    }

    private func tick() {
        noteFlow()
        perform(drone.advance(to: presentTime()))
        scheduleTick()
    }

    /// The drone's time now; moves the epoch where too much real time has passed.
    private func presentTime() -> Duration {
        let time = Duration.nanoseconds((NIODeadline.now() - epoch).nanoseconds)
        let excess = time - drone.time - Self.catchUpLimit
        guard excess > .zero else { return time }
        skipped += excess
        epoch = epoch + TimeAmount(excess)
        return time - excess
    }

    // MARK: - In and out

    /// Does something to the drone by hand.
    func touch(_ change: (inout SimulatedDrone) -> Void) { change(&drone) }

    func handle(_ input: DroneInput) { perform(drone.handle(input, at: presentTime())) }

    private func perform(_ outputs: [DroneOutput]) {
        var hasNavdata = false
        for output in outputs {
            switch output.content {
            case .navdata(let bytes, let client):
                write(bytes, to: client, on: navdataPort)
                hasNavdata = true
            case .discoveryReply(let bytes, let client):
                write(bytes, to: client, on: discoveryPort)
                discoveryPort?.flush()
            case .control(let bytes, let connection):
                send(bytes, to: connection)
            case .controlClose(let connection):
                controls.first { $0.connection == connection }?.channel.close(promise: nil)
            case .pictureOrder(let order):
                camera?.take(order) { [weak self] picture in self?.pictureReady(picture) }
            case .video(let bytes, .connection(let connection)):
                viewer(connection)?.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
            case .video(let bytes, .datagrams(let client)):
                write(bytes, to: client, on: videoPort)
                videoPort?.flush()
            case .video(_, .recorder): break  // It keeps its pictures until a connection takes them.
            case .videoClose(let connection):
                viewer(connection)?.close(promise: nil)
            case .connectionsBroken:
                for channel in connections { channel.close(promise: nil) }
            }
        }
        if hasNavdata { navdataPort?.flush() }
    }

    private func write(_ bytes: [UInt8], to client: ClientAddress, on channel: (any Channel)?) {
        guard let channel, let address = client.socketAddress else { return }
        channel.write(AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: bytes)), promise: nil)
    }

    private func send(_ bytes: [UInt8], to connection: ControlConnection) {
        guard let channel = controls.first(where: { $0.connection == connection })?.channel else { return }
        // A client that asks and never reads is not waited for.
        guard channel.isWritable else { return channel.close(promise: nil) }
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    // MARK: - Connections

    /// A name for a new connection to the control port.
    func nextConnection() -> ControlConnection {
        connectionCount += 1
        return ControlConnection(id: connectionCount)
    }

    /// Takes a new connection; the drone may close it at once.
    func controlOpened(_ connection: ControlConnection, _ channel: any Channel) {
        if controls.count >= Self.controlLimit { controls.first?.channel.close(promise: nil) }
        controls.append((connection, channel))
        handle(.controlOpened(connection))
    }

    func controlClosed(_ connection: ControlConnection) {
        controls.removeAll { $0.connection == connection }
        handle(.controlClosed(connection))
    }

    /// Whether another FTP session is taken.
    func ftpOpened(_ channel: any Channel) -> Bool {
        guard drone.isResponding, ftpSessions.count < Self.ftpLimit else { return false }
        ftpSessions.append(channel)
        return true
    }

    func ftpClosed(_ channel: any Channel) { ftpSessions.removeAll { $0 === channel } }

    // MARK: - Video

    private func viewer(_ connection: VideoConnection) -> (any Channel)? {
        viewers.first { $0.connection == connection }?.channel
            ?? recorders.first { $0.connection == connection }?.channel
    }

    private func pictureReady(_ picture: CodedPicture) {
        var isSlow = false
        if case .connection(let connection) = picture.order.recipient {
            isSlow = viewer(connection)?.isWritable == false
        }
        handle(.picture(picture, isClientSlow: isSlow))
    }

    /// A name for a new connection to the video port.
    func nextVideoConnection() -> VideoConnection {
        connectionCount += 1
        return VideoConnection(id: connectionCount)
    }

    /// Takes a new viewer; the drone may close the connection at once.
    func videoOpened(_ connection: VideoConnection, _ channel: any Channel) {
        viewers.append((connection, channel))
        handle(.videoOpened(connection))
    }

    func videoClosed(_ connection: VideoConnection) {
        viewers.removeAll { $0.connection == connection }
        handle(.videoClosed(connection))
    }

    // MARK: - Recording

    /// Takes a new client of the record port; the drone may close the connection at once.
    func recordOpened(_ connection: VideoConnection, _ channel: any Channel) {
        recorders.append((connection, channel, true))
        handle(.recordOpened(connection))
    }

    func recordClosed(_ connection: VideoConnection) {
        recorders.removeAll { $0.connection == connection }
        handle(.recordClosed(connection))
    }

    /// Tells the drone who has not read yet what was sent before, so that recorded pictures wait with the drone.
    private func noteFlow() {
        for (index, recorder) in recorders.enumerated() where recorder.channel.isWritable != recorder.takesMore {
            recorders[index].takesMore.toggle()
            handle(.recordFlow(recorder.connection, takesMore: !recorder.takesMore))
        }
    }

    // MARK: - All of them

    private var connections: [any Channel] {
        controls.map(\.channel) + viewers.map(\.channel) + recorders.map(\.channel) + ftpSessions
    }

    /// How many TCP connections are open: for tests.
    var connectionTotal: Int { connections.count }

    /// Ends the drone's life and closes everything.
    func stop() -> EventLoopFuture<Void> {
        ticking?.cancel()
        ticking = nil
        let channels = listeners + connections
        listeners = []
        var closures = channels.map { channel in channel.close().recover { _ in } }
        if let camera { closures.append(camera.stop()) }
        return EventLoopFuture.andAllComplete(closures, on: eventLoop)
    }
}

extension TimeAmount {
    /// A duration to the nanosecond; those beyond 292 years are cut.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        self = .nanoseconds(overflow ? .max : product &+ attoseconds / 1_000_000_000)
    }
}
