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
    case calibrate
    case move(MotionKeys.Axis, MotionKeys.Direction)
    case slower
    case faster
    case enterSpeed
    case nextPane
    case arrange(Arrangement)
    case openCommandLine
    case mute
    case saveScreen
    case repaint
    case nextPictureView
    case nextPictureMode
    case takePicture
    case help
    case quit
    case replay(ReplayIntent)
    /// Only where a mission is flown.
    case mission(MissionKey)

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
        case .character("1"): self = .arrange(.fly)
        case .character("2"): self = .arrange(.video)
        case .character("3"): self = .arrange(.lift)
        case .character("4"): self = .arrange(.mission)
        case .character("5"): self = .arrange(.payload)
        case .character("6"): self = .arrange(.ferry)
        case .character(":"): self = .openCommandLine
        case .character("m"): self = .mute
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
    ///
    /// - Parameter readOnly: Whether the cockpit only looks; it then refuses everything else.
    func refusal(in snapshot: DroneSnapshot, at now: Duration, readOnly: Bool = false) -> String? {
        if readOnly, !onlyLooks { return "read-only: this cockpit only looks" }
        let flying = snapshot.telemetry.isFlying(at: now)
        switch self {
        case .land, .hover, .cutMotors, .slower, .faster, .enterSpeed, .nextPane, .arrange, .openCommandLine, .mute,
            .saveScreen, .repaint, .nextPictureView, .nextPictureMode, .takePicture, .help, .quit, .replay, .mission:
            return nil
        case .takeOff, .recover, .flatTrim, .calibrate, .move:
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
        case .calibrate:
            if snapshot.identity.generation == .ardrone1 { return "the AR.Drone 1.0 has no magnetometer" }
            return flying == true ? nil : "only in flight: the drone turns once"
        case .move:
            return flying == false && !snapshot.wantsFlight ? "on the ground: t takes off" : nil
        default:
            return nil
        }
    }
}

extension Command {
    /// Whether the command changes nothing but this screen.
    fileprivate var onlyLooks: Bool {
        switch self {
        case .nextPane, .arrange, .mute, .saveScreen, .repaint, .help, .quit, .nextPictureView, .nextPictureMode,
            .takePicture, .replay:
            true
        case .land, .hover, .takeOff, .cutMotors, .recover, .flatTrim, .calibrate, .move, .slower, .faster, .enterSpeed,
            .openCommandLine, .mission:
            false
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
    static let arrange = KeyEntry(
        keys: "1-3", label: "layout", explanation: "1 fly, 2 video, 3 lift; 5 payload, 6 ferry with them on board",
        command: .arrange(.fly))
    static let commandLine = KeyEntry(
        keys: ":", label: "command", explanation: "type a command; in the air a comma or tab parts words, space lands",
        command: .openCommandLine)
    static let mute = KeyEntry(keys: "m", label: "mute", explanation: "alarm bell off or on", command: .mute)
    static let saveScreen = KeyEntry(
        keys: "P ^L", label: "save", explanation: "save this screen as text; draw it anew", command: .saveScreen)
    static let picture = KeyEntry(
        keys: "v V p", label: "video", explanation: "video: beside the horizon, in its place; plainer; save as PNG",
        command: .nextPictureView)
    static let help = KeyEntry(keys: "?", label: "help", explanation: "show or hide this list", command: .help)
    static let quit = KeyEntry(keys: "q", label: "quit", explanation: "quit; in the air: land first", command: .quit)

    /// Every entry, in the order of the help.
    static let all: [KeyEntry] = [
        land, hover, takeOff, cutMotors, recover, flatTrim, tilt, climbAndYaw, speed, commandLine, arrange,
        nextPane, picture, mute, saveScreen, help, quit,
    ]
    /// What a pilot on the ground needs, most important first.
    static let grounded: [KeyEntry] = [land, takeOff, flatTrim, recover, cutMotors, help, quit, commandLine, arrange]
    /// What a pilot in the air needs, most important first.
    static let airborne: [KeyEntry] = [land, hover, cutMotors, tilt, climbAndYaw, help, quit, commandLine, arrange]
    /// What somebody who only looks can do.
    static let observing: [KeyEntry] = [arrange, help, quit, mute, saveScreen]
}
