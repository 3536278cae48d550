public import DroneModel
public import Gamepad

/// The game pad that flies, in words.
public struct PadStatus: Equatable, Sendable {
    /// The pad's own name.
    public var name: String
    /// Its mapping, with where that is from.
    public var mapping: String
    /// The control that confirms a motor cut; nil where the mapping has none.
    public var confirmation: String?

    /// A pad with its mapping.
    public init(name: String, mapping: String, confirmation: String? = nil) {
        self.name = name
        self.mapping = mapping
        self.confirmation = confirmation
    }

    /// Both in a line.
    var line: String { "pad \(name), mapping \(mapping)" }

    /// What has room in a border.
    var brief: String { "pad \(mapping)" }
}

/// What the sticks of a pad ask for.
struct PadSticks: Equatable, Sendable {
    /// Shares of the chosen speed; nil when they are centred.
    var value: Setpoint?
    /// Whether they count again only after they were centred: after land, hover and a motor cut.
    var isHeldBack = false
    /// Whether the drone may be moved at all, see ``Command/refusal(in:at:readOnly:)``.
    var isAllowed = true

    /// What counts of it, at `fraction` (0–1) of the limits.
    func setpoint(fraction: Double) -> Setpoint? {
        guard let value, !isHeldBack, isAllowed else { return nil }
        return Setpoint(
            roll: value.roll * fraction, pitch: value.pitch * fraction, climb: value.climb * fraction,
            yaw: value.yaw * fraction)
    }

    /// They do not count until they are centred.
    mutating func holdBack() { isHeldBack = value != nil }
}

extension Cockpit {
    /// Takes what the sticks of a pad ask for.
    ///
    /// - Parameters:
    ///   - value: Shares of the chosen speed; nil when they are centred, or the pad is gone.
    ///   - snapshot: What is known of the drone: on the ground nothing is moved.
    ///   - now: When, on the clock of the snapshot's readings.
    public mutating func steer(_ value: Setpoint?, _ snapshot: DroneSnapshot, at now: Duration) -> [Order] {
        if isReadOnly { return [] }
        sticks.value = value
        if value == nil { sticks.isHeldBack = false }
        judgeSticks(snapshot, at: now)
        return expire(at: now)
    }

    /// Learns whether the sticks may move the drone.
    mutating func judgeSticks(_ snapshot: DroneSnapshot, at now: Duration) {
        guard sticks.value != nil else { return }
        sticks.isAllowed = Command.move(.roll, .positive).refusal(in: snapshot, at: now, readOnly: isReadOnly) == nil
    }

    /// Takes a button of a pad. Land passes everything; a motor cut needs a second, other button within
    /// ``cutConfirmation``.
    public mutating func press(_ action: PadAction, _ snapshot: DroneSnapshot, at now: Duration) -> [Order] {
        let late = expire(at: now)
        if isReadOnly { return late }
        if action == .land { return land(at: now) }
        switch mode {
        case .confirmingCut:
            mode = .flying
            if action == .confirmCut { return late + cutMotors(at: now) }
            warn("motor cut cancelled", at: now)
            if action == .cut { return late }
        case .confirmingQuit:
            mode = .flying
            show("staying", at: now)
        case .flying, .help, .enteringSpeed, .typing, .answering:
            break
        }
        switch action {
        case .land, .confirmCut: return late
        case .takeOff: return late + perform(.takeOff, snapshot, at: now)
        case .hover: return late + perform(.hover, snapshot, at: now)
        case .cut: return late + perform(.cutMotors, snapshot, at: now)
        case .recover: return late + perform(.recover, snapshot, at: now)
        case .slower: return late + perform(.slower, snapshot, at: now)
        case .faster: return late + perform(.faster, snapshot, at: now)
        case .picture: return late + perform(.takePicture, snapshot, at: now)
        case .camera:
            showsGround.toggle()
            return late + run(["camera", showsGround ? "ground" : "front"], snapshot, at: now)
        }
    }

    /// The second step of a motor cut was taken.
    mutating func cutMotors(at now: Duration) -> [Order] {
        release()
        warn("motors cut", at: now)
        return [.intent(.cutMotors)]
    }
}
