import DroneModel

/// What the flight logic asks of the controller in one step.
struct FlightDemand: Equatable, Sendable {
    var power: Power
    var lean = Lean.level
    /// Turn rate, rad/s, clockwise positive.
    var yawRate = 0.0
    /// Where non-nil, the wanted height jumps there, m.
    var height: Double?
    /// Heights between which the wanted height may move, m.
    var heights: ClosedRange<Double> = 0.05...3

    enum Power: Equatable, Sendable {
        case off
        /// The same command for all motors, no loop closed.
        case spin(Double)
        /// A mean command with the attitude loop closed.
        case ramp(Double)
        /// Vertical speed, m/s, with the height it leads to held.
        case climb(Double)
        /// Vertical speed, m/s, without a height to go by.
        case blindClimb(Double)
        /// Turn rates about forward and right, rad/s, at a mean command.
        case turn(rollRate: Double, pitchRate: Double, Double)
    }

    enum Lean: Equatable, Sendable {
        case level
        /// Right side down and nose up, radians.
        case angles(roll: Double, pitch: Double)
        /// Against the speed that the camera sees.
        case againstDrift
    }

    static let off = FlightDemand(power: .off)
}

/// The control loops, 200 times a second.
///
/// All commands are 8-bit PWM counts.
struct FlightController: Sendable {
    let gains: ControllerParameters
    private(set) var references = ControlReadings()
    private var wantedHeight = 0.0
    private var heightIntegral = 0.0
    private var rollIntegral = 0.0
    private var pitchIntegral = 0.0
    private var yawIntegral = 0.0
    private var drift = Velocity(forward: 0, right: 0)

    private static let step = ControllerParameters.step
    /// The wanted height never runs farther ahead of the real one, m (assumed).
    private static let heightLead = 1.0

    init(_ gains: ControllerParameters) { self.gains = gains }

    /// Motor commands for the next 5 ms, whole counts.
    mutating func advance(_ demand: FlightDemand, _ estimate: StateEstimate) -> PerMotor<Double> {
        if let height = demand.height { wantedHeight = height }
        switch demand.power {
        case .off:
            reset()
            return PerMotor(repeating: 0)
        case .spin(let command):
            reset()
            return PerMotor(repeating: command.rounded())
        case .ramp(let collective):
            return mix(collective, demand, estimate, integrates: false)
        case .climb(let speed):
            return mix(climb(speed, demand, estimate), demand, estimate, integrates: true)
        case .blindClimb(let speed):
            return mix(blindClimb(speed, estimate), demand, estimate, integrates: true)
        case .turn(let rollRate, let pitchRate, let collective):
            let roll = gains.flipRateGain * (rollRate - estimate.rate.x)
            let pitch = gains.flipRateGain * (pitchRate - estimate.rate.y)
            return motors(collective, roll: roll, pitch: pitch, yaw: yaw(demand.yawRate, estimate, integrates: false))
        }
    }

    /// Forgets the distance drifted: the place to hold is here.
    mutating func holdHere() { drift = Velocity(forward: 0, right: 0) }

    /// Integrals as they are after a long hover with the mean command `command`: for tests that need no take-off.
    mutating func assumeHover(height: Double, command: Double) {
        wantedHeight = height
        heightIntegral = (command - gains.hoverFeedForward).limited(within: gains.altitudeIntegralLimit)
    }

    private mutating func reset() {
        let height = wantedHeight
        self = FlightController(gains)
        wantedHeight = height
    }

    // MARK: - Height

    private mutating func climb(_ speed: Double, _ demand: FlightDemand, _ estimate: StateEstimate) -> Double {
        guard let height = estimate.height else { return blindClimb(speed, estimate) }
        wantedHeight += speed * Self.step
        wantedHeight = height + (wantedHeight.limited(to: demand.heights) - height).limited(within: Self.heightLead)
        // At either end of the allowed range the speed asked for is none.
        let isAtEnd = wantedHeight == (speed > 0 ? demand.heights.upperBound : demand.heights.lowerBound)
        let wantedSpeed = isAtEnd ? 0 : speed
        let error = (wantedHeight - height).limited(within: gains.altitudeErrorLimit)
        let limit = gains.altitudeIntegralLimit
        heightIntegral = (heightIntegral + gains.altitudeIntegralGain * error * Self.step).limited(within: limit)
        return collective(
            proportional: gains.altitudeGain * error,
            derivative: gains.verticalSpeedGain * (wantedSpeed - estimate.verticalSpeed), speed: wantedSpeed)
    }

