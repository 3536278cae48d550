public import DroneModel

/// An AR.Drone made of numbers: physics, sensors and on-board controller, 200 steps per second of its own time.
///
///     var drone = SimulatedAircraft(parameters: .ardrone2, seed: 7)
///     drone.pilot.wantsFlight = true
///     for _ in 0..<2000 { drone.advance() }
///     drone.sensors.altitude        // about 0.75
///
/// It reads no clock and no file. The same parameters, seed and inputs at the same steps give the same numbers, bit
/// for bit, on one machine and C library.
public struct SimulatedAircraft: Sendable {
    /// Every number the aircraft was built from.
    public let parameters: AircraftParameters
    /// What the pilot wants.
    ///
    /// A change takes effect ``ProcedureParameters/commandDelay`` later.
    public var pilot = PilotInput()
    /// The air around it.
    ///
    /// May change at any time.
    public var surroundings: Surroundings {
        didSet {
            guard surroundings != oldValue else { return }
            if surroundings.wind != oldValue.wind { gusts = Gusts(surroundings.wind, startingWith: &airGenerator) }
            density = surroundings.airDensity
        }
    }
    /// What is fastened to it.
    ///
    /// May change at any time, also in the air.
    public var payloads: [PayloadMass] {
        didSet { if payloads != oldValue { airframe.setPayloads(payloads) } }
    }
    /// A fault: the ultrasound hears no echo.
    public var isUltrasoundDeafened: Bool {
        get { measuring.isDeafened }
        set { measuring.isDeafened = newValue }
    }
    /// A fault: share of its thrust that each motor has left, 0–1.5.
    public var motorStrength = PerMotor(repeating: 1.0) {
        didSet { airframe.propulsion.strength = motorStrength.map { $0.limited(to: 0...1.5) } }
    }

    private var airframe: Airframe
    private var measuring: Sensors
    private var controller: FlightController
    private var logic: FlightLogic
    private var gauge: BatteryGauge
    private var stallWatch: StallWatch
    private var gusts: Gusts
    private var airGenerator: SeededGenerator
    private var air = Vector3.zero
    private var density: Double
    private var tick = 0
    private var commands = PerMotor(repeating: 0.0)
    private var delayLine: [PilotInput]

    /// A drone on the ground at the origin with a full battery.
    ///
    /// `heading` is where its nose points, clockwise from north; `specimen` which copy of the drone it is, by the seed
    /// where it is nil.
    public init(
        parameters: AircraftParameters, payloads: [PayloadMass] = [], surroundings: Surroundings = Surroundings(),
        heading: Angle = .zero, seed: UInt64, specimen number: UInt64? = nil
    ) {
        self.parameters = parameters
        self.payloads = payloads
        self.surroundings = surroundings
        let nose = heading.radians.isFinite ? heading.radians : 0
        var specimen = SeededGenerator(seed: number ?? seed, purpose: .specimen)
        airGenerator = SeededGenerator(seed: seed, purpose: .air)
        airframe = Airframe(parameters, payloads: payloads, heading: nose, specimen: &specimen)
        measuring = Sensors(parameters, startHeading: nose, seed: seed, specimen: &specimen)
        controller = FlightController(parameters.controller)
        logic = FlightLogic(parameters)
        gauge = BatteryGauge(voltage: airframe.battery.voltage, filterTime: parameters.battery.percentFilterTime)
        stallWatch = StallWatch(parameters.procedures)
        gusts = Gusts(surroundings.wind, startingWith: &airGenerator)
        density = surroundings.airDensity
        let delay = (parameters.procedures.commandDelay / ControllerParameters.step).limited(to: 0...400)
        delayLine = Array(repeating: PilotInput(), count: Int(delay.rounded()))
        measuring.advance(airframe, surroundings: surroundings)
        report()
    }

    // MARK: - Time

    /// The drone's own time since it was switched on.
    public var time: Duration { .milliseconds(5 * tick) }

    /// Steps per second.
    public static let stepsPerSecond = ControllerParameters.rate

