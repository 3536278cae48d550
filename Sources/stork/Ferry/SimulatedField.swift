import BundleProtocol
import DroneLink
import DroneSimulation
import Foundation
import MessageFerry
import MissionRehearsal
import Missions
import SimulationHost
import Synchronization

/// The field of a mission that is flown on a simulated drone: its stations are real nodes with real stores, each on a
/// port of 127.0.0.1, and the carrier's node hears a station while the simulated drone really is within its range.
///
/// What is simulated is the range alone; bundles go over TCP between the nodes. Their exchange takes real time, so a
/// rehearsal must not outrun it: see ``pace(at:)``.
final class SimulatedField: Sendable {
    let carrier: FerryHost
    let world: MissionWorld
    private let field: FerryField
    private let stations: [Station]
    private let state: Mutex<State>

    private struct Station: Sendable {
        let place: FerryField.Station
        let node: EndpointID
        let service: FerryService
        let folder: String
    }

    private struct State {
        /// When each station was last heard; nil out of its range.
        var heard: [Duration?]
        /// Since when time keeps pace with the real one, on both clocks.
        var pacing: (virtual: Duration, real: ContinuousClock.Instant)?
    }

    /// How often a station is heard, like its beacons.
    private static let period: Duration = .seconds(1)

    /// Starts the nodes: the carrier's in `carrier`, or in the folder's `carrier`; the stations' in folders of their names.
    static func start(_ field: FerryField, folder: String, carrier: String?) async throws -> SimulatedField {
        let world = MissionWorld()
        let clock = FieldClock()
        let host = try await FerryHost.start(
            folder: carrier ?? folder + "/carrier", name: carrier == nil ? "carrier" : nil, hearsBeacons: false,
            servesApplications: carrier != nil,
            world: world, clock: { clock.now })
        var stations: [Station] = []
        do {
            for place in field.stations {
                let path = folder + "/" + place.name
                var configuration = try FerryConfiguration(folder: path).load(role: .station, name: place.name)
                    .configuration
                configuration.address = "127.0.0.1"
                configuration.port = 0
                configuration.beaconPort = nil
                configuration.servesApplications = false
                configuration.settings.peers = []
                stations.append(
                    Station(
                        place: place, node: configuration.settings.node,
                        service: try await FerryService.start(configuration), folder: path))
            }
        } catch {
            for station in stations { await station.service.stop() }
            await host.stop()
            throw error
        }
        return SimulatedField(field, host, world, stations, clock)
    }

    private let clock: FieldClock

    private init(
        _ field: FerryField, _ carrier: FerryHost, _ world: MissionWorld, _ stations: [Station], _ clock: FieldClock
    ) {
        self.field = field
        self.carrier = carrier
        self.world = world
        self.stations = stations
        self.clock = clock
        state = Mutex(State(heard: stations.map { _ in nil }))
    }

    /// The clock of the mission, for what the nodes tell on their own threads.
    private final class FieldClock: Sendable {
        private let time = Mutex(Duration.zero)
        var now: Duration {
            get { time.withLock { $0 } }
            set { time.withLock { $0 = newValue } }
        }
    }

    /// Follows the drone of a simulator that runs in real time, until the task is cancelled.
    func follow(_ simulation: SimulationHost) async {
        while !Task.isCancelled {
            if let drone = await simulation.drone() { move(to: drone.aircraft.truth.place, at: LinkClock.now) }
            do { try await Task.sleep(for: .milliseconds(50)) } catch { return }
        }
    }

    /// Has every station send one message to every other, so that there is something to carry.
    func sendTrials() async throws {
        for station in stations {
            for other in stations where other.node != station.node {
                let text = "hello \(other.place.name), this is \(station.place.name)"
                try await station.service.submit(
                    .init(
                        destination: try EndpointID("\(other.node)trial"), payload: Array(text.utf8),
                        lifetime: .seconds(86_400)))
            }
        }
    }

    /// The drone is at `place`, metres forward, right and up of its take-off: who is in range is heard, who is not is
    /// lost.
    func move(to place: SIMD3<Double>, at now: Duration) {
        clock.now = now
        for (index, station) in stations.enumerated() {
            let isNear = station.place.distance(to: place) <= field.range
            let last = state.withLock { $0.heard[index] }
            if isNear {
                world.stationHeard(at: now)
                if let last, now - last < Self.period { continue }
                state.withLock { $0.heard[index] = now }
                guard let port = station.service.port else { continue }
                carrier.service.hear(station.node, host: "127.0.0.1", port: port)
            } else if last != nil {
                state.withLock { $0.heard[index] = nil }
                carrier.service.lose(station.node)
                station.service.lose(carrier.node)
            }
        }
    }

    /// Keeps a rehearsal from outrunning the nodes.
    ///
    /// While a station in range and the carrier have something to tell each other, the drone's time goes no faster than
    /// the real one: a contact of two seconds gives the nodes two seconds. Where they are through, and out of range,
    /// time goes as fast as it can be computed.
    func pace(at now: Duration) {
        let isBusy = zip(stations, state.withLock { $0.heard }).contains { station, heard in
            heard != nil
                && (carrier.service.progress(with: station.node) != .settled
                    || station.service.progress(with: carrier.node) != .settled)
        }
        guard isBusy else { return state.withLock { $0.pacing = nil } }
        let begin = state.withLock { state in
            let pacing = state.pacing ?? (now, ContinuousClock.now)
            state.pacing = pacing
            return pacing
        }
        let ahead = (now - begin.virtual) - (ContinuousClock.now - begin.real)
        if ahead > .zero { Thread.sleep(forTimeInterval: ahead / .seconds(1)) }
    }

    /// What lies in a station's inbox.
    struct Arrival: Sendable {
        var station: String
        var source: String
        var text: String
    }

    /// Everything that reached an application at a station, station by station.
    func arrivals() async -> [Arrival] {
        var arrivals: [Arrival] = []
        for station in stations {
            guard
                case .messages(let messages) = await station.service.ask(.inbox(prefix: "", limit: 1000, waits: false))
            else { continue }
            for message in messages {
                arrivals.append(
                    Arrival(
                        station: station.place.name, source: FerryActivity.name(of: "\(message.source)"),
                        text: String(decoding: message.payload.prefix(200), as: UTF8.self)))
            }
        }
        return arrivals
    }

    /// Stations that nothing reached.
    func withoutMail() async -> [String] {
        let reached = Set(await arrivals().map(\.station))
        return stations.map(\.place.name).filter { !reached.contains($0) }
    }

    func stop() async {
        await carrier.stop()
        for station in stations { await station.service.stop() }
    }
}
