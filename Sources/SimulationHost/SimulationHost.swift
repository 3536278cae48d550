public import DroneSimulation
import NIOCore
import NIOPosix
import Synchronization

/// A simulated drone on real sockets, in real time: any AR.Drone client can fly it.
///
///     let host = try await SimulationHost.start(HostSettings(ports: .ephemeral))
///     print(host.ports.commands)
///     await host.stop()
///
/// One event loop does everything but pictures, which have a thread of their own. The drone itself, in virtual time and without sockets, is ``SimulatedDrone``.
public final class SimulationHost: Sendable {
    /// The address it listens on.
    public let address: String
    /// The ports it listens on, with the numbers the system chose.
    public let ports: HostPorts

    private let group: MultiThreadedEventLoopGroup
    private let loop: NIOLoopBound<DroneLoop>
    /// Whether the event loop still takes work; nothing may be handed to it later.
    private let isOpen = Mutex(true)

    private init(
        address: String, ports: HostPorts, group: MultiThreadedEventLoopGroup, loop: NIOLoopBound<DroneLoop>
    ) {
        self.address = address
        self.ports = ports
        self.group = group
        self.loop = loop
    }

    /// Opens the ports and starts the drone's life. Call ``stop()`` at the end.
    ///
    /// - Throws: ``HostError``; nothing is left open then.
    public static func start(_ settings: HostSettings) async throws(HostError) -> SimulationHost {
        let opener = try PortOpener(address: settings.address)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = await DroneLoop.make(settings, on: group.next())
        do throws(HostError) {
            let ports = try await opener.open(settings.ports, video: settings.videoPort, for: loop, on: group)
            return SimulationHost(address: settings.address, ports: ports, group: group, loop: loop)
        } catch {
            await Self.shutDown(loop, group)
            throw error
        }
    }

    /// Hosts a drone until the task is cancelled. `onReady` is called once, when every port is open.
    public static func run(
        _ settings: HostSettings, onReady: @Sendable (SimulationHost) -> Void = { _ in }
    ) async throws(HostError) {
        let host = try await start(settings)
        onReady(host)
        // An endless sequence that only cancellation ends.
        let (endless, continuation) = AsyncStream.makeStream(of: Never.self)
        for await _ in endless {}
        continuation.finish()
        await host.stop()
    }

    /// Closes every port and connection and ends the drone's life. A second call does nothing.
    public func stop() async {
        let isFirst = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        if isFirst { await Self.shutDown(loop, group) }
    }

    /// The drone as it is now: for reports and tests.
    public func drone() async -> SimulatedDrone? { await inspect { $0.drone } }

    /// Real time that was left out of the drone's life because the machine was too slow or slept.
    public func skippedTime() async -> Duration { await inspect { $0.skipped } ?? .zero }

    /// How many TCP connections are open.
    public func openConnections() async -> Int { await inspect { $0.connectionTotal } ?? 0 }

    /// Why pictures cannot be made any more; nil where all is well.
    public func videoProblem() async -> String? { await inspect { $0.camera?.problem }.flatMap { $0 } }

    /// Pictures that were left out because the machine could not make them in time.
    public func skippedPictures() async -> Int { await inspect { $0.camera?.skipped ?? 0 } ?? 0 }

    /// Fastens this, and nothing else, to the drone; at any time.
    public func carry(_ payloads: [PayloadMass]) { touch { $0.carry(payloads) } }

    /// Puts a full battery in.
    public func changeBattery() { touch { $0.changeBattery() } }

    private func touch(_ change: @escaping @Sendable (inout SimulatedDrone) -> Void) {
        isOpen.withLock { isOpen in
            if isOpen { group.next().execute { [loop] in loop.value.touch(change) } }
        }
    }

    /// Nil after ``stop()``.
    private func inspect<Value: Sendable>(_ look: @escaping @Sendable (DroneLoop) -> Value) async -> Value? {
        let answer = isOpen.withLock { isOpen in
            isOpen ? group.next().submit { [loop] in look(loop.value) } : nil
        }
        // It fails only where the loop was shut down meanwhile: then there is nothing to look at.
        return try? await answer?.get()
    }

    private static func shutDown(_ loop: NIOLoopBound<DroneLoop>, _ group: MultiThreadedEventLoopGroup) async {
        // Both fail only where the loop was shut down before, which is what is wanted.
        try? await group.next().flatSubmit { loop.value.stop() }.get()
        try? await group.shutdownGracefully()
    }
}

extension DroneLoop {
    /// A drone that belongs to `eventLoop`.
    static func make(_ settings: HostSettings, on eventLoop: any EventLoop) async -> NIOLoopBound<DroneLoop> {
        await withCheckedContinuation { continuation in
            eventLoop.execute {
                let drone = DroneLoop(settings, on: eventLoop)
                continuation.resume(returning: NIOLoopBound(drone, eventLoop: eventLoop))
            }
        }
    }
}
