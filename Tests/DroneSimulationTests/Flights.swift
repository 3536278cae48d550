import DroneModel

@testable import DroneSimulation

/// What a hover looked like from outside and inside.
struct HoverRecord {
    var motors = Statistics()
    var perMotor = PerMotor(repeating: Statistics())
    var height = Statistics()
    var roll = Statistics()
    var saturatedShare = 0.0
    var busiest = 0.0

    /// Centre of mass, m forward and right, as the motors betray it: each thrust by the law from its mean command.
    func centreOfMass(_ parameters: AircraftParameters) -> (forward: Double, right: Double) {
        let law = parameters.propulsion
        let thrusts = perMotor.map { law.thrust(speed: law.speed(command: $0.mean), density: law.referenceDensity) }
        let arm = parameters.frame.motorOffset / thrusts.sum
        return (
            arm * (thrusts.frontLeft + thrusts.frontRight - thrusts.rearLeft - thrusts.rearRight),
            arm * (thrusts.frontRight + thrusts.rearRight - thrusts.frontLeft - thrusts.rearLeft)
        )
    }
}

/// Mean and deviation of a series.
struct Statistics: Equatable {
    private var count = 0.0
    private var sum = 0.0
    private var squares = 0.0

    mutating func add(_ value: Double) {
        count += 1
        sum += value
        squares += value * value
    }

    var mean: Double { sum / max(count, 1) }
    var deviation: Double { max(0, squares / max(count, 1) - mean * mean).squareRoot() }
    /// Root mean square about zero.
    var magnitude: Double { (squares / max(count, 1)).squareRoot() }
}

extension AircraftParameters {
    /// An AR.Drone 2.0 of exactly this mass, kg.
    static func weighing(_ mass: Double) -> AircraftParameters {
        var parameters = AircraftParameters.ardrone2
        parameters.frame.mass = mass
        return parameters
    }

    /// The same type with four equal motors and a perfect sense of level, where chance would hide the effect.
    var withoutSpread: AircraftParameters {
        var parameters = self
        parameters.propulsion.motorSpread = 0
        parameters.sensors.attitudeBias = 0
        return parameters
    }
}

extension PayloadMass {
    /// `grams` under the middle, 30 mm low, as the reference's payload ladder has it.
    static func centred(grams: Double) -> [PayloadMass] {
        grams == 0 ? [] : [PayloadMass(mass: grams / 1000, at: Vector3(x: 0, y: 0, z: 0.03))]
    }

    /// `grams` taped to the right side.
    static func side(grams: Double, millimetres: Double) -> [PayloadMass] {
        [PayloadMass(mass: grams / 1000, at: Vector3(x: 0, y: millimetres / 1000, z: 0))]
    }
}

extension SimulatedAircraft {
    /// Lives `seconds`, showing itself after every step.
    mutating func live(_ seconds: Double, _ look: (borrowing SimulatedAircraft) -> Void = { _ in }) {
        for _ in 0..<Int(seconds * 200) {
            advance()
            look(self)
        }
    }

    /// Lives until `condition`, at most `limit` seconds; the seconds it took, nil if it never came.
    mutating func live(until condition: (borrowing SimulatedAircraft) -> Bool, atMost limit: Double) -> Double? {
        for step in 0..<Int(limit * 200) {
            if condition(self) { return Double(step) / 200 }
            advance()
        }
        return nil
    }

    /// Hovering at `height` without the wait for a take-off.
    static func hovering(
        _ parameters: AircraftParameters = .ardrone2, payloads: [PayloadMass] = [], air: Wind = Wind(),
        temperature: Double = 20, charge: Double = 1, height: Double = 0.75, seed: UInt64 = 1
    ) -> SimulatedAircraft {
        var drone = SimulatedAircraft(
            parameters: parameters, payloads: payloads,
            surroundings: Surroundings(temperature: temperature, wind: air), seed: seed)
        drone.setBattery(stateOfCharge: charge)
        drone.flatTrim()
        drone.placeHovering(height: height)
        return drone
    }

    /// Flies on for `seconds` and keeps the score.
    mutating func record(_ seconds: Double) -> HoverRecord {
        var record = HoverRecord()
        var saturated = 0.0
        live(seconds) { drone in
            let motors = drone.sensors.motors
            record.motors.add(motors.mean)
            record.perMotor.frontLeft.add(Double(motors.frontLeft))
            record.perMotor.frontRight.add(Double(motors.frontRight))
            record.perMotor.rearRight.add(Double(motors.rearRight))
            record.perMotor.rearLeft.add(Double(motors.rearLeft))
            let truth = drone.truth
            record.height.add(truth.position.z)
            record.roll.add(truth.attitude.roll.degrees)
            let busiest = Double(motors.all.max() ?? 0)
            record.busiest = max(record.busiest, busiest)
            let ceiling = drone.parameters.propulsion.command(
                speed: drone.parameters.propulsion.highestSpeed(voltage: truth.voltage))
            if busiest >= min(250, ceiling - 3) { saturated += 1 }
        }
        record.saturatedShare = saturated / (seconds * 200)
        return record
    }

    /// A steady hover: five seconds to settle, then `seconds` on record.
    static func steadyHover(
        _ parameters: AircraftParameters = .ardrone2, payloads: [PayloadMass] = [], air: Wind = Wind(),
        temperature: Double = 20, charge: Double = 1, seconds: Double = 20, seed: UInt64 = 1
    ) -> HoverRecord {
        var drone = hovering(
            parameters, payloads: payloads, air: air, temperature: temperature, charge: charge, seed: seed)
        drone.live(5)
        return drone.record(seconds)
    }
}

/// What a take-off looked like, timed from the FLY bit.
struct TakeOffRecord {
    /// From the command to the FLY bit.
    var flyBit: Double?
    var liftOff: Double?
    var firstEcho: Double?
    var hovering: Double?
    var through70: Double?
    var peak = 0.0
    var lastOutside7cm = 0.0
    var peakCommand = 0.0
    var drone: SimulatedAircraft

    init(
        _ parameters: AircraftParameters, payloads: [PayloadMass] = [], charge: Double = 1, air: Wind = Wind(),
        seed: UInt64, seconds: Double = 12
    ) {
        drone = SimulatedAircraft(
            parameters: parameters, payloads: payloads, surroundings: Surroundings(wind: air), seed: seed)
        drone.setBattery(stateOfCharge: charge)
        drone.flatTrim()
        drone.live(0.5)
        drone.pilot.wantsFlight = true
        flyBit = drone.live(until: { $0.status.contains(.flying) }, atMost: 1)
        for step in 0..<Int(seconds * 200) {
            drone.advance()
            let time = Double(step + 1) / 200
            let height = drone.truth.position.z
            if liftOff == nil, height > 0.01 { liftOff = time }
            if firstEcho == nil, drone.sensors.altitude > 0 { firstEcho = time }
            if hovering == nil, drone.flightState == .hovering { hovering = time }
            if through70 == nil, height > 0.7 { through70 = time }
            peak = max(peak, height)
            if abs(height - 0.76) > 0.07 { lastOutside7cm = time }
            peakCommand = max(peakCommand, drone.sensors.motors.mean)
        }
    }
}
