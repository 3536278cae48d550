public import DroneSimulation

/// One simulated drone of which everything is known, drawn from the fleet by a seed.
public struct ProvingDrone: Sendable {
    /// Its numbers. The spread of its motors is in ``motorStrength``, where it can be read back.
    public var parameters: AircraftParameters
    /// Thrust of each motor as a share of the mean.
    public var motorStrength: [Double]
    /// The air it flies in.
    public var surroundings: Surroundings
    /// Everything else random.
    public var seed: UInt64
    /// Where it hovers, m: after take-off, or where a mission holds.
    public var hoverHeight = 0.75

    /// A drone as the books have it: no spread, 20 °C at sea level.
    public init(parameters: AircraftParameters = .ardrone2, seed: UInt64 = 1) {
        var parameters = parameters
        parameters.propulsion.motorSpread = 0
        self.parameters = parameters
        motorStrength = [1, 1, 1, 1]
        surroundings = Surroundings()
        self.seed = seed
    }

    /// A drone of the fleet: thrust ±3 %, motors ±4 % and 2 mm, mass ±15 g, pack ±5 %, inner resistance 0.06–0.15 Ω, power ±3 %,
    /// electronics ±1 W; 5–30 °C and 970–1030 hPa; turbulence 0.2 m/s. ± is one standard deviation.
    public static func drawn(seed: UInt64, dice: inout SeededGenerator) -> ProvingDrone {
        var drone = ProvingDrone(seed: seed)
        drone.parameters.propulsion.thrustCoefficient *= 1 + 0.03 * dice.gaussian()
        drone.parameters.frame.mass += 0.015 * dice.gaussian()
        drone.parameters.propulsion.powerScale = 1 + 0.03 * dice.gaussian()
        drone.parameters.battery.capacity *= 1 + 0.05 * dice.gaussian()
        drone.parameters.battery.resistance = Double.random(in: 0.06...0.15, using: &dice)
        drone.parameters.battery.electronicsPower += dice.gaussian()
        drone.parameters.frame.motorOffset += 0.002 * dice.gaussian()
        let strengths = (0..<4).map { _ in max(0.8, 1 + 0.04 * dice.gaussian()) }
        let mean = strengths.reduce(0, +) / 4
        drone.motorStrength = strengths.map { $0 / mean }
        drone.surroundings.temperature = Double.random(in: 5...30, using: &dice)
        drone.surroundings.pressure = Double.random(in: 97_000...103_000, using: &dice)
        return drone
    }

    // MARK: What is true of it

    /// Mean of the four commands in hover with a load, counts: from the simulator's numbers alone, in closed form.
    ///
    /// In turbulence the propellers get a little lift from air that passes sideways, and at a metre the ground still
    /// helps by a thousandth. The gusts carry the drone along by its drag, so that of their variance only
    /// 1 / (1 + drag · gust time / mass) passes it; the mean speed is then σ √(π/2).
    ///
    /// - Parameters:
    ///   - load: Mass, kg, and where it is, m forward and right.
    ///   - thrustShare: Thrust on the day that is asked about, as a share of today's.
    public func hoverCounts(
        load: (mass: Double, x: Double, y: Double), thrustShare: Double = 1
    ) -> Double {
        let law = parameters.propulsion
        let gross = parameters.frame.mass + load.mass
        let arm = parameters.frame.motorOffset
        let (x, y) = (load.mass * load.x / gross / arm, load.mass * load.y / gross / arm)
        let shares = [1 + x - y, 1 + x + y, 1 - x + y, 1 - x - y]
        let wind = surroundings.wind
        let passing = 1 / (1 + parameters.frame.drag * wind.gustTime / gross)
        let sideways = law.sidewindGain * wind.gusts * (Double.pi / 2 * passing).squareRoot()
        let ratio = law.propellerRadius / (4 * (hoverHeight + parameters.frame.discHeight))
        let lift = (1 + sideways) / (1 - law.groundEffect * ratio * ratio)
        var sum = 0.0
        for motor in 0..<4 {
            let thrust = gross * 9.81 / 4 * shares[motor] / (lift * motorStrength[motor] * thrustShare)
            let speed = (thrust / law.thrustCoefficient * law.referenceDensity / surroundings.airDensity).squareRoot()
            sum += (speed - law.speedOffset) / law.speedPerCount
        }
        return sum / 4
    }

    /// The load at which the mean command is `counts`, kg: by halving.
    public func load(counts: Double, x: Double = 0, y: Double = 0, thrustShare: Double = 1) -> Double {
        var (low, high) = (-0.3, 2.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if hoverCounts(load: (middle, x, y), thrustShare: thrustShare) < counts {
                low = middle
            } else {
                high = middle
            }
        }
        return low
    }

    /// How long a full battery carries a load until 9 V, s: the simulator's battery, second by second.
    public func endurance(load: Double) -> Double {
        let gross = parameters.frame.mass + load
        let power =
            4 * parameters.propulsion.power(thrust: gross * 9.81 / 4) + parameters.battery.electronicsPower
        var battery = Battery(parameters.battery)
        var seconds = 0.0
        repeat {
            battery.drain(power: power, duration: 0.5)
            seconds += 0.5
        } while battery.voltage > 9 && battery.stateOfCharge > 0 && seconds < 10_000
        return seconds
    }

    /// Where a load moves the centre of mass, m.
    public func shift(load: Double, at place: Double) -> Double { load * place / (parameters.frame.mass + load) }
}
