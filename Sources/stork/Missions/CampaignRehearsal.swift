import DroneModel
import DroneSimulation
import FlightRecording
import Foundation
import MissionRehearsal
import Missions

/// Rehearses a whole mission: every flight on the simulated drone in virtual time, as many at once as there are cores,
/// each recorded into a folder of its own beside `campaign.json`.
struct CampaignRehearsal: Sendable {
    let mission: Mission
    let seed: UInt64
    /// The campaign's folder.
    let folder: String
    var temperature: Double?
    var pressure: Double?
    var place: String?
    var wind: String?
    /// Of the first battery, 0–1; the others are full.
    var charge = 1.0
    /// Of the air, m/s; nil for a calm room.
    var gusts: Double?
    /// The ferry's nodes, where the mission says where its stations are.
    var ferry: SimulatedField?
    /// The line that flies it again.
    var command: String

    /// One flight and how it went.
    struct Flight: Sendable {
        var flight: MissionFlight
        var recording: String
        var result: MissionRehearsal.Result
    }

    /// Flies everything; `tell` gets each flight when it and all before it are done.
    func fly(_ tell: @Sendable (Flight) -> Void) async throws -> [Flight] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let flights = mission.flights
        var done: [Int: Flight] = [:]
        var told = 0
        try await withThrowingTaskGroup(of: Flight.self) { group in
            var waiting = flights[...]
            // The nodes of a ferry are in one flight at a time.
            for _ in 0..<(ferry == nil ? ProcessInfo.processInfo.activeProcessorCount : 1) {
                if let next = waiting.popFirst() { group.addTask { try await flyOne(next) } }
            }
            for try await flight in group {
                done[flight.flight.number] = flight
                if let next = waiting.popFirst() { group.addTask { try await flyOne(next) } }
                while let next = done[told + 1] {
                    told += 1
                    tell(next)
                }
                // After every flight: what was flown is not lost when the rest is.
                try file(done.values.sorted { $0.flight.number < $1.flight.number }).write(folder: folder)
            }
        }
        return done.values.sorted { $0.flight.number < $1.flight.number }
    }

    /// A flight that waits for nodes waits on a thread of its own.
    private func flyOne(_ flight: MissionFlight) async throws -> Flight {
        guard ferry != nil else { return try fly(flight) }
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try fly(flight) }) }
        }
    }

    private func fly(_ flight: MissionFlight) throws -> Flight {
        let settings = settings(of: flight)
        let name = Self.name(of: flight)
        var manifest = RecordingManifest(
            program: "stork \(Stork.version)", name: name, simulated: true, seed: settings.seed,
            drone: RecordingManifest.Drone(
                model: "\(settings.aircraft.generation)", firmware: "\(settings.firmware)", host: "192.168.1.1"),
            clock: RecordingManifest.Clock(
                utcNanoseconds: Int64(Date().timeIntervalSince1970 * 1e9), monotonicNanoseconds: 0))
        manifest.hull = mission.airframe.hull.rawValue
        manifest.mission = RecordingManifest.Mission(name: mission.name, sha256: mission.sha256)
        var rehearsal = MissionRehearsal(settings)
        if let ferry {
            rehearsal.encounters = { place, now in
                ferry.move(to: place, at: now)
                ferry.pace(at: now)
                return ferry.world.conditions
            }
        }
        let result = try rehearsal.fly(
            mission, only: flight, recordingTo: "\(folder)/\(name)", manifest: manifest)
        return Flight(flight: flight, recording: name, result: result)
    }

    /// One drone throughout; its air and its link differ from flight to flight, and the battery is as far down as the
    /// flights before on it took it by the endurance law.
    private func settings(of flight: MissionFlight) -> DroneSettings {
        let aircraft = AircraftParameters(
            generation: mission.airframe.generation ?? .ardrone2,
            hull: AircraftParameters.Hull(rawValue: mission.airframe.hull.rawValue) ?? .outdoor,
            battery: mission.airframe.battery == .highDensity ? .highDensity : .standard)
        var settings = DroneSettings(aircraft: aircraft, seed: seed &* 1000 &+ UInt64(flight.number))
        settings.specimen = seed
        if let payload = flight.payload, payload.mass > 0 {
            let place = payload.position ?? .zero
            settings.payloads = [
                PayloadMass(mass: payload.mass, at: Vector3(x: place.x, y: place.y, z: place.z))
            ]
        }
        if let temperature { settings.surroundings.temperature = temperature }
        if let pressure { settings.surroundings.pressure = pressure }
        let capacity = FlightEnergy(mission.airframe).capacity
        let isFirst = flight.place.battery == mission.flights.first?.place.battery
        settings.stateOfCharge = max(0.05, (isFirst ? charge : 1) - flight.place.energyBefore / capacity)
        if let gusts { settings.surroundings.wind.gusts = gusts }
        return settings
    }

    private static func name(of flight: MissionFlight) -> String {
        let number = flight.number < 10 ? "0\(flight.number)" : "\(flight.number)"
        guard let payload = flight.payload else { return "\(number)-flight" }
        return "\(number)-\(Int((payload.mass * 1000).rounded()))g"
    }

    private func file(_ flights: [Flight]) -> CampaignFile {
        let first = flights.first.map { settings(of: $0.flight) }
        var file = CampaignFile(
            mission: RecordingManifest.Mission(name: mission.name, sha256: mission.sha256),
            program: "stork \(Stork.version)", simulated: true, seed: seed,
            drone: first.map {
                RecordingManifest.Drone(
                    model: "\($0.aircraft.generation)", firmware: "\($0.firmware)", host: "192.168.1.1")
            })
        file.hull = mission.airframe.hull.rawValue
        file.bareMass = mission.airframe.weighedMass ?? first?.aircraft.frame.mass
        file.bareMassUncertainty = mission.airframe.weighingUncertainty
        file.command = command
        file.runs = flights.map { flight in
            var run = CampaignFile.Run(
                recording: flight.recording, order: flight.flight.number, payload: flight.flight.payload?.onBoard,
                outcome: flight.result.campaignOutcome)
            run.batteryName = "battery \(max(1, flight.flight.place.battery))"
            run.restingVoltage = flight.result.restingVoltage
            let air = settings(of: flight.flight).surroundings
            run.temperature = air.temperature
            run.pressure = air.pressure
            run.place = place
            run.wind = wind
            return run
        }
        return file
    }
}

extension MissionRehearsal.Result {
    /// As `campaign.json` has it.
    var campaignOutcome: CampaignFile.Outcome {
        switch outcome {
        case .landed?: .landed
        case .failedTakeOff?: .failedTakeOff
        case .aborted(let reason)?: .aborted(reason)
        case nil: .aborted(abortion ?? "it never took off")
        }
    }
}
