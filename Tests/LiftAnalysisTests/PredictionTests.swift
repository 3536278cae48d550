import DroneModel
import Testing

@testable import LiftAnalysis

/// What is expected before flying, against the published table (lift physics 4).
@Suite struct PredictionTests {
    private static func prediction(_ grams: Double, right: Double = 0, bare: Double = 0.42) -> LiftPrediction {
        LiftPrediction(
            payload: PayloadOnBoard(mass: grams / 1000, position: SIMD3(0, right / 1000, 0)), bareMass: bare)
    }

    @Test(arguments: [
        (0.0, 151.8, 60.0, 5.1, 11.73, 2.03, 1.72), (30, 160.4, 64, 5.5, 11.69, 1.90, 1.60),
        (60, 168.5, 69, 5.9, 11.65, 1.78, 1.50), (88, 176, 73, 6.3, 11.61, 1.68, 1.42),
        (110, 181.7, 76, 6.6, 11.58, 1.61, 1.36), (130, 186.8, 79, 6.9, 11.55, 1.55, 1.31),
        (160, 194.2, 84, 7.3, 11.50, 1.47, 1.24), (190, 201.5, 89, 7.7, 11.46, 1.40, 1.18),
        (220, 208.6, 94, 8.2, 11.41, 1.33, 1.13),
    ])
    func `every row of the published table`(
        grams: Double, counts: Double, watts: Double, amperes: Double, volts: Double, fresh: Double, half: Double
    ) throws {
        let prediction = Self.prediction(grams)
        #expect(abs(prediction.counts - counts) < 0.3, "\(prediction.counts)")
        #expect(abs(prediction.power - watts) < 1.5, "\(prediction.power)")
        #expect(abs(try #require(prediction.current) - amperes) < 0.15, "\(prediction)")
        #expect(abs(try #require(prediction.voltage) - volts) < 0.03, "\(prediction)")
        #expect(abs(try #require(prediction.ratios[.fresh]) - fresh) < 0.02, "\(prediction.ratios)")
        #expect(abs(try #require(prediction.ratios[.half]) - half) < 0.02, "\(prediction.ratios)")
        #expect(prediction.countsInterval.contains(counts) && !prediction.isCalibrated)
    }

    @Test(arguments: [(0.38, 12.2), (0.42, 10.9), (0.456, 10.0), (0.481, 9.4), (0.52, 8.6), (0.55, 8.0)])
    func `endurance to 9 V`(gross: Double, minutes: Double) {
        let prediction = Self.prediction(0, bare: gross)
        #expect(abs(prediction.endurance / 60 / minutes - 1) < 0.02, "\(prediction.endurance / 60)")
        #expect(prediction.enduranceInterval.contains(minutes * 60))
    }

    @Test(arguments: [
        (88.0, 60.0, 10.4, 187.0, 165.0), (88, 80, 13.9, 190, 161), (110, 60, 12.5, 195, 168),
        (110, 80, 16.6, 199, 163),
        (130, 80, 18.9, 207, 165), (130, 120, 28.4, 216, 154),
    ])
    func `side loads`(grams: Double, place: Double, shift: Double, heavy: Double, light: Double) throws {
        let prediction = Self.prediction(grams, right: place)
        #expect(abs(try #require(prediction.shift).y * 1000 - shift) < 0.1)
        #expect(abs(prediction.motors[1] - heavy) < 1 && abs(prediction.motors[2] - heavy) < 1, "\(prediction.motors)")
        #expect(abs(prediction.motors[0] - light) < 1 && abs(prediction.motors[3] - light) < 1, "\(prediction.motors)")
    }

    @Test func `warmer air takes four counts for ten degrees`() {
        func counts(_ celsius: Double) -> Double {
            LiftPrediction(
                payload: PayloadOnBoard(mass: 0), bareMass: 0.42,
                density: ThrustLaw.density(temperature: celsius, pressure: 101_325)
            ).counts
        }
        #expect((3...5).contains(counts(30) - counts(20)))
    }

    @Test func `warnings say what speaks against it`() {
        #expect(Self.prediction(0).warnings.isEmpty)
        #expect(Self.prediction(500).warnings.first?.contains("cannot lift off") == true)
        #expect(Self.prediction(300).warnings.first?.contains("217") == true)
        #expect(Self.prediction(130, right: 200).warnings.contains { $0.contains("busiest motor") })
        let nowhere = LiftPrediction(payload: PayloadOnBoard(mass: 0.1), bareMass: 0.42)
        #expect(nowhere.warnings.contains { $0.contains("Nobody said where") })
    }

    @Test func `a full discharge replaces the pack as sold`() {
        var run = LiftRun(LiftConditions(name: "endurance", order: 1, payload: PayloadOnBoard(mass: 0.1)))
        run.conditions.restingVoltage = 12.5
        run.airTime = 420
        run.lastVoltage = 10.3
        let measured = LiftCampaign([run], bareMass: 0.42).endurance
        guard case .measured(let discharges) = measured.source else {
            Issue.record("\(measured)")
            return
        }
        #expect(discharges.map(\.name) == ["endurance"] && abs(measured.cutOff - 10.3) < 1e-9)
        #expect(abs(measured.time(grossMass: 0.52) - 420) < 1e-6)
        #expect(measured.time(grossMass: 0.42) > 500 && measured.interval(grossMass: 0.52).contains(430))
        // Nobody has to fly a pack dead: a quarter left is enough, and the report says where it ended.
        run.lastVoltage = 10.75
        #expect(LiftCampaign([run], bareMass: 0.42).endurance.source == .nominal)
        run.lastCharge = 25
        let quarter = LiftCampaign([run], bareMass: 0.42).endurance
        #expect(quarter.source != .nominal && quarter.cutOffCharge == 25 && quarter.cutOff == 10.75)
        run.airTime = 100
        #expect(LiftCampaign([run], bareMass: 0.42).endurance.source == .nominal)
    }
}
