import DroneModel
import DroneSimulation
import LiftProving
import Testing

@testable import LiftAnalysis

/// Campaigns of simulated drones of which the truth is known.
@Suite struct LiftCampaignTests {
    /// The drone of the books with six masses, up, down and up; flown once for all tests.
    private static let ladder: [LiftRun] = {
        var campaign = ProvingCampaign(ProvingDrone(), masses: ProvingCampaign.ladder)
        campaign.holds = [15]
        return campaign.fly()
    }()
    private static let campaign = LiftCampaign(ladder, bareMass: 0.42)

    @Test func `a ladder of masses gives the payload at the control limit within its interval`() throws {
        let campaign = Self.campaign
        #expect(Self.ladder.allSatisfy { $0.exclusion == nil }, "\(Self.ladder.map(\.exclusion))")
        let limit = try #require(campaign.controlPayload)
        let truth = ProvingDrone().load(counts: LiftCampaign.controlLimit)
        // Bias below 2 % of the gross mass.
        #expect(abs(limit.mass - truth) < 0.02 * (truth + 0.42), "\(limit.mass) \(truth)")
        #expect(limit.statistical.contains(truth) && limit.isExtrapolated, "\(limit) \(truth)")
        #expect(limit.total.lowerBound < limit.statistical.lowerBound)
        #expect(limit.next.upperBound > limit.statistical.upperBound)
        // Drawing the flights anew says about the same.
        let drawn = try #require(campaign.controlBootstrap)
        let width =
            (drawn.upperBound - drawn.lowerBound) / (limit.statistical.upperBound - limit.statistical.lowerBound)
        #expect(drawn.contains(limit.mass) && (0.3...1.3).contains(width), "\(drawn) \(limit.statistical)")
        let fit = try #require(campaign.fit)
        #expect(abs(fit.bareMass / 0.42 - 1) < 0.05, "\(fit.bareMass)")
        #expect(!fit.disagreesWithTwin)
        #expect(abs(try #require(limit.robustMass) - limit.mass) < 0.01)
        #expect(campaign.observedLimit == nil)
        // Never more than was flown, however much the line promises.
        #expect(campaign.recommended == 0.13)
    }

    /// Lift physics 4: 257 g at 85 %, 434, 300 and 264 g at the ceiling of a fresh, half full and nearly empty pack.
    @Test func `the limits are those of the published table`() throws {
        let campaign = Self.campaign
        func check(_ limit: PayloadLimit?, _ grams: Double) throws {
            let limit = try #require(limit)
            #expect(abs(limit.mass * 1000 - grams) < 0.02 * (420 + grams), "\(limit.mass) \(grams)")
        }
        try check(campaign.controlPayload, 257)
        try check(campaign.ceilings[.fresh], 434)
        try check(campaign.ceilings[.half], 300)
        try check(campaign.ceilings[.fifth], 264)
    }

