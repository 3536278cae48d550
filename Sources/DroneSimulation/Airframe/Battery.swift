/// A three-cell lithium-polymer pack with an inner resistance.
public struct Battery: Equatable, Sendable {
    /// Capacity, resistance and the rest.
    public let parameters: BatteryParameters
    /// Remaining charge, 0–1.
    public private(set) var stateOfCharge: Double
    /// Voltage at the terminals under the last load, V.
    public private(set) var voltage: Double
    /// Current of the last load, A.
    public private(set) var current = 0.0

    /// Open-circuit voltage of one cell by state of charge: a generic lithium-polymer curve (assumed).
    private static let cellCurve: [(x: Double, y: Double)] = [
        (0, 3.20), (0.02, 3.36), (0.05, 3.50), (0.10, 3.61), (0.15, 3.66), (0.20, 3.69), (0.30, 3.73), (0.40, 3.76),
        (0.50, 3.79), (0.60, 3.83), (0.70, 3.90), (0.80, 3.98), (0.90, 4.08), (0.95, 4.13), (1.0, 4.20),
    ]
    private static let cells = 3.0

    /// A pack with the given charge, 0–1, and nothing connected.
    public init(_ parameters: BatteryParameters, stateOfCharge: Double = 1) {
        self.parameters = parameters
        self.stateOfCharge = stateOfCharge.limited(to: 0...1)
        voltage = Self.openCircuitVoltage(stateOfCharge: self.stateOfCharge)
    }

    /// Voltage without load, V.
    public static func openCircuitVoltage(stateOfCharge: Double) -> Double {
        cells * interpolated(stateOfCharge, in: cellCurve)
    }

    /// Draws `power` watts for `duration` seconds.
    ///
    /// The voltage is the upper root of V = Voc − R P / V; where the pack cannot deliver the power there is none,
    /// and the voltage collapses to half.
    public mutating func drain(power: Double, duration: Double) {
        let open = Self.openCircuitVoltage(stateOfCharge: stateOfCharge)
        let discriminant = open * open - 4 * parameters.resistance * power
        voltage = discriminant > 0 ? (open + discriminant.squareRoot()) / 2 : open / 2
        current = power / voltage
        stateOfCharge = max(0, stateOfCharge - current * duration / (3600 * max(parameters.capacity, 0.01)))
    }

    /// Charge and filter of a pack exchanged or emptied by hand.
    mutating func set(stateOfCharge newCharge: Double) {
        self = Battery(parameters, stateOfCharge: newCharge)
    }
}

/// The drone's own idea of its charge: filtered terminal voltage through a table, so it may rise again under
/// lighter load.
///
/// The table is not the maker's, which nobody published: its upper three points come from two recorded packets
/// and the full pack, the rest is assumed. It is ordinal only.
struct BatteryGauge: Equatable, Sendable {
    private var filtered: Double
    private let share: Double

    private static let curve: [(x: Double, y: Double)] = [
        (9.6, 0), (10.0, 5), (10.4, 12), (10.7, 22), (11.0, 32), (11.3, 40), (11.69, 50), (11.88, 65), (12.3, 100),
    ]

    init(voltage: Double, filterTime: Double) {
        filtered = voltage
        share = 1 - exponential(-ControllerParameters.step / max(filterTime, ControllerParameters.step))
    }

    mutating func advance(voltage: Double) { filtered += (voltage - filtered) * share }

    /// 0–100.
    var percent: Int { Int(interpolated(filtered, in: Self.curve).limited(to: 0...100).rounded()) }
}

/// The second column at `x` of the first, on straight lines between the points; flat beyond both ends.
private func interpolated(_ x: Double, in curve: [(x: Double, y: Double)]) -> Double {
    var previous = curve[0]
    if !(x > previous.x) { return previous.y }
    for point in curve.dropFirst() {
        if x <= point.x {
            let share = (x - previous.x) / (point.x - previous.x)
            return previous.y + share * (point.y - previous.y)
        }
        previous = point
    }
    return previous.y
}
