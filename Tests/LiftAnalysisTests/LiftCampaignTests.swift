import DroneModel
import Foundation
import Testing

@testable import DroneSimulation
@testable import LiftAnalysis

@Suite struct LiftCampaignTests {
    private static let ladder = SimulatedCampaign().ladder()

    /// Truth by the simulator's own parameters: its hover law at the 85 % limit.
    private static func truth(_ parameters: AircraftParameters) -> Double {
        let law = parameters.propulsion
        let thrust =
            4 * law.thrust(speed: law.speed(command: LiftCampaign.controlLimit), density: Surroundings().airDensity)
        return thrust / 9.81 - parameters.frame.mass
    }

    @Test func `a ladder of masses gives the payload at the control limit within its interval`() throws {
        let campaign = LiftCampaign(Self.ladder)
        #expect(Self.ladder.allSatisfy { $0.exclusion == nil }, "\(Self.ladder.map(\.exclusion))")
        let limit = try #require(campaign.controlPayload)
        let truth = Self.truth(.ardrone2)
        // Bias below 2 % of the gross mass.
        #expect(abs(limit.mass - truth) < 0.02 * (truth + 0.42), "\(limit.mass) \(truth)")
        #expect(limit.total.contains(truth) && limit.isExtrapolated)
        let fit = try #require(campaign.fit)
        #expect(abs(fit.bareMass / 0.42 - 1) < 0.05, "\(fit.bareMass)")
        #expect(!fit.disagreesWithTwin)
        #expect(campaign.observedLimit == nil)
        #expect(try #require(campaign.recommended) < limit.mass)
    }

    @Test func `a weak drone is found out though the law supposes a healthy one`() throws {
        var weak = AircraftParameters.ardrone2
        weak.propulsion.thrustCoefficient *= 0.9
        let campaign = LiftCampaign(SimulatedCampaign(parameters: weak, seed: 3).ladder([0, 30, 60, 88]))
        let limit = try #require(campaign.controlPayload)
        #expect(limit.total.contains(Self.truth(weak)), "\(limit) \(Self.truth(weak))")
        #expect(abs(Self.truth(.ardrone2) - Self.truth(weak)) > 0.05)
    }

    @Test func `a load on the side is found and the advice leads back`() throws {
        let side = SimulatedCampaign(seed: 2)
        let place = Vector3(x: 0, y: 0.06, z: 0)
        let runs = [0.0, 88, 0, 88, 0, 88].enumerated().map { index, grams in
            side.run(grams: grams, at: place, order: index + 1)
        }
        let balance = try #require(LiftCampaign(runs).balances.first)
        let truth = 0.088 * 0.06 / 0.508
        #expect(abs(balance.shift.y - truth) < 0.001, "\(balance.shift) \(truth)")
        #expect(abs(balance.shift.x) < 0.001)
        #expect(abs(balance.position.y - 0.06) < 0.006)
        #expect(balance.advice.contains("to the left"), "\(balance.advice)")
    }

    @Test func `an outlier is named and the robust twin stays`() throws {
        var runs = Self.ladder
        let index = 17
        var hover = try #require(runs[index].hover)
        hover.correctedSquare *= 1.1
        runs[index].hover = hover
        let fit = try #require(LiftCampaign(runs).fit)
        #expect(fit.outliers.contains("run-18"), "\(fit.outliers)")
        let clean = try #require(LiftCampaign(Self.ladder).fit)
        let robust = try #require(fit.robust)
        #expect(
            abs(robust.slope - clean.ordinary.coefficients[1])
                < abs(fit.ordinary.coefficients[1] - clean.ordinary.coefficients[1]))
    }

    @Test func `hover counts do not depend on the charge`() throws {
        let full = SimulatedCampaign().run(grams: 60, order: 1, charge: 0.95)
        let low = SimulatedCampaign().run(grams: 60, order: 1, charge: 0.3)
        let (a, b) = (try #require(full.hover), try #require(low.hover))
        #expect(abs(a.collective - b.collective) < 2 * (a.collectiveError + b.collectiveError))
        #expect(try #require(a.ratio) > #require(b.ratio))
        #expect(abs(a.referenceRatio - b.referenceRatio) < 0.02)
        // One independent sample in 0.8 s at most.
        #expect(a.effectiveCount < 1.3 * full.steadyTime && a.collectiveError < 0.6)
    }

    @Test func `a flight without steady hover says so and stays in the list`() {
        var analyzer = LiftRunAnalyzer()
        for index in 0..<400 {
            analyzer.receive(
                LiftSample(
                    time: Double(index) / 50, isFlying: true, isHovering: true, height: 0.75,
                    attitude: Attitude(pitch: .zero, roll: .zero, yaw: .zero),
                    motors: MotorPWM(frontLeft: 160, frontRight: 160, rearRight: 160, rearLeft: 160), voltage: nil))
        }
        let short = analyzer.finish(LiftConditions(name: "short", order: 1, payload: PayloadOnBoard(mass: 0)))
        #expect(short.exclusion?.hasPrefix("insufficient: ") == true, "\(short.exclusion ?? "")")
        let grounded = LiftRunAnalyzer().finish(LiftConditions(name: "grounded", order: 2))
        #expect(grounded.exclusion == "it never flew" && grounded.saturatedShare == nil)
        let campaign = LiftCampaign([grounded, short])
        #expect(campaign.runs.count == 2 && campaign.fit == nil && campaign.recommended == nil)
    }

    @Test func `a failed take-off is the observed limit`() {
        var failed = LiftConditions(name: "failed", order: 1, payload: PayloadOnBoard(mass: 0.22))
        failed.objection = "failed take-off"
        let campaign = LiftCampaign([LiftRunAnalyzer().finish(failed)])
        #expect(campaign.observedLimit == .init(mass: 0.22, reason: "failed take-off"))
    }

    /// The published table: counts of the law at the payloads, and the endurance.
    @Test(arguments: [
        (0.0, 151.8, 60.0), (30, 160.4, 64), (60, 168.5, 69), (88, 176, 73), (110, 181.7, 76), (130, 186.8, 79),
    ])
    func `the law predicts the published hover counts and powers`(grams: Double, counts: Double, watts: Double) {
        let law = ThrustLaw()
        let mass = 0.42 + grams / 1000
        #expect(abs(law.hoverCounts(grossMass: mass, density: 1.204) - counts) < 0.3)
        #expect(abs(law.hoverPower(grossMass: mass) - watts) < 1.5, "\(law.hoverPower(grossMass: mass))")
    }
}
