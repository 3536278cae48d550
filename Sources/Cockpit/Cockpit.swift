public import CellCanvas
public import DroneModel

/// The pilot's screen as a value: keys and time go in, orders come out, and it draws itself on a canvas.
///
/// It knows no drone, no terminal and no clock. Who runs it does, for every key, `handle`; at least 20 times
/// a second `tick`; and whenever ``RedrawSchedule`` says so `draw`. Orders are carried out in their order.
///
///     flying ──?──> help ──?, esc, q──> flying
///        │ ──=──> entering speed ──enter, esc──> flying
///        │ ──:──> typing a command ──enter, esc──> flying
///        │ ──i, where a mission asks──> answering ──enter, esc──> flying
///        │ ──K──> confirming cut ──y──> (motors cut) ──> flying; 2 s or another key ──> flying
///        │ ──q, in the air──> confirming quit ──y, q──> (land, quit); n, esc or another key ──> flying
///     every mode ──space, L, and l where no text is typed──> (land) flying
///     where the drone is known to stand, space is a blank in what is typed
///
/// A read-only cockpit has the keys that look and no others: it never orders anything of the drone. With a ``replay``
/// it has the keys of a player, and nothing is ordered of a drone either.
public struct Cockpit: Equatable, Sendable {
    /// What the cockpit wants done.
    public enum Order: Equatable, Sendable {
        /// Something for the drone.
        case intent(PilotIntent)
        /// Something for the replay.
        case replay(ReplayIntent)
        /// Something for the mission.
        case mission(OperatorAct)
        /// A value of the drone's configuration: the key as `section:name` and the value as the drone writes it.
        case configure(key: String, value: String)
        /// Begin or end a recording of the drone's video.
        case recordVideo(VideoRecordOrder)
        /// Note a mark with this text in the recording of the flight.
        case mark(String)
        /// Note in the recording what is on board from now on: kilograms, and where its centre is from the drone's
        /// (forward, right, down), metres; nil where nobody said.
        case payload(mass: Double, position: SIMD3<Double>?)
        /// Ring the terminal's bell once.
        case alarm
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
        /// Ask the terminal for ``KeyEvent/alive``: a key is held whose release must not be missed.
        case askForSign
    }

    /// What is to become of the recording of the drone's video.
    public enum VideoRecordOrder: Equatable, Sendable {
        /// Begin one with so many lines: 720 or 360.
        case start(lines: Int)
        /// End it.
        case stop
    }

    /// What the next key is taken for.
    enum Mode: Equatable, Sendable {
        case flying
        case help
        case confirmingCut(since: Duration)
        case confirmingQuit
        case enteringSpeed(digits: String)
        case typing(CommandEntry)
        /// An answer to what the mission asks.
        case answering(String)
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
    var arrangement: Arrangement = .fly
    var compactPane: CompactPane = .horizon
    /// Where the camera's picture is.
    public var pictureView: PictureView = .off
    /// What is said below the picture, and in its place.
    public var pictureCaption = PictureCaption()
    /// Where the replay stands whose drone is shown; nil where a drone flies.
    ///
    /// The drone's readings are then looked at in the recording's time.
    public var replay: ReplayProgress?
    /// How the mission goes on that is flown; nil where none is. The first has the screen arranged for it.
    public var mission: MissionProgress? {
        didSet {
            guard oldValue == nil, mission != nil else { return }
            arrangement = .mission
            compactPane = .mission
        }
    }
    /// The ferry's node on board; nil where none is watched.
    public var ferry: FerryWatch?
    /// What the phone on board tells; nil where none is listened to.
    public var payload: PayloadReadout?
    var message: Message?
    var bell = AlarmBell()
    /// Commands typed before, the oldest first.
    var history: [String] = []
    let isReadOnly: Bool
    let vocabulary: CommandVocabulary
    /// What the terminal tells of keys; movement keys pressed from now on are held accordingly.
    public var keyReports = KeyReports.presses
    /// The game pad that flies; nil without one.
    public var pad: PadStatus?
    var sticks = PadSticks()
    /// Whether a pad's button last asked for the camera that looks down.
    var showsGround = false
    /// The movement last ordered and not yet taken back.
    var ordered: Setpoint?
    /// When it was ordered.
    var orderedAt: Duration = .zero
    /// How often a movement that lasts is ordered again, 100 ms: twice within a set-point's life of 250 ms.
    static let renewal: Duration = .milliseconds(100)

