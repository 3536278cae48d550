/// What the drone says it is doing: the major control state, independent of the firmware's numbering.
public enum FlightState: Hashable, Sendable {
    /// Just booted.
    case booting
    /// Initialising.
    case initializing
    /// On the ground, motors off.
    case landed
    /// Obeying movement commands.
    case flying
    /// Holding position.
    case hovering
    /// Maker's test mode.
    case test
    /// Spinning up or climbing to hover height.
    case takingOff
    /// Braking towards a fixed point.
    case braking
    /// Descending to land.
    case landing
    /// In a flip.
    case looping
    /// A number that no known firmware uses.
    case unknown(major: Int)

    /// Whether the drone is, by its own word, in the air or about to be.
    ///
    /// Nil for an unknown state, where only ``DroneStatus/flying`` tells.
    public var isAirborne: Bool? {
        switch self {
        case .booting, .initializing, .landed, .test: false
        case .flying, .hovering, .takingOff, .braking, .landing, .looping: true
        case .unknown: nil
        }
    }
}

extension FlightState: CustomStringConvertible {
    /// The word shown to people and written into event lists.
    public var description: String {
        switch self {
        case .booting: "booting"
        case .initializing: "initializing"
        case .landed: "landed"
        case .flying: "flying"
        case .hovering: "hovering"
        case .test: "test"
        case .takingOff: "taking off"
        case .braking: "braking"
        case .landing: "landing"
        case .looping: "looping"
        case .unknown(let major): "unknown (\(major))"
        }
    }
}

/// How a firmware numbers its major control states.
///
/// The maker's header has 6 taking off, 7 goto-fix, 8 landing, 9 looping. Captures of drones of 2015 and
/// later show everything from taking off on shifted by one (7, 8, 9, 10); one capture of 2013 agrees with
/// the header. 0 to 5 never changed.
public enum ControlStateNumbering: Hashable, Sendable {
    /// 6 taking off, 7 goto-fix, 8 landing, 9 looping.
    case header
    /// 7 taking off, 8 goto-fix, 9 landing, 10 looping; 6 is unused ("rescue" in the maker's later phone app).
    case shifted

    /// The numbering of a firmware whose version is known.
    ///
    /// 2.4 and later are taken as shifted (captures of 2015 and later, when 2.4.x was current), everything
    /// older as in the header.
    public init(firmware: FirmwareVersion) {
        self = firmware >= FirmwareVersion(2, 4, 0) ? .shifted : .header
    }

    /// What the drone does when its major control state is `major`.
    public func state(major: Int) -> FlightState {
        switch (self, major) {
        case (_, 0): .booting
        case (_, 1): .initializing
        case (_, 2): .landed
        case (_, 3): .flying
        case (_, 4): .hovering
        case (_, 5): .test
        case (.header, 6), (.shifted, 7): .takingOff
        case (.header, 7), (.shifted, 8): .braking
        case (.header, 8), (.shifted, 9): .landing
        case (.header, 9), (.shifted, 10): .looping
        default: .unknown(major: major)
        }
    }

    /// The number that this firmware sends for `state`.
    public func major(of state: FlightState) -> Int {
        let shift = self == .shifted ? 1 : 0
        return switch state {
        case .booting: 0
        case .initializing: 1
        case .landed: 2
        case .flying: 3
        case .hovering: 4
        case .test: 5
        case .takingOff: 6 + shift
        case .braking: 7 + shift
        case .landing: 8 + shift
        case .looping: 9 + shift
        case .unknown(let major): major
        }
    }
}
