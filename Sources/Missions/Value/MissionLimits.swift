/// What a mission must never exceed; the defaults are the abort rules of the lift test's method.
public struct MissionLimits: Equatable, Sendable {
    /// Height above the take-off surface, metres.
    public var altitude = 3.0
    /// Distance from the place of take-off by integrated speed, metres.
    public var radius = 3.0
    /// Roll or pitch for 0.3 s, radians; half as much again at once.
    public var tilt = 20 * Double.pi / 180
    /// Descent that nobody asked for, m/s.
    public var descent = 0.8
    /// Battery that the drone shows, percent.
    public var battery = 20
    /// Battery at its terminals for 2 s, volts.
    public var voltage = 10.2
    /// A motor at this PWM or above for 1 s, counts.
    public var motor = 250
    /// All motors on average above this for 1 s, counts.
    public var collective = 230.0
    /// Distance from the height that is held, for 1 s, metres.
    public var altitudeError = 0.5
    /// Without navdata for this long the drone is told to hover.
    public var silenceHover = Duration.milliseconds(500)
    /// Without navdata for this long the drone is told to land.
    public var silenceLand = Duration.seconds(2)
    /// The phone's last position may be this old in the air; nil for no rule.
    public var payloadFixAge: Duration?
    /// The ferry's station may be unheard for this long in the air; nil for no rule.
    public var stationSilence: Duration?

    /// The defaults.
    public init() {}
}
