import ArgumentParser
import DroneLink
import DroneModel
import DroneProtocol
import SimulationHost

/// A link to the drone that the options name, and the simulated drone behind it where they ask for one.
struct DroneConnection {
    let link: DroneLink
    let endpoint: DroneEndpoint
    private let simulation: SimulationHost?

    /// Opens the link; with `--sim` starts the drone first.
    static func open(
        _ options: DroneOptions, navdata: DroneSession.NavdataMode, role: DroneSession.Role,
        ids: MulticonfigurationIDs? = nil, video: VideoRequest? = nil, observer: @escaping DroneLink.Observer = { _ in }
    ) async throws -> DroneConnection {
        let defaults = try Defaults.load()
        let simulation: SimulationHost?
        let endpoint: DroneEndpoint
        if options.sim {
            // Ephemeral ports: any number of these run beside each other and beside `stork sim`.
            let host = try await SimulationHost.start(HostSettings(ports: .ephemeral))
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
        do {
            let link = try await DroneLink.open(to: endpoint, settings: settings, observer: observer)
            return DroneConnection(link: link, endpoint: endpoint, simulation: simulation)
        } catch {
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

    /// Closes everything at once, whatever the drone does.
    func close() async {
        await link.close()
        await simulation?.stop()
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
