import DroneModel

@testable import DroneSimulation
@testable import LiftAnalysis

/// Flights of one simulated drone with known truth, in virtual time.
struct SimulatedCampaign {
    var parameters = AircraftParameters.ardrone2
    var seed: UInt64 = 1
    var temperature = 20.0

    /// A hover of `seconds` with a payload, analysed.
    func run(
        grams: Double, at place: Vector3 = Vector3(x: 0, y: 0, z: 0.03), order: Int, charge: Double = 0.9,
        seconds: Int = 22, specimenOnly: Bool = false
    ) -> LiftRun {
        let payloads = grams == 0 ? [] : [PayloadMass(mass: grams / 1000, at: place)]
        var drone = SimulatedAircraft(
            parameters: parameters, payloads: payloads, surroundings: Surroundings(temperature: temperature), seed: seed
        )
        drone.setBattery(stateOfCharge: charge)
        drone.flatTrim()
        drone.placeHovering()
        // The same drone in other air each time: the air goes on while it waits.
        for _ in 0..<(200 * 3 + order * 61) { drone.advance() }
        var analyzer = LiftRunAnalyzer()
        for step in 0..<(200 * seconds) {
            drone.advance()
            guard step.isMultiple(of: 4) else { continue }
            let sensors = drone.sensors
            analyzer.receive(
                LiftSample(
                    time: Double(step) / 200, isFlying: true, isHovering: drone.flightState == .hovering,
                    height: sensors.altitude, attitude: sensors.attitude, motors: sensors.motors,
                    voltage: sensors.batteryVoltage))
        }
        var conditions = LiftConditions(
            name: "run-\(order)", order: order, payload: PayloadOnBoard(mass: grams / 1000))
        conditions.temperature = temperature
        conditions.pressure = 101_325
        return analyzer.finish(conditions)
    }

    /// A ladder of masses, three times, up and down and up.
    func ladder(_ masses: [Double] = [0, 30, 60, 88, 110, 130], at place: Vector3 = Vector3(x: 0, y: 0, z: 0.03))
        -> [LiftRun]
    {
        var order = 0
        var runs: [LiftRun] = []
        for grams in masses + masses.reversed() + masses {
            order += 1
            runs.append(run(grams: grams, at: place, order: order))
        }
        return runs
    }
}
