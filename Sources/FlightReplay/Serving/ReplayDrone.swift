import DroneModel
public import FlightRecording
import NIOCore
import NIOPosix
import Synchronization

/// A recording as a drone on real sockets: any AR.Drone client sees the old flight.
///
///     let drone = try await ReplayDrone.start(source, ReplayDroneSettings(ports: .ephemeral)) { … }
///     await drone.stop()
///
/// Whoever sends a datagram to the navdata port gets, from then on, the navdata that were recorded, byte for byte and at
/// the recorded pace; the first one begins the flight. Video is the recorded stream, and the configuration the recorded
/// one. Commands are counted and change nothing: the acknowledge bit, too, is the recorded one.
public final class ReplayDrone: Sendable {
    /// The address it listens on.
    public let address: String
    /// The ports it listens on, with the numbers the system chose.
    public let ports: ReplayPorts
    /// Plays the recording.
    public let player: ReplayPlayer

    private let group: MultiThreadedEventLoopGroup
    private let station: NIOLoopBound<ReplayStation>
    private let isOpen = Mutex(true)

    private init(
        address: String, ports: ReplayPorts, player: ReplayPlayer, group: MultiThreadedEventLoopGroup,
        station: NIOLoopBound<ReplayStation>
    ) {
        self.address = address
        self.ports = ports
        self.player = player
        self.group = group
        self.station = station
    }

    /// Opens the ports; the flight begins with the first client.
    ///
    /// - Parameter onEnd: Called once the recording is over, on the player's thread; never where it loops.
    /// - Throws: ``RecordingError`` or ``ReplayHostError``; nothing is left open then.
    public static func start(
        _ source: RecordingSource, _ settings: ReplayDroneSettings = ReplayDroneSettings(),
        onEnd: @escaping @Sendable () -> Void = {}
    ) async throws -> ReplayDrone {
        let dump = try RecordedDump.find(in: source)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let station = try await loop.submit { NIOLoopBound(ReplayStation(dump: dump), eventLoop: loop) }.get()
        do {
            let ports = try await ReplayPortOpener(address: settings.address).open(settings.ports, station, group)
            var playing = settings.playing
            playing.startsPaused = true
            playing.makesIndex = playing.start > .zero
            let player = try ReplayPlayer(source, settings: playing) { update in
                switch update {
                case .item(let item, _, _): loop.execute { station.value.hand(item) }
                case .ended: onEnd()
                case .sought, .video: break
                }
            }
            try await loop.submit { station.value.onFirstClient = { player.order(.play) } }.get()
            return ReplayDrone(
                address: settings.address, ports: ports, player: player, group: group, station: station)
        } catch {
            await shutDown(station, group)
            throw error
        }
    }

    /// What it sent and heard so far.
    public func counters() async -> ReplayCounters {
        let answer = isOpen.withLock { isOpen in
            isOpen ? group.next().submit { [station] in station.value.counters } : nil
        }
        return (try? await answer?.get()) ?? ReplayCounters()
    }

    /// Closes every port and connection and ends the replay. A second call does nothing.
    public func stop() async {
        let isFirst = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        guard isFirst else { return }
        player.stop()
        await Self.shutDown(station, group)
    }

    private static func shutDown(_ station: NIOLoopBound<ReplayStation>, _ group: MultiThreadedEventLoopGroup) async {
        let loop = group.next()
        // Both fail only where the loop was shut down before, which is what is wanted.
        try? await loop.flatSubmit { station.value.close(on: loop) }.get()
        try? await group.shutdownGracefully()
    }
}

/// Where a replayed drone listens, and how it plays.
public struct ReplayDroneSettings: Sendable {
    /// The address it listens on.
    public var address: String
    /// The ports it listens on.
    public var ports: ReplayPorts
    /// How it plays; it always waits for the first client.
    public var playing = ReplayPlayer.Settings()

    /// On this machine alone and on the real ports, unless told otherwise.
    public init(address: String = "127.0.0.1", ports: ReplayPorts = .standard) {
        self.address = address
        self.ports = ports
    }
}

/// The ports of a replayed drone. 0 lets the system choose a free one.
public struct ReplayPorts: Equatable, Sendable {
    /// UDP: navdata.
    public var navdata: Int
    /// UDP: AT commands.
    public var commands: Int
    /// TCP: the configuration.
    public var control: Int
    /// TCP and UDP: video of the 2.0 and of the 1.0.
    public var video: Int

    /// Those of real drones: 5554, 5556, 5559, 5555.
    public static let standard = ReplayPorts(navdata: 5554, commands: 5556, control: 5559, video: 5555)
    /// Free ones of the system's choice.
    public static let ephemeral = ReplayPorts(navdata: 0, commands: 0, control: 0, video: 0)

    /// Four ports.
    public init(navdata: Int, commands: Int, control: Int, video: Int) {
        self.navdata = navdata
        self.commands = commands
        self.control = control
        self.video = video
    }
}

/// What a replayed drone sent and heard.
public struct ReplayCounters: Equatable, Sendable {
    /// Datagrams of navdata sent, to all clients.
    public var navdataSent = 0
    /// Wake-ups heard.
    public var wakeUps = 0
    /// AT datagrams heard; they change nothing.
    public var commandDatagrams = 0
    /// Bytes of video sent over connections.
    public var videoBytes = 0
    /// Times the configuration was sent.
    public var dumps = 0

    /// Nothing so far.
    public init() {}
}

/// Why a replayed drone cannot listen.
public enum ReplayHostError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A port cannot be opened, for the system's reason.
    case cannotListen(address: String, port: Int, reason: String)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .cannotListen(let address, let port, let reason):
            "cannot listen on \(address), port \(port): \(reason). Another drone or simulator may run there: "
                + "end it, or give another address with --listen, such as 127.0.0.2, or --ephemeral-ports."
        }
    }
}
