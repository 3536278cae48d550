import BundleProtocol
import Cockpit
import DroneLink
import Foundation
import MessageFerry
import Missions
import Synchronization

/// The carrier's node in this process, beside whoever flies the drone: what it does is told to the mission, what it
/// holds is shown in the cockpit.
final class FerryHost: Sendable {
    let service: FerryService
    let node: EndpointID
    private let state: Mutex<State>

    private struct State {
        var watch = FerryWatch.asking
        var lastTransfer: Duration?
    }

    /// Opens the node of a folder, which is made on first run.
    ///
    /// - Parameters:
    ///   - hearsBeacons: False where the neighbours are simulated and nobody else is to be met.
    ///   - servesApplications: False for a folder whose path is too long for a socket.
    ///   - clock: The clock of the mission.
    static func start(
        folder: String, name: String? = nil, hearsBeacons: Bool = true, servesApplications: Bool = true,
        world: MissionWorld,
        clock: @escaping @Sendable () -> Duration = { LinkClock.now }
    ) async throws -> FerryHost {
        var configuration = try FerryConfiguration(folder: folder).load(role: .carrier, name: name).configuration
        // Where a file may not grow, the store says so; the process goes on.
        signal(SIGXFSZ, SIG_IGN)
        configuration.servesApplications = servesApplications
        if !hearsBeacons {
            configuration.settings.peers = []
            configuration.beaconPort = nil
            configuration.port = nil
            configuration.mtcpPort = nil
            configuration.stcpPort = nil
            configuration.udpPort = nil
        }
        let transfers = Transfers()
        configuration.tells = { event in
            switch event {
            case .heard(let node): if hearsBeacons { world.stationHeard(of: node, at: clock()) }
            case .pickedUp(let node):
                world.pickedUp(from: "\(node)", at: clock())
                transfers.note()
            case .delivered(let node):
                world.delivered(to: "\(node)", at: clock())
                transfers.note()
            }
        }
        do {
            let service = try await FerryService.start(configuration)
            return FerryHost(service, configuration.settings.node, transfers)
        } catch {
            throw FileProblem(path: folder, reason: "\(error)")
        }
    }

    private let transfers: Transfers

    private init(_ service: FerryService, _ node: EndpointID, _ transfers: Transfers) {
        self.service = service
        self.node = node
        self.transfers = transfers
        state = Mutex(State())
    }

    /// When something was last handed over, on the screen's clock.
    private final class Transfers: Sendable {
        private let last = Mutex<Duration?>(nil)
        func note() { last.withLock { $0 = LinkClock.now } }
        var latest: Duration? { last.withLock { $0 } }
    }

    /// What the cockpit shows.
    var watch: FerryWatch { state.withLock { $0.watch } }

    /// Asks the node twice a second, until the task is cancelled.
    func follow(onChange: @escaping @Sendable () -> Void) async {
        while !Task.isCancelled {
            let answer = await service.ask(.status)
            let watch: FerryWatch
            if case .text(let json) = answer, let glance = FerryGlance(json: json) {
                watch = .heard(
                    FerryReadout(glance, lastTransfer: transfers.latest, at: LinkClock.now), at: LinkClock.now)
            } else if case .refused(let reason) = answer {
                watch = .away(reason)
            } else {
                watch = .away("the node says nothing of itself")
            }
            state.withLock { $0.watch = watch }
            onChange()
            do { try await Task.sleep(for: .milliseconds(500)) } catch { return }
        }
    }

    func stop() async { await service.stop() }
}

extension MissionWorld {
    /// A neighbour was heard; the limit `station` asks for any of them.
    func stationHeard(of node: EndpointID, at now: Duration) { stationHeard(at: now) }
}

extension FerryReadout {
    /// What a node said of itself, on the screen's clock.
    init(_ glance: FerryGlance, lastTransfer: Duration?, at now: Duration) {
        self.init(
            node: FerryActivity.name(of: glance.node), role: glance.role, bundles: glance.bundles,
            octets: glance.octets, quota: glance.quota,
            destinations: glance.destinations.map { .init(name: Self.brief($0.destination), bundles: $0.bundles) },
            contacts: glance.contacts.map { contact in
                .init(
                    name: contact.node.map { FerryActivity.name(of: $0) } ?? contact.host,
                    since: now - .seconds(contact.seconds), toSend: contact.toSend, sent: contact.sent,
                    received: contact.received)
            }, lastTransfer: lastTransfer)
    }

    /// `B/chat` for `dtn://B/chat`, `~field` for a group.
    private static func brief(_ destination: String) -> String {
        let path = destination.hasPrefix("dtn://") ? destination.dropFirst(6) : destination[...]
        if let group = path.firstIndex(of: "~") { return String(path[group...]) }
        return String(path.hasSuffix("/") ? path.dropLast() : path)
    }
}
