import DroneModel

/// The movement keys that count as held.
///
/// A terminal reports a key when it is pressed and again while it repeats, and never its release. A key
/// therefore counts as held for ``hold`` after it was last reported.
struct MotionKeys: Equatable, Sendable {
    /// How long a report of a key counts: the life of a set-point, 250 ms.
    ///
    /// Keyboards repeat every 25–50 ms.
    static let hold: Duration = .milliseconds(250)

    /// What a movement key changes.
    enum Axis: Hashable, Sendable, CaseIterable {
        case roll, pitch, climb, yaw
    }

    /// The direction a key pushes an axis in, with the signs of ``Setpoint``.
    enum Direction: Double, Sendable {
        case negative = -1
        case positive = 1
    }

    private struct Held: Equatable {
        var direction: Direction
        var until: Duration
    }

    private var held: [Axis: Held] = [:]

    /// A key was reported; the opposite key of the axis no longer counts.
    mutating func press(_ axis: Axis, _ direction: Direction, at now: Duration) {
        held[axis] = Held(direction: direction, until: now + Self.hold)
    }

    /// No key counts any more.
    mutating func release() { held = [:] }

    /// What the held keys ask for at `now` with axes at `fraction` (0–1) of their limits; nil when none is held.
    func setpoint(at now: Duration, fraction: Double) -> Setpoint? {
        let active = held.filter { $0.value.until > now }
        guard !active.isEmpty else { return nil }
        func value(_ axis: Axis) -> Double { (active[axis]?.direction.rawValue ?? 0) * fraction }
        return Setpoint(roll: value(.roll), pitch: value(.pitch), climb: value(.climb), yaw: value(.yaw))
    }
}
