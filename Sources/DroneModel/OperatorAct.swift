/// What an operator can do to a running mission.
public enum OperatorAct: Equatable, Sendable {
    /// Hover, or wait on the ground, until ``resume``.
    case pause
    /// Begin; go on after a pause; after a landed abort, fly the flight again from its first step.
    case resume
    /// Leave the present step; after a landed abort, the flight.
    case skip
    /// Land and end the flight.
    case abort(String)
    /// End the mission: at once on the ground, after landing in the air.
    case quit
    /// The answer to the question that is asked; empty for yes.
    case answer(String)
    /// Fly by hand: the mission pauses, and the set-point is the drone's.
    case steer(Setpoint)
}