    /// Lives 5 ms: obeys, controls, flies, measures.
    public mutating func advance() {
        let input = delayedInput()
        let before = logic.phase
        let demand = logic.advance(
            FlightLogic.Situation(
                input: input, estimate: measuring.estimate, batteryPercent: gauge.percent,
                batteryVoltage: airframe.battery.voltage, touchesGround: airframe.touch.anything,
                hasStalledMotor: stallWatch.hasStalled))
        noticeChange(from: before)
        commands = controller.advance(demand, measuring.estimate)
        air = gusts.advance(&airGenerator)
        airframe.advance(commands: commands, air: air, density: density)
        stallWatch.advance(commands: commands, speeds: airframe.propulsion.speeds, parameters.propulsion)
        gauge.advance(voltage: airframe.battery.voltage)
        measuring.advance(airframe, surroundings: surroundings)
        report()
        tick &+= 1
    }

    private mutating func delayedInput() -> PilotInput {
        var present = pilot
        present.limits = present.limits.limited
        guard !delayLine.isEmpty else { return present }
        let slot = tick % delayLine.count
        let due = delayLine[slot]
        delayLine[slot] = present
        return due
    }

    private mutating func noticeChange(from before: FlightPhase) {
        let now = logic.phase
        if case .landed = before, case .spinningUp = now { measuring.prepareForTakeOff() }
        if before.isFlying, !now.isFlying { measuring.forgetHeight() }
        if case .calibratingMagnetometer = before, case .hovering = now { measuring.completeMagnetometerCalibration() }
        // The place to hold is where the drone is when it begins to hold one, not where it was before it flew off.
        let hasStopped = if case .braking = before { now == .hovering } else { false }
        if hasStopped || !before.holdsPlace && now.holdsPlace { controller.holdHere() }
    }

    private mutating func report() {
        func count(_ command: Double) -> UInt8 { UInt8(command.limited(to: 0...255)) }
        measuring.report(
            voltage: airframe.battery.voltage, percent: gauge.percent,
            motors: MotorPWM(
                frontLeft: count(commands.frontLeft), frontRight: count(commands.frontRight),
                rearRight: count(commands.rearRight), rearLeft: count(commands.rearLeft)),
            control: controller.references, quantum: parameters.battery.voltageQuantum)
    }

    // MARK: - What the pilot can ask besides

    /// One edge of the emergency bit: cuts the motors at once, or ends an emergency where the drone stands upright.
    public mutating func emergency() {
        let up = airframe.body.orientation.upInBody.z
        logic.toggleEmergency(tilt: .pi / 2 - arcSine(up))
        stallWatch = StallWatch(parameters.procedures)
    }

    /// Takes the present attitude as horizontal; ignored in flight.
    public mutating func flatTrim() {
        guard !logic.phase.isFlying else { return }
        let orientation = airframe.body.orientation
        measuring.flatTrim(trueRoll: orientation.roll, truePitch: orientation.pitch)
    }

    /// Turns once on the spot and calibrates the magnetometer; ignored on the ground and by a 1.0.
    public mutating func calibrateMagnetometer() {
        if parameters.sensors.hasMagnetometer { logic.calibrateMagnetometer() }
    }

    /// Flies the animation of this wire number, 0–19, for `duration`; ignored where it cannot be flown.
    ///
    /// A 1.0 knows 0–15 only, and flips take their own time.
    public mutating func animate(_ number: Int, for duration: Duration) {
        guard let animation = FlightAnimation(number: number) else { return }
        if case .flip = animation, parameters.generation == .ardrone1 { return }
        logic.animate(
            animation, seconds: duration / .seconds(1), height: measuring.readings.altitude,
            batteryPercent: gauge.percent)
    }

    // MARK: - What happens to it

    /// Holds a propeller so that its motor stalls, or lets it go.
    public mutating func setStalled(_ isStalled: Bool, motor: Motor) {
        airframe.heldPropellers[motor] = isStalled
    }

    /// Changes the charge, 0–1, at once: another battery, or one that collapses.
    ///
    /// On the ground the gauge follows at once, in the air with its filter.
    public mutating func setBattery(stateOfCharge: Double) {
        airframe.battery.set(stateOfCharge: stateOfCharge)
        guard !logic.phase.isFlying else { return }
        gauge = BatteryGauge(
            voltage: airframe.battery.voltage, filterTime: parameters.battery.percentFilterTime)
        logic.restart()
        report()
    }

