import DroneLink
import DroneModel
import DroneProtocol
import DroneSimulation
import SimulationHost
import Synchronization
import Testing

/// Collects what a link tells, and lets a test wait for something without a clock of its own.
private final class Witness: Sendable {
    private struct State {
        var updates: [LinkUpdate] = []
        var waiting: [Int: (condition: @Sendable (LinkUpdate) -> Bool, resume: CheckedContinuation<Bool, Never>)] = [:]
        var nextWait = 0
    }

    private let state = Mutex(State())

    func take(_ update: LinkUpdate) {
        let ready = state.withLock { state in
            state.updates.append(update)
            let ready = state.waiting.filter { $0.value.condition(update) }
            for key in ready.keys { state.waiting[key] = nil }
            return ready.values.map(\.resume)
        }
        for continuation in ready { continuation.resume(returning: true) }
    }

    /// Waits until an update fulfils `condition`; one that came before counts.
    ///
    /// - Throws: `CancellationError` when the test's time limit ends the wait.
    func wait(_ condition: @escaping @Sendable (LinkUpdate) -> Bool) async throws {
        let number = state.withLock { state in
            state.nextWait += 1
            return state.nextWait
        }
        let came = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.updates.contains(where: condition) { return true }
                    if Task.isCancelled { return false }
                    state.waiting[number] = (condition, continuation)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume.resume(returning: false)
        }
        if !came { throw CancellationError() }
    }

    func waitForState(_ wanted: FlightState) async throws {
        try await wait { update in
            guard case .telemetry(let snapshot, _) = update else { return false }
            return snapshot.telemetry.state?.value == wanted && snapshot.link.phase == .live
        }
    }

    var events: [String] {
        state.withLock { state in
            state.updates.compactMap { if case .event(let event) = $0 { event.text } else { nil } }
        }
    }
}

