import ArgumentParser
import DroneLink
import DroneModel
import DroneProtocol
import DroneSimulation
import SimulationHost

/// A link to the drone that the options name, and the simulated drone behind it where they ask for one.
struct DroneConnection {
    let link: DroneLink
    let endpoint: DroneEndpoint
    /// The recording; nil where none was asked for.
    let log: FlightLog?
    /// The simulated drone of our own; nil for any other.
    let simulation: SimulationHost?

    /// Opens the link; with `--sim` starts the drone first.
    ///
    /// - Parameter recording: What is to be recorded, from the first packet to ``close()``.
    static func open(
        _ options: DroneOptions, navdata: DroneSession.NavdataMode, role: DroneSession.Role,
        ids: MulticonfigurationIDs? = nil, video: VideoRequest? = nil, recording: FlightLog.Plan? = nil,
        observer: @escaping DroneLink.Observer = { _ in }
    ) async throws -> DroneConnection {
        let defaults = try Defaults.load()
        let simulation: SimulationHost?
        let endpoint: DroneEndpoint
        let drone = HostSettings(ports: .ephemeral)
        if options.sim {
            // Ephemeral ports: any number of these run beside each other and beside `stork sim`.
            let host = try await SimulationHost.start(drone)
            simulation = host
            endpoint = DroneEndpoint(
                host: host.address,
                ports: DronePorts(
                    navdata: host.ports.navdata, at: host.ports.commands, control: host.ports.control,
                    ftp: host.ports.ftp, video: host.ports.video, record: host.ports.record))
        } else {
            simulation = nil
            endpoint = options.endpoint(defaults)
        }
        let settings = DroneSession.Settings(
            navdata: navdata, ids: ids, reality: options.sim ? .simulated : .real, role: role,
            readsConfiguration: role == .pilot, video: video)
        var log: FlightLog?
        do {
            let seed = options.sim ? drone.drone.seed : nil
            let begun = try recording.map { try FlightLog.begin($0, FlightLog.Drone(endpoint: endpoint, seed: seed)) }
            log = begun
            let link = try await DroneLink.open(to: endpoint, settings: settings, recorder: begun?.link) { update in
                begun?.take(update)
                observer(update)
            }
            return DroneConnection(link: link, endpoint: endpoint, log: begun, simulation: simulation)
        } catch {
            _ = log?.stop()
            await simulation?.stop()
            throw error
        }
    }

    /// Waits until the link is live, at most `patience`.
    ///
    /// - Throws: ``NoDrone`` with what is known of the reason.
    func waitUntilLive(_ patience: Duration = .seconds(5)) async throws {
        let end = LinkClock.now + patience
        while link.snapshot.link.phase != .live {
            if LinkClock.now >= end { throw NoDrone(endpoint: endpoint, phase: link.snapshot.link.phase) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Closes everything at once, whatever the drone does; the recording last.
    ///
    /// - Returns: How the recording went; nil where there is none, or where its disk hangs.
    @discardableResult
    func close() async -> RecordingHealth? {
        await link.close()
        await simulation?.stop()
        return log?.stop()
    }
}

/// Nobody answers as a drone does.
struct NoDrone: Error, CustomStringConvertible {
    var endpoint: DroneEndpoint
    var phase: LinkPhase

    var description: String {
        switch phase {
        case .searching, .lost:
            "no drone answers at \(endpoint); switch it on, join its Wi-Fi, then run: stork doctor"
        case .bootstrap, .configuring, .live:
            "the drone at \(endpoint) answers but does not take its configuration (\(phase)); run: stork doctor"
        }
    }
}
