import DroneModel

/// The state machine between the pilot and the control loops.
///
///     landed --start--> spinningUp --1.7 s--> ramping --first echo--> climbing --3.07 s--> hovering
///                                                |no echo for 5 s                        ⇅ stick
///                                                v                             flying --release--> braking
///     landed <--contact-- landing <--start bit off, battery, link, deaf-- any of the above
///     any --bit 8, tilt, blocked motor--> emergency --bit 8--> landed
struct FlightLogic: Sendable {
    private(set) var phase = FlightPhase.landed
    private(set) var lastStop: StopCause?
    private(set) var isDeaf = false
    private(set) var isAltitudeOutOfZone = false

    private let procedures: ProcedureParameters
    private let battery: BatteryParameters
    /// The start level must fall before the next take-off.
    private var needsRelease = false
    private var landingCause = StopCause.landed
    private var silentPilot = 0.0
    private var lowVoltage = 0.0
    private var goesDownDeaf = false

    private static let step = ControllerParameters.step

    /// What the logic looks at in one step.
    struct Situation {
        var input: PilotInput
        var estimate: StateEstimate
        var batteryPercent: Int
        var batteryVoltage: Double
        /// The accelerometer feels the ground.
        var touchesGround: Bool
        /// A motor has not followed its command for too long.
        var hasStalledMotor: Bool
    }

    init(_ parameters: AircraftParameters) {
        procedures = parameters.procedures
        battery = parameters.battery
    }

    /// The detail of the state as navdata numbers it (the maker's header; which number applies is documented,
    /// when it is sent is partly assumed).
    var minorState: Int {
        switch phase {
        case .climbing: 1
        case .hovering where goesDownDeaf: 7
        case .hovering where isDeaf: 6
        case .hovering where silentPilot > 0: 8
        case .hovering where isAltitudeOutOfZone: 4
        case .calibratingMagnetometer: 12
        case .flying where goesDownDeaf: 2
        case .flying where isDeaf: 1
        case .flying where isAltitudeOutOfZone: 3
        case .flying(combinedYaw: true): 4
        case .flipping(let flip): flip.stage.rawValue
        case .landed, .spinningUp, .ramping, .hovering, .flying, .braking, .dancing, .landing, .emergency, .poweredOff:
            0
        }
    }

    // MARK: - Requests

    /// The edge of the emergency bit: cuts, or ends an emergency where nothing stands against it.
    mutating func toggleEmergency(tilt: Double) {
        if case .emergency = phase {
            guard tilt < procedures.tiltCutoff * .pi / 180 else { return }
            phase = .landed
            needsRelease = true
        } else if phase != .poweredOff {
            cut(.userRequest)
        }
    }

    /// Begins to turn once on the spot.
    ///
    /// Refused on the ground and while anything else goes on.
    mutating func calibrateMagnetometer() {
        if phase.obeysPilot { phase = .calibratingMagnetometer(turned: 0) }
    }

    /// Flies a canned manoeuvre; refused on the ground, and flips also without height or charge.
    mutating func animate(_ animation: FlightAnimation, seconds: Double, height: Double, batteryPercent: Int) {
        guard phase.obeysPilot, !isDeaf else { return }
        switch animation {
        case .dance(let number):
            phase = .dancing(number, elapsed: 0, duration: seconds.limited(to: 0...60))
        case .flip(let roll, let pitch):
            guard height >= procedures.flipHeight, batteryPercent >= procedures.flipBatteryPercent else { return }
            phase = .flipping(Flip(roll: roll, pitch: pitch))
        }
    }

    /// A fresh battery was put in, or the drone was set on its feet.
    mutating func restart() {
        if phase == .poweredOff { phase = .landed }
        lowVoltage = 0
        needsRelease = true
    }

    /// For tests that need no take-off.
    mutating func assumeHovering() { phase = .hovering }

    // MARK: - One step

