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
    /// The step after it; nil for none.
    public var next: String?
    /// The present flight from 1, and how many there are; 0 for none.
    public var flight: Int
    /// How many flights there are.
    public var flights: Int
    /// Every flight in its order.
    public var ladder: [Rung] = []
    /// What is on board, in words; nil where nobody said.
    public var payload: String?
    /// What the operator is asked; nil for nothing.
    public var question: MissionQuestion?
    /// The newest rule of the safety envelope that was broken; nil for none.
    public var warning: String?
    /// How much of each limit is used, the most important first; empty before the first look.
    public var margins: [SafetyMargin] = []
    /// What ends the mission and what follows from a lost link, in sentences.
    public var policy: [String] = []

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

    /// One flight of a mission, as a list of all shows it.
    public struct Rung: Equatable, Sendable {
        /// What it carries: `30 g`; nil where the mission never says.
        public var load: String?
        /// What became of it.
        public var state: State

        /// What became of a flight.
        public enum State: Equatable, Sendable {
            /// It comes later.
            case ahead
            /// It is the present one.
            case present
            /// It landed as the mission wanted.
            case landed
            /// It ended early or never took off.
            case failed
            /// The operator left it out.
            case leftOut
        }

        /// A flight.
        public init(load: String?, state: State) {
            self.load = load
            self.state = state
        }
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

/// What a mission asks its operator.
public struct MissionQuestion: Equatable, Sendable {
    /// What is asked, or is to be done.
    public var text: String
    /// What may be answered instead of a plain yes; nil for nothing.
    public var alternative: String?

    /// A question.
    public init(_ text: String, alternative: String? = nil) {
        self.text = text
        self.alternative = alternative
    }

    /// For plain lines: `fasten 30 g; Enter when it is done, or the mass as weighed`.
    public var line: String { "\(text); Enter when it is done" + (alternative.map { ", or \($0)" } ?? "") }
}

/// How much of a limit is used.
public struct SafetyMargin: Equatable, Sendable {
    /// The rule: `altitude`.
    public var rule: String
    /// What is seen now, in ``unit``; nil while unknown.
    public var value: Double?
    /// The limit at which the drone is brought down.
    public var limit: Double
    /// `m`, `°`, `%`, `V`, `PWM`, `s`.
    public var unit: String
    /// Whether the limit is the least and not the most.
    public var isFloor: Bool
    /// What the rule wants now, in its word: `hover`, `land`; nil while it is kept.
    public var action: String?

    /// A margin.
    public init(
        _ rule: String, _ value: Double?, limit: Double, unit: String, isFloor: Bool = false, action: String? = nil
    ) {
        self.rule = rule
        self.value = value
        self.limit = limit
        self.unit = unit
        self.isFloor = isFloor
        self.action = action
    }
}
