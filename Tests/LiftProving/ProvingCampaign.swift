import DroneModel
import DroneSimulation
public import LiftAnalysis
public import Missions

/// The flights of one simulated drone, one after the other in virtual time, read from its sensors fifty times a second:
/// short ones of two holds, or those of a mission.
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

    /// Flies ``masses``, each flight with ``holds``.
    public func fly() -> [LiftRun] {
        var aircraft = copy()
        return masses.enumerated().map { index, mass in
            if index.isMultiple(of: 3) { aircraft.setBattery(stateOfCharge: charge) }
            return fly(&aircraft, mass: mass, order: index + 1)
        }
    }

    /// Flies a mission step after step, by the runner that flies real drones; a fresh battery where the mission says so.
    ///
    /// - Parameter numbers: Which of its flights, from 1; nil for all.
    public func fly(_ mission: Mission, only numbers: Set<Int>? = nil) -> [LiftRun] {
        var aircraft = copy()
        var battery: Int?
        return mission.flights.filter { numbers?.contains($0.number) ?? true }.map { planned in
            if battery != planned.place.battery { aircraft.setBattery(stateOfCharge: charge) }
            battery = planned.place.battery
            return fly(&aircraft, mission, planned)
        }
    }

    /// The drone on the ground.
    private func copy() -> SimulatedAircraft {
        var parameters = drone.parameters
        parameters.propulsion.motorSpread = 0
        var aircraft = SimulatedAircraft(
            parameters: parameters, surroundings: drone.surroundings, seed: drone.seed)
        aircraft.motorStrength = PerMotor(
            frontLeft: drone.motorStrength[0], frontRight: drone.motorStrength[1], rearRight: drone.motorStrength[2],
            rearLeft: drone.motorStrength[3])
        return aircraft
    }

    private func fly(_ aircraft: inout SimulatedAircraft, mass: Double, order: Int) -> LiftRun {
        fasten(mass, to: &aircraft)
        aircraft.flatTrim()
        var flight = ProvingFlight(aircraft: aircraft)
        let resting = aircraft.sensors.batteryVoltage
        flight.pilot(wantsFlight: true)
        let isUp = flight.wait(until: .hovering, atMost: 14)
        var hasFailed = false
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
            hasFailed = flight.aircraft.flightState != .hovering
        }
        flight.pilot(wantsFlight: false)
        flight.wait(until: .landed, atMost: 8)
        aircraft = flight.aircraft
        var conditions = conditions(
            mass, order: order, battery: (order - 1) / 3 + 1, restingVoltage: resting)
        conditions.hasFailedTakeOff = hasFailed
        return flight.analyzer.finish(conditions)
    }

    private func fly(_ aircraft: inout SimulatedAircraft, _ mission: Mission, _ planned: MissionFlight) -> LiftRun {
        let mass = planned.payload?.mass ?? 0
        fasten(mass, to: &aircraft)
        let resting = aircraft.sensors.batteryVoltage
        var flight = ProvingFlight(aircraft: aircraft)
        let outcome = flight.fly(mission, planned)
        aircraft = flight.aircraft
        var conditions = conditions(
            mass, order: planned.number, battery: planned.place.battery, restingVoltage: resting)
        switch outcome {
        case .landed?: break
        case .failedTakeOff?: conditions.hasFailedTakeOff = true
        case .aborted(let reason)?: conditions.objection = "ended early: \(reason)"
        case nil: conditions.objection = "it never took off"
        }
        return flight.analyzer.finish(conditions)
    }

    private func fasten(_ mass: Double, to aircraft: inout SimulatedAircraft) {
        aircraft.payloads =
            mass == 0 ? [] : [PayloadMass(mass: mass, at: Vector3(x: place.x, y: place.y, z: place.z))]
        aircraft.setUpright()
    }

    /// What the operator knows: the mass as the scale had it, the air, the battery.
    private func conditions(_ mass: Double, order: Int, battery: Int, restingVoltage: Double) -> LiftConditions {
        var conditions = LiftConditions(
            name: "run-\(order)", order: order,
            payload: PayloadOnBoard(
                mass: max(0, mass + (weighingErrors[mass] ?? 0)), massUncertainty: mass == 0 ? nil : 0.0005,
                position: place))
        conditions.battery = "battery \(battery)"
        conditions.restingVoltage = restingVoltage
        conditions.temperature = drone.surroundings.temperature
        conditions.pressure = drone.surroundings.pressure
        return conditions
    }
}
