import DroneModel

/// What the flight logic is doing, with what it must remember while it does it.
enum FlightPhase: Equatable, Sendable {
    case landed
    /// Motors at a fixed low command.
    case spinningUp(elapsed: Double)
    /// Open-loop ramp until the first echo.
    case ramping(elapsed: Double)
    /// Closed loop from the first echo to the hover height.
    case climbing(elapsed: Double)
    case hovering
    case flying(combinedYaw: Bool)
    case braking(elapsed: Double)
    case calibratingMagnetometer(turned: Double)
    case dancing(Int, elapsed: Double, duration: Double)
    case flipping(Flip)
    /// `contact` is how long the ground has been felt.
    case landing(contact: Double)
    case emergency(EmergencyCause)
    case poweredOff

    /// Whether the motors are meant to turn.
    var isFlying: Bool {
        switch self {
        case .landed, .emergency, .poweredOff: false
        case .spinningUp, .ramping, .climbing, .hovering, .flying, .braking, .calibratingMagnetometer, .dancing,
            .flipping, .landing:
            true
        }
    }

    /// Whether the pilot's movements, or his silence, count.
    var obeysPilot: Bool {
        switch self {
        case .hovering, .flying, .braking: true
        default: false
        }
    }

    /// Whether the drone is in the air under its own control: take-off is over, landing has not begun.
    var isInFreeFlight: Bool {
        switch self {
        case .climbing, .hovering, .flying, .braking, .calibratingMagnetometer, .dancing, .flipping: true
        case .landed, .spinningUp, .ramping, .landing, .emergency, .poweredOff: false
        }
    }

    /// Whether the drone leans against drift to stay over one spot.
    var holdsPlace: Bool {
        switch self {
        case .climbing, .hovering, .braking, .calibratingMagnetometer, .landing: true
        default: false
        }
    }

    /// The state as navdata names it.
    var state: FlightState {
        switch self {
        case .landed, .emergency: .landed
        case .spinningUp, .ramping, .climbing: .takingOff
        case .hovering, .calibratingMagnetometer: .hovering
        case .flying, .dancing: .flying
        case .braking: .braking
        case .flipping: .looping
        case .landing: .landing
        case .poweredOff: .booting
        }
    }
}

/// Why the motors were cut.
public enum EmergencyCause: Hashable, Sendable, CaseIterable {
    /// The pilot's emergency bit.
    case userRequest
    /// Roll or pitch beyond 70°.
    case tilt
    /// A motor that does not follow its command.
    case motor

    /// The status bits it sets.
    ///
    /// Emergency and cut-out go with the hardware causes as seen on real drones (documented for a blocked motor: 12,
    /// 22 and 31).
    var status: DroneStatus {
        switch self {
        case .userRequest: [.emergency, .userEmergency]
        case .tilt: [.emergency, .cutout, .anglesOutOfRange]
        case .motor: [.emergency, .cutout, .motorProblem]
        }
    }
}

/// Why the motors last stopped.
public enum StopCause: Hashable, Sendable {
    /// A landing that the pilot asked for.
    case landed
    /// No echo within the time a take-off may last.
    case takeOffFailed
    /// A landing the drone began by itself, because the battery was empty.
    case batteryEmpty
    /// A landing the drone began by itself, because its pilot was silent.
    case linkLost
    /// A landing the drone began by itself, because the ultrasound heard nothing.
    case ultrasoundDeaf
    /// Cut in the air or on the ground.
    case cut(EmergencyCause)
    /// The battery fell below the voltage at which the electronics stop.
    case poweredOff
}
