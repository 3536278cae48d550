import DroneModel

/// Charge and voltage: what they were, and how far the voltage falls when the motors take their current.
struct BatteryLedger: Sendable {
    /// Voltage is averaged over so long before it is judged, seconds (lift physics 3.8: a low voltage counts after 2 s).
    static let window = 2.0
    /// Before a take-off the resting voltage is the mean of the last such windows.
    private static let restWindows = 3
    /// The load is judged from this long after take-off, when the motors have spun up and climbed, seconds.
    private static let settling = 6.0

    private(set) var facts = BatteryFacts()
    /// The lowest mean of ``window`` in the air, volts, and when.
    private(set) var lowestInFlight: (volts: Double, time: Double)?
    /// The largest fall from rest to load, volts.
    private(set) var largestSag: (volts: Double, rest: Double, load: Double)?
    /// Whether the low-battery bit was ever set, and when first.
    private(set) var lowBitSince: Double?

    private var sum = 0.0
    private var count = 0
    private var windowStart = 0.0
    private var windowIsFlying = false
    private var restMeans: [Double] = []
    private var rest: Double?
    private var takeOff: Double?

    mutating func note(status: DroneStatus, telemetry: Telemetry, at time: Double) {
        if status.contains(.batteryLow), lowBitSince == nil { lowBitSince = time }
        if let percent = telemetry.batteryPercent, percent.time.inSeconds == time {
            facts.firstPercent = facts.firstPercent ?? percent.value
            facts.lastPercent = percent.value
            facts.lowestPercent = min(facts.lowestPercent ?? percent.value, percent.value)
        }
        guard let voltage = telemetry.batteryVoltage, voltage.time.inSeconds == time else { return }
        facts.firstVolts = facts.firstVolts ?? voltage.value
        facts.lastVolts = voltage.value
        let isFlying = status.contains(.flying)
        if isFlying != windowIsFlying || time - windowStart > 2 * Self.window {
            // What changes within a window belongs to neither side.
            startWindow(isFlying: isFlying, at: time)
            if isFlying {
                rest = restMeans.isEmpty ? nil : restMeans.reduce(0, +) / Double(restMeans.count)
                takeOff = time
            } else {
                restMeans = []
            }
        }
        sum += voltage.value
        count += 1
        guard time - windowStart >= Self.window else { return }
        close(mean: sum / Double(count), at: time)
        startWindow(isFlying: isFlying, at: time)
    }

    private mutating func startWindow(isFlying: Bool, at time: Double) {
        (sum, count, windowStart, windowIsFlying) = (0, 0, time, isFlying)
    }

    private mutating func close(mean: Double, at time: Double) {
        guard windowIsFlying else {
            restMeans = restMeans.suffix(Self.restWindows - 1) + [mean]
            return
        }
        if mean < lowestInFlight?.volts ?? .infinity { lowestInFlight = (mean, time) }
        guard let rest, let takeOff, time - takeOff >= Self.settling + Self.window else { return }
        // One judgement a flight: later the charge falls too.
        self.takeOff = nil
        if rest - mean > largestSag?.volts ?? -.infinity { largestSag = (rest - mean, rest, mean) }
    }
}
