import DroneModel
import DroneSimulation
public import LiftAnalysis

/// The flights of one simulated drone, one after the other in virtual time, read from its sensors fifty times a second.
public struct ProvingCampaign: Sendable {
    /// Who flies.
    public var drone: ProvingDrone
    /// What is fastened for each flight: its true mass, kg.
    public var masses: [Double]
    /// Where it is, m forward, right, down.
    public var place = SIMD3<Double>(0, 0, -0.03)
    /// How far the scale was off for each mass, kg.
    public var weighingErrors: [Double: Double] = [:]
    /// Charge of the battery that is put in for every third flight.
    public var charge = 0.98
    /// How long the two holds are, s.
    public var holds = [20, 15]
    /// Whether it climbs between the holds.
    public var climbs = false

    /// A campaign.
    public init(_ drone: ProvingDrone, masses: [Double]) {
        self.drone = drone
        self.masses = masses
    }

    /// Six masses up, down and up: `lift-full`.
    public static let ladder: [Double] = {
        let up = [0, 0.03, 0.06, 0.088, 0.11, 0.13]
        return up + up.reversed() + up
    }()

    /// Flies all of it.
    public func fly() -> [LiftRun] {
        var parameters = drone.parameters
        parameters.propulsion.motorSpread = 0
        var aircraft = SimulatedAircraft(
            parameters: parameters, surroundings: drone.surroundings, seed: drone.seed)
        aircraft.motorStrength = PerMotor(
            frontLeft: drone.motorStrength[0], frontRight: drone.motorStrength[1], rearRight: drone.motorStrength[2],
            rearLeft: drone.motorStrength[3])
        return masses.enumerated().map { index, mass in
            if index.isMultiple(of: 3) { aircraft.setBattery(stateOfCharge: charge) }
            return fly(&aircraft, mass: mass, order: index + 1)
        }
    }

    private func fly(_ aircraft: inout SimulatedAircraft, mass: Double, order: Int) -> LiftRun {
        aircraft.payloads =
            mass == 0 ? [] : [PayloadMass(mass: mass, at: Vector3(x: place.x, y: place.y, z: place.z))]
        aircraft.setUpright()
        aircraft.flatTrim()
        var flight = Flight(aircraft: aircraft)
        let resting = aircraft.sensors.batteryVoltage
        flight.pilot(wantsFlight: true)
        let isUp = flight.wait(until: .hovering, atMost: 14)
        var conditions = LiftConditions(
            name: "run-\(order)", order: order,
            payload: PayloadOnBoard(
                mass: max(0, mass + (weighingErrors[mass] ?? 0)), massUncertainty: mass == 0 ? nil : 0.0005,
                position: place))
        if isUp {
            flight.wait(seconds: 5)
            for (index, hold) in holds.enumerated() {
                flight.wait(seconds: Double(hold))
                if index == 0, climbs {
                    flight.climb(0.7, seconds: 1)
                    flight.wait(seconds: 5)
                }
            }
        } else {
            conditions.hasFailedTakeOff = aircraft.flightState != .hovering
        }
        flight.pilot(wantsFlight: false)
        flight.wait(until: .landed, atMost: 8)
        aircraft = flight.aircraft
        conditions.battery = "battery \((order - 1) / 3 + 1)"
        conditions.restingVoltage = resting
        conditions.temperature = drone.surroundings.temperature
        conditions.pressure = drone.surroundings.pressure
        return flight.analyzer.finish(conditions)
    }
}

/// One flight on its way into the analyzer.
private struct Flight {
    var aircraft: SimulatedAircraft
    var analyzer = LiftRunAnalyzer(climbScale: FlightLimits.indoor.climbSpeed)
    private var step = 0

    init(aircraft: SimulatedAircraft) { self.aircraft = aircraft }

    mutating func pilot(wantsFlight: Bool) {
        aircraft.pilot.wantsFlight = wantsFlight
        aircraft.pilot.setpoint = .hover
    }

    mutating func climb(_ share: Double, seconds: Double) {
        aircraft.pilot.setpoint = Setpoint(climb: share)
        wait(seconds: seconds)
        aircraft.pilot.setpoint = .hover
    }

    mutating func wait(seconds: Double) {
        for _ in 0..<Int(seconds * 200) { advance() }
    }

    @discardableResult
    mutating func wait(until state: FlightState, atMost seconds: Double) -> Bool {
        for _ in 0..<Int(seconds * 200) {
            advance()
            if aircraft.flightState == state { return true }
        }
        return false
    }

    private mutating func advance() {
        aircraft.advance()
        step += 1
        guard step.isMultiple(of: 4) else { return }
        let sensors = aircraft.sensors
        let status = aircraft.status
        var sample = LiftSample(
            time: Double(step) / 200, isFlying: status.contains(.flying),
            isHovering: aircraft.flightState == .hovering, climb: aircraft.pilot.setpoint.climb,
            height: sensors.altitude, attitude: sensors.attitude, motors: sensors.motors,
            voltage: sensors.batteryVoltage)
        sample.isEmergency = status.contains(.emergency)
        sample.velocity = sensors.velocity
        analyzer.receive(sample)
    }
}
