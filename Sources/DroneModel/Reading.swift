/// A value with the moment it arrived: what is shown with its age, dimmed when old, and never invented.
public struct Reading<Value: Equatable & Sendable>: Equatable, Sendable {
    /// The value, in the unit that the property holding the reading documents.
    public var value: Value
    /// When it arrived, on the receiver's monotonic clock.
    public var time: Duration

    /// A value that arrived at `time`.
    public init(_ value: Value, at time: Duration) {
        self.value = value
        self.time = time
    }

    /// How old the value is at `now`; never negative.
    public func age(at now: Duration) -> Duration { max(.zero, now - time) }

    /// How far the value can be trusted at `now`.
    public func freshness(at now: Duration) -> Freshness {
        let age = age(at: now)
        if age >= Freshness.expiry { return .expired }
        return age >= Freshness.staleness ? .stale : .fresh
    }
}

/// How far an old value can be trusted.
public enum Freshness: Hashable, Sendable {
    /// Younger than ``staleness``: shown as it is.
    case fresh
    /// Shown dim.
    case stale
    /// Shown as n/a.
    case expired

    /// From this age on a value is dim: 0.5 s, about eight missed packets of the slowest navdata mode (15 Hz).
    public static let staleness: Duration = .milliseconds(500)
    /// From this age on a value is n/a: 2 s, the drone's own communication time-out.
    public static let expiry: Duration = .seconds(2)
}

extension Optional {
    /// The reading's value while it may still be shown, nil once it expired or where there never was one.
    public func current<Value>(at now: Duration) -> Value? where Wrapped == Reading<Value> {
        flatMap { $0.freshness(at: now) == .expired ? nil : $0.value }
    }
}
