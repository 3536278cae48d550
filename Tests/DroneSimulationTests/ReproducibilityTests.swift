import DroneModel
import Testing

@testable import DroneSimulation

@Suite struct ReproducibilityTests {
    /// A flight with everything in it, as a list of what navdata would say.
    private func flight(seed: UInt64) -> [SensorReadings] {
        var drone = SimulatedAircraft(parameters: .ardrone2, payloads: PayloadMass.centred(grams: 50), seed: seed)
        var readings: [SensorReadings] = []
        drone.pilot.wantsFlight = true
        drone.live(7) { readings.append($0.sensors) }
        drone.pilot.setpoint = Setpoint(roll: 0.3, pitch: -0.6, climb: 0.5, yaw: 0.4)
        drone.live(2) { readings.append($0.sensors) }
        drone.pilot.wantsFlight = false
        drone.live(3) { readings.append($0.sensors) }
        return readings
    }

    @Test func `the same seed flies the same flight`() {
        #expect(flight(seed: 7) == flight(seed: 7))
    }

    @Test func `another seed flies another flight`() {
        #expect(flight(seed: 7) != flight(seed: 8))
    }

    @Test func `reading does not disturb`() {
        var quiet = SimulatedAircraft.hovering(seed: 3)
        var watched = quiet
        quiet.live(2)
        watched.live(2) { _ = ($0.sensors, $0.truth, $0.status, $0.minorState) }
        #expect(quiet.sensors == watched.sensors)
        #expect(quiet.truth == watched.truth)
    }

    @Test func `time counts control steps`() {
        var drone = SimulatedAircraft(parameters: .ardrone2, seed: 1)
        #expect(drone.time == .zero)
        drone.live(2)
        #expect(drone.time == .seconds(2))
    }

    @Test func `the air of a seed does not depend on the payload`() {
        var light = SimulatedAircraft.hovering(seed: 3)
        var heavy = SimulatedAircraft.hovering(payloads: PayloadMass.centred(grams: 80), seed: 3)
        light.live(3)
        heavy.live(3)
        #expect(light.truth.airVelocity == heavy.truth.airVelocity)
    }

    // MARK: - Numbers from outside

    private static let nonsense: [Double] = [.nan, .infinity, -.infinity, 1e300, -1e300, 0, -1]

    @Test(arguments: nonsense)
    func `no number from outside stops the simulation`(number: Double) {
        var drone = SimulatedAircraft(
            parameters: .ardrone2,
            payloads: [PayloadMass(mass: number, at: Vector3(x: number, y: number, z: number))],
            surroundings: Surroundings(temperature: number, pressure: number),
            heading: Angle(radians: number), seed: 1)
        drone.pilot.wantsFlight = true
        drone.live(1)
        drone.setUpright()
        drone.payloads = []
        drone.surroundings.wind = Wind(
            mean: Vector3(x: number, y: number, z: number), gusts: number, gustTime: number)
        drone.pilot.limits = FlightLimits(
            tilt: Angle(radians: number), climbSpeed: number, yawRate: Angle(radians: number),
            altitudeMaximum: number, altitudeMinimum: number)
        drone.pilot.setpoint = Setpoint(roll: number, pitch: number, climb: number, yaw: number)
        drone.motorStrength = PerMotor(repeating: number)
        drone.live(1)
        drone.setBattery(stateOfCharge: number)
        drone.animate(Int(clamping: Int64.max), for: .seconds(Int64.max / 2))
        drone.live(4)
        #expect(drone.truth.position.length.isFinite)
        #expect(drone.sensors.altitude.isFinite)
        #expect(drone.sensors.attitude.yaw.radians.isFinite)
    }

    @Test func `absurd payloads do not blow up the numbers`() {
        var drone = SimulatedAircraft.hovering(payloads: [
            PayloadMass(mass: 5, at: Vector3(x: 1, y: 1, z: 1)), PayloadMass(mass: 5, at: Vector3(x: -1, y: 1, z: -1)),
        ])
        drone.live(10)
        #expect(drone.truth.position.length.isFinite)
    }
}

@Suite struct SeededGeneratorTests {
    /// The published reference implementation from the state 1, 2, 3, 4.
    @Test func `the sequence is xoshiro256**`() {
        var generator = SeededGenerator(words: (1, 2, 3, 4))
        let expected: [UInt64] = [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240]
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test func `gaussians have mean 0 and deviation 1`() {
        var generator = SeededGenerator(seed: 42)
        var series = Statistics()
        for _ in 0..<20_000 { series.add(generator.gaussian()) }
        #expect(abs(series.mean) < 0.03)
        #expect(abs(series.deviation - 1) < 0.02)
    }

    @Test func `uniform numbers fill 0 to 1`() {
        var generator = SeededGenerator(seed: 42)
        var series = Statistics()
        for _ in 0..<20_000 {
            let number = generator.uniform()
            #expect(number >= 0 && number < 1)
            series.add(number)
        }
        #expect(abs(series.mean - 0.5) < 0.01)
        #expect(abs(series.deviation - 0.2887) < 0.01)
    }

    @Test func `purposes of one seed are unrelated`() {
        let firsts = SeededGenerator.Purpose.allCases.map { purpose in
            var generator = SeededGenerator(seed: 1, purpose: purpose)
            return generator.next()
        }
        #expect(Set(firsts).count == firsts.count)
    }

    /// Ornstein–Uhlenbeck, stepped exactly.
    @Test func `correlated noise keeps its deviation and forgets in its time`() {
        var generator = SeededGenerator(seed: 3)
        var noise = CorrelatedNoise(deviation: 2, time: 0.5, step: 0.005, startingWith: &generator)
        var series = Statistics()
        var products = Statistics()
        var history: [Double] = []
        for _ in 0..<100_000 {
            noise.advance(&generator)
            history.append(noise.value)
            series.add(noise.value)
        }
        for index in 100..<history.count { products.add(history[index] * history[index - 100]) }
        #expect(abs(series.deviation - 2) < 0.2, "\(series.deviation)")
        #expect(abs(products.mean / (series.deviation * series.deviation) - 0.368) < 0.1)
    }
}