    /// A line that stays for a while.
    struct Message: Equatable, Sendable {
        var text: String
        var isWarning: Bool
        var until: Duration
    }

    /// A cockpit in which nothing was pressed yet.
    ///
    /// - Parameters:
    ///   - readOnly: Whether it only looks, as an observer beside another pilot does.
    ///   - vocabulary: The names that the command line knows.
    public init(readOnly: Bool = false, vocabulary: CommandVocabulary = CommandVocabulary()) {
        isReadOnly = readOnly
        self.vocabulary = vocabulary
    }

    /// Shows a line to the pilot for four seconds: what became of an order, such as the name of a saved file.
    public mutating func show(_ text: String, at now: Duration) {
        message = Message(text: text, isWarning: false, until: now + Self.messageLife)
    }

    /// Shows a line that matters to the pilot at once, for four seconds.
    public mutating func warn(_ text: String, at now: Duration) {
        message = Message(text: text, isWarning: true, until: now + Self.messageLife)
    }

    /// The set-point that the held keys ask for at `now`, or the pad's sticks while no key is held; nil when neither
    /// does.
    public func setpoint(at now: Duration) -> Setpoint? {
        let fraction = Double(speedPercent) / 100
        return motion.setpoint(at: now, fraction: fraction) ?? sticks.setpoint(fraction: fraction)
    }

    /// Lets time pass: keys that were not repeated are released, questions and messages end.
    ///
    /// - Returns: The bell where it is due; the movement that remains, or hover when none does.
    public mutating func tick(_ snapshot: DroneSnapshot, at now: Duration) -> [Order] {
        let rings = bell.rings(
            for: AlarmBell.Causes(snapshot, at: replay?.position ?? now), inFlight: !snapshot.wasOnGround, at: now)
        judgeSticks(snapshot, at: now)
        return (rings ? [.alarm] : []) + expire(at: now)
    }

    /// Ends what time ends, and says which movement remains.
    mutating func expire(at now: Duration) -> [Order] {
        if case .confirmingCut(let since) = mode, now - since >= Self.cutConfirmation {
            mode = .flying
            warn("motor cut not confirmed, nothing was cut", at: now)
        }
        if let message, now >= message.until { self.message = nil }
        switch motion.expire(at: now) {
        case .silence?: warn("the terminal does not answer: hover", at: now)
        case .longestHold?: warn("a key was held for 5 s without repeating: hover", at: now)
        case nil: break
        }
        let questions: [Order] = motion.asksForSign(at: now) ? [.askForSign] : []
        let wanted = setpoint(at: now)
        if wanted == ordered {
            // A key that repeats renews its movement by itself; a release or a stick is told only once.
            let lasts = wanted != nil && (motion.awaitsRelease || sticks.value != nil)
            if !lasts || now - orderedAt < Self.renewal { return questions }
        }
        note(ordered: wanted, at: now)
        return questions + [.intent(wanted.map { .move($0) } ?? .hover)]
    }

    /// Remembers the movement that is being ordered.
    mutating func note(ordered setpoint: Setpoint?, at now: Duration) {
        ordered = setpoint
        orderedAt = now
    }

    /// Draws the screen as it is at `now`, over all of the canvas.
    ///
    /// - Parameter parts: What to draw on a canvas that holds the last frame; everything by default.
    public func draw(
        _ snapshot: DroneSnapshot, at now: Duration, parts: ScreenParts = .all, into canvas: inout Canvas
    ) {
        let moment = moment(snapshot, at: now, in: canvas.bounds, canvas.glyphs)
        let layout = Layout(canvas.bounds, moment: moment, compactPane: compactPane, arrangement: arrangement)
        if !parts.contains(.text) {
            if mode != .help { draw(.horizon, of: layout, moment, into: &canvas) }
            return
        }
        canvas.fill(canvas.bounds)
        layout.drawLines(moment, into: &canvas)
        layout.drawNames(arrangement, among: arrangements, bellIsOff: bell.isMuted, pad: pad, into: &canvas)
        layout.drawRecording(moment, into: &canvas)
        for pane in Pane.allCases { draw(pane, of: layout, moment, into: &canvas) }
        if mode == .help {
            HelpPane(moment: moment, arrangement: arrangement, pad: pad).draw(in: layout.overlay, into: &canvas)
        }
    }

