#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What is known of an AR.Drone's propulsion before any flight: propeller speed is linear in the PWM count, thrust goes with
/// its square, and the motor controllers hold the speed whatever the battery has, up to a ceiling.
///
/// Sources of the numbers: published speed measurements of four motors (offset, slope), fourteen weighed hover flights
/// (coefficient), one motor's bench run (ceiling, power).
public struct ThrustLaw: Equatable, Sendable {
    /// Propeller speed at count 0 on the straight line, rad/s.
    public var speedOffset = 130.9
    /// Propeller speed per count, rad/s.
    public var speedPerCount = 1.451
    /// Thrust of one motor per squared speed, N/(rad/s)², at ``coefficientDensity``; ±3 % between drones.
    public var thrustCoefficient = 8.35e-6
    /// Density at which the coefficient holds, kg/m³.
    public var coefficientDensity = 1.204
    /// Fastest propeller speed per volt at the battery's terminals, rad/s/V; 43–46.
    public var speedPerVolt = 44.5
    /// Distance of each motor from the centre, forward and sideways, m.
    public var motorOffset = 0.126
    /// How far that may be off (one standard deviation), m.
    public var motorOffsetError = 0.002
    /// What the electronics draw, W; ±1.
    public var electronicsPower = 3.0
    /// Of pack and wiring, Ω; 0.06–0.15, old packs 0.25.
    public var packResistance = 0.10
    /// What a full pack of 1000 mAh gives down to 9 V at 60 W, J: 10.9 W h; ±5 %.
    public var usableEnergy = 10.9 * 3600
    /// What it gives less for every watt more, J/W: 10.6 W h at 76 W.
    public var energyLossPerWatt = 0.3 * 3600 / 16

    /// The law of both generations.
    public init() {}

    /// Acceleration of free fall, m/s².
    public static let gravity = 9.81
    /// The density that squares are brought to, kg/m³: 15 °C at sea level.
    public static let referenceDensity = 1.225
    /// The voltage at which margins of different flights are compared, volts: the nominal one.
    public static let referenceVoltage = 11.1

    /// Density of dry air, kg/m³, at a temperature in degrees Celsius and a pressure in pascals.
    public static func density(temperature: Double, pressure: Double) -> Double {
        pressure / (287.05 * (temperature + 273.15))
    }

    /// S = (count + offset)², proportional to thrust over density.
    public func square(counts: Double) -> Double {
        let sum = counts + speedOffset / speedPerCount
        return sum * sum
    }

    /// The count of a square.
    public func counts(square: Double) -> Double { max(0, square).squareRoot() - speedOffset / speedPerCount }

    /// The mean count that carries `grossMass` kilograms in air of `density` kg/m³.
    public func hoverCounts(grossMass: Double, density: Double) -> Double {
        let thrust = grossMass * Self.gravity / 4 * coefficientDensity / density
        return ((thrust / thrustCoefficient).squareRoot() - speedOffset) / speedPerCount
    }

    /// The highest count that `voltage` at the terminals can follow; at most 255.
    public func ceilingCounts(voltage: Double) -> Double {
        min(255, max(0, (speedPerVolt * voltage - speedOffset) / speedPerCount))
    }

    /// Thrust of one motor at a square, N, in air of `density` kg/m³.
    public func thrust(square: Double, density: Double) -> Double {
        thrustCoefficient * speedPerCount * speedPerCount * square * density / coefficientDensity
    }

    /// Electrical power of one motor, W: the fit of one motor's bench run, 0.28 W rms.
    public func motorPower(thrust: Double) -> Double {
        let thrust = max(0, thrust)
        return 0.887 + 9.186 * thrust + 3.684 * thrust * thrust.squareRoot()
    }

    /// Electrical power of the whole drone in hover, W.
    public func hoverPower(grossMass: Double) -> Double {
        electronicsPower + 4 * motorPower(thrust: max(0, grossMass) * Self.gravity / 4)
    }

    /// Voltage at the terminals under a load of `power` watts; nil where the pack cannot give that.
    public func voltage(at charge: PackCharge, power: Double) -> Double? {
        let rest = charge.restingVoltage * charge.restingVoltage - 4 * packResistance * power
        return rest > 0 ? (charge.restingVoltage + rest.squareRoot()) / 2 : nil
    }

    /// The highest mean count that a pack with this charge can follow while it feeds all four motors at it; at most 255.
    public func ceilingCounts(charge: PackCharge) -> Double {
        var (low, high) = (0.0, 255.0)
        func isReached(_ counts: Double) -> Bool {
            let power = 4 * motorPower(thrust: thrust(square: square(counts: counts), density: coefficientDensity))
            guard let volts = voltage(at: charge, power: electronicsPower + power) else { return false }
            return ceilingCounts(voltage: volts) >= counts
        }
        if isReached(high) { return high }
        for _ in 0..<50 {
            let middle = (low + high) / 2
            if isReached(middle) { low = middle } else { high = middle }
        }
        return low
    }

    /// How long a full pack carries `grossMass`, s: ±12 %.
    public func endurance(grossMass: Double) -> Double {
        let power = hoverPower(grossMass: grossMass)
        return max(0, usableEnergy - energyLossPerWatt * (power - 60)) / power
    }
}

/// How full a pack is, by its voltage at rest: a generic three-cell lithium-polymer curve (assumed).
public enum PackCharge: String, Equatable, Sendable, CaseIterable {
    /// Just charged.
    case fresh
    /// Nine tenths: where the published table reads the voltage.
    case nineTenths = "90 %"
    /// Half full.
    case half
    /// A fifth: where a flight should end.
    case fifth = "20 %"

    /// Volts at rest.
    public var restingVoltage: Double {
        switch self {
        case .fresh: 12.60
        case .nineTenths: 12.24
        case .half: 11.37
        case .fifth: 11.07
        }
    }
}