    /// Sets the drone on its feet where it lies, as a person would; ignored while its motors turn.
    public mutating func setUpright() {
        guard !logic.phase.isFlying else { return }
        airframe.setUpright()
    }

    /// Puts the drone into hover at `height` metres, at rest, motors at hover speed within their lag: for tests
    /// that are not about take-off.
    mutating func placeHovering(height: Double = 0.75) {
        airframe.place(height: height)
        measuring.assumeEcho(height: height)
        logic.assumeHovering()
        pilot.wantsFlight = true
        for index in delayLine.indices { delayLine[index] = pilot }
        controller.assumeHover(
            height: height,
            command: parameters.propulsion.hoverCommand(grossMass: airframe.mass.mass, density: density))
        airframe.propulsion.assumeHover(grossMass: airframe.mass.mass, density: density)
    }

    // MARK: - What it says

    /// What it says it is doing.
    public var flightState: FlightState { logic.phase.state }

    /// The detail of ``flightState``, as the maker's header numbers it.
    public var minorState: Int { logic.minorState }

    /// Whether it has switched itself off: it sends nothing any more, until ``setBattery(stateOfCharge:)``.
    public var isPoweredOff: Bool { logic.phase == .poweredOff }

    /// Why the motors last stopped; nil before the first stop.
    public var lastStop: StopCause? { logic.lastStop }

    /// The status bits that flight decides.
    ///
    /// The firmware adds those of links, threads and camera.
    public var status: DroneStatus {
        // Bit 4 is set in every recorded packet, also on the ground.
        var status: DroneStatus = [.altitudeControl]
        if logic.phase.isFlying { status.insert(.flying) }
        if case .emergency(let cause) = logic.phase { status.formUnion(cause.status) }
        if gauge.percent < parameters.battery.lowPercent { status.insert(.batteryLow) }
        if logic.isDeaf { status.insert(.ultrasoundDeaf) }
        if !measuring.isMagnetometerCalibrated { status.insert(.magnetometerNeedsCalibration) }
        return status
    }

    /// What it measures.
    public var sensors: SensorReadings { measuring.readings }

    /// What is really so.
    public var truth: GroundTruth {
        let orientation = airframe.body.orientation
        let origin = airframe.origin
        return GroundTruth(
            position: Vector3(x: origin.x, y: origin.y, z: airframe.height), velocity: airframe.originVelocity,
            orientation: orientation,
            attitude: Attitude(
                pitch: Angle(radians: orientation.pitch), roll: Angle(radians: orientation.roll),
                yaw: Angle(radians: orientation.heading)),
            angularRate: airframe.body.rate.turnedOver, motorSpeeds: airframe.propulsion.speeds,
            thrust: airframe.thrust, power: airframe.power, current: airframe.battery.current,
            voltage: airframe.battery.voltage, stateOfCharge: airframe.battery.stateOfCharge,
            grossMass: airframe.mass.mass, centreOfMass: airframe.mass.centre.turnedOver, airVelocity: air,
            touchesGround: airframe.touch.anything)
    }
}

/// Notices a motor that does not follow its command.
private struct StallWatch: Sendable {
    private let share: Double
    private let time: Double
    private var slowness = PerMotor(repeating: 0.0)

    init(_ procedures: ProcedureParameters) {
        share = procedures.stallShare
        time = procedures.stallTime
    }

    var hasStalled: Bool {
        slowness.frontLeft > time || slowness.frontRight > time || slowness.rearRight > time || slowness.rearLeft > time
    }

    mutating func advance(commands: PerMotor<Double>, speeds: PerMotor<Double>, _ propulsion: PropulsionParameters) {
        let isSlow = commands.combined(with: speeds) { command, speed in
            command >= 60 && speed < share * propulsion.speed(command: command)
        }
        slowness = slowness.combined(with: isSlow) { $1 ? $0 + ControllerParameters.step : 0 }
    }
}