    /// What is drawn on a screen of that size.
    func moment(
        _ snapshot: DroneSnapshot, at now: Duration, in bounds: Rectangle, _ glyphs: GlyphSet
    ) -> Moment {
        Moment(
            snapshot: snapshot, now: replay?.position ?? now, clock: now, glyphs: glyphs, isReadOnly: isReadOnly,
            showsAllPanes: Layout.Room(bounds) >= .full, replay: replay, mission: mission, ferry: ferry,
            hasPhonePicture: pictureView != .off && payload?.hasPicture ?? false)
    }

    private func draw(_ pane: Pane, of layout: Layout, _ moment: Moment, into canvas: inout Canvas) {
        guard let area = layout.panes[pane] else { return }
        switch pane {
        case .speed: SpeedPane(moment: moment).draw(in: area, into: &canvas)
        case .sources: SourcesPane(moment: moment).draw(in: area, into: &canvas)
        case .lift: LiftPane(moment: moment).draw(in: area, into: &canvas)
        case .mission:
            if let mission { MissionPane(moment: moment, progress: mission).draw(in: area, into: &canvas) }
        case .payload:
            if let payload { PayloadPane(moment: moment, payload: payload).draw(in: area, into: &canvas) }
        case .ferry: if let ferry { FerryPane(moment: moment, ferry: ferry).draw(in: area, into: &canvas) }
        case .safety: SafetyPane(moment: moment, margins: mission?.margins ?? []).draw(in: area, into: &canvas)
        case .ladder: LadderPane(flights: mission?.ladder ?? []).draw(in: area, into: &canvas)
        case .picture:
            canvas.fill(area)
            drawCaption(in: area, into: &canvas)
        case .essentials: EssentialsPane(moment: moment).draw(in: area, into: &canvas)
        case .line: LinePane(moment: moment, prompt: prompt(moment)).draw(in: area, into: &canvas)
        case .status: StatusPane(moment: moment).draw(in: area, into: &canvas)
        case .altitude:
            AltitudePane(moment: moment, hasSourcesElsewhere: layout.panes[.sources] != nil).draw(
                in: area, into: &canvas)
        case .horizon:
            canvas.fill(area)
            let (horizon, picture) = split(area, of: layout)
            let showsSpeed = layout.room == .full && layout.panes[.speed] == nil && picture.isEmpty
            if !horizon.isEmpty {
                HorizonPane(moment: moment, showsSpeed: showsSpeed).draw(in: horizon, into: &canvas)
            }
            drawCaption(in: picture, into: &canvas)
        case .motors: MotorsPane(moment: moment).draw(in: area, into: &canvas)
        case .commanded:
            CommandedPane(moment: moment, held: setpoint(at: moment.clock), speedPercent: speedPercent)
                .draw(in: area, into: &canvas)
        case .link: LinkPane(moment: moment).draw(in: area, into: &canvas)
        case .events: EventsPane(moment: moment).draw(in: area, into: &canvas)
        case .preflight: PreflightPane(moment: moment).draw(in: area, into: &canvas)
        case .prompt: PromptPane(prompt: prompt(moment)).draw(in: area, into: &canvas)
        case .keys: KeyBarPane(moment: moment, mode: mode, window: .full).draw(in: area, into: &canvas)
        case .timeline:
            if let replay { TimelinePane(replay: replay).draw(in: area, into: &canvas) }
        case .compactKeys: KeyBarPane(moment: moment, mode: mode, window: .compact).draw(in: area, into: &canvas)
        }
    }
}
