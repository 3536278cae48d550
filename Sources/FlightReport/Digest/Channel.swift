/// What is kept as a curve.
public enum Channel: Int, CaseIterable, Hashable, Sendable {
    /// Height as the drone fuses it, metres.
    case height
    /// Height by ultrasound alone, metres.
    case ultrasound
    /// Height by air pressure alone, metres.
    case barometer
    /// Vertical speed, metres per second, positive up.
    case climb
    /// Speed forward, metres per second.
    case forward
    /// Speed to the right, metres per second.
    case right
    /// Pitch, degrees, positive nose up.
    case pitch
    /// Roll, degrees, positive right side down.
    case roll
    /// Yaw, degrees, positive clockwise.
    case yaw
    /// Set-point of the pitch, degrees.
    case pitchSetpoint
    /// Set-point of the roll, degrees.
    case rollSetpoint
    /// Motor 1, PWM 0–255.
    case frontLeft
    /// Motor 2, PWM 0–255.
    case frontRight
    /// Motor 3, PWM 0–255.
    case rearRight
    /// Motor 4, PWM 0–255.
    case rearLeft
    /// Charge, percent.
    case percent
    /// Battery voltage, volts.
    case volts
    /// Link quality as the drone sees it, percent.
    case wifi
    /// Vibration, m/s².
    case vibration
    /// Time between two navdata packets, seconds.
    case navdataGap
    /// Time between two AT datagrams, seconds.
    case commandGap

    /// After this time without a value its curve is broken, seconds: the age from which the cockpit shows a value dim.
    static let longestGap = 0.5
}
