/// A movement that the pilot wants, as fractions of the configured limits.
public struct Setpoint: Equatable, Sendable {
    /// −1 (left) to 1 (right), of the tilt limit.
    public var roll: Double
    /// −1 (nose down, forward) to 1 (nose up, backward), of the tilt limit.
    public var pitch: Double
    /// −1 (down) to 1 (up), of the vertical speed limit.
    public var climb: Double
    /// −1 (counter-clockwise from above) to 1 (clockwise), of the yaw rate limit.
    public var yaw: Double
    /// How the drone takes the four numbers.
    public var mode: Mode

    /// How the drone takes a set-point.
    public enum Mode: Hashable, Sendable {
        /// All four are ignored: the drone holds its position.
        case hover
        /// All four are used; four zeros keep it level but let it drift.
        case progressive
        /// As progressive, and it banks into turns.
        case combinedYaw
        /// As progressive, with roll and pitch as seen by a pilot who looks to `pilotHeading`, clockwise from
        /// magnetic north; AR.Drone 2.0 with a calibrated magnetometer.
        case absolute(pilotHeading: Angle)
    }

    /// A set-point; each value is clamped to −1…1, and NaN becomes 0.
    public init(
        roll: Double = 0, pitch: Double = 0, climb: Double = 0, yaw: Double = 0, mode: Mode = .progressive
    ) {
        func clamp(_ value: Double) -> Double { value.isNaN ? 0 : min(1, max(-1, value)) }
        self.roll = clamp(roll)
        self.pitch = clamp(pitch)
        self.climb = clamp(climb)
        self.yaw = clamp(yaw)
        self.mode = mode
    }

    /// Hold position.
    public static let hover = Setpoint(mode: .hover)
}

/// What a pilot, at keys or in a script, can ask of a drone.
public enum PilotIntent: Equatable, Sendable {
    /// Take off and hover, or stay in the air.
    case takeOff
    /// Land from whatever is going on.
    case land
    /// Stop moving, hold position.
    case hover
    /// Move, until the set-point expires (250 ms) or is replaced.
    case move(Setpoint)
    /// Cut the motors at once. The drone falls.
    case cutMotors
    /// Bring the drone back from the emergency state, on the ground.
    case recover
    /// Take the present attitude as horizontal; on level ground only.
    case flatTrim
    /// Calibrate the magnetometer; in flight only, the drone turns once.
    case calibrateMagnetometer
    /// Play a light pattern.
    case led(animation: Int, frequency: Double, seconds: Int)
    /// Fly an animation for so many milliseconds.
    case animate(animation: Int, milliseconds: Int)
}
