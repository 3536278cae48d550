import DroneModel

/// Decides when the terminal's bell rings.
///
/// It rings when something begins that somebody has to know, never twice within ``pause``, and in flight it
/// reminds of what is urgent every ``reminder`` while it lasts. What begins during a pause is rung for after it, if it still lasts then.
struct AlarmBell: Equatable, Sendable {
    /// The shortest time between two rings, 2 s: a bell that rings for everything is heard for nothing.
    static let pause: Duration = .seconds(2)
    /// The time between reminders, 10 s.
    static let reminder: Duration = .seconds(10)

    /// What the bell rings for.
    struct Causes: OptionSet, Hashable, Sendable {
        var rawValue: UInt8
        /// Below what the drone needs to take off.
        static let battery = Causes(rawValue: 1)
        /// Nothing heard for two seconds, after something was.
        static let link = Causes(rawValue: 2)
        /// The motors are off by emergency.
        static let emergency = Causes(rawValue: 4)
        /// This computer scans for networks.
        static let scan = Causes(rawValue: 8)
        /// The flight is not recorded any more.
        static let recording = Causes(rawValue: 16)

        /// What is reminded of.
        static let urgent: Causes = [.battery, .link, .emergency]
    }

    /// Whether the pilot wants to hear nothing.
    var isMuted = false
    private var known: Causes = []
    private var pending: Causes = []
    private var lastRing: Duration?

    /// A bell that never rang.
    init() {}

    /// Whether to ring now that `causes` hold at `now`.
    ///
    /// - Parameter inFlight: Whether the drone flew when last heard; on the ground nothing is urgent.
    mutating func rings(for causes: Causes, inFlight: Bool, at now: Duration) -> Bool {
        pending.formUnion(causes.subtracting(known))
        pending.formIntersection(causes)
        known = causes
        if isMuted {
            pending = []
            return false
        }
        let since = lastRing.map { now - $0 }
        let isDue = !pending.isEmpty && (since.map { $0 >= Self.pause } ?? true)
        let reminds = inFlight && !causes.isDisjoint(with: .urgent) && (since.map { $0 >= Self.reminder } ?? true)
        guard isDue || reminds else { return false }
        pending = []
        lastRing = now
        return true
    }
}

extension AlarmBell.Causes {
    /// What holds at `now`.
    init(_ snapshot: DroneSnapshot, at now: Duration) {
        self = []
        let telemetry = snapshot.telemetry
        let status = telemetry.status.current(at: now) ?? []
        let isWeak = telemetry.batteryPercent.current(at: now).map { $0 < Preflight.minimumBatteryPercent } ?? false
        if isWeak || status.contains(.batteryLow) { insert(.battery) }
        if status.contains(.emergency) { insert(.emergency) }
        if snapshot.link.suspectedScan != nil { insert(.scan) }
        if let recording = snapshot.recording, recording.phase != .recording { insert(.recording) }
        // A recording that is over has not lost anything.
        let age = snapshot.link.age(at: now) ?? .zero
        if snapshot.identity.reality != .replay, age >= Freshness.expiry { insert(.link) }
    }
}
