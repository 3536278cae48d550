import CellCanvas
import DroneModel

/// What a key means.
enum Command: Hashable, Sendable {
    case land
    case hover
    case takeOff
    case cutMotors
    case recover
    case flatTrim
    case move(MotionKeys.Axis, MotionKeys.Direction)
    case slower
    case faster
    case enterSpeed
    case nextPane
    case saveScreen
    case repaint
    case nextPictureView
    case nextPictureMode
    case takePicture
    case help
    case quit

    /// What a key means; nil for a key without a meaning.
    ///
    /// Land answers to both cases, so that a caps lock does not take it away. The motor cut does not: it has
    /// to be meant.
    init?(_ key: KeyEvent) {
        switch key {
        case .character(" "), .character("l"), .character("L"): self = .land
        case .character("h"), .character("0"): self = .hover
        case .character("t"): self = .takeOff
        case .character("K"): self = .cutMotors
        case .character("e"): self = .recover
        case .character("f"): self = .flatTrim
        case .character("w"): self = .move(.pitch, .negative)
        case .character("s"): self = .move(.pitch, .positive)
        case .character("a"): self = .move(.roll, .negative)
        case .character("d"): self = .move(.roll, .positive)
        case .arrow(.up): self = .move(.climb, .positive)
        case .arrow(.down): self = .move(.climb, .negative)
        case .arrow(.left): self = .move(.yaw, .negative)
        case .arrow(.right): self = .move(.yaw, .positive)
        case .character("["): self = .slower
        case .character("]"): self = .faster
        case .character("="): self = .enterSpeed
        case .tab: self = .nextPane
        case .character("P"): self = .saveScreen
        case .control("l"): self = .repaint
        case .character("v"): self = .nextPictureView
        case .character("V"): self = .nextPictureMode
        case .character("p"): self = .takePicture
        case .character("?"), .function(1): self = .help
        case .character("q"): self = .quit
        default: return nil
        }
    }

    /// Why the command does nothing at `now`, with what to do instead; nil when it may go ahead.
    ///
    /// Land, hover and the motor cut are never refused. Movement is refused only where the drone is known to
    /// stand on the ground: with the link down the pilot must still be able to steer.
    func refusal(in snapshot: DroneSnapshot, at now: Duration) -> String? {
        let flying = snapshot.telemetry.isFlying(at: now)
        switch self {
        case .land, .hover, .cutMotors, .slower, .faster, .enterSpeed, .nextPane, .saveScreen, .repaint, .help, .quit,
            .nextPictureView, .nextPictureMode, .takePicture:
            return nil
        case .takeOff, .recover, .flatTrim, .move:
            if snapshot.identity.reality == .replay { return "a recording cannot be flown" }
        }
        switch self {
        case .takeOff:
            if flying == true { return "already in the air" }
            let blockers = Preflight.items(for: snapshot, at: now).filter(\.blocks)
            guard let first = blockers.first else { return nil }
            let rest = blockers.count > 1 ? " (and \(blockers.count - 1) more)" : ""
            return "\(first.problem)\(rest) — \(first.remedy)"
        case .recover:
            guard let status = snapshot.telemetry.status.current(at: now) else { return "no navdata, state unknown" }
            return status.contains(.emergency) ? nil : "not in the emergency state"
        case .flatTrim:
            return flying == nil ? "no navdata, state unknown" : flying == true ? "in the air: land first" : nil
        case .move:
            return flying == false && !snapshot.wantsFlight ? "on the ground: t takes off" : nil
        default:
            return nil
        }
    }
}

/// One entry of the key bar and of the help: keys that belong together.
struct KeyEntry: Hashable, Sendable {
    /// The keys as printed on the keyboard.
    let keys: String
    /// What they do, in a word or two.
    let label: String
    /// What they do, in a sentence without its full stop.
    let explanation: String
    /// The command that says whether they do something now.
    let command: Command

    static let land = KeyEntry(
        keys: "space", label: "land", explanation: "land, in every mode (also l)", command: .land)
    static let hover = KeyEntry(
        keys: "h", label: "hover", explanation: "stop and hold the position (also 0)", command: .hover)
    static let takeOff = KeyEntry(
        keys: "t", label: "take-off", explanation: "take off and hover", command: .takeOff)
    static let cutMotors = KeyEntry(
        keys: "K", label: "cut", explanation: "cut the motors: K, then y within 2 s; the drone falls",
        command: .cutMotors)
    static let recover = KeyEntry(
        keys: "e", label: "recover", explanation: "leave the emergency state, on the ground", command: .recover)
    static let flatTrim = KeyEntry(
        keys: "f", label: "trim", explanation: "flat trim: take this attitude as level, landed", command: .flatTrim)
    static let tilt = KeyEntry(
        keys: "wasd", label: "tilt", explanation: "forward, left, backward, right, while held",
        command: .move(.pitch, .negative))
    static let climbAndYaw = KeyEntry(
        keys: "arrows", label: "climb/yaw", explanation: "up, down; turn left, right, while held",
        command: .move(.climb, .positive))
    static let speed = KeyEntry(
        keys: "[ ]", label: "speed", explanation: "smaller, larger share of the limits (= types it)", command: .slower)
    static let nextPane = KeyEntry(
        keys: "tab", label: "pane", explanation: "the next pane, in a small window", command: .nextPane)
    static let saveScreen = KeyEntry(
        keys: "P", label: "save", explanation: "save this screen as text", command: .saveScreen)
    static let repaint = KeyEntry(
        keys: "^L", label: "repaint", explanation: "draw the whole screen anew", command: .repaint)
    static let picture = KeyEntry(
        keys: "v", label: "video", explanation: "video: off, beside the horizon, in its place (V plainer)",
        command: .nextPictureView)
    static let takePicture = KeyEntry(
        keys: "p", label: "picture", explanation: "save the camera's picture", command: .takePicture)
    static let help = KeyEntry(keys: "?", label: "help", explanation: "show or hide this list", command: .help)
    static let quit = KeyEntry(keys: "q", label: "quit", explanation: "quit; in the air: land first", command: .quit)

    /// Every entry, in the order of the help.
    static let all: [KeyEntry] = [
        land, hover, takeOff, cutMotors, recover, flatTrim, tilt, climbAndYaw, speed, nextPane, picture,
        takePicture, saveScreen, repaint, help, quit,
    ]
    /// What a pilot on the ground needs, most important first.
    static let grounded: [KeyEntry] = [land, takeOff, flatTrim, recover, cutMotors, help, quit]
    /// What a pilot in the air needs, most important first.
    static let airborne: [KeyEntry] = [land, hover, cutMotors, tilt, climbAndYaw, help, quit]
}
