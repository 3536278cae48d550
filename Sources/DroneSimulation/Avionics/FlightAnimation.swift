import DroneModel

/// The maker's canned manoeuvres, by their wire numbers.
///
/// The numbers and names are documented; the motion in between is a plausible guess (assumed).
enum FlightAnimation: Equatable, Sendable {
    /// Numbers 0–15: leans, turns and dances flown by the ordinary loops.
    case dance(Int)
    /// Numbers 16–19: a full turn about one axis. Direction of the turn about forward and right.
    case flip(roll: Double, pitch: Double)

    /// The manoeuvre with this wire number; nil where the firmware knows none.
    init?(number: Int) {
        switch number {
        case 0...15: self = .dance(number)
        case 16: self = .flip(roll: 0, pitch: -1)
        case 17: self = .flip(roll: 0, pitch: 1)
        case 18: self = .flip(roll: -1, pitch: 0)
        case 19: self = .flip(roll: 1, pitch: 0)
        default: return nil
        }
    }

    /// What a dance asks for at `progress` 0…1 of its duration of `seconds`.
    static func dance(_ number: Int, progress: Double, seconds: Double) -> FlightDemand {
        let degree = Double.pi / 180
        let wave = sine(2 * .pi * 2 * progress)
        let slowWave = sine(2 * .pi * progress)
        let quarter = cosine(2 * .pi * 2 * progress)
        func lean(_ roll: Double, _ pitch: Double, yawRate: Double = 0, climb: Double = 0) -> FlightDemand {
            FlightDemand(
                power: .climb(climb), lean: .angles(roll: roll * degree, pitch: pitch * degree), yawRate: yawRate)
        }
        func turn(_ rate: Double, climb: Double = 0) -> FlightDemand {
            FlightDemand(power: .climb(climb), lean: .againstDrift, yawRate: rate)
        }
        let wholeTurn = 2 * Double.pi / max(seconds, 1)
        return switch number {
        case 0: lean(-30, 0)
        case 1: lean(30, 0)
        case 2: lean(0, -30)
        case 3: lean(0, 30)
        case 4: lean(0, 20, yawRate: 200 * degree)
        case 5: lean(0, 20, yawRate: -200 * degree)
        case 6: turn(wholeTurn)
        case 7: turn(wholeTurn, climb: -0.3)
        case 8: turn(2 * wave)
        case 9: turn(1.5 * slowWave)
        case 10: lean(20 * wave, 0)
        case 11: lean(0, 20 * wave)
        case 12: turn(0, climb: 0.6 * wave)
        case 13: lean(15 * wave, 15 * quarter)
        case 14: lean(15 * wave, 10 * slowWave)
        default: lean(15 * wave, 15 * wave)
        }
    }
}

/// A flip as it happens: up, around, and caught.
struct Flip: Equatable, Sendable {
    let roll: Double
    let pitch: Double
    private(set) var stage = Stage.impulsion
    private var elapsed = 0.0
    private var turned = 0.0

    enum Stage: Int, Equatable, Sendable {
        case impulsion
        case openLoop
        case planned
    }

    /// Time and command of the upward kick, s and PWM; command while turning; time to be caught, s (assumed).
    private static let kickTime = 0.35
    private static let kickCommand = 240.0
    private static let turnCommand = 120.0
    private static let catchTime = 1.0
    /// Deceleration planned for the end of the turn, rad/s².
    private static let braking = 100.0

    init(roll: Double, pitch: Double) {
        self.roll = roll
        self.pitch = pitch
    }

    /// The next demand, or nil when the flip is over.
    mutating func advance(_ estimate: StateEstimate, rate: Double) -> FlightDemand? {
        elapsed += ControllerParameters.step
        switch stage {
        case .impulsion:
            if elapsed > Self.kickTime { enter(.openLoop) }
            return FlightDemand(power: .ramp(Self.kickCommand))
        case .openLoop:
            turned += (estimate.rate.x * roll + estimate.rate.y * pitch) * ControllerParameters.step
            let left = 2 * .pi - turned
            // A blocked turn must end too.
            if left < 0.15 || elapsed > 2 { enter(.planned) }
            let wanted = min(rate, (2 * Self.braking * max(left, 0)).squareRoot())
            return FlightDemand(
                power: .turn(rollRate: roll * wanted, pitchRate: pitch * wanted, Self.turnCommand))
        case .planned:
            if elapsed > Self.catchTime { return nil }
            return FlightDemand(power: .climb(0), lean: .againstDrift)
        }
    }

    private mutating func enter(_ next: Stage) {
        stage = next
        elapsed = 0
    }
}
