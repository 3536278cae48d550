/// How the present flight goes: how long it lasts and how much throttle hovering takes.
public struct FlightProgress: Equatable, Sendable {
    /// Over how long the throttle is averaged, 5 s: long enough for the controller's swings of about a second.
    public static let throttleWindow: Duration = .seconds(5)
    /// The part of the window that is dropped at once.
    private static let slice: Duration = .milliseconds(250)
    private static let slices = 20

    /// When the drone was first seen in the air in this flight; nil on the ground and before anything is known.
    public private(set) var airborneSince: Duration?
    /// Whether it flew already when it was first heard: its flight is then older than ``airborneSince`` tells.
    public private(set) var wasAdopted = false
    /// How long the last finished flight was seen.
    public private(set) var lastFlight: Duration?

    /// Whether the drone has been heard of, and flew.
    private var flew: Bool?
    private var lastMotors: Duration?
    /// Sums of the four motors and counts of packets per slice; slice n is at n modulo ``slices``.
    private var sums = SIMD32<UInt32>(repeating: 0)
    private var counts = SIMD32<UInt32>(repeating: 0)
    private var newest: Int64 = 0

    /// Nothing known yet.
    public init() {}

    /// Takes in what was just received at `now`.
    public mutating func note(_ telemetry: Telemetry, at now: Duration) {
        if let status = telemetry.status, status.time == now { note(isFlying: status.value.contains(.flying), at: now) }
        guard let motors = telemetry.motors, motors.time != lastMotors else { return }
        lastMotors = motors.time
        if telemetry.state?.value == .hovering, airborneSince != nil { add(motors.value, at: motors.time) }
    }

    /// How long the drone has been in the air; nil on the ground.
    public func airborne(at now: Duration) -> Duration? { airborneSince.map { max(.zero, now - $0) } }

    /// The mean of the four motors over the hovering part of the last five seconds, PWM 0–255; nil where the drone
    /// did not hover.
    public func hoverThrottle(at now: Duration) -> Double? {
        let running = Self.slice(at: now)
        var sum = 0.0
        var count = 0.0
        for slice in max(0, running - Int64(Self.slices) + 1)...running where slice <= newest {
            guard newest - slice < Int64(Self.slices) else { continue }
            sum += Double(sums[Self.index(slice)])
            count += Double(counts[Self.index(slice)])
        }
        return count > 0 ? sum / count / 4 : nil
    }

    private mutating func note(isFlying: Bool, at now: Duration) {
        defer { flew = isFlying }
        if isFlying, flew != true {
            airborneSince = now
            wasAdopted = flew == nil
        } else if !isFlying, let since = airborneSince {
            lastFlight = max(.zero, now - since)
            airborneSince = nil
            sums = .init(repeating: 0)
            counts = .init(repeating: 0)
        }
    }

    private mutating func add(_ motors: MotorPWM, at now: Duration) {
        let slice = Self.slice(at: now)
        if slice > newest {
            for step in 0..<min(slice - newest, Int64(Self.slices)) {
                sums[Self.index(slice - step)] = 0
                counts[Self.index(slice - step)] = 0
            }
            newest = slice
        } else if newest - slice >= Int64(Self.slices) {
            return
        }
        sums[Self.index(slice)] &+= UInt32(motors.frontLeft) + UInt32(motors.frontRight)
        sums[Self.index(slice)] &+= UInt32(motors.rearRight) + UInt32(motors.rearLeft)
        counts[Self.index(slice)] &+= 1
    }

    private static func slice(at now: Duration) -> Int64 { Int64(max(0, min(1e12, now / slice)).rounded(.down)) }

    private static func index(_ slice: Int64) -> Int { Int(slice % Int64(slices)) }
}
