public import DroneModel
public import WireBytes

/// One AT command, as sent to UDP port 5556: `AT*<NAME>=<sequence>[,<argument>…]<CR>`.
///
/// Names, arguments and meanings: the drone maker's SDK 2.0.1. Movement arguments are fractions −1…1 of the
/// configured limits; floats travel as the signed decimal value of their 32-bit pattern.
public enum ATCommand: Equatable, Sendable {
    /// Take-off, landing, emergency. Repeated every tick.
    case ref(REFInput)
    /// Movement. Repeated every tick.
    case pcmd(Movement)
    /// Movement with the pilot's own heading; AR.Drone 2.0. Repeated every tick.
    case pcmdMag(Movement, heading: PilotHeading)
    /// The present attitude becomes horizontal. On level ground only.
    case flatTrim
    /// Calibrate a device, 0 is the magnetometer. In flight only; AR.Drone 2.0.
    case calibrate(device: Int32)
    /// Write one configuration key.
    case config(key: String, value: String)
    /// Names the active multiconfiguration sets; must stand directly before a ``config(key:value:)`` in the same
    /// datagram.
    case configIDs(session: String, user: String, application: String)
    /// Control-port requests and the acknowledgement; the second argument is 0, or a firmware size on 1.x.
    case control(ControlMode, argument: Int32)
    /// Clears the communication watchdog bit.
    case communicationWatchdog
    /// A light pattern: frequency in hertz, duration in seconds.
    case led(animation: Int32, frequency: Float, seconds: Int32)
    /// A flight animation: duration in milliseconds (seconds with SDK 1.5).
    case animate(animation: Int32, milliseconds: Int32)
    /// Sent once with 2 by the maker's programs; undocumented.
    case pmode(Int32)
    /// Sent once with 2, 20, 2000, 3000 by the maker's programs; undocumented.
    case misc(Int32, Int32, Int32, Int32)
    /// Camera switch of old firmware.
    case zap(channel: Int32)
    /// Detection switch of old firmware.
    case cad(type: Int32, tagSize: Float)
    /// Vision tuning: coarse scale, pairs, loss percentage, tracker width and height, scale, maximum translation,
    /// maximum pair distance, noise.
    case visp(VisionParameters)
    /// Vision options.
    case viso(options: Int32)
    /// Raw capture on development firmware; without arguments on 1.x.
    case capture(CaptureRequest?)
    /// Manual trims in radians and radians per second, with `control:manual_trim` TRUE.
    case manualTrim(pitch: Float, roll: Float, yaw: Float)
    /// Control gains: eleven values with SDK 1.5, thirteen with 2.0. Dangerous.
    case gain([Int32])
    /// External positioning: metres, metres, radians, whether defined, microseconds.
    case position(x: Float, y: Float, psi: Float, defined: Int32, microseconds: Int32)
    /// Tag following of old firmware.
    case autonomousFlight(Int32)
    /// A command this program knows nothing of, or never sends (`PWM`, `VICON`): name and arguments as they came.
    case other(name: String, arguments: [ATArgument])
}

/// The 32-bit input word of `AT*REF`.
public struct REFInput: Equatable, Sendable {
    /// The word as on the wire.
    public var bits: UInt32

    /// A word as on the wire; one real client sends 0 and 512 without the constant bits.
    public init(bits: UInt32) { self.bits = bits }

    /// The word that asks for flight or landing and carries the emergency level.
    public init(flight: Bool, emergency: Bool = false) {
        bits = Self.neutral | (flight ? Self.flightBit : 0) | (emergency ? Self.emergencyBit : 0)
    }

    /// Bits 18, 20, 22, 24 and 28, the neutral sticks of a game pad that is long gone: 290717696.
    public static let neutral: UInt32 = 0x1154_0000
    static let flightBit: UInt32 = 1 << 9
    static let emergencyBit: UInt32 = 1 << 8

    /// Bit 9, a level: take off, or stay in the air.
    public var wantsFlight: Bool { bits & Self.flightBit != 0 }
    /// Bit 8; the drone acts on its edge from 0 to 1.
    public var emergency: Bool { bits & Self.emergencyBit != 0 }
}