    mutating func advance(_ now: Situation) -> FlightDemand {
        if !now.input.wantsFlight { needsRelease = false }
        isDeaf = now.estimate.silence >= procedures.deafTime
        watchBattery(now)
        if phase.isFlying { watchAttitudeAndMotors(now) }
        if phase.isInFreeFlight { watchForReasonsToLand(now) }
        var demand = step(now)
        let limits = now.input.limits
        if case .landing = phase {
            // Below the ground, so that the wanted height never stops the descent.
            demand.heights = -1...100_000
        } else {
            demand.heights = limits.altitudeMinimum...limits.altitudeMaximum
        }
        isAltitudeOutOfZone = (now.estimate.height ?? 0) > limits.altitudeMaximum + 0.1
        return demand
    }

    private mutating func step(_ now: Situation) -> FlightDemand {
        switch phase {
        case .landed:
            return considerTakeOff(now)
        case .spinningUp(let elapsed):
            return spinUp(elapsed, now)
        case .ramping(let elapsed):
            return ramp(elapsed, now)
        case .climbing(let elapsed):
            return climb(elapsed, now)
        case .hovering, .flying, .braking:
            return obey(now)
        case .calibratingMagnetometer(let turned):
            let rate = procedures.calibrationRate * .pi / 180
            phase = turned >= 2 * .pi ? .hovering : .calibratingMagnetometer(turned: turned + rate * Self.step)
            return FlightDemand(power: .climb(0), lean: .againstDrift, yawRate: rate)
        case .dancing(let number, let elapsed, let duration):
            phase = elapsed >= duration ? .hovering : .dancing(number, elapsed: elapsed + Self.step, duration: duration)
            return FlightAnimation.dance(number, progress: elapsed / max(duration, Self.step), seconds: duration)
        case .flipping(var flip):
            let demand = flip.advance(now.estimate, rate: procedures.flipRate)
            phase = demand == nil ? .hovering : .flipping(flip)
            return demand ?? FlightDemand(power: .climb(0), lean: .againstDrift)
        case .landing(let contact):
            return land(contact, now)
        case .emergency, .poweredOff:
            return .off
        }
    }

    // MARK: - Take-off

    private mutating func considerTakeOff(_ now: Situation) -> FlightDemand {
        guard now.input.wantsFlight, !needsRelease, !now.input.isLinkLost, !isDeaf,
            now.batteryPercent >= battery.lowPercent
        else { return .off }
        phase = .spinningUp(elapsed: 0)
        silentPilot = 0
        return FlightDemand(power: .spin(procedures.spinUpCommand))
    }

    private mutating func spinUp(_ elapsed: Double, _ now: Situation) -> FlightDemand {
        guard now.input.wantsFlight else { return stop(.landed) }
        let time = elapsed + Self.step
        phase =
            time >= procedures.spinUpTime + procedures.idleTime ? .ramping(elapsed: 0) : .spinningUp(elapsed: time)
        return FlightDemand(
            power: .spin(time < procedures.spinUpTime ? procedures.spinUpCommand : procedures.idleCommand))
    }

    private mutating func ramp(_ elapsed: Double, _ now: Situation) -> FlightDemand {
        if now.estimate.height != nil {
            phase = .climbing(elapsed: 0)
            return FlightDemand(power: .climb(0), lean: .againstDrift, height: procedures.hoverHeight)
        }
        guard now.input.wantsFlight else { return beginLanding(.landed) }
        guard elapsed < procedures.takeOffTimeout else {
            // Deaf, it may be in the air after all.
            return isDeaf ? beginLanding(.ultrasoundDeaf) : stop(.takeOffFailed)
        }
        phase = .ramping(elapsed: elapsed + Self.step)
        return FlightDemand(
            power: .ramp(min(procedures.rampCap, procedures.rampStart + procedures.rampRate * elapsed)))
    }

    private mutating func climb(_ elapsed: Double, _ now: Situation) -> FlightDemand {
        phase = .climbing(elapsed: elapsed + Self.step)
        let distance = abs((now.estimate.height ?? 0) - procedures.hoverHeight)
        if elapsed >= procedures.takeOffSettlingTime, distance < procedures.takeOffTolerance { phase = .hovering }
        return FlightDemand(power: .climb(0), lean: .againstDrift)
    }

    // MARK: - Free flight

