import DroneModel
import DroneProtocol
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// The shell around ``DroneSession``: performs its orders on sockets. Lives on one event loop, and nowhere else.
final class LinkCore {
    enum Limit {
        /// A full packet has 2120 bytes, the maker's buffer 4096; anything longer is cut and then refused.
        static let navdataBuffer = 8192
        /// The control port is on the drone's own hotspot: a second is long.
        static let connect: TimeAmount = .seconds(1)
        /// `version.txt` within this, or the model is known by evidence only.
        static let versionFile: TimeAmount = .seconds(3)
        /// A UDP socket that the system closed (the Wi-Fi went away) is opened again after this.
        static let reopen: TimeAmount = .milliseconds(100)
    }

    private let loop: any EventLoop
    private let addresses: LinkAddresses
    private let shared: NIOLockedValueBox<DroneSnapshot>
    private let observer: DroneLink.Observer
    private let recorder: LinkRecorder?
    private var navdataTap: PortTap
    private var atTap: PortTap
    private var controlTap: PortTap
    /// Our address toward the drone, once the system has told it.
    private var ownAddress: SocketAddress?
    private var isLearningAddress = false
    private var phase: LinkPhase?
    private var session: DroneSession
    private var navdataChannel: (any Channel)?
    private var atChannel: (any Channel)?
    private var controlChannel: (any Channel)?
    private var isOpeningControl = false
    private var versionFetch: VersionFileClient?
    private var nextTick = NIODeadline.now()
    private var isClosed = false
    private var waiting: [Int: EventLoopPromise<ConfigurationOutcome>] = [:]
    private var leaving: [EventLoopPromise<DroneSession.Departure>] = []

    init(
        loop: any EventLoop, addresses: LinkAddresses, settings: DroneSession.Settings,
        recorder: LinkRecorder?, shared: NIOLockedValueBox<DroneSnapshot>, observer: @escaping DroneLink.Observer
    ) {
        self.recorder = recorder
        navdataTap = PortTap(.navdata, of: addresses.navdata, recorder: recorder)
        atTap = PortTap(.commands, of: addresses.at, recorder: recorder)
        controlTap = PortTap(.control, of: addresses.control, recorder: recorder)
        self.loop = loop
        self.addresses = addresses
        self.shared = shared
        self.observer = observer
        session = DroneSession(settings: settings)
    }

    // MARK: Opening

    func start() -> EventLoopFuture<Void> {
        let bound = NIOLoopBound(self, eventLoop: loop)
        return learnOwnAddress().flatMap { _ in
            bound.value.openNavdata().and(bound.value.openAT())
        }.map { _ in
            bound.value.begin()
        }.flatMapErrorThrowing { error in
            throw LinkError.noSocket(reason: "\(error)")
        }
    }

    private func begin() {
        nextTick = .now()
        tick()
        fetchVersionFile()
    }

    private func openNavdata() -> EventLoopFuture<Void> {
        let bound = NIOLoopBound(self, eventLoop: loop)
        return openDatagram { bytes in bound.value.receiveNavdata(bytes) }.map { channel in
            bound.value.navdataChannel = channel
            bound.value.tapDatagrams()
            channel.closeFuture.whenComplete { _ in bound.value.reopen { $0.openNavdata() } }
        }
    }

    private func openAT() -> EventLoopFuture<Void> {
        let bound = NIOLoopBound(self, eventLoop: loop)
        // Nothing is ever answered on the AT port; what comes there is not read as anything.
        return openDatagram { _ in }.map { channel in
            bound.value.atChannel = channel
            bound.value.tapDatagrams()
            channel.closeFuture.whenComplete { _ in bound.value.reopen { $0.openAT() } }
        }
    }

    /// Asks the system which address of ours packets to the drone leave from, for the recorder: a socket connected to the
    /// drone's port knows, and sends nothing by that.
    private func learnOwnAddress() -> EventLoopFuture<Void> {
        guard recorder != nil, ownAddress == nil, !isLearningAddress else { return loop.makeSucceededVoidFuture() }
        isLearningAddress = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        let probe = DatagramBootstrap(group: loop).connect(to: addresses.navdata)
        return probe.map { channel in
            bound.value.ownAddress = channel.localAddress
            bound.value.tapDatagrams()
            channel.close(promise: nil)
        }.recover { _ in
            // No way to the drone yet; asked again with the next wake-up.
        }.map { _ in bound.value.isLearningAddress = false }
    }