/// The arguments of `AT*PCMD`, as on the wire.
public struct Movement: Equatable, Sendable {
    /// Bit 0 progressive, bit 1 combined yaw, bit 2 absolute control.
    public var flags: Int32
    /// −1 (left) to 1.
    public var roll: Float
    /// −1 (nose down, forward) to 1.
    public var pitch: Float
    /// −1 (down) to 1.
    public var climb: Float
    /// −1 (counter-clockwise from above) to 1.
    public var yaw: Float

    /// A movement from its wire arguments.
    public init(flags: Int32, roll: Float, pitch: Float, climb: Float, yaw: Float) {
        self.flags = flags
        self.roll = roll
        self.pitch = pitch
        self.climb = climb
        self.yaw = yaw
    }

    /// The movement that a set-point means.
    public init(_ setpoint: Setpoint) {
        switch setpoint.mode {
        case .hover:
            self.init(flags: 0, roll: 0, pitch: 0, climb: 0, yaw: 0)
        case .progressive: self.init(flags: Self.progressive, setpoint)
        case .combinedYaw: self.init(flags: Self.progressive | Self.combinedYaw, setpoint)
        case .absolute: self.init(flags: Self.progressive | Self.absolute, setpoint)
        }
    }

    private init(flags: Int32, _ setpoint: Setpoint) {
        self.init(
            flags: flags, roll: Float(setpoint.roll), pitch: Float(setpoint.pitch), climb: Float(setpoint.climb),
            yaw: Float(setpoint.yaw))
    }

    /// Flag bit 0: use the arguments; without it the drone hovers.
    public static let progressive: Int32 = 1
    /// Flag bit 1: bank into turns.
    public static let combinedYaw: Int32 = 2
    /// Flag bit 2: roll and pitch are relative to the pilot's heading.
    public static let absolute: Int32 = 4

    /// The set-point this movement means; values outside −1…1 are clamped.
    public var setpoint: Setpoint {
        guard flags & Self.progressive != 0 else { return .hover }
        return Setpoint(
            roll: Double(roll), pitch: Double(pitch), climb: Double(climb), yaw: Double(yaw),
            mode: flags & Self.combinedYaw != 0 ? .combinedYaw : .progressive)
    }
}

/// The two last arguments of `AT*PCMD_MAG`.
public struct PilotHeading: Equatable, Sendable {
    /// Heading of the pilot's device against magnetic north: −1…1 is −180°…180°, clockwise positive.
    public var psi: Float
    /// Largest deviation of ``psi``; negative marks it invalid.
    public var accuracy: Float

    /// A heading from its wire values.
    public init(psi: Float, accuracy: Float) {
        self.psi = psi
        self.accuracy = accuracy
    }

    /// No heading: the drone uses its own.
    public static let none = PilotHeading(psi: 0, accuracy: 0)
}

/// The first argument of `AT*CTRL`.
public struct ControlMode: RawRepresentable, Equatable, Sendable {
    /// The wire value.
    public var rawValue: Int32

    /// A mode from its wire value.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Idle.
    public static let none = ControlMode(rawValue: 0)
    /// The drone writes its configuration to the control port.
    public static let getConfiguration = ControlMode(rawValue: 4)
    /// Clears the command-acknowledge bit.
    public static let acknowledge = ControlMode(rawValue: 5)
    /// The drone writes its list of multiconfiguration ids to the control port.
    public static let getCustomConfigurationIDs = ControlMode(rawValue: 6)
}

/// The nine arguments of `AT*VISP`, internal to the maker's vision code.
public struct VisionParameters: Equatable, Sendable {
    /// Coarse scale, pairs, loss percentage, tracker width, tracker height and scale.
    public var integers: FixedArray<6, Int32>
    /// Maximum translation, maximum pair distance and noise.
    public var floats: FixedArray<3, Float>

    /// The arguments in wire order.
    public init(integers: FixedArray<6, Int32>, floats: FixedArray<3, Float>) {
        self.integers = integers
        self.floats = floats
    }
}

/// The two arguments of `AT*CAP` on 2.x.
public struct CaptureRequest: Equatable, Sendable {
    /// One picture.
    public var picture: Int32
    /// Start or stop.
    public var active: Int32

    /// A request from its wire values.
    public init(picture: Int32, active: Int32) {
        self.picture = picture
        self.active = active
    }
}

/// An argument as it stands in a command.
public enum ATArgument: Equatable, Sendable {
    /// A signed decimal number.
    case integer(Int64)
    /// Text between double quotes.
    case string(String)
}