    private mutating func obey(_ now: Situation) -> FlightDemand {
        let setpoint = now.input.isLinkLost ? .hover : now.input.setpoint
        let limits = now.input.limits
        let vertical = verticalPower(setpoint.mode == .hover ? 0 : setpoint.climb * limits.climbSpeed, now)
        guard setpoint.mode == .hover else {
            phase = .flying(combinedYaw: setpoint.mode == .combinedYaw)
            let tilt = limits.tilt.radians
            let yawRate = setpoint.yaw * limits.yawRate.radians
            let intoTurn =
                setpoint.mode == .combinedYaw
                ? (now.estimate.velocity.forward * yawRate / Surroundings.gravity).limited(within: tilt) : 0
            return FlightDemand(
                power: vertical,
                lean: .angles(
                    roll: (setpoint.roll * tilt + intoTurn).limited(within: tilt), pitch: setpoint.pitch * tilt),
                yawRate: yawRate)
        }
        switch phase {
        case .flying:
            let isFast = now.estimate.velocity.magnitude > procedures.brakingSpeed
            phase = isFast ? .braking(elapsed: 0) : .hovering
        case .braking(let elapsed):
            let isDone =
                now.estimate.velocity.magnitude < procedures.brakingSpeed || elapsed > procedures.brakingTimeout
            phase = isDone ? .hovering : .braking(elapsed: elapsed + Self.step)
        default:
            break
        }
        return FlightDemand(power: vertical, lean: .againstDrift)
    }

    private func verticalPower(_ speed: Double, _ now: Situation) -> FlightDemand.Power {
        if isGoingDownDeaf(now.estimate) { return .blindClimb(-procedures.deafDescentSpeed) }
        return now.estimate.height == nil ? .blindClimb(0) : .climb(speed)
    }

    private func isGoingDownDeaf(_ estimate: StateEstimate) -> Bool {
        estimate.silence >= procedures.deafTime + procedures.deafHoldTime
    }

    // MARK: - Landing and stopping

    private mutating func watchForReasonsToLand(_ now: Situation) {
        goesDownDeaf = isGoingDownDeaf(now.estimate)
        silentPilot = now.input.isLinkLost ? silentPilot + Self.step : 0
        if !now.input.wantsFlight {
            landingCause = .landed
            phase = .landing(contact: 0)
        } else if let delay = procedures.lostLinkLandingDelay, silentPilot > delay {
            landingCause = .linkLost
            phase = .landing(contact: 0)
        } else if now.batteryPercent == 0 || lowVoltage > battery.landingDelay {
            landingCause = .batteryEmpty
            phase = .landing(contact: 0)
        } else if goesDownDeaf, now.touchesGround {
            landingCause = .ultrasoundDeaf
            phase = .landing(contact: 0)
        }
    }

    private mutating func beginLanding(_ cause: StopCause) -> FlightDemand {
        landingCause = cause
        phase = .landing(contact: 0)
        return FlightDemand(power: .blindClimb(-procedures.landingSpeed))
    }

    private mutating func land(_ contact: Double, _ now: Situation) -> FlightDemand {
        let felt = now.touchesGround ? contact + Self.step : 0
        if felt >= procedures.touchdownTime { return stop(landingCause) }
        phase = .landing(contact: felt)
        let speed = -procedures.landingSpeed
        return FlightDemand(
            power: now.estimate.height == nil ? .blindClimb(speed) : .climb(speed), lean: .againstDrift)
    }

    private mutating func stop(_ cause: StopCause) -> FlightDemand {
        phase = .landed
        lastStop = cause
        needsRelease = true
        return .off
    }

    private mutating func cut(_ cause: EmergencyCause) {
        phase = .emergency(cause)
        lastStop = .cut(cause)
        needsRelease = true
    }

    // MARK: - Watches

    private mutating func watchAttitudeAndMotors(_ now: Situation) {
        if now.hasStalledMotor {
            cut(.motor)
        } else if case .flipping = phase {
            return
        } else if max(abs(now.estimate.roll), abs(now.estimate.pitch)) > procedures.tiltCutoff * .pi / 180 {
            cut(.tilt)
        }
    }

    private mutating func watchBattery(_ now: Situation) {
        lowVoltage = now.batteryVoltage < battery.landingVoltage ? lowVoltage + Self.step : 0
        if now.batteryVoltage < battery.powerOffVoltage, phase != .poweredOff {
            phase = .poweredOff
            lastStop = .poweredOff
        }
    }
}
