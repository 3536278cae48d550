import DroneModel
import DroneSimulation
import LiftAnalysis
import Missions

/// One flight on its way into the analyzer.
struct ProvingFlight {
    var aircraft: SimulatedAircraft
    var analyzer = LiftRunAnalyzer(climbScale: FlightLimits.indoor.climbSpeed)
    private var step = 0
    /// When the mission began, steps of 5 ms.
    private var ticks = 0

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

    // MARK: A mission

    /// One AT period of the session in steps of the drone.
    private static let stepsPerTick = 6
    /// No flight of a mission lasts longer, s.
    private static let longest = 1200.0

    /// Flies a flight of a mission: the runner sees the drone every 30 ms, and its orders are obeyed.
    ///
    /// Nothing is coded and decoded in between; ``MissionRehearsal`` does that, thirty times slower.
    mutating func fly(_ mission: Mission, _ planned: MissionFlight) -> FlightOutcome? {
        var runner = MissionRunner(mission, only: planned)
        var outcome: FlightOutcome?
        _ = runner.start(at: .zero)
        while Double(ticks) * 0.03 < Self.longest {
            for _ in 0..<Self.stepsPerTick { advance() }
            ticks += 1
            let now = Duration.milliseconds(30 * ticks)
            for order in runner.tick(snapshot(at: now), at: now) {
                switch order {
                case .intent(let intent): obey(intent)
                case .ask: _ = runner.answer("", at: now)
                case .flightEnded(_, let end): outcome = end
                case .askNoMore, .note, .takePicture, .flightBegins, .finished: break
                }
            }
            switch runner.phase {
            case .finished, .aborted: return outcome
            default: continue
            }
        }
        return outcome
    }

    private mutating func obey(_ intent: PilotIntent) {
        switch intent {
        case .takeOff: pilot(wantsFlight: true)
        case .land: pilot(wantsFlight: false)
        case .hover: aircraft.pilot.setpoint = .hover
        case .move(let setpoint): aircraft.pilot.setpoint = setpoint
        case .cutMotors: aircraft.emergency()
        case .flatTrim: aircraft.flatTrim()
        case .recover, .calibrateMagnetometer, .led, .animate: break
        }
    }

    /// What the session would tell of such a drone on a perfect link.
    private func snapshot(at now: Duration) -> DroneSnapshot {
        var snapshot = DroneSnapshot(identity: DroneIdentity(reality: .simulated))
        let sensors = aircraft.sensors
        snapshot.link.phase = .live
        snapshot.link.lastNavdata = now
        snapshot.telemetry.status = Reading(aircraft.status, at: now)
        snapshot.telemetry.state = Reading(aircraft.flightState, at: now)
        snapshot.telemetry.attitude = Reading(sensors.attitude, at: now)
        snapshot.telemetry.altitude = Reading(sensors.altitude, at: now)
        snapshot.telemetry.velocity = Reading(sensors.velocity, at: now)
        snapshot.telemetry.batteryPercent = Reading(sensors.batteryPercent, at: now)
        snapshot.telemetry.batteryVoltage = Reading(sensors.batteryVoltage, at: now)
        snapshot.telemetry.motors = Reading(sensors.motors, at: now)
        return snapshot
    }

    // MARK: Time

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
