#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Vibration as ArduPilot measures it: acceleration without what is slower than 5 Hz, squared, smoothed at 2 Hz, rooted.
///
/// The drone's accelerations are filtered before it sends them, so the numbers compare flights of one drone and are
/// lower than those of a flight controller's own sensor (lift physics 3.4).
struct VibrationMeter: Sendable {
    /// A packet every 20 ms at least, or the filter does not see what it measures: 5 Hz need a tenth of that and more.
    private static let longestStep = 0.02
    /// The filter has settled after this, seconds.
    private static let settling = 1.0
    private static let gravity = 9.80665

    private var slow = SIMD3<Double>(repeating: 0)
    private var power = 0.0
    private var start: Double?
    private var last: Double?

    /// The vibration after an acceleration of so many thousandths of gravity; nil until there are enough.
    mutating func note(milligravity: SIMD3<Double>, at time: Double) -> Double? {
        let value = milligravity / 1000 * Self.gravity
        guard value.x.isFinite, value.y.isFinite, value.z.isFinite else { return nil }
        guard let last, let start, time > last, time - last <= Self.longestStep else {
            slow = value
            power = 0
            self.start = time
            self.last = time
            return nil
        }
        let step = time - last
        self.last = time
        // First-order filters: the share of the new value after a step.
        slow += (value - slow) * (1 - exp(-2 * .pi * 5 * step))
        let fast = value - slow
        power += ((fast * fast).sum() - power) * (1 - exp(-2 * .pi * 2 * step))
        return time - start < Self.settling ? nil : power.squareRoot()
    }
}
