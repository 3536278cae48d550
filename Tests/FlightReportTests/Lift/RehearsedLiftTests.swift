import DroneModel
import DroneSimulation
import FlightRecording
import FlightRehearsal
import Foundation
import LiftAnalysis
import LiftProving
import MissionRehearsal
import Missions
import Testing

@testable import FlightReport

/// Rehearsed mission, recording, report: end to end in one process.
@Suite struct RehearsedLiftTests {
    /// Flies one flight of a mission as `stork fly --rehearse` does and reads its recording as `stork report` does.
    private func fly(
        _ planned: MissionFlight, of mission: Mission, payload: PayloadOnBoard, charge: Double = 1, gusts: Double = 0.2,
        seed: UInt64 = 5
    ) throws -> LiftFlight {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-lift-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = DroneSettings(seed: seed)
        settings.aircraft.propulsion.motorSpread = 0
        settings.stateOfCharge = charge
        settings.surroundings.wind.gusts = gusts
        let place = payload.position ?? .zero
        if payload.mass > 0 {
            settings.payloads = [
                PayloadMass(mass: payload.mass, at: Vector3(x: place.x, y: place.y, z: place.z))
            ]
        }
        let manifest = RecordingManifest(
            program: "test", name: "one", simulated: true, seed: seed,
            drone: .init(model: "AR.Drone 2.0", firmware: "2.4.8", host: "192.168.1.1"),
            clock: .init(utcNanoseconds: 1_769_860_800_000_000_000, monotonicNanoseconds: 0))
        let result = try MissionRehearsal(settings).fly(
            mission, only: planned, recordingTo: "\(folder)/one", manifest: manifest)
        var entry = CampaignFile.Run(recording: "one", order: planned.number, payload: payload)
        switch result.outcome {
        case .landed?: entry.outcome = .landed
        case .failedTakeOff?: entry.outcome = .failedTakeOff
        case .aborted(let reason)?: entry.outcome = .aborted(reason)
        case nil: entry.outcome = .aborted(result.abortion ?? "")
        }
        entry.temperature = settings.surroundings.temperature
        return LiftFlight.read(entry, folder: folder)
    }

    private func report(_ flights: [LiftFlight]) -> LiftReport {
        var file = CampaignFile(program: "test", simulated: true, seed: 5)
        file.bareMass = 0.42
        return LiftReport(file: file, folder: "one", flights: flights, program: "stork 1")
    }

    /// The 200 campaigns of `lift.coverage` are flown without session, wire and file: these change nothing.
    @Test func `a flight through session, wire and recording says what the direct one says`() throws {
        let mission = try Mission.shipped("lift-quick")
        let planned = try #require(mission.flights.first { $0.payload?.mass == 0.088 })
        let payload = PayloadOnBoard(mass: 0.088, massUncertainty: 0.0005, position: SIMD3(0, 0, -0.03))
        let flight = try fly(planned, of: mission, payload: payload)
        let direct = try #require(
            ProvingCampaign(ProvingDrone(seed: 5), masses: []).fly(mission, only: [planned.number]).first)
        let (wired, straight) = (try #require(flight.run.hover), try #require(direct.hover))
        let error =
            (wired.collectiveError * wired.collectiveError + straight.collectiveError * straight.collectiveError)
            .squareRoot()
        #expect(abs(wired.collective - straight.collective) < 3 * error, "\(wired) \(straight)")
        #expect(abs(flight.run.steadyTime - direct.steadyTime) < 6, "\(flight.run.steadyTime) \(direct.steadyTime)")
        #expect(flight.run.climbs.count == direct.climbs.count)
        #expect(abs(flight.run.airTime - direct.airTime) < 2 && flight.run.exclusion == nil && direct.exclusion == nil)
        // Lift physics 4: 176.0 ± 4 counts, power 73 W, 4.1–4.3 s to 0.70 m.
        #expect(abs(wired.collective - 176) < 4 && abs(wired.power - 73) < 4, "\(wired)")
        #expect((3.8...4.6).contains(try #require(flight.run.takeOff?.time)))
        // The pressure was measured by the drone, the temperature was told.
        #expect(flight.run.conditions.isPressureMeasured && !flight.run.conditions.isTemperatureEstimated)
        #expect(abs((flight.run.conditions.density ?? 0) - 1.204) < 0.005)
        // A set-point every 30 ms.
        #expect((0.029...0.061).contains(try #require(flight.run.longestCommandGap)))
        #expect(flight.seed == 5 && flight.isSimulated == true)
    }

    /// Lift physics 4: 220 g fails take-off; 190 g at 80 mm with a quarter of the charge in a breeze rolls over.
    @Test func `what fails is told apart, stays visible and bounds the verdict`() throws {
        let mission = try Mission.shipped("lift-quick")
        let planned = try #require(mission.flights.first)
        let heavy = try fly(planned, of: mission, payload: PayloadOnBoard(mass: 0.22, position: SIMD3(0, 0, -0.03)))
        #expect(heavy.run.exclusion == "failed take-off", "\(heavy.run)")
        let lopsided = try fly(
            planned, of: mission, payload: PayloadOnBoard(mass: 0.19, position: SIMD3(0, 0.08, 0)), charge: 0.25,
            gusts: 0.8, seed: 6)
        // The safety envelope may end it before it lies on its side.
        let words = try #require(lopsided.run.exclusion)
        print("190 g at 80 mm, rehearsed: \(words)")
        #expect(lopsided.run.hasRolledOver || lopsided.run.hasTippedOver, "\(lopsided.run)")
        let report = report([heavy, lopsided])
        let observed = try #require(report.campaign.observedLimit)
        #expect(observed.mass == 0.19 && [.rolledOver, .tippedOver].contains(observed.reason), "\(observed)")
        let html = LiftReportPage.html(of: report)
        for words in ["does not count: failed take-off", "does not count: \(words)"] {
            let isThere = html.contains(words)
            #expect(isThere, "\(words)")
        }
        #expect(report.csv.split(separator: "\n").count == 3)
    }

    /// The same load, hung on in the air by hand as people have done, without a mission's envelope.
    @Test func `a load marked in the air begins a flight of its own, and what it does is told`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-lift-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = DroneSettings(seed: 7)
        settings.stateOfCharge = 0.25
        settings.surroundings.wind.gusts = 0.8
        settings.faults = FaultPlan([Fault(.payload(mass: 0.19, x: 0, y: 0.08, z: 0), at: .seconds(37))])
        var flight = try RehearsedFlight(settings, recordingTo: folder)
        flight.note(.payload(PayloadOnBoard(mass: 0)))
        try flight.takeOff()
        try flight.wait(.seconds(36) - flight.now)
        flight.note(.payload(PayloadOnBoard(mass: 0.19, position: SIMD3(0, 0.08, 0))))
        try flight.wait(.seconds(25))
        try flight.land()
        try flight.finish { $0.payloadGrams = nil }
        let flights = try LiftFlight.readAll(RecordingSource(path: folder))
        print("190 g at 80 mm, hung on: \(flights.map { $0.run.exclusion ?? "counts" })")
        #expect(flights.map(\.run.payload) == [0, 0.19] && flights.map(\.run.conditions.order) == [1, 2])
        #expect(flights[0].run.exclusion == nil && flights[0].run.takeOff?.time != nil, "\(flights[0].run)")
        #expect(flights[1].run.exclusion == "it rolled over" && flights[1].run.takeOff == nil, "\(flights[1].run)")
        #expect(report(flights).campaign.observedLimit?.reason == .rolledOver)
    }
}
