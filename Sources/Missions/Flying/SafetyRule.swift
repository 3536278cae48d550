/// A rule of the safety envelope.
public enum SafetyRule: String, Hashable, Sendable, CaseIterable {
    /// The drone tumbles: tilted beyond 60° for 0.15 s.
    case tumbling
    /// It falls: faster than 3 m/s downwards for 0.2 s.
    case falling
    /// The drone itself reports a fault.
    case droneFault = "drone fault"
    /// Roll or pitch beyond the limit for 0.3 s, or half as much again at once.
    case tilt
    /// Faster downwards than the limit, and nobody asked for it.
    case descent
    /// Higher than the limit.
    case altitude
    /// Away from the height that is held, for a second.
    case altitudeError = "altitude error"
    /// Further away than the limit, by integrated speed and its uncertainty.
    case radius
    /// The battery's percentage below the limit for two seconds.
    case battery
    /// The battery's voltage below the limit for two seconds.
    case voltage
    /// A motor at the end of its scale for a second.
    case motorSaturation = "motor saturation"
    /// All motors high for a second.
    case collective
    /// Not off the ground five seconds after the ramp began.
    case takeOff = "take-off"
    /// No navdata for a while.
    case linkGap = "link gap"
    /// Navdata comes, but without height or attitude.
    case staleNavdata = "stale navdata"
    /// No position from the phone on board for too long.
    case payloadFix = "payload fix"
    /// The ferry's station was not heard for too long.
    case station
}

/// What a broken rule makes of the flight; more is worse.
public enum SafetyAction: Int, Comparable, Sendable {
    /// Told, nothing else.
    case warn
    /// Hover until it is over.
    case hover
    /// End the mission and land.
    case land
    /// Cut the motors: only for a drone that falls or tumbles already.
    case cut

    /// Milder is less.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The word in the log.
    public var word: String {
        switch self {
        case .warn: "warn"
        case .hover: "hover"
        case .land: "land"
        case .cut: "cut the motors"
        }
    }
}

/// A rule that was broken just now.
public struct SafetyTrigger: Equatable, Sendable {
    /// Which.
    public var rule: SafetyRule
    /// What follows.
    public var action: SafetyAction
    /// What was seen, and the limit.
    public var evidence: String

    /// A trigger.
    public init(_ rule: SafetyRule, _ action: SafetyAction, _ evidence: String) {
        self.rule = rule
        self.action = action
        self.evidence = evidence
    }

    /// The line of the log: `safety: tilt: 23° for 0.3 s, limit 20°: land`.
    public var line: String { "safety: \(rule.rawValue): \(evidence): \(action.word)" }
}

/// What is meant to happen, against which the envelope judges what does.
public struct FlightSituation: Equatable, Sendable {
    /// Where in a flight it is.
    public var stage = Stage.ground
    /// Vertical speed that is asked for, m/s, positive up.
    public var climb = 0.0
    /// The height that is held, metres; nil while it is meant to change.
    public var heldAltitude: Double?
    /// Whether the drone flies an animation, which tilts and falls on purpose.
    public var isAnimated = false

    /// Where in a flight.
    public enum Stage: Equatable, Sendable {
        /// On the ground.
        case ground
        /// Taking off since.
        case takingOff(Duration)
        /// In the air.
        case air
        /// Coming down.
        case landing
    }

    /// On the ground.
    public init() {}
}
