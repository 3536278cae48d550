public import DroneModel
public import DroneProtocol
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// One drone's sockets, on one event loop that does nothing slow.
///
/// Opens ephemeral local ports, so several drones, or several programs, share a host. ``snapshot`` may be read from
/// any thread; everything else is handed to the loop. The session ends with ``leave()``, which brings a flying drone
/// down first, and ``close()``, which does not.
public final class DroneLink: Sendable {
    /// Called on the event loop with everything that happens; see ``LinkUpdate``.
    public typealias Observer = @Sendable (LinkUpdate) -> Void

    private let thread: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    private let core: NIOLoopBound<LinkCore>
    private let shared: NIOLockedValueBox<DroneSnapshot>
    private let endpoint: DroneEndpoint
    private let recorder: LinkRecorder?
    private let video = NIOLockedValueBox<(link: VideoLink, pictures: @Sendable () -> PictureHealth?)?>(nil)
    private let record = NIOLockedValueBox<RecordLink?>(nil)
    /// Set before the thread ends: nothing may be handed to a loop that is gone.
    private let isClosed = NIOLockedValueBox(false)

    private init(
        endpoint: DroneEndpoint, recorder: LinkRecorder?, thread: MultiThreadedEventLoopGroup,
        core: NIOLoopBound<LinkCore>, shared: NIOLockedValueBox<DroneSnapshot>
    ) {
        self.endpoint = endpoint
        self.recorder = recorder
        self.thread = thread
        self.loop = thread.next()
        self.core = core
        self.shared = shared
    }

    /// Opens the sockets and starts the AT loop, on a thread of its own.
    ///
    /// A drone that is not there is no error: the link searches until it comes.
    ///
    /// - Parameters:
    ///   - endpoint: Where the drone listens.
    ///   - settings: What is to be made of it.
    ///   - recorder: Told of all traffic, also of video and the record stream.
    ///   - observer: Told of everything that happens, on the loop.
    /// - Throws: ``LinkError``.
    public static func open(
        to endpoint: DroneEndpoint, settings: DroneSession.Settings, recorder: LinkRecorder? = nil,
        observer: @escaping Observer = { _ in }
    ) async throws -> DroneLink {
        let addresses = try Self.resolve(endpoint)
        let shared = NIOLockedValueBox(DroneSnapshot(identity: DroneIdentity(reality: settings.reality)))
        let thread = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = thread.next()
        do {
            return try await loop.flatSubmit {
                let core = LinkCore(
                    loop: loop, addresses: addresses, settings: settings, recorder: recorder, shared: shared,
                    observer: observer)
                let bound = NIOLoopBound(core, eventLoop: loop)
                return core.start().map {
                    DroneLink(endpoint: endpoint, recorder: recorder, thread: thread, core: bound, shared: shared)
                }
            }.get()
        } catch {
            try? await thread.shutdownGracefully()
            throw error
        }
    }

    /// Everything known of the drone; at most one AT period (30 ms) old.
    public var snapshot: DroneSnapshot {
        var snapshot = shared.withLockedValue { $0 }
        if let (link, pictures) = video.withLockedValue({ $0 }) {
            snapshot.video = link.health
            snapshot.video?.pictures = pictures()
        }
        snapshot.videoRecord = record.withLockedValue { $0 }?.health
        if let health = recorder?.health() { snapshot.note(health) }
        return snapshot
    }

    /// Begins to receive video, on an event loop of its own; how it fares is in the snapshot.
    ///
    /// - Parameters:
    ///   - pictures: What the consumer made of it, for the snapshot; called on any thread.
    ///   - consumer: Gets what comes; in place of the consumer before, if there was one.
    /// - Throws: ``LinkError``.
    public func startVideo(
        pictures: @escaping @Sendable () -> PictureHealth? = { nil }, _ consumer: @escaping VideoLink.Consumer
    ) async throws {
        await stopVideo()
        let shared = shared
        let opened = try await VideoLink.open(
            to: endpoint, recorder: recorder, generation: { shared.withLockedValue { $0.identity.generation } },
            consumer: consumer)
        let isTooLate = video.withLockedValue { video in
            let isClosed = isClosed.withLockedValue { $0 }
            if !isClosed { video = (opened, pictures) }
            return isClosed
        }
        if isTooLate { await opened.close() }
    }

    /// Ends the video; the drone's video port is free for others then.
    public func stopVideo() async {
        let old = video.withLockedValue { video in
            defer { video = nil }
            return video
        }
        await old?.link.close()
    }

    /// Begins to receive the drone's record stream, on a thread of its own; how it fares is in the snapshot, also when
    /// it is over. The drone itself is told to record, and to stop, by its configuration.
    ///
    /// - Parameter consumer: Gets the stream; may take its time, as nothing of it is dropped.
    /// - Throws: ``LinkError``.
    public func startVideoRecord(_ consumer: @escaping RecordLink.Consumer) async throws {
        await closeVideoRecord()
        let opened = try await RecordLink.open(to: endpoint, recorder: recorder, consumer: consumer)
        let isTooLate = record.withLockedValue { record in
            let isClosed = isClosed.withLockedValue { $0 }
            if !isClosed { record = opened }
            return isClosed
        }
        if isTooLate { await opened.close() }
    }

