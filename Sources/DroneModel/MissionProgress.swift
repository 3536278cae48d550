/// How a mission goes on, for screens and plain lines.
public struct MissionProgress: Equatable, Sendable {
    /// The mission's name.
    public var mission: String
    /// Where it stands.
    public var phase: Phase
    /// The present step from 1, and how many there are.
    public var step: Int
    /// How many steps there are.
    public var steps: Int
    /// The present step in the words of its file.
    public var title: String
    /// The comment written beside it; empty where there is none.
    public var comment: String
    /// How long the step goes on, pauses not counted.
    public var elapsed: Duration
    /// How long it takes; nil where that depends on the drone or the operator.
    public var length: Duration?
    /// The present flight from 1, and how many there are; 0 for none.
    public var flight: Int
    /// How many flights there are.
    public var flights: Int
    /// What is on board, in words; nil where nobody said.
    public var payload: String?
    /// What the operator is asked; nil for nothing.
    public var question: String?
    /// The newest rule of the safety envelope that was broken; nil for none.
    public var warning: String?

    /// Where a mission stands.
    public enum Phase: Equatable, Sendable {
        /// Not begun.
        case ready
        /// A step is flown.
        case running
        /// The operator paused it: the drone hovers, or stands.
        case paused
        /// A rule or a gap of the link holds it: the drone hovers until that is over.
        case held
        /// Ended early, the drone comes down; with the reason.
        case aborting(String)
        /// Ended early, on the ground; it can be resumed.
        case aborted(String)
        /// All steps are done.
        case finished
    }

    /// Progress of a mission that has not begun.
    public init(mission: String, steps: Int, flights: Int) {
        self.mission = mission
        self.steps = steps
        self.flights = flights
        phase = .ready
        step = 0
        title = ""
        comment = ""
        elapsed = .zero
        flight = 0
    }
}
