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

    private init(
        thread: MultiThreadedEventLoopGroup, core: NIOLoopBound<LinkCore>, shared: NIOLockedValueBox<DroneSnapshot>
    ) {
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
    ///   - observer: Told of everything that happens, on the loop.
    /// - Throws: ``LinkError``.
    public static func open(
        to endpoint: DroneEndpoint, settings: DroneSession.Settings,
        observer: @escaping Observer = { _ in }
    ) async throws -> DroneLink {
        let addresses = try Self.resolve(endpoint)
        let shared = NIOLockedValueBox(DroneSnapshot(identity: DroneIdentity(reality: settings.reality)))
        let thread = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = thread.next()
        do {
            return try await loop.flatSubmit {
                let core = LinkCore(
                    loop: loop, addresses: addresses, settings: settings, shared: shared, observer: observer)
                let bound = NIOLoopBound(core, eventLoop: loop)
                return core.start().map { DroneLink(thread: thread, core: bound, shared: shared) }
            }.get()
        } catch {
            try? await thread.shutdownGracefully()
            throw error
        }
    }

    /// Everything known of the drone; at most one AT period (30 ms) old.
    public var snapshot: DroneSnapshot { shared.withLockedValue { $0 } }

    /// Does what the pilot asks; the reason comes back when it is refused, and is in the event log too.
    @discardableResult
    public func perform(_ intent: PilotIntent) async -> DroneSession.Verdict {
        let answer = loop.submit { [core] in core.value.perform(intent) }
        return (try? await answer.get()) ?? .refused("the link is closed")
    }

    /// Does what the pilot asks, without waiting for the verdict.
    public func order(_ intent: PilotIntent) {
        loop.execute { [core] in _ = core.value.perform(intent) }
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
        (try? await loop.flatSubmit { [core] in core.value.leave() }.get()) ?? .stillFlying
    }

    /// As ``leave()``; `whenDone` is called on the event loop.
    public func leave(_ whenDone: @escaping @Sendable (DroneSession.Departure) -> Void) {
        loop.flatSubmit { [core] in core.value.leave() }.whenComplete { result in
            whenDone((try? result.get()) ?? .stillFlying)
        }
    }

    /// Closes the sockets at once, whatever the drone does, and ends the link's thread; the last thing to be called.
    public func close() async {
        try? await loop.flatSubmit { [core] in core.value.close() }.get()
        try? await thread.shutdownGracefully()
    }

    private func job(
        _ start: @escaping @Sendable (LinkCore) throws -> Int
    ) async throws -> ConfigurationOutcome {
        try await loop.flatSubmit { [core, loop] in
            do {
                return core.value.outcome(of: try start(core.value))
            } catch {
                return loop.makeFailedFuture(error)
            }
        }.get()
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
