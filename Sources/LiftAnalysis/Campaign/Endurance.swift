/// How long the drone hovers, by gross mass.
public struct Endurance: Equatable, Sendable {
    /// Where the numbers come from.
    public enum Source: Equatable, Sendable {
        /// Nobody emptied a battery: the motor map and a pack as it is sold.
        case nominal
        /// Flights that emptied a full battery.
        case measured([Discharge])
    }

    /// A flight that emptied a battery.
    public struct Discharge: Equatable, Sendable {
        /// The flight.
        public var name: String
        /// Gross mass, kg.
        public var grossMass: Double
        /// Payload, kg.
        public var payload: Double
        /// How long it hovered, s.
        public var time: Double
        /// The voltage at its end, V.
        public var endVoltage: Double
        /// The charge at its end, percent; nil while unknown.
        public var endCharge: Double?
    }

    /// Where the numbers come from.
    public let source: Source
    /// The voltage at which a flight is over, V.
    public let cutOff: Double
    /// The charge at which it is over, percent; nil where that is not known.
    public let cutOffCharge: Double?
    private let law: ThrustLaw
    /// Of the measured flights, as a share of what the law expects; 1 without any.
    private let share: Double
    /// One standard deviation, as a share.
    private let error: Double

    /// Between packs as sold, as a share (one standard deviation); aged packs have less.
    public static let packSpread = 0.05
    /// Of the motor map, which comes from one motor's bench run, as a share: ±10 % are two standard deviations.
    public static let mapSpread = 0.05
    /// Of the electronics, W.
    public static let electronicsSpread = 1.0
    /// What 0.06–0.15 Ω of inner resistance do to the usable energy, as a share.
    public static let resistanceSpread = 0.03
    /// Of the map's shape between two loads of one drone, as a share.
    private static let shapeError = 0.02

    /// By flights that emptied a full battery, and without any by the motor map.
    ///
    /// A flight counts as one when it began above 12.3 V at rest, lasted four minutes and ended below 10.6 V or at 30 % of
    /// the charge: nobody has to fly a pack dead.
    init(_ runs: [LiftRun], bareMass: Double?, law: ThrustLaw) {
        self.law = law
        var discharges: [Discharge] = []
        for run in runs {
            guard let bareMass, let payload = run.payload, let end = run.lastVoltage, run.airTime > 240,
                end < 10.6 || run.lastCharge ?? 100 <= 30,
                run.conditions.restingVoltage ?? run.firstVoltage ?? 0 > 12.3
            else { continue }
            discharges.append(
                Discharge(
                    name: run.conditions.name, grossMass: bareMass + payload, payload: payload, time: run.airTime,
                    endVoltage: end, endCharge: run.lastCharge))
        }
        guard !discharges.isEmpty else {
            source = .nominal
            cutOff = 9
            cutOffCharge = nil
            share = 1
            let shares = [
                Self.packSpread, Self.mapSpread, Self.resistanceSpread,
                Self.electronicsSpread / law.hoverPower(grossMass: 0.42),
            ]
            error = shares.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return
        }
        source = .measured(discharges)
        let charges = discharges.compactMap(\.endCharge)
        cutOffCharge = charges.isEmpty ? nil : charges.reduce(0, +) / Double(charges.count)
        cutOff = discharges.map(\.endVoltage).reduce(0, +) / Double(discharges.count)
        let spread = Spread(discharges.map { $0.time / law.endurance(grossMass: $0.grossMass) })
        share = spread.mean
        // One flight alone says nothing of the next pack.
        let scatter = discharges.count > 1 ? spread.deviation / spread.mean : Self.packSpread
        error = squareRootOfSum(max(scatter, 0.01), Self.shapeError)
    }

    /// How long a full pack carries `grossMass`, s.
    public func time(grossMass: Double) -> Double { share * law.endurance(grossMass: grossMass) }

    /// The 95 % interval of that, s.
    public func interval(grossMass: Double) -> ClosedRange<Double> {
        let time = time(grossMass: grossMass)
        return time / (1 + 1.96 * error)...time * (1 + 1.96 * error)
    }
}
