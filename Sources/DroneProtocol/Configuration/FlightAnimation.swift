public import DroneModel

/// A movement the drone performs by itself, `control:flight_anim`.
///
/// Each is sent once, while the normal commands go on. The drone ignores flips without height and battery.
public enum FlightAnimation: Int, Hashable, Sendable, CaseIterable {
    /// Bank to the left.
    case phiMinus30 = 0
    /// Bank to the right.
    case phi30
    /// Nose down.
    case thetaMinus30
    /// Nose up.
    case theta30
    /// Nose up and turn right.
    case theta20Yaw200
    /// Nose up and turn left.
    case theta20YawMinus200
    /// Turn around.
    case turnaround
    /// Turn around, going down.
    case turnaroundGoDown
    /// Shake the yaw.
    case yawShake
    /// Dance in yaw.
    case yawDance
    /// Dance in roll.
    case phiDance
    /// Dance in pitch.
    case thetaDance
    /// Dance in height.
    case vzDance
    /// Wave.
    case wave
    /// Roll and pitch mixed.
    case phiThetaMixed
    /// Roll and pitch mixed, doubled.
    case doublePhiThetaMixed
    /// Flip forwards.
    case flipAhead
    /// Flip backwards.
    case flipBehind
    /// Flip to the left.
    case flipLeft
    /// Flip to the right.
    case flipRight

    /// The animation of that name; nil where there is none.
    public init?(name: String) {
        guard let animation = Self.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
        self = animation
    }

    /// The name for people and for completion: `flip-left`.
    public var name: String { row.name }

    /// How long the SDK lets it last.
    ///
    /// SDK 2.0 headers; for flips the number 15, which the SDK gives as milliseconds, is no duration but what works.
    public var defaultDuration: Duration { .milliseconds(row.milliseconds) }

    /// True for the four that turn the drone over.
    public var isFlip: Bool { rawValue >= Self.flipAhead.rawValue }

    /// True where the firmware knows it: 0 to 8 in SDK 1.5, to 15 in SDK 1.8 (firmware 1.6 and later), flips on 2.0.
    public func isAvailable(on firmware: FirmwareVersion) -> Bool {
        if isFlip { return firmware.major >= 2 }
        return rawValue <= Self.yawShake.rawValue || firmware >= FirmwareVersion(1, 6, 0)
    }

    /// The value of `control:flight_anim`: `16,15`.
    ///
    /// - Parameter duration: How long; nil for the default. Negative counts as nothing, more than a minute as one.
    public func configurationText(for duration: Duration? = nil) -> String {
        "\(rawValue),\(Self.milliseconds(duration ?? defaultDuration))"
    }

    /// The second number of AT*ANIM: milliseconds, or whole seconds on firmware before 1.6 (SDK 1.5).
    public func commandDuration(_ duration: Duration? = nil, on firmware: FirmwareVersion) -> Int32 {
        guard firmware < FirmwareVersion(1, 6, 0) else { return Self.milliseconds(duration ?? defaultDuration) }
        // SDK 1.5's own default for the yaw shake is 1 s.
        let wanted = duration ?? (self == .yawShake ? .seconds(1) : defaultDuration)
        return max(1, (Self.milliseconds(wanted) + 500) / 1000)
    }

    private static func milliseconds(_ duration: Duration) -> Int32 {
        let bounded = min(max(duration, .zero), .seconds(60))
        let (seconds, attoseconds) = bounded.components
        return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    private var row: (name: String, milliseconds: Int) {
        switch self {
        case .phiMinus30: ("phi-minus-30", 1000)
        case .phi30: ("phi-30", 1000)
        case .thetaMinus30: ("theta-minus-30", 1000)
        case .theta30: ("theta-30", 1000)
        case .theta20Yaw200: ("theta-20-yaw-200", 1000)
        case .theta20YawMinus200: ("theta-20-yaw-minus-200", 1000)
        case .turnaround: ("turnaround", 5000)
        case .turnaroundGoDown: ("turnaround-go-down", 5000)
        case .yawShake: ("yaw-shake", 2000)
        case .yawDance: ("yaw-dance", 5000)
        case .phiDance: ("phi-dance", 5000)
        case .thetaDance: ("theta-dance", 5000)
        case .vzDance: ("vz-dance", 5000)
        case .wave: ("wave", 5000)
        case .phiThetaMixed: ("phi-theta-mixed", 5000)
        case .doublePhiThetaMixed: ("double-phi-theta-mixed", 5000)
        case .flipAhead: ("flip-ahead", 15)
        case .flipBehind: ("flip-behind", 15)
        case .flipLeft: ("flip-left", 15)
        case .flipRight: ("flip-right", 15)
        }
    }
}
