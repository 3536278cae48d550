import DroneModel

/// What the motors were told: their means while hovering, and how often one was at the end of its scale.
struct MotorLedger: Sendable {
    /// From this set-point on a motor counts as saturated, PWM (lift physics 3.4).
    static let saturation: UInt8 = 250
    /// A run of saturation is ended by a gap in the data this long, seconds.
    private static let longestGap = 0.5

    /// Seconds of hover in the means.
    private(set) var hoverTime = 0.0
    /// Packets in the air that told set-points.
    private(set) var airborne = 0
    /// Of those, with a motor at ``saturation`` or above.
    private(set) var saturated = 0
    /// The longest run of saturation, seconds, and when it began.
    private(set) var longestRun: (seconds: Double, start: Double)?
    private var sums = SIMD4<Double>(repeating: 0)
    private var hovering = 0
    private var runStart: Double?
    private var lastTime: Double?

    mutating func note(_ motors: MotorPWM, isFlying: Bool, isHovering: Bool, at time: Double) {
        defer { lastTime = time }
        guard isFlying else {
            runStart = nil
            return
        }
        airborne += 1
        let step = lastTime.map { time - $0 } ?? 0
        if step > Self.longestGap { runStart = nil }
        if isHovering {
            let all = motors.all
            sums += SIMD4(Double(all[0]), Double(all[1]), Double(all[2]), Double(all[3]))
            hovering += 1
            if step <= Self.longestGap { hoverTime += step }
        }
        guard motors.headroom <= 255 - Int(Self.saturation) else {
            runStart = nil
            return
        }
        saturated += 1
        let start = runStart ?? time
        runStart = start
        if time - start >= longestRun?.seconds ?? 0 { longestRun = (time - start, start) }
    }

    /// The mean set-points while hovering: front left, front right, rear right, rear left; nil without hover.
    var hoverMeans: SIMD4<Double>? { hovering > 0 ? sums / Double(hovering) : nil }
}