    private mutating func blindClimb(_ speed: Double, _ estimate: StateEstimate) -> Double {
        let error = speed - estimate.verticalSpeed
        let limit = gains.altitudeIntegralLimit
        heightIntegral = (heightIntegral + gains.altitudeGain * error * Self.step).limited(within: limit)
        return collective(proportional: 0, derivative: gains.verticalSpeedGain * error, speed: speed)
    }

    private mutating func collective(proportional: Double, derivative: Double, speed: Double) -> Double {
        references.altitude = wantedHeight
        references.verticalSpeed = speed
        references.gazFeedForward = 2 * gains.hoverFeedForward
        references.altitudeProportional = 2 * proportional
        references.altitudeDerivative = 2 * derivative
        references.altitudeIntegral = 2 * heightIntegral
        references.gazAltitude = 2 * (proportional + derivative + heightIntegral)
        return gains.hoverFeedForward + proportional + derivative + heightIntegral
    }

    // MARK: - Attitude

    private mutating func mix(
        _ collective: Double, _ demand: FlightDemand, _ estimate: StateEstimate, integrates: Bool
    ) -> PerMotor<Double> {
        let wanted = wantedLean(demand.lean, estimate)
        let rollError = wanted.roll - estimate.roll
        let pitchError = wanted.pitch - estimate.pitch
        if integrates {
            let limit = gains.attitudeIntegralLimit
            let gain = gains.attitudeIntegralGain * Self.step
            rollIntegral = (rollIntegral + gain * rollError).limited(within: limit)
            pitchIntegral = (pitchIntegral + gain * pitchError).limited(within: limit)
        }
        references.roll = Angle(radians: wanted.roll)
        references.pitch = Angle(radians: wanted.pitch)
        return motors(
            collective,
            roll: gains.attitudeGain * rollError - gains.attitudeRateGain * estimate.rate.x + rollIntegral,
            pitch: gains.attitudeGain * pitchError - gains.attitudeRateGain * estimate.rate.y + pitchIntegral,
            yaw: yaw(demand.yawRate, estimate, integrates: integrates))
    }

    private mutating func wantedLean(
        _ lean: FlightDemand.Lean, _ estimate: StateEstimate
    ) -> (roll: Double, pitch: Double) {
        switch lean {
        case .level:
            return (0, 0)
        case .angles(let roll, let pitch):
            return (roll, pitch)
        case .againstDrift:
            // The place held stays put while the nose turns over it.
            let turn = estimate.rate.z * Self.step
            let forward = drift.forward + estimate.velocity.forward * Self.step + drift.right * turn
            let right = drift.right + estimate.velocity.right * Self.step - drift.forward * turn
            drift = Velocity(forward: forward, right: right)
            let limit = gains.hoverTiltLimit * .pi / 180
            references.pitchIntegral = Angle(radians: gains.hoverDistanceGain * forward)
            references.rollIntegral = Angle(radians: -gains.hoverDistanceGain * right)
            return (
                roll: -(gains.hoverSpeedGain * estimate.velocity.right + gains.hoverDistanceGain * right)
                    .limited(within: limit),
                pitch: (gains.hoverSpeedGain * estimate.velocity.forward + gains.hoverDistanceGain * forward)
                    .limited(within: limit)
            )
        }
    }

    private mutating func yaw(_ wanted: Double, _ estimate: StateEstimate, integrates: Bool) -> Double {
        let error = wanted - estimate.rate.z
        let limit = gains.yawLimit
        if integrates {
            yawIntegral = (yawIntegral + gains.yawIntegralGain * error * Self.step).limited(within: limit)
        }
        references.yawRate = wanted
        references.yawIntegral = 2 * yawIntegral
        return (gains.yawGain * error + yawIntegral).limited(within: limit)
    }

    private mutating func motors(
        _ collective: Double, roll: Double, pitch: Double, yaw: Double
    ) -> PerMotor<Double> {
        references.rollCommand = 2 * roll
        references.pitchCommand = 2 * pitch
        references.yawCommand = 2 * yaw
        let (lowest, highest) = (gains.lowestCommand, gains.highestCommand)
        func command(_ wanted: Double) -> Double { min(highest, max(lowest, wanted.rounded())) }
        return PerMotor(
            frontLeft: command(collective + roll + pitch - yaw),
            frontRight: command(collective - roll + pitch + yaw),
            rearRight: command(collective - roll - pitch - yaw),
            rearLeft: command(collective + roll - pitch + yaw))
    }
}
