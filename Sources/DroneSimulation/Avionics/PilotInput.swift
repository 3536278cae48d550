public import DroneModel

/// What the firmware has understood of its pilot: levels, not events.
///
/// It takes effect ``ProcedureParameters/commandDelay`` after it was set.
public struct PilotInput: Equatable, Sendable {
    /// The start bit (REF bit 9): take off and stay up, or land and stay down.
    ///
    /// After the drone has stopped for reasons of its own the level must fall before it starts again.
    public var wantsFlight: Bool
    /// The movement asked for, as shares of ``limits``.
    public var setpoint: Setpoint
    /// The configured limits in force.
    public var limits: FlightLimits
    /// Whether the pilot has been silent for the communication watchdog's time (2 s by default).
    public var isLinkLost: Bool

    /// A pilot who wants to stay on the ground, unless told otherwise.
    public init(
        wantsFlight: Bool = false, setpoint: Setpoint = .hover, limits: FlightLimits = .indoor, isLinkLost: Bool = false
    ) {
        self.wantsFlight = wantsFlight
        self.setpoint = setpoint
        self.limits = limits
        self.isLinkLost = isLinkLost
    }
}

/// The limits that a set-point of 1 stands for, and the range of heights.
public struct FlightLimits: Equatable, Sendable {
    /// Largest lean; 0–30° in the configuration, which ``limited`` enforces.
    public var tilt: Angle
    /// Largest climb and descent, m/s; 0.2–2.
    public var climbSpeed: Double
    /// Largest turn rate as the angle turned in one second; 0.7–6.11 rad.
    public var yawRate: Angle
    /// Greatest height, m.
    public var altitudeMaximum: Double
    /// Least height, m.
    public var altitudeMinimum: Double

    /// Limits from their values.
    public init(
        tilt: Angle, climbSpeed: Double, yawRate: Angle, altitudeMaximum: Double = 3, altitudeMinimum: Double = 0.05
    ) {
        self.tilt = tilt
        self.climbSpeed = climbSpeed
        self.yawRate = yawRate
        self.altitudeMaximum = altitudeMaximum
        self.altitudeMinimum = altitudeMinimum
    }

    /// The maker's indoor defaults: 12°, 0.7 m/s, 100°/s (documented).
    public static let indoor = FlightLimits(
        tilt: Angle(degrees: 12), climbSpeed: 0.7, yawRate: Angle(degrees: 100))

    /// The maker's outdoor defaults: 20°, 1 m/s, 200°/s (documented).
    public static let outdoor = FlightLimits(
        tilt: Angle(degrees: 20), climbSpeed: 1, yawRate: Angle(degrees: 200))

    /// The same limits within what the firmware accepts (documented ranges); NaN becomes the least.
    var limited: FlightLimits {
        FlightLimits(
            tilt: Angle(radians: tilt.radians.limited(to: 0...0.52)),
            climbSpeed: climbSpeed.limited(to: 0.2...2),
            yawRate: Angle(radians: yawRate.radians.limited(to: 0.7...6.11)),
            altitudeMaximum: altitudeMaximum.limited(to: 0.5...100_000),
            altitudeMinimum: altitudeMinimum.limited(to: 0.05...0.5))
    }
}
