public import DroneModel

/// What is expected of a flight with a load before anybody flies it.
public struct LiftPrediction: Equatable, Sendable {
    /// Mass without payload, kg.
    public let bareMass: Double
    /// What is on board.
    public let payload: PayloadOnBoard
    /// Density of the air, kg/m³.
    public let density: Double
    /// Mean of the motors in hover, counts.
    public let counts: Double
    /// The 95 % interval of that, counts.
    public let countsInterval: ClosedRange<Double>
    /// Whether it comes from this drone's own flights.
    public let isCalibrated: Bool
    /// Each motor, front left, front right, rear right, rear left, counts.
    public let motors: SIMD4<Double>
    /// Where the centre of mass moves, m forward and right; nil where nobody said where the load is.
    public let shift: SIMD2<Double>?
    /// Electrical power in hover, W; ±10 %.
    public let power: Double
    /// Terminal voltage in hover with nine tenths of a charge, V; nil where the pack cannot give that.
    public let voltage: Double?
    /// Thrust-to-weight with a fresh, half full and nearly empty pack.
    public let ratios: [PackCharge: Double]
    /// How long a full pack lasts to 9 V, s.
    public let endurance: Double
    /// The 95 % interval of that, s.
    public let enduranceInterval: ClosedRange<Double>

    /// Between drones of one type, as a share of thrust (one standard deviation).
    public static let thrustSpread = 0.03
    /// Between drones of one type, kg (one standard deviation).
    public static let massSpread = 0.015

    /// Gross mass, kg.
    public var grossMass: Double { bareMass + payload.mass }
    /// Current in hover with nine tenths of a charge, A.
    public var current: Double? { voltage.map { power / $0 } }

    /// A prediction.
    ///
    /// - Parameters:
    ///   - payload: What is to be carried.
    ///   - bareMass: Mass with hull and battery, kg.
    ///   - massError: How far that may be off (one standard deviation), kg.
    ///   - density: Of the air, kg/m³.
    ///   - fit: The hover law of this drone's own flights; nil where it has none.
    ///   - law: What is known of such drones.
    public init(
        payload: PayloadOnBoard, bareMass: Double, massError: Double = Self.massSpread, density: Double = 1.204,
        fit: HoverFit? = nil, law: ThrustLaw = ThrustLaw()
    ) {
        self.payload = payload
        self.bareMass = bareMass
        self.density = density
        let gross = bareMass + payload.mass
        let square: Double
        let error: Double
        let air = density / ThrustLaw.referenceDensity
        if let fit, fit.ordinary.degreesOfFreedom > 0 {
            square = fit.square(payload: payload.mass) / air
            let day = 1.96 * PayloadLimit.systematic * square
            error = squareRootOfSum(fit.nextHalfWidth(payload: payload.mass) / air, day)
            isCalibrated = true
        } else {
            square = law.square(counts: law.hoverCounts(grossMass: gross, density: density))
            error = 1.96 * square * squareRootOfSum(Self.thrustSpread, massError / max(gross, 1e-3))
            isCalibrated = false
        }
        counts = law.counts(square: square)
        countsInterval = law.counts(square: square - error)...law.counts(square: square + error)
        let shift = payload.position.map { SIMD2($0.x, $0.y) * (payload.mass / max(gross, 1e-3)) }
        self.shift = shift
        let lean = (shift ?? SIMD2(0, 0)) / law.motorOffset
        let shares = SIMD4(1 + lean.x - lean.y, 1 + lean.x + lean.y, 1 - lean.x + lean.y, 1 - lean.x - lean.y)
        var motors = SIMD4(0.0, 0, 0, 0)
        for motor in 0..<4 { motors[motor] = law.counts(square: square * max(0, shares[motor])) }
        self.motors = motors
        power = law.hoverPower(grossMass: gross)
        voltage = law.voltage(at: .nineTenths, power: power)
        var ratios: [PackCharge: Double] = [:]
        for charge in PackCharge.allCases where charge != .nineTenths {
            ratios[charge] = law.square(counts: law.ceilingCounts(charge: charge)) / square
        }
        self.ratios = ratios
        let nominal = Endurance([], bareMass: bareMass, law: law)
        endurance = nominal.time(grossMass: gross)
        enduranceInterval = nominal.interval(grossMass: gross)
    }

    /// What speaks against the flight, the gravest first.
    public var warnings: [String] {
        var warnings: [String] = []
        if let fresh = ratios[.fresh], fresh <= 1 {
            warnings.append("It cannot lift off: even a fresh pack gives less thrust than it weighs.")
        } else if counts > LiftCampaign.controlLimit {
            warnings.append("Above the control limit of 217 counts too little is left to steer with.")
        } else if let fifth = ratios[.fifth], fifth < 1.25 {
            warnings.append("With a nearly empty pack thrust-to-weight is below 1.25: land early.")
        }
        if motors.max() > 230 {
            warnings.append(
                "The busiest motor would run at \(WholeNumber.nearest(motors.max())) of 255: move the load to the middle."
            )
        }
        if payload.mass > 0.08 {
            warnings.append(
                "Take-off is the weak point: loads from 80 g on have failed to leave the ground on real drones.")
        }
        if payload.position == nil, payload.mass > 0 {
            warnings.append("Nobody said where the load is: it is taken to be centred.")
        }
        return warnings
    }
}

/// What was expected of a payload, and what came.
public struct PredictionComparison: Equatable, Sendable {
    /// The payload, kg.
    public let mass: Double
    /// What was expected in the air of those flights.
    public let prediction: LiftPrediction
    /// The mean of the flights, counts.
    public let counts: Double
    /// How many flights.
    public let count: Int
    /// Where the centre of mass went, m forward and right; nil where that was not measured.
    public let shift: SIMD2<Double>?
    /// Half the 95 % interval of that, m; nil where single flights do not tell.
    public let shiftHalfWidth: SIMD2<Double>?

    /// Whether the outcome lies within the 95 % interval.
    public var isWithin: Bool { prediction.countsInterval.contains(counts) }

    /// One for each payload that was flown. Where nobody weighed the drone none can be made.
    static func all(
        _ runs: [LiftRun], balances: [LoadBalance], bareMass: Double?, bareMassUncertainty: Double?, law: ThrustLaw
    ) -> [PredictionComparison] {
        guard let bareMass else { return [] }
        return Set(runs.compactMap(\.payload)).sorted().compactMap { mass in
            let own = runs.filter { $0.payload == mass }
            guard let payload = own.first?.conditions.payload else { return nil }
            let densities = own.compactMap { $0.conditions.density }
            let density =
                densities.isEmpty ? law.coefficientDensity : densities.reduce(0, +) / Double(densities.count)
            let balance = balances.first { $0.mass == mass }
            return PredictionComparison(
                mass: mass,
                prediction: LiftPrediction(
                    payload: payload, bareMass: bareMass, massError: bareMassUncertainty ?? 0.001, density: density,
                    law: law),
                counts: Spread(own.compactMap { $0.hover?.collective }).mean, count: own.count,
                shift: balance?.shift, shiftHalfWidth: balance?.halfWidth)
        }
    }
}
