import DroneModel
import LiftProving
import Missions
import Testing

@testable import LiftAnalysis

/// Whether intervals hold what they promise. `StorkBenchmarks lift.coverage` does it with 200 simulated campaigns.
@Suite struct CoverageTests {
    /// A few campaigns of `lift-full`, eight of its eighteen flights each, every step of them flown by the runner that
    /// flies real drones: each estimate has to be near, and most intervals hold.
    @Test func `intervals of simulated campaigns hold the truth`() async throws {
        let mission = try Mission.shipped("lift-full")
        let flights: Set<Int> = [1, 3, 5, 6, 7, 8, 10, 18]
        let table = await withTaskGroup(of: CoverageTable.self) { group in
            for seed in [UInt64(31), 32, 33, 34] {
                group.addTask {
                    var table = CoverageTable()
                    table.fly(mission, only: flights, seed: seed)
                    return table
                }
            }
            var all = CoverageTable()
            for await table in group { all.add(table) }
            return all
        }
        #expect(table.campaigns == 4)
        for row in table.rows {
            #expect(row.count == 4, "\(row.name)")
            #expect(row.held >= 2, "\(row)")
            #expect(row.rms < (row.name.hasPrefix("endurance") ? 20 : 6), "\(row)")
        }
        #expect(table.rows.map(\.held).reduce(0, +) >= 24, "of 28: \(table.rows)")
    }

    /// The step-by-step flight of a mission is the mission's: its marks of time, two climbs, and its hold at a metre.
    @Test func `the proving flight flies the steps of the mission`() throws {
        let mission = try Mission.shipped("lift-full")
        let planned = try #require(mission.flights.first { $0.payload?.mass == 0.088 })
        let run = try #require(ProvingCampaign(ProvingDrone(), masses: []).fly(mission, only: [planned.number]).first)
        #expect(run.exclusion == nil && run.payload == 0.088 && run.conditions.order == planned.number)
        #expect(run.climbs.map { ($0.command * 0.7 * 10).rounded() / 10 }.suffix(2) == [0.5, 0.7], "\(run.climbs)")
        // Two holds of 20 and 15 s, what settles between them, and nothing of climbs and turns.
        #expect((35...60).contains(run.steadyTime), "\(run.steadyTime)")
        #expect((70...100).contains(run.airTime), "\(run.airTime)")
    }

    /// The statistics alone, on a line with known noise: 18 flights, 257 g at 217 counts (lift physics 3.6).
    @Test func `Fieller's interval holds the truth in 95 of 100`() throws {
        let law = ThrustLaw()
        var state: UInt64 = 99
        func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) * 0x1p-53
        }
        func gaussian() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
        let truth = law.square(counts: 217) / law.square(counts: law.hoverCounts(grossMass: 1, density: 1.225)) - 0.42
        var (held, sum) = (0, 0.0)
        let campaigns = 1500
        for _ in 0..<campaigns {
            let runs = ProvingCampaign.ladder.enumerated().map { index, mass in
                var run = LiftRun(
                    LiftConditions(name: "\(index)", order: index + 1, payload: .init(mass: mass, massUncertainty: 0)))
                let counts = law.hoverCounts(grossMass: 0.42 + mass, density: 1.225) + 0.5 * gaussian()
                run.hover = SteadyHover.test(square: law.square(counts: counts))
                return run
            }
            let fit = try #require(HoverFit(runs))
            let limit = try #require(PayloadLimit(fit: fit, counts: 217, law: law, density: 1.225))
            held += limit.statistical.contains(truth) ? 1 : 0
            sum += limit.mass - truth
        }
        // Three binomial standard deviations; keeping a covariate with |t| > 2 costs a little.
        #expect((0.925...0.968).contains(Double(held) / Double(campaigns)), "\(held) of \(campaigns)")
        #expect(abs(sum / Double(campaigns)) < 0.001)
    }
}

extension SteadyHover {
    /// A hover of which only S is of interest.
    static func test(square: Double) -> SteadyHover {
        SteadyHover(
            collective: ThrustLaw().counts(square: square), collectiveError: 0.3, effectiveCount: 25, square: square,
            squareError: 150, correctedSquare: square, motors: .init(repeating: 160),
            motorSquares: .init(repeating: square), heightDeviation: 0.015, heightRange: 0.05, drift: 0,
            rollDeviation: 0.006, pitchDeviation: 0.006, yawDeviation: 0.006, power: 60, referenceRatio: 1.7)
    }
}
