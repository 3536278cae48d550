/// What a load changed in one quantity: each loaded flight against what the empty flights around it had.
public struct PairedEffect: Equatable, Sendable {
    /// The payload, kg.
    public let mass: Double
    /// What is compared.
    public let quantity: Quantity
    /// Mean without load.
    public let bare: Double
    /// Mean change.
    public let change: Double
    /// Half its 95 % interval; nil with one pair.
    public let halfWidth: Double?
    /// How many loaded flights.
    public let count: Int

    /// Whether chance explains the change; true also where one pair cannot tell.
    public var isWithinChance: Bool { halfWidth.map { abs(change) <= $0 } ?? true }

    /// What is compared, in the units of ``LiftRun`` but angles in degrees and lengths in millimetres.
    public enum Quantity: String, Equatable, Sendable, CaseIterable {
        /// Mean of the motors.
        case collective = "hover collective, counts"
        /// Movement in height.
        case height = "height RMS, mm"
        /// Movement in roll.
        case roll = "roll RMS, °"
        /// Movement in pitch.
        case pitch = "pitch RMS, °"
        /// Vibration.
        case vibration = "vibration, m/s²"
        /// What the busiest motor has left.
        case headroom = "headroom, counts"
        /// Time to 0.70 m.
        case takeOff = "take-off to 0.70 m, s"
        /// Rise time of the greatest climb.
        case climb = "climb rise time, s"
        /// Motors' peak in that climb.
        case climbPeak = "climb peak, counts"
        /// Estimated power.
        case power = "power, W (estimated)"
        /// Fall of the voltage.
        case voltageFall = "voltage fall, V/min"
        /// What a load on a side has the motors there turn more: its constant trim.
        case rollTrim = "left less right motors, counts"
        /// The same of a load in front or behind.
        case pitchTrim = "front less rear motors, counts"
        /// The longest silence of the pilot's side.
        case commandGap = "longest command gap, ms"

        func value(_ run: LiftRun) -> Double? {
            switch self {
            case .collective: run.hover?.collective
            case .height: run.hover.map { $0.heightDeviation * 1000 }
            case .roll: run.hover.map { $0.rollDeviation * 180 / .pi }
            case .pitch: run.hover.map { $0.pitchDeviation * 180 / .pi }
            case .vibration: run.hover?.vibration
            case .headroom: run.headroom
            case .takeOff: run.takeOff?.time
            case .climb: run.greatestClimb?.riseTime
            case .climbPeak: run.greatestClimb?.peakCounts
            case .power: run.hover?.power
            case .voltageFall: run.hover?.voltageFall
            case .rollTrim: run.hover.map { ($0.motors.x + $0.motors.w - $0.motors.y - $0.motors.z) / 2 }
            case .pitchTrim: run.hover.map { ($0.motors.x + $0.motors.y - $0.motors.z - $0.motors.w) / 2 }
            case .commandGap: run.longestCommandGap.map { $0 * 1000 }
            }
        }
    }

    /// All quantities of all payloads that can be compared.
    static func all(_ runs: [LiftRun]) -> [PairedEffect] {
        let masses = Set(runs.compactMap(\.payload).filter { $0 > 0 }).sorted()
        return masses.flatMap { mass in
            Quantity.allCases.compactMap { PairedEffect(runs, mass: mass, quantity: $0) }
        }
    }

    private init?(_ runs: [LiftRun], mass: Double, quantity: Quantity) {
        let empty = runs.filter { $0.payload == 0 }.compactMap { run in
            quantity.value(run).map { (order: Double(run.conditions.order), value: $0) }
        }
        var changes: [Double] = []
        var bases: [Double] = []
        for run in runs where run.payload == mass {
            guard let value = quantity.value(run), let base = Self.base(empty, at: Double(run.conditions.order)) else {
                continue
            }
            changes.append(value - base)
            bases.append(base)
        }
        guard !changes.isEmpty else { return nil }
        let spread = Spread(changes)
        let count = Double(changes.count)
        self.mass = mass
        self.quantity = quantity
        bare = Spread(bases).mean
        change = spread.mean
        self.count = changes.count
        halfWidth =
            changes.count < 2
            ? nil
            : StudentT(degreesOfFreedom: count - 1).halfWidth(confidence: 0.95) * spread.deviation / count.squareRoot()
    }

    /// What the empty flights before and after would have had in between.
    private static func base(_ empty: [(order: Double, value: Double)], at order: Double) -> Double? {
        let before = empty.filter { $0.order <= order }.max { $0.order < $1.order }
        let after = empty.filter { $0.order >= order }.min { $0.order < $1.order }
        guard let before, let after else { return (before ?? after)?.value }
        guard after.order > before.order else { return before.value }
        return before.value + (after.value - before.value) * (order - before.order) / (after.order - before.order)
    }
}
