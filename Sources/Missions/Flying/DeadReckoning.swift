import DroneModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the drone is, by integrating what it says of its speed since the start.
public struct DeadReckoning: Equatable, Sendable {
    /// Metres east of the start.
    public private(set) var east = 0.0
    /// Metres north of the start, if yaw counts from north.
    public private(set) var north = 0.0
    private var start: Duration?
    private var last: Duration?
    private var blindSeconds = 0.0

    /// The optical flow reads 18 % low at walking pace (measured against motion capture).
    static let scaleError = 0.18
    /// Error of the speed, m/s rms (same comparison), independent after about a second (assumed).
    static let speedError = 0.054
    /// What may be flown while no speed is known, m/s (assumed: the pace of a drone that drifts).
    static let blindSpeed = 0.5

    /// At the start.
    public init() {}

    /// From the start, metres.
    public var distance: Double { (east * east + north * north).squareRoot() }

    /// How far away the drone may be, doubt included, metres.
    func reach(at now: Duration) -> Double {
        let seconds = start.map { (now - $0) / .seconds(1) } ?? 0
        let noise = Self.speedError * max(0, seconds).squareRoot()
        return distance * (1 + Self.scaleError) + noise + blindSeconds * Self.blindSpeed
    }

    /// Takes the newest speed; as fast or as seldom as it comes.
    mutating func advance(_ telemetry: Telemetry, at now: Duration) {
        let from = last ?? now
        if start == nil { start = now }
        last = now
        let seconds = (now - from) / .seconds(1)
        guard seconds > 0 else { return }
        guard let velocity = telemetry.velocity, velocity.age(at: now) < Freshness.staleness,
            let attitude = telemetry.attitude
        else {
            blindSeconds += seconds
            return
        }
        let yaw = attitude.value.yaw.radians
        guard velocity.value.magnitude.isFinite, yaw.isFinite else { return blindSeconds += seconds }
        let (sine, cosine) = (sin(yaw), cos(yaw))
        north += (velocity.value.forward * cosine - velocity.value.right * sine) * seconds
        east += (velocity.value.forward * sine + velocity.value.right * cosine) * seconds
    }
}
