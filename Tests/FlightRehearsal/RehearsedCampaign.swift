import DroneModel
public import DroneSimulation
import FlightRecording
import Foundation

/// A lift campaign flown on the simulated drone in virtual time, as a folder with `campaign.json` and a recording for each
/// flight.
public struct RehearsedCampaign: Sendable {
    /// What is fastened for each flight, kg, in the order of flights.
    public var masses: [Double]
    /// Where it is, forward, right and down, m.
    public var place = SIMD3<Double>(0, 0, -0.03)
    /// How long the holds before and after the climb are, s.
    public var holds = [20, 15]
    /// Which drone flies. Its motors do not differ: each flight has a seed of its own.
    public var aircraft = AircraftParameters.ardrone2
    /// Everything random.
    public var seed: UInt64 = 1

    /// A campaign with these loads.
    public init(masses: [Double]) { self.masses = masses }

    /// Six masses up, down and up.
    public static let ladder: [Double] = {
        let up = [0, 0.03, 0.06, 0.088, 0.11, 0.13]
        return up + up.reversed() + up
    }()

    /// Flies all of it, as many flights at once as there are cores, and writes the campaign's file.
    public func fly(into folder: String) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let runs = try await withThrowingTaskGroup(of: CampaignFile.Run.self) { group in
            var waiting = Array(masses.enumerated())[...]
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                if let next = waiting.popFirst() {
                    group.addTask { try fly(next.element, number: next.offset + 1, folder) }
                }
            }
            var runs: [CampaignFile.Run] = []
            for try await run in group {
                runs.append(run)
                if let next = waiting.popFirst() {
                    group.addTask { try fly(next.element, number: next.offset + 1, folder) }
                }
            }
            return runs.sorted { $0.order < $1.order }
        }
        var file = CampaignFile(
            program: "stork rehearsal", simulated: true, seed: seed,
            drone: .init(model: "\(aircraft.generation)", firmware: "2.4.8", host: "192.168.1.1"), runs: runs)
        file.hull = aircraft.hull.rawValue
        file.bareMass = aircraft.frame.mass
        file.bareMassUncertainty = 0.001
        try file.write(folder: folder)
    }

    private func fly(_ mass: Double, number: Int, _ folder: String) throws -> CampaignFile.Run {
        var settings = DroneSettings(aircraft: aircraft, seed: seed &* 1000 &+ UInt64(number))
        settings.aircraft.propulsion.motorSpread = 0
        if mass > 0 {
            settings.payloads = [PayloadMass(mass: mass, at: Vector3(x: place.x, y: place.y, z: place.z))]
        }
        let name = "\(number < 10 ? "0" : "")\(number)-\(Int((mass * 1000).rounded()))g"
        var flight = try RehearsedFlight(settings, recordingTo: "\(folder)/\(name)", name: name)
        try flight.wait(.seconds(5))
        let rest = flight.snapshot.telemetry.batteryVoltage?.value
        let payload = PayloadOnBoard(
            mass: mass, massUncertainty: mass == 0 ? nil : 0.0005, position: mass == 0 ? nil : place)
        flight.note(.payload(payload))
        flight.perform(.flatTrim)
        try flight.wait(.seconds(1))
        flight.perform(.takeOff)
        for _ in 0..<13 where flight.snapshot.telemetry.state?.value != .hovering { try flight.wait(.seconds(1)) }
        let hasFlown = flight.snapshot.telemetry.state?.value == .hovering
        if hasFlown {
            for (index, hold) in holds.enumerated() {
                try flight.wait(.seconds(hold))
                if index == 0, holds.count > 1 {
                    try flight.move(Setpoint(climb: 0.7), for: .seconds(1))
                    flight.perform(.move(.hover))
                    try flight.wait(.seconds(5))
                }
            }
            try flight.land()
        }
        try flight.finish()
        var run = CampaignFile.Run(
            recording: name, order: number, payload: payload, outcome: hasFlown ? .landed : .failedTakeOff)
        run.batteryName = "battery \(number)"
        run.restingVoltage = rest
        run.temperature = settings.surroundings.temperature
        run.pressure = settings.surroundings.pressure
        run.place = "virtual room"
        run.wind = "calm"
        return run
    }
}
