public import CellCanvas
public import DroneModel

/// The pilot's screen as a value: keys and time go in, orders come out, and it draws itself on a canvas.
///
/// It knows no drone, no terminal and no clock. Who runs it does, for every key, `handle`; at least 20 times
/// a second `tick`; and whenever ``RedrawSchedule`` says so `draw`. Orders are carried out in their order.
///
///     flying ──?──> help ──?, esc, q──> flying
///        │ ──=──> entering speed ──enter, esc──> flying
///        │ ──K──> confirming cut ──y──> (motors cut) ──> flying; 2 s or another key ──> flying
///        │ ──q, in the air──> confirming quit ──y, q──> (land, quit); n, esc or another key ──> flying
///     every mode ──space, l──> (land) flying
public struct Cockpit: Equatable, Sendable {
    /// What the cockpit wants done.
    public enum Order: Equatable, Sendable {
        /// Something for the drone.
        case intent(PilotIntent)
        /// End the program, after landing where the drone flies.
        case quit
        /// Write the screen to a file as text.
        case saveScreen
        /// Send the whole screen to the terminal again.
        case repaint
        /// Show pictures in the next plainer way that the terminal has.
        case nextPictureMode
        /// Save the camera's picture to a file.
        case takePicture
    }

    /// What the next key is taken for.
    enum Mode: Equatable, Sendable {
        case flying
        case help
        case confirmingCut(since: Duration)
        case confirmingQuit
        case enteringSpeed(digits: String)
    }

    /// How long a motor cut waits for its second key, 2 s: long enough to find `y`, short enough that the `y`
    /// belongs to the `K`.
    public static let cutConfirmation: Duration = .seconds(2)
    /// How long a message stays, 4 s: two short lines are read in that time.
    static let messageLife: Duration = .seconds(4)
    /// The shares of the limits that movement keys can ask for, percent.
    static let speedRange = 10...100
    /// How much one speed key changes, percentage points.
    static let speedStep = 10
    /// The share of the limits at start, percent: with the firmware's usual tilt limit of 12° less than 4°.
    static let initialSpeed = 30

    var mode: Mode = .flying
    var motion = MotionKeys()
    var speedPercent = Cockpit.initialSpeed
    var compactPane: CompactPane = .horizon
    /// Where the camera's picture is.
    public var pictureView: PictureView = .off
    /// What is said below the picture, and in its place.
    public var pictureCaption = PictureCaption()
    var message: Message?
    /// The movement last ordered and not yet taken back.
    var ordered: Setpoint?

    /// A line that stays for a while.
    struct Message: Equatable, Sendable {
        var text: String
        var isWarning: Bool
        var until: Duration
    }

    /// A cockpit in which nothing was pressed yet.
    public init() {}

    /// Shows a line to the pilot for four seconds: what became of an order, such as the name of a saved file.
    public mutating func show(_ text: String, at now: Duration) {
        message = Message(text: text, isWarning: false, until: now + Self.messageLife)
    }

    mutating func warn(_ text: String, at now: Duration) {
        message = Message(text: text, isWarning: true, until: now + Self.messageLife)
    }

    /// The set-point that the held keys ask for at `now`; nil when none is held.
    public func setpoint(at now: Duration) -> Setpoint? {
        motion.setpoint(at: now, fraction: Double(speedPercent) / 100)
    }

    /// Lets time pass: keys that were not repeated are released, questions and messages end.
    ///
    /// - Returns: The movement that remains, or hover when none does.
    public mutating func tick(_ snapshot: DroneSnapshot, at now: Duration) -> [Order] {
        if case .confirmingCut(let since) = mode, now - since >= Self.cutConfirmation {
            mode = .flying
            warn("motor cut not confirmed, nothing was cut", at: now)
        }
        if let message, now >= message.until { self.message = nil }
        guard let ordered else { return [] }
        let wanted = setpoint(at: now)
        if wanted == ordered { return [] }
        self.ordered = wanted
        return [.intent(wanted.map { .move($0) } ?? .hover)]
    }

    /// Draws the screen as it is at `now`, over all of the canvas.
    ///
    /// - Parameter parts: What to draw on a canvas that holds the last frame; everything by default.
    public func draw(
        _ snapshot: DroneSnapshot, at now: Duration, parts: ScreenParts = .all, into canvas: inout Canvas
    ) {
        let moment = Moment(snapshot: snapshot, now: now, glyphs: canvas.glyphs)
        let layout = Layout(canvas.bounds, moment: moment, compactPane: compactPane)
        if !parts.contains(.text) {
            if mode != .help, let area = layout.panes[.horizon] { drawView(in: area, moment, into: &canvas) }
            return
        }
        canvas.fill(canvas.bounds)
        layout.drawLines(moment, into: &canvas)
        for pane in Pane.allCases {
            if let area = layout.panes[pane] { draw(pane, in: area, moment, into: &canvas) }
        }
        if mode == .help { HelpPane(moment: moment).draw(in: layout.overlay, into: &canvas) }
    }

    private func draw(_ pane: Pane, in area: Rectangle, _ moment: Moment, into canvas: inout Canvas) {
        switch pane {
        case .essentials: EssentialsPane(moment: moment).draw(in: area, into: &canvas)
        case .line: LinePane(moment: moment, prompt: prompt(moment)).draw(in: area, into: &canvas)
        case .status: StatusPane(moment: moment).draw(in: area, into: &canvas)
        case .altitude: AltitudePane(moment: moment).draw(in: area, into: &canvas)
        case .horizon: drawView(in: area, moment, into: &canvas)
        case .motors: MotorsPane(moment: moment).draw(in: area, into: &canvas)
        case .commanded:
            CommandedPane(moment: moment, held: setpoint(at: moment.now), speedPercent: speedPercent)
                .draw(in: area, into: &canvas)
        case .link: LinkPane(moment: moment).draw(in: area, into: &canvas)
        case .events: EventsPane(moment: moment).draw(in: area, into: &canvas)
        case .preflight: PreflightPane(moment: moment).draw(in: area, into: &canvas)
        case .prompt: PromptPane(prompt: prompt(moment)).draw(in: area, into: &canvas)
        case .keys: KeyBarPane(moment: moment, mode: mode, window: .full).draw(in: area, into: &canvas)
        case .compactKeys: KeyBarPane(moment: moment, mode: mode, window: .compact).draw(in: area, into: &canvas)
        }
    }
}
