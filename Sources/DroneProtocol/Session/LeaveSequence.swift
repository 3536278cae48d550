import DroneModel

/// Brings a flying drone down before the program ends: hover, land, then leave.
///
///     hovering --0.3 s--> landing --FLY bit clear--> left(.landed)
///                            \--no word for 10 s, or 30 s in all--> left(.stillFlying)
struct LeaveSequence: Equatable, Sendable {
    enum Limit {
        /// Hover before landing: ten AT ticks, so that the tilt is out before the descent begins.
        static let hover: Duration = .milliseconds(300)
        /// Landing takes 0.9 to 13.0 s in real captures (from 9.96 m); twice that is patience enough.
        static let landing: Duration = .seconds(30)
        /// A drone not heard for this long has landed by its own watchdog, or is out of reach.
        static let silence: Duration = .seconds(10)
    }

    private let start: Duration
    private var landingSince: Duration?

    init(at now: Duration) { start = now }

    /// What to do at `now`: nil to go on waiting.
    mutating func step(isFlying: Bool?, lastNavdata: Duration?, at now: Duration) -> Step? {
        // Never heard of: there is nothing to bring down.
        guard let lastNavdata else { return .left(.landed) }
        if isFlying == false { return .left(.landed) }
        guard let landingSince else {
            guard now - start >= Limit.hover else { return nil }
            landingSince = now
            return .land
        }
        if now - landingSince >= Limit.landing || now - max(lastNavdata, landingSince) >= Limit.silence {
            return .left(.stillFlying)
        }
        return nil
    }

    enum Step: Equatable {
        case land
        case left(DroneSession.Departure)
    }
}