/// The real link on real sockets against the simulated drone. Each waits for what it needs and no longer; a hang is
/// ended by the time limit. One after the other: a camera that is rendered without optimisation takes a processor.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LinkOnSocketsTests {
    private func withDrone(
        _ settings: DroneSettings = DroneSettings(), role: DroneSession.Role = .pilot, video: HostVideo = .off,
        _ body: (DroneLink, SimulationHost, Witness) async throws -> Void
    ) async throws {
        let host = try await SimulationHost.start(HostSettings(drone: settings, ports: .ephemeral, video: video))
        let witness = Witness()
        let ports = DronePorts(
            navdata: host.ports.navdata, at: host.ports.commands, control: host.ports.control, ftp: host.ports.ftp,
            video: host.ports.video)
        let link = try await DroneLink.open(
            to: DroneEndpoint(host: host.address, ports: ports),
            settings: .init(navdata: .full, role: role, readsConfiguration: true)
        ) { witness.take($0) }
        do {
            try await body(link, host, witness)
        } catch {
            await link.close()
            await host.stop()
            throw error
        }
        await link.close()
        await host.stop()
    }

    @Test func `a drone is found, set up, identified and flown, and lands when the link is left`() async throws {
        try await withDrone { link, host, witness in
            try await witness.waitForState(.landed)
            #expect(await link.perform(.flatTrim) == .accepted)
            #expect(await link.perform(.takeOff) == .accepted)
            try await witness.waitForState(.hovering)
            let departure = await link.leave()
            #expect(departure == .landed)
            let drone = try #require(await host.drone())
            #expect(!drone.aircraft.status.contains(.flying))
            #expect(link.snapshot.identity.firmware == FirmwareVersion(2, 4, 8))
            #expect(witness.events.contains("the drone answers"))
        }
    }

    @Test func `version.txt tells the firmware, the serial number that it is simulated`() async throws {
        try await withDrone { link, _, witness in
            try await witness.wait { update in
                guard case .event(let event) = update else { return false }
                return event.text == "this is a simulated drone, by its own word"
            }
            #expect(link.snapshot.identity.reality == .simulated)
            #expect(link.snapshot.identity.firmware == FirmwareVersion(2, 4, 8))
        }
    }

    @Test func `a key is written, acknowledged and reads back`() async throws {
        try await withDrone(role: .observer) { link, _, witness in
            try await witness.waitForState(.landed)
            try await link.write(key: "control:altitude_max", value: "4321")
            let configuration = try await link.readConfiguration()
            #expect(configuration.altitudeMaximum == 4.321)
        }
    }

    @Test func `two drones are flown side by side`() async throws {
        try await withDrone { first, _, witness in
            try await self.withDrone(DroneSettings(aircraft: .ardrone1, seed: 2)) { second, _, other in
                try await witness.waitForState(.landed)
                try await other.waitForState(.landed)
                #expect(await second.perform(.takeOff) == .accepted)
                try await other.waitForState(.takingOff)
                #expect(first.snapshot.telemetry.state?.value == .landed)
                #expect(await second.leave() == .landed)
            }
        }
    }

    @Test func `a second link adopts a drone that flies`() async throws {
        try await withDrone { link, host, witness in
            try await witness.waitForState(.landed)
            await link.perform(.takeOff)
            try await witness.waitForState(.hovering)
            // The first program dies: its sockets go without a word.
            await link.close()
            let heir = Witness()
            let ports = DronePorts(
                navdata: host.ports.navdata, at: host.ports.commands, control: host.ports.control, ftp: host.ports.ftp,
                video: host.ports.video)
            let second = try await DroneLink.open(
                to: DroneEndpoint(host: host.address, ports: ports), settings: .init(navdata: .full)
            ) { heir.take($0) }
            try await heir.waitForState(.hovering)
            #expect(heir.events.contains("the drone flies already; adopted, it hovers"))
            #expect(second.snapshot.wantsFlight)
            #expect(await second.leave() == .landed)
            await second.close()
        }
    }

    @Test(arguments: DroneGeneration.allCases)
    func `the camera of either simulated drone is received as soon as the drone is known`(
        generation: DroneGeneration
    ) async throws {
        try await withDrone(DroneSettings(aircraft: generation == .ardrone1 ? .ardrone1 : .ardrone2), video: .on) {
            link, _, _ in
            let witness = VideoWitness()
            #expect(link.snapshot.video == nil)
            try await link.startVideo { witness.take($0) }
            try await witness.wait { $0.frames.count >= 2 || $0.datagrams.count >= 2 }
            #expect(witness.seen.datagrams.isEmpty == (generation == .ardrone2))
            #expect(link.snapshot.video?.phase == .streaming)
            await link.stopVideo()
            #expect(link.snapshot.video == nil)
        }
    }

    @Test func `the camera is set in a set of our own and reads back as asked`() async throws {
        let host = try await SimulationHost.start(HostSettings(ports: .ephemeral, video: .off))
        let witness = Witness()
        let ports = DronePorts(
            navdata: host.ports.navdata, at: host.ports.commands, control: host.ports.control, ftp: host.ports.ftp,
            video: host.ports.video)
        var request = VideoRequest()
        request.picturesPerSecond = 20
        request.bitrate = .upTo(2500)
        request.camera = .ground
        let ids = MulticonfigurationIDs(
            session: MulticonfigurationID(7), user: .user(named: "test"), application: .application(named: "test"))
        let link = try await DroneLink.open(
            to: DroneEndpoint(host: host.address, ports: ports), settings: .init(ids: ids, video: request)
        ) { witness.take($0) }
        // The reading that verifies what was written before it.
        try await witness.wait { update in
            guard case .finished(_, .received(let bytes)) = update else { return false }
            return !bytes.isEmpty
        }
        let configuration = try await link.readConfiguration()
        #expect(request.disagreements(with: configuration, on: .ardrone2).isEmpty)
        #expect(!witness.events.contains { $0.contains("did not take") })
        await link.close()
        await host.stop()
    }

    @Test func `a host that means nothing is refused with a sentence`() async {
        await #expect(throws: LinkError.self) {
            _ = try await DroneLink.open(to: DroneEndpoint(host: "no such host"), settings: .init())
        }
    }
}