    /// The drone was told to stop recording: the stream ends with the last picture.
    public func finishVideoRecord() { record.withLockedValue { $0 }?.stop() }

    /// Ends the record stream at once.
    public func closeVideoRecord(_ reason: String = "given up") async {
        await record.withLockedValue { $0 }?.close(reason)
    }

    /// Activates multiconfiguration sets, which most of the video keys need, unless some are active already.
    ///
    /// - Throws: ``ConfigurationFailure``.
    public func activate(_ ids: MulticonfigurationIDs) async throws {
        let outcome = try await onLoop { [loop] core in
            core.value.activate(ids).map { core.value.outcome(of: $0) } ?? loop.makeSucceededFuture(.acknowledged)
        }
        if case .failed(let failure) = outcome { throw failure }
    }

    /// Does what the pilot asks; the reason comes back when it is refused, and is in the event log too.
    @discardableResult
    public func perform(_ intent: PilotIntent) async -> DroneSession.Verdict {
        let verdict = try? await onLoop { [loop] core in loop.makeSucceededFuture(core.value.perform(intent)) }
        return verdict ?? .refused("the link is closed")
    }

    /// Does what the pilot asks, without waiting for the verdict.
    public func order(_ intent: PilotIntent) {
        isClosed.withLockedValue { isClosed in
            if !isClosed { loop.execute { [core] in _ = core.value.perform(intent) } }
        }
    }

    /// Writes one configuration key; returns when the drone acknowledged it or it was given up.
    public func write(key: String, value: String) async throws {
        let outcome = try await job { core throws(CommandError) in try core.write(key: key, value: value) }
        if case .failed(let failure) = outcome { throw failure }
    }

    /// Reads the whole configuration.
    ///
    /// - Throws: ``ConfigurationFailure``.
    public func readConfiguration() async throws -> DroneConfiguration {
        let outcome = try await job { core in core.readConfiguration() }
        switch outcome {
        case .failed(let failure): throw failure
        case .received(let bytes): return ConfigurationDump(decoding: bytes).configuration
        case .acknowledged: throw ConfigurationFailure.answerIncomplete(bytes: 0)
        }
    }

    /// Ends the session: a flying drone hovers, lands, and only then the sockets are closed.
    public func leave() async -> DroneSession.Departure {
        await withCheckedContinuation { continuation in leave { continuation.resume(returning: $0) } }
    }

    /// As ``leave()``; `whenDone` is called on the event loop, or at once when the link is closed already.
    public func leave(_ whenDone: @escaping @Sendable (DroneSession.Departure) -> Void) {
        onLoop { core in
            core.value.leave()
        } whenDone: { result in
            whenDone((try? result.get()) ?? .stillFlying)
        }
    }

    /// Closes the sockets at once, whatever the drone does, and ends the link's thread.
    ///
    /// Whatever is asked for afterwards is answered as by a closed link; a second call does nothing.
    public func close() async {
        try? await onLoop { core in core.value.close() }
        let isFirst = isClosed.withLockedValue { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        await stopVideo()
        await closeVideoRecord("the link was closed")
        if isFirst { try? await thread.shutdownGracefully() }
    }

    private func job(
        _ start: @escaping @Sendable (LinkCore) throws -> Int
    ) async throws -> ConfigurationOutcome {
        try await onLoop { [loop] core in
            do {
                return core.value.outcome(of: try start(core.value))
            } catch {
                return loop.makeFailedFuture(error)
            }
        }
    }

    private func onLoop<Value: Sendable>(
        _ body: @escaping @Sendable (NIOLoopBound<LinkCore>) -> EventLoopFuture<Value>
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            onLoop(body) { continuation.resume(with: $0) }
        }
    }

    /// Runs on the loop; nothing, not even a failed future, is handed to a loop that is gone.
    private func onLoop<Value: Sendable>(
        _ body: @escaping @Sendable (NIOLoopBound<LinkCore>) -> EventLoopFuture<Value>,
        whenDone: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let isGone = isClosed.withLockedValue { isClosed in
            if !isClosed { loop.flatSubmit { [core] in body(core) }.whenComplete(whenDone) }
            return isClosed
        }
        if isGone { whenDone(.failure(ChannelError.alreadyClosed)) }
    }

    private static func resolve(_ endpoint: DroneEndpoint) throws -> LinkAddresses {
        func address(_ port: Int) throws -> SocketAddress {
            do {
                return try SocketAddress.makeAddressResolvingHost(endpoint.host, port: port)
            } catch {
                throw LinkError.unknownHost(endpoint.host, reason: "\(error)")
            }
        }
        return LinkAddresses(
            navdata: try address(endpoint.ports.navdata), at: try address(endpoint.ports.at),
            control: try address(endpoint.ports.control), ftp: try address(endpoint.ports.ftp))
    }
}

/// The resolved addresses of a drone's ports.
struct LinkAddresses: Sendable {
    var navdata: SocketAddress
    var at: SocketAddress
    var control: SocketAddress
    var ftp: SocketAddress
}