    private func tapDatagrams() {
        if let navdataChannel { navdataTap.use(navdataChannel, from: ownAddress) }
        if let atChannel { atTap.use(atChannel, from: ownAddress) }
    }

    private func openDatagram(_ receive: @escaping (ByteBuffer) -> Void) -> EventLoopFuture<any Channel> {
        let drone = addresses.navdata
        let handler = NIOLoopBound(receive, eventLoop: loop)
        return DatagramBootstrap(group: loop)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Limit.navdataBuffer))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(DatagramReceiver(from: drone, handler.value))
                }
            }
            .bind(host: drone.protocol == .inet6 ? "::" : "0.0.0.0", port: 0)
    }

    private func reopen(_ open: @escaping (LinkCore) -> EventLoopFuture<Void>) {
        guard !isClosed else { return }
        let bound = NIOLoopBound((self, open), eventLoop: loop)
        loop.assumeIsolated().scheduleTask(in: Limit.reopen) {
            let (core, open) = bound.value
            guard !core.isClosed else { return }
            open(core).whenFailure { _ in bound.value.0.reopen(bound.value.1) }
        }
    }

    // MARK: The beat

    private func tick() {
        guard !isClosed else { return }
        perform(session.tick(at: LinkClock.now))
        // Absolute deadlines keep the period; after a stall the missed ticks are skipped, not caught up.
        let period = TimeAmount.milliseconds(30)
        nextTick = nextTick + period
        let now = NIODeadline.now()
        if nextTick < now { nextTick = now + period }
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.assumeIsolated().scheduleTask(deadline: nextTick) { bound.value.tick() }
    }

    private func publish() {
        let snapshot = session.snapshot
        shared.withLockedValue { $0 = snapshot }
        if snapshot.link.phase != phase {
            phase = snapshot.link.phase
            // Another network may have another address of ours.
            if snapshot.link.phase == .lost { ownAddress = nil }
            observer(.phase(snapshot.link.phase, at: LinkClock.now))
        }
    }

    private func receiveNavdata(_ buffer: ByteBuffer) {
        guard !isClosed else { return }
        let now = LinkClock.now
        let bytes = Array(buffer.readableBytesView)
        navdataTap.received(bytes, at: now)
        observer(.navdataReceived(bytes, at: now))
        let before = session.snapshot.link.counters.navdataValid
        let outputs = session.receiveNavdata(bytes.span.bytes, at: now)
        if session.snapshot.link.counters.navdataValid != before { observer(.telemetry(session.snapshot, at: now)) }
        perform(outputs)
    }

    // MARK: What the outside asks for

    func perform(_ intent: PilotIntent) -> DroneSession.Verdict {
        guard !isClosed else { return .refused("the link is closed") }
        let (verdict, outputs) = session.perform(intent, at: LinkClock.now)
        perform(outputs)
        return verdict
    }

    func write(key: String, value: String) throws(CommandError) -> Int { try session.write(key: key, value: value) }

    func activate(_ ids: MulticonfigurationIDs) -> Int? { session.activate(ids) }

    func readConfiguration() -> Int { session.readConfiguration() }

    func outcome(of job: Int) -> EventLoopFuture<ConfigurationOutcome> {
        guard !isClosed else { return loop.makeSucceededFuture(.failed(.linkLost)) }
        let promise = loop.makePromise(of: ConfigurationOutcome.self)
        waiting[job] = promise
        return promise.futureResult
    }

    func leave() -> EventLoopFuture<DroneSession.Departure> {
        guard !isClosed else { return loop.makeSucceededFuture(.landed) }
        let promise = loop.makePromise(of: DroneSession.Departure.self)
        leaving.append(promise)
        perform(session.leave(at: LinkClock.now))
        return promise.futureResult
    }

    func close() -> EventLoopFuture<Void> {
        guard !isClosed else { return loop.makeSucceededVoidFuture() }
        isClosed = true
        publish()
        for promise in waiting.values { promise.succeed(.failed(.linkLost)) }
        for promise in leaving { promise.succeed(.stillFlying) }
        waiting = [:]
        leaving = []
        versionFetch?.cancel()
        controlTap.closed(by: .client, at: LinkClock.now)
        let channels = [navdataChannel, atChannel, controlChannel].compactMap { $0 }
        return EventLoopFuture.andAllComplete(channels.map { $0.close() }, on: loop)
    }

    // MARK: Performing orders

    private func perform(_ outputs: [DroneSession.Output]) {
        // First of all: who is told of an event must find it in the snapshot.
        publish()
        for output in outputs {
            switch output {
            case .sendAT(let bytes): sendAT(bytes)
            case .wakeNavdata: wakeNavdata()
            case .openControl: openControl()
            case .closeControl: closeControl()
            case .event(let event): observer(.event(event))
            case .finished(let job, let outcome):
                observer(.finished(job: job, outcome))
                waiting.removeValue(forKey: job)?.succeed(outcome)
            case .left(let departure):
                observer(.left(departure))
                let promises = leaving
                leaving = []
                _ = close()
                for promise in promises { promise.succeed(departure) }
            }
        }
    }

    private func wakeNavdata() {
        _ = learnOwnAddress()
        if send(DroneSession.wakeUpDatagram, on: navdataChannel, to: addresses.navdata) != nil {
            navdataTap.sent(DroneSession.wakeUpDatagram, at: LinkClock.now)
        }
    }

    private func sendAT(_ bytes: [UInt8]) {
        let bound = NIOLoopBound(self, eventLoop: loop)
        let sent = send(bytes, on: atChannel, to: addresses.at)
        sent?.whenFailure { _ in bound.value.session.noteATFailure() }
        let now = LinkClock.now
        if sent != nil { atTap.sent(bytes, at: now) }
        observer(.atSent(bytes, at: now))
    }

    @discardableResult
    private func send(
        _ bytes: [UInt8], on channel: (any Channel)?, to address: SocketAddress
    ) -> EventLoopFuture<Void>? {
        guard let channel, channel.isActive else {
            session.noteATFailure()
            return nil
        }
        let envelope = AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: bytes))
        return channel.writeAndFlush(envelope)
    }

    private func openControl() {
        guard !isOpeningControl, controlChannel == nil else { return }
        isOpeningControl = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(Limit.connect)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let receiver = StreamReceiver { bytes in bound.value.receiveControl(bytes) }
                    try channel.pipeline.syncOperations.addHandler(receiver)
                }
            }
            .connect(to: addresses.control)
            .whenComplete { result in
                let core = bound.value
                core.isOpeningControl = false
                guard case .success(let channel) = result, !core.isClosed else {
                    if case .success(let channel) = result { channel.close(promise: nil) }
                    return core.controlEnded(nil)
                }
                core.controlChannel = channel
                core.controlTap.opened(channel, at: LinkClock.now)
                core.session.controlOpened(at: LinkClock.now)
                channel.closeFuture.whenComplete { _ in bound.value.controlEnded(channel) }
            }
    }

    private func receiveControl(_ bytes: [UInt8]) {
        guard !isClosed else { return }
        let now = LinkClock.now
        controlTap.streamReceived(bytes, at: now)
        observer(.controlReceived(bytes, at: now))
        perform(session.receiveControl(bytes, at: now))
    }

    private func closeControl() {
        controlTap.closed(by: .client, at: LinkClock.now)
        controlChannel?.close(promise: nil)
        controlChannel = nil
    }

    private func controlEnded(_ channel: (any Channel)?) {
        // A connection that we closed ourselves, or one long replaced, ends without news.
        if let channel, controlChannel !== channel { return }
        controlChannel = nil
        controlTap.closed(by: .drone, at: LinkClock.now)
        guard !isClosed else { return }
        perform(session.controlClosed(at: LinkClock.now))
    }

    private func fetchVersionFile() {
        let bound = NIOLoopBound(self, eventLoop: loop)
        let client = VersionFileClient(loop: loop, server: addresses.ftp)
        versionFetch = client
        client.run(within: Limit.versionFile).whenComplete { result in
            let core = bound.value
            core.versionFetch = nil
            guard case .success(let version) = result, !core.isClosed else { return }
            core.perform(core.session.identify(firmware: version, by: .versionFile, at: LinkClock.now))
        }
    }
}
