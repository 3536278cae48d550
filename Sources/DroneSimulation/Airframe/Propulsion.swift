extension PropulsionParameters {
    /// Propeller speed that `command` asks for, rad/s; 0 stops.
    ///
    /// The motor controllers regulate speed, so the battery only sets the ceiling (``highestSpeed(voltage:)``).
    public func speed(command: Double) -> Double { command <= 0 ? 0 : speedOffset + speedPerCount * command }

    /// The command, PWM counts, that turns the propellers at `speed` rad/s.
    public func command(speed: Double) -> Double { (speed - speedOffset) / speedPerCount }

    /// The fastest the propellers turn with `voltage` at the battery terminals, rad/s.
    public func highestSpeed(voltage: Double) -> Double { speedPerVolt * voltage }

    /// Static thrust of one motor, N, at `speed` rad/s in air of `density` kg/m³.
    public func thrust(speed: Double, density: Double) -> Double {
        thrustCoefficient * speed * speed * (density / referenceDensity)
    }

    /// The mean command, PWM counts, that carries `grossMass` kg in still air of `density` kg/m³.
    public func hoverCommand(grossMass: Double, density: Double) -> Double {
        let thrust = grossMass * Surroundings.gravity / 4
        return command(speed: (thrust / thrustCoefficient * (referenceDensity / density)).squareRoot())
    }

    /// Electrical power of one motor with `thrust` newtons of static thrust, W.
    public func power(thrust: Double) -> Double {
        powerScale * (idlePower + thrust * (powerPerThrust + inducedPower * thrust.squareRoot()))
    }

    /// Factor of the ground effect with the discs `height` metres above the ground.
    func groundEffectFactor(height: Double) -> Double {
        let ratio = propellerRadius / (4 * max(height, 0.01))
        return 1 / (1 - min(groundEffect * ratio * ratio, groundEffectLimit))
    }
}

/// Four motors with their propellers: turning masses that follow their commands.
struct Propulsion: Sendable {
    let parameters: PropulsionParameters
    /// Propeller speeds, rad/s.
    private(set) var speeds = PerMotor(repeating: 0.0)
    /// Thrust of each motor as a share of the type's, fixed when the specimen was built.
    private let specimen: PerMotor<Double>
    /// Share of thrust left, set from outside as a fault.
    var strength = PerMotor(repeating: 1.0)
    /// Something holds the propeller.
    var isBlocked = PerMotor(repeating: false)

    private let substepDecay: Double
    private let halfSubstepDecay: Double

    /// How fast a blocked propeller stops, 1/s (assumed: within a few hundredths of a second).
    private static let blockingRate = 100.0

    init(_ parameters: PropulsionParameters, substep: Double, specimen generator: inout SeededGenerator) {
        self.parameters = parameters
        let lag = max(parameters.lag, 1e-4)
        substepDecay = exponential(-substep / lag)
        halfSubstepDecay = exponential(-substep / 2 / lag)
        // The mean of the four is the type's, so that hover command tells mass and not luck.
        let drawn = PerMotor(repeating: 0).map { _ in 1 + parameters.motorSpread * generator.gaussian() }
        let mean = drawn.mean
        specimen = drawn.map { max(0.5, $0 / mean) }
    }

    /// Turns the motors for one substep and returns the speeds in its middle, rad/s.
    @inline(__always)
    mutating func advance(commands: PerMotor<Double>, voltage: Double, substep: Double) -> PerMotor<Double> {
        let ceiling = parameters.highestSpeed(voltage: voltage)
        let targets = commands.map { min(parameters.speed(command: $0), ceiling) }
        let start = speeds
        let middle = targets.combined(with: start) { $0 + ($1 - $0) * halfSubstepDecay }
        speeds = targets.combined(with: start) { $0 + ($1 - $0) * substepDecay }
        guard isBlocked != PerMotor(repeating: false) else { return middle }
        for motor in Motor.allCases where isBlocked[motor] {
            speeds[motor] = start[motor] * max(0, 1 - Self.blockingRate * substep)
        }
        return middle.combined(with: isBlocked) { $1 ? 0 : $0 }
    }

    /// Turning at hover speed already: for tests that need no take-off.
    mutating func assumeHover(grossMass: Double, density: Double) {
        let command = parameters.hoverCommand(grossMass: grossMass, density: density)
        speeds = PerMotor(repeating: parameters.speed(command: command))
    }

    /// Static thrust of each motor, N, at the given speeds.
    @inline(__always)
    func thrusts(speeds: PerMotor<Double>, density: Double) -> PerMotor<Double> {
        let scale = parameters.thrustCoefficient * density / parameters.referenceDensity
        return PerMotor(
            frontLeft: scale * speeds.frontLeft * speeds.frontLeft * specimen.frontLeft * strength.frontLeft,
            frontRight: scale * speeds.frontRight * speeds.frontRight * specimen.frontRight * strength.frontRight,
            rearRight: scale * speeds.rearRight * speeds.rearRight * specimen.rearRight * strength.rearRight,
            rearLeft: scale * speeds.rearLeft * speeds.rearLeft * specimen.rearLeft * strength.rearLeft)
    }

    /// Electrical power of the four motors, W, at their present speeds; a motor that hardly turns draws nothing.
    func power(density: Double) -> Double {
        let thrusts = thrusts(speeds: speeds, density: density)
        return thrusts.combined(with: speeds) { $1 > 10 ? parameters.power(thrust: $0) : 0 }.sum
    }

    /// Whether no propeller turns to speak of.
    var isStill: Bool {
        speeds.frontLeft < 1 && speeds.frontRight < 1 && speeds.rearRight < 1 && speeds.rearLeft < 1
    }
}
