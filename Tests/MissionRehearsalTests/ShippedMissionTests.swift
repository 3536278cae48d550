import DroneModel
import DroneProtocol
import DroneSimulation
import Foundation
import MissionRehearsal
import Missions
import Testing

/// Every mission that ships, checked and flown on the simulated drone.
@Suite struct ShippedMissionTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Missions").standardizedFileURL.path

    /// Not a list of names: a mission that is added is flown as well.
    static let names: [String] = {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return all.filter { $0.hasSuffix(".yaml") }.sorted()
    }()

    private static let vocabulary = MissionVocabulary(
        animations: FlightAnimation.allCases.map {
            ($0.name, Int($0.rawValue), Int($0.defaultDuration / .milliseconds(1)))
        }, lights: LEDAnimation.allCases.map { ($0.name, Int($0.rawValue)) })

    private static func read(_ name: String) throws -> Mission {
        try MissionReader.read(file: "\(folder)/\(name)", vocabulary: vocabulary) {
            try String(contentsOfFile: $0, encoding: .utf8)
        }
    }

    @Test func `the missions that the README promises are there`() {
        let promised = [
            "climb-steps", "endurance", "ferry-hop", "hover-check", "lift-full", "lift-quick", "side-load",
        ]
        #expect(Set(promised.map { $0 + ".yaml" }).isSubset(of: Set(Self.names)))
    }

    @Test func `lift-full has five masses and more, three runs each, and nothing at start, middle and end`() throws {
        let masses = try Self.read("lift-full.yaml").flights.map { Int((($0.payload?.mass ?? -1) * 1000).rounded()) }
        #expect(masses.count >= 18 && Set(masses).count >= 6)
        #expect(Set(masses).allSatisfy { mass in masses.count { $0 == mass } == 3 })
        let empty = masses.indices.filter { masses[$0] == 0 }
        #expect(empty.first == 0 && empty.last == masses.count - 1)
        #expect(empty.contains { abs($0 - masses.count / 2) <= 1 })
    }

    /// The flights of a ladder are alike: without STORK_FLIGHTS=all the heaviest of each mission is flown.
    private static func chosen(_ mission: Mission) -> [MissionFlight] {
        let flights = mission.flights
        if ProcessInfo.processInfo.environment["STORK_FLIGHTS"] == "all" { return flights }
        return flights.max { ($0.payload?.mass ?? 0) < ($1.payload?.mass ?? 0) }.map { [$0] } ?? []
    }

    /// All of them, as many at once as there are cores; flown once for all tests.
    private static let flown = Task { () throws -> [String: [MissionRehearsal.Result]] in
        try await withThrowingTaskGroup(of: (String, MissionRehearsal.Result).self) { group in
            for name in names {
                let mission = try read(name)
                for flight in chosen(mission) { group.addTask { (name, try fly(flight, of: mission)) } }
            }
            return try await group.reduce(into: [:]) { $0[$1.0, default: []].append($1.1) }
        }
    }

    @Test(arguments: names)
    func `a mission that ships lands and breaks no rule`(name: String) async throws {
        let mission = try Self.read(name)
        #expect(!mission.comment.isEmpty)
        let results = try #require(try await Self.flown.value[name])
        for result in results {
            #expect(result.outcome == .landed, "\(result.abortion ?? "") \(result.logged)")
            // A battery that runs down is what endurance is about.
            #expect(result.broken.filter { $0.rule != .battery || $0.action > .warn } == [])
        }
    }

    private static func fly(_ flight: MissionFlight, of mission: Mission) throws -> MissionRehearsal.Result {
        var settings = DroneSettings(seed: UInt64(flight.number))
        if let payload = flight.payload, payload.mass > 0 {
            let place = payload.position ?? .zero
            settings.payloads = [
                PayloadMass(mass: payload.mass, at: Vector3(x: place.x, y: place.y, z: place.z))
            ]
        }
        // Down to a quarter in a minute instead of eight.
        if mission.name == "endurance" { settings.stateOfCharge = 0.32 }
        return try MissionRehearsal(settings).fly(mission, only: flight)
    }
}