    @Test func `nothing drifts in calm air, and what drifts is found`() throws {
        let fit = try #require(Self.campaign.fit)
        #expect(fit.covariates.map(\.kind) == [.order, .voltage, .density, .battery])
        let density = try #require(fit.covariates.first { $0.kind == .density })
        #expect(density.statistic == nil && density.absence == .alike, "all flights had the same air")
        let few = try #require(HoverFit(Array(Self.ladder.prefix(4))))
        #expect(few.covariates.map(\.absence) == [.fewFlights, .fewFlights, .alike, .fewFlights], "\(few.covariates)")
        #expect(fit.covariates.first?.absence == nil)
        // Motors that lose 0.3 % of their thrust with every flight.
        let worn = Self.ladder.map { run in
            var run = run
            run.hover?.correctedSquare *= 1 + 0.003 * Double(run.conditions.order)
            return run
        }
        let drift = try #require(HoverFit(worn)?.covariates.first { $0.kind == .order })
        #expect(drift.isKept && (drift.chance ?? 1) < 1e-4)
        // 0.3 % of S is 0.15 % of counts + 90.2.
        #expect(abs(try #require(drift.effect) - 0.0015 * 258) < 0.1, "\(drift)")
        let corrected = try #require(HoverFit(worn))
        #expect(!corrected.disagreesWithTwin, "the twin is of the same law")
        #expect(corrected.ordinary.coefficients.count >= 3)
        let plain = try #require(
            LeastSquares(design: corrected.points.map { [1, $0.mass] }, observations: corrected.points.map(\.square)))
        #expect(corrected.ordinary.variance < plain.variance / 10)
        let battery = try #require(HoverFit(worn)?.covariates.last)
        #expect(battery.kind == .battery && !battery.isKept)
    }

    @Test func `a weak drone is found out though the law supposes a healthy one`() throws {
        var weak = ProvingDrone(seed: 3)
        weak.parameters.propulsion.thrustCoefficient *= 0.9
        var flown = ProvingCampaign(weak, masses: [0, 0.06, 0.11, 0.11, 0.06, 0])
        flown.holds = [12]
        let campaign = LiftCampaign(flown.fly(), bareMass: 0.42, bareMassUncertainty: 0.001)
        let limit = try #require(campaign.controlPayload)
        let truth = weak.load(counts: LiftCampaign.controlLimit)
        #expect(limit.total.contains(truth), "\(limit) \(truth)")
        #expect(ProvingDrone().load(counts: LiftCampaign.controlLimit) - truth > 0.05)
        // What was expected of it was more, and the comparison says by how much.
        let bare = try #require(campaign.comparisons.first)
        #expect(bare.counts - bare.prediction.counts > 8 && !bare.isWithin)
    }

    @Test func `a load on the side is found and the advice leads back`() throws {
        var drone = ProvingDrone(seed: 2)
        drone.motorStrength = [1.05, 0.97, 1.01, 0.97]
        var flown = ProvingCampaign(drone, masses: [0, 0.088, 0, 0.088])
        flown.place = SIMD3(0, 0.06, 0)
        flown.holds = [12]
        let runs = flown.fly()
        let balance = try #require(LiftCampaign(runs, bareMass: 0.42).balances.first)
        // Lift physics 4: 10.4 mm; heavy side 187, light side 165 counts; error below 1 mm after baseline subtraction.
        #expect(abs(balance.shift.y - 0.0104) < 0.001, "\(balance.shift)")
        #expect(abs(balance.shift.x) < 0.001)
        #expect(abs(balance.position.y - 0.06) < 0.006)
        let half = try #require(balance.halfWidth)
        #expect(abs(balance.shift.y - drone.shift(load: 0.088, at: 0.06)) < half.y)
        #expect(abs((balance.motors[1] + balance.motors[2]) / 2 - 187) < 187 * 0.05, "\(balance.motors)")
        #expect(abs((balance.motors[0] + balance.motors[3]) / 2 - 165) < 165 * 0.05, "\(balance.motors)")
        #expect(balance.advice.hasSuffix("mm to the left."), "\(balance.advice)")
        let effects = LiftCampaign(runs, bareMass: 0.42).effects
        let trim = try #require(effects.first { $0.quantity == .rollTrim })
        #expect(abs(trim.change + 22) < 3, "\(trim)")
        let pitchTrim = try #require(effects.first { $0.quantity == .pitchTrim })
        #expect(abs(pitchTrim.change) < 2, "\(pitchTrim)")
        #expect(balance.remedy.y < -0.05 && !balance.isCentred)
        #expect(Self.campaign.balances.allSatisfy { $0.isCentred && $0.advice.contains("leave it") })
    }

    @Test func `an outlier is named and the robust twin stays`() throws {
        var runs = Self.ladder
        runs[17].hover?.correctedSquare *= 1.1
        let fit = try #require(LiftCampaign(runs).fit)
        #expect(fit.outliers.contains("run-18"), "\(fit.outliers)")
        #expect(try #require(fit.points.last).weight < 0.3 && (fit.points.last?.residual ?? 0) > 3)
        let clean = try #require(LiftCampaign(Self.ladder).fit)
        let robust = try #require(fit.robust)
        #expect(
            abs(robust.slope - clean.ordinary.coefficients[1])
                < abs(fit.ordinary.coefficients[1] - clean.ordinary.coefficients[1]))
    }

    @Test func `what a load changes is compared with the empty flights around it`() throws {
        let effects = Self.campaign.effects
        let collective = try #require(effects.first { $0.mass == 0.11 && $0.quantity == .collective })
        let truth =
            ProvingDrone().hoverCounts(load: (0.11, 0, 0)) - ProvingDrone().hoverCounts(load: (0, 0, 0))
        #expect(abs(collective.change - truth) < 1 && !collective.isWithinChance, "\(collective) \(truth)")
        #expect(collective.count == 3)
        // The honest negative: a centred load hardly unsettles the drone; take-off is what it slows.
        let takeOff = try #require(effects.first { $0.mass == 0.13 && $0.quantity == .takeOff })
        #expect(takeOff.change > 2, "\(takeOff)")
        let height = try #require(effects.first { $0.mass == 0.13 && $0.quantity == .height })
        #expect(abs(height.change) < 20, "\(height)")
    }

    @Test func `take-off and climb are read from the flight`() throws {
        var flown = ProvingCampaign(ProvingDrone(seed: 5), masses: [0, 0.16])
        flown.holds = [12, 11]
        flown.climbs = true
        let runs = flown.fly()
        for (run, times, peak) in [(runs[0], 3.0...4.2, 177.0), (runs[1], 5...10, 219)] {
            let takeOff = try #require(run.takeOff)
            #expect(times.contains(try #require(takeOff.time)), "\(takeOff)")
            #expect((0.7...1.3).contains(try #require(takeOff.peak)), "\(takeOff)")
            let climb = try #require(run.greatestClimb)
            // Lift physics 4: commanded 0.49 m/s, same answer with 160 g as with none; peaks of 177 and 219 counts are for
            // 0.7 m/s.
            #expect(abs(climb.command - 0.7) < 1e-6 && (0.9...1.1).contains(climb.length), "\(climb)")
            #expect((0.8...1.5).contains(try #require(climb.achieved)), "\(climb)")
            #expect((0.1...0.9).contains(climb.riseTime) && climb.peakCounts < peak + 10, "\(climb)")
            #expect(climb.settlingTime != nil && climb.overshoot != nil)
        }
        #expect(runs[0].hover?.heightDeviation ?? 1 < 0.04)
    }

    @Test(arguments: [
        (0.02, 0.05, 1.2, false, "it rolled over"), (0.4, 0.6, 0.1, true, "it rolled over"),
        (0.4, 0.05, 0.1, false, "failed take-off: it tipped by 23°"), (0.05, 0, 0.1, false, "failed take-off"),
        (1.3, 0, 0.1, false, "failed take-off: it tipped by 74°"),
    ])
    func `how a flight fell over is told`(
        flying: Double, last: Double, resting: Double, isCut: Bool, words: String
    ) {
        var analyzer = LiftRunAnalyzer()
        for index in 0..<250 {
            let time = Double(index) / 50
            let lean = time < 2 ? flying : time < 3 ? last : time < 4.5 ? resting : 0
            var sample = LiftSample(
                time: time, isFlying: time < 3, isHovering: false, height: 0.1,
                attitude: Attitude(pitch: .zero, roll: Angle(radians: -lean), yaw: .zero),
                motors: MotorPWM(frontLeft: 200, frontRight: 200, rearRight: 200, rearLeft: 200), voltage: 11)
            sample.isEmergency = isCut && time >= 3
            // Two seconds later somebody has set it upright.
            if time < 4.5 { analyzer.receive(sample) }
        }
        let run = analyzer.finish(LiftConditions(name: "x", order: 1, payload: PayloadOnBoard(mass: 0.19)))
        #expect(run.exclusion == words, "\(run)")
    }

    @Test func `a take-off that failed is seen where nobody says so`() {
        var analyzer = LiftRunAnalyzer()
        for index in 0..<300 {
            analyzer.receive(
                LiftSample(
                    time: Double(index) / 50, isFlying: index < 280, isHovering: false, height: index == 200 ? 0.27 : 0,
                    attitude: Attitude(pitch: .zero, roll: .zero, yaw: .zero),
                    motors: MotorPWM(frontLeft: 200, frontRight: 200, rearRight: 200, rearLeft: 200), voltage: 11))
        }
        let run = analyzer.finish(LiftConditions(name: "heavy", order: 1, payload: PayloadOnBoard(mass: 0.25)))
        #expect(run.exclusion == "failed take-off" && run.conditions.hasFailedTakeOff)
        #expect(ObservedLimit.find([run])?.reason == .failedTakeOff)
    }

    @Test func `air that nobody measured at once is taken afterwards`() throws {
        var run = try #require(Self.ladder.first)
        let before = try #require(run.hover)
        run.take(toldPressure: 101_325)
        run.take(estimatedTemperature: 30)
        let after = try #require(run.hover)
        #expect(run.conditions.isTemperatureEstimated && !run.conditions.isPressureMeasured)
        let density = ThrustLaw.density(temperature: 30, pressure: 101_325)
        #expect(abs(after.correctedSquare / before.square - density / 1.225) < 1e-9)
        #expect(after.square == before.square && after.power < before.power)
        run.take(toldTemperature: 20)
        #expect(!run.conditions.isTemperatureEstimated)
        #expect(abs(try #require(run.hover).correctedSquare - before.correctedSquare) < 1)
    }

    @Test func `220 g does not come off the ground and is the observed limit`() throws {
        var flown = ProvingCampaign(ProvingDrone(seed: 4), masses: [0, 0.22])
        flown.holds = [11]
        let campaign = LiftCampaign(flown.fly(), bareMass: 0.42)
        #expect(campaign.observedLimit?.mass == 0.22 && campaign.observedLimit?.reason == .failedTakeOff)
        #expect(campaign.runs.last?.exclusion == "failed take-off")
        #expect(campaign.heaviestGood == 0 && campaign.fit == nil && campaign.recommended == nil)
    }

    /// Lift physics 4: the heavy side saturates and the drone crashes.
    @Test func `190 g at 80 mm with a quarter of the charge rolls over, and the report says so`() throws {
        var drone = ProvingDrone(seed: 6)
        drone.surroundings.wind.gusts = 0.8
        var flown = ProvingCampaign(drone, masses: [0.19])
        flown.place = SIMD3(0, 0.08, 0)
        flown.holds = [25]
        flown.charge = 0.25
        let campaign = LiftCampaign(flown.fly(), bareMass: 0.42)
        let run = try #require(campaign.runs.first)
        #expect(run.exclusion != nil)
        let observed = try #require(campaign.observedLimit, "\(run)")
        #expect(observed.mass == 0.19)
        print("190 g at 80 mm: \(run.exclusion ?? ""), lean \(run.greatestLean ?? 0), at rest \(run.restingLean ?? 0)")
        #expect(run.hasRolledOver && run.exclusion == "it rolled over", "\(run)")
        #expect(observed.reason == .rolledOver, "\(observed)")
    }

    @Test func `hover counts do not depend on the charge`() throws {
        func run(_ charge: Double) throws -> (run: LiftRun, hover: SteadyHover) {
            var flown = ProvingCampaign(ProvingDrone(), masses: [0.06])
            flown.charge = charge
            flown.holds = [20]
            let run = try #require(flown.fly().first)
            return (run, try #require(run.hover))
        }
        let (full, low) = (try run(0.95), try run(0.3))
        let (a, b) = (full.hover, low.hover)
        #expect(abs(a.collective - b.collective) < 2 * (a.collectiveError + b.collectiveError))
        #expect(try #require(a.ratio) > #require(b.ratio))
        #expect(abs(a.referenceRatio - b.referenceRatio) < 0.02)
        #expect(try #require(a.reserve) > a.referenceReserve)
        // One independent sample in 0.8 s at most.
        #expect(a.effectiveCount < 1.3 * full.run.steadyTime && a.collectiveError < 0.6)
        // The true mean power of such a hover is 69 W.
        #expect(abs(a.power - 69) < 4 && (a.voltageFall ?? -1) > 0, "\(a)")
        #expect(abs(full.run.energy / full.run.airTime - 69) < 7)
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

    @Test(arguments: [
        (1e-300, 1e-300, -273.0, 1e-300), (20, 0, 60, 101_325), (1e9, 1e300, 1e300, 1e300), (0.1, 1e9, 20, .nan),
        (.nan, 0.001, .infinity, 101_325), (1e-307, 999, 20, 100_000),
    ])
    func `masses and air that cannot be bring nothing down`(
        mass: Double, uncertainty: Double, temperature: Double, pressure: Double
    ) {
        let runs = Self.ladder.map { run in
            var run = run
            if run.conditions.order % 3 == 0 {
                run.conditions.payload = PayloadOnBoard(
                    mass: mass, massUncertainty: uncertainty, position: SIMD3(mass, -999, 1e300))
            }
            run.conditions.temperature = temperature
            run.conditions.pressure = pressure
            run.conditions.restingVoltage = mass
            return run
        }
        for bare in [mass, 0.42, 1e300, -1, nil] {
            let campaign = LiftCampaign(runs, bareMass: bare, bareMassUncertainty: uncertainty)
            #expect(campaign.runs.count == runs.count)
            for balance in campaign.balances { #expect(!balance.advice.isEmpty) }
            for comparison in campaign.comparisons { #expect(comparison.prediction.warnings.count < 9) }
        }
    }

    @Test func `motors cut in the air are seen, and samples that go back in time are not`() {
        var analyzer = LiftRunAnalyzer()
        for index in 0..<100 {
            var sample = LiftSample(
                time: Double(index) / 50, isFlying: index < 90, isHovering: false, height: .nan, attitude: nil,
                motors: MotorPWM(frontLeft: 255, frontRight: 0, rearRight: 0, rearLeft: 0), voltage: .infinity)
            sample.isEmergency = index >= 90
            // On the ground nobody waits for commands.
            sample.commandGap = index == 95 ? 5 : index == 50 ? 0.3 : 0.03
            analyzer.receive(sample)
            analyzer.receive(sample)
        }
        let run = analyzer.finish(LiftConditions(name: "cut", order: 1, payload: PayloadOnBoard(mass: 0.1)))
        #expect(
            run.wasCut && !run.hasRolledOver && !run.hasTippedOver && run.exclusion == "the motors were cut in the air")
        #expect(LiftCampaign([run]).observedLimit?.reason == .cut)
        #expect(abs(run.airTime - 1.78) < 0.03, "\(run.airTime)")
        #expect(run.longestCommandGap == 0.3)
    }
}
