import CellCanvas
import Cockpit
import CursesTerminal
import DroneLink
import DroneModel
import TerminalPicture
import Video

/// Paints the newest picture into its area of the screen, as often as the connection carries.
struct VideoPane {
    private let feed: VideoFeed
    private let capabilities: TerminalCapabilities
    private let choice: VideoChoice
    private var painter: PicturePainter
    private var scaler = PictureScaler()
    private var budget: FrameBudget
    private var generation = -1
    private var isChosen = false
    /// The time by which pictures grow old, where that is not the screen's: a replay's.
    var viewTime: Duration?
    /// The phone's picture, which is shown instead of the camera's where there is one.
    var still: PhonePicture?
    /// What is on the screen: its arrival, whether it is the phone's, and the pane it is in.
    private var shown: (arrival: Duration, isStill: Bool, pane: Rectangle)?
    /// From the last byte of the newest picture shown to the terminal's taking it.
    private var delay: Duration?
    /// The picture is being taken off the screen; its cells are the canvas' own again afterwards.
    private var isLeaving = false
    /// A picture that was taken from the feed and may not be sent yet.
    private var waiting: Subject?

    /// What is painted.
    private struct Subject {
        var pixels: YUVPicture
        var arrival: Duration
    }

    init(_ feed: VideoFeed, _ capabilities: TerminalCapabilities, choice: VideoChoice, bytesPerSecond: Int?) {
        self.feed = feed
        self.capabilities = capabilities
        self.choice = choice
        budget = FrameBudget(bytesPerSecond: bytesPerSecond)
        painter = PicturePainter(capabilities, mode: .plainest)
    }

    /// What the terminal cannot show although it was asked for; nil otherwise.
    var refusal: String? {
        choice.mode(of: capabilities, cells: 0, bytesPerSecond: nil) == nil
            ? "this terminal does not show \(choice.rawValue): another way is used" : nil
    }

    /// Goes on to the next plainer way of showing pictures.
    mutating func nextMode() -> String {
        painter.mode = capabilities.mode(after: painter.mode)
        isChosen = true
        waiting = waiting ?? newest
        return "video: \(painter.mode.name)"
    }

    /// What stands below the picture and in its place.
    func caption(_ snapshot: DroneSnapshot, at now: Duration) -> PictureCaption {
        if let still {
            return .ofPhone(arrival: still.arrival, at: now, mode: painter.mode.name)
        }
        let problem = snapshot.video?.problem(at: now)
        guard let shown else { return PictureCaption(problem: problem ?? "video: waiting for a picture") }
        let age = Self.milliseconds(max(.zero, now - shown.arrival))
        let delay = delay.map { ["delay \(Self.milliseconds($0)) ms"] } ?? []
        let pictures = snapshot.video?.pictures ?? PictureHealth()
        let dropped = pictures.overtaken + pictures.unseen + budget.droppedFrames
        let rate =
            painter.lastFrameBytes >= 1000 ? "\(painter.lastFrameBytes / 1000) kB" : "\(painter.lastFrameBytes) B"
        // What matters most comes first, as a narrow picture has no room for all of it.
        if let problem { return PictureCaption(parts: ["age \(age) ms", problem], problem: nil) }
        return PictureCaption(
            parts: ["age \(age) ms", "dropped \(dropped)"] + delay + [rate, painter.mode.name], problem: nil)
    }

    private static func milliseconds(_ time: Duration) -> Int { Int((time / .milliseconds(1)).rounded()) }

    /// What there is to be painted; nil for nothing.
    private var newest: Subject? {
        if let still { return Subject(pixels: still.pixels, arrival: still.arrival) }
        return feed.newest.map { Subject(pixels: $0.pixels, arrival: $0.arrival) }
    }

    /// The same, where it was not taken before.
    private mutating func takeNewest() -> Subject? {
        let fresh = feed.takeNewest()
        guard let still else { return fresh.map { Subject(pixels: $0.pixels, arrival: $0.arrival) } }
        if let shown, shown.isStill, shown.arrival == still.arrival { return nil }
        return Subject(pixels: still.pixels, arrival: still.arrival)
    }

    /// When a picture that waits may be sent; nil when none waits, or only for the terminal.
    func nextFrame(after now: Duration) -> Duration? { waiting == nil ? nil : budget.nextFrame(after: now) }

    /// What to send with the next frame; ``wasShown(_:on:at:)`` or ``wasNotShown(on:)`` tells what came of it.
    mutating func paint(in pane: Rectangle, _ terminal: CursesTerminal, at now: Duration) -> [UInt8] {
        if terminal.generation != generation {
            generation = terminal.generation
            painter.invalidate()
            shown = nil
            isLeaving = false
            terminal.reserve(.empty)
            waiting = waiting ?? newest
        }
        if let shown, shown.pane != pane || shown.isStill != (still != nil) {
            waiting = newest
            return remove(from: terminal)
        }
        let fresh = takeNewest()
        if let fresh { waiting = fresh }
        if let shown, waiting == nil, isExpired(shown.arrival, at: viewTime ?? now) { return remove(from: terminal) }
        if pane.isEmpty {
            waiting = nil
            return []
        }
        // The pane was opened while no new picture came.
        if shown == nil, waiting == nil { waiting = newest }
        if let arrival = waiting?.arrival, isExpired(arrival, at: viewTime ?? now) { waiting = nil }
        guard let picture = waiting, terminal.takesOutput else { return [] }
        // A picture that waited is not dropped each time anew that it must go on waiting.
        if fresh == nil, let next = budget.nextFrame(after: now), next > now { return [] }
        guard budget.admitsFrame(at: now, pendingBytes: terminal.pendingBytes) else { return [] }
        choose(for: pane)
        let placement = painter.placement(
            of: PixelSize(width: picture.pixels.width, height: picture.pixels.height), in: pane)
        let pixels = placement.pixels
        let scaled = scaler.scale(picture.pixels, width: pixels.width, height: pixels.height)
        guard let image = PixelImage(width: scaled.width, height: scaled.height, bytes: scaled.bytes) else { return [] }
        terminal.reserve(placement.area)
        let bytes = painter.paint(image, at: placement)
        waiting = nil
        shown = (picture.arrival, still != nil, pane)
        return bytes
    }

    /// The frame went out with these bytes of picture.
    ///
    /// - Returns: Whether cells were given back, so that the canvas has to be shown again.
    mutating func wasShown(_ bytes: [UInt8], on terminal: CursesTerminal, at now: Duration) -> Bool {
        if isLeaving {
            isLeaving = false
            terminal.reserve(.empty)
            return true
        }
        if let shown, !shown.isStill, !bytes.isEmpty, viewTime == nil { delay = max(.zero, now - shown.arrival) }
        if !bytes.isEmpty { budget.frameWasSent(bytes: bytes.count, at: now) }
        return false
    }

    /// The terminal did not take the frame: what it holds is not known any more.
    mutating func wasNotShown(on terminal: CursesTerminal) {
        isLeaving = false
        terminal.repaint()
    }

    /// Takes the picture away while its cells are still left out of the canvas, which is sent before the picture's
    /// bytes and would be blanked by them.
    private mutating func remove(from terminal: CursesTerminal) -> [UInt8] {
        guard terminal.takesOutput else { return [] }
        shown = nil
        isLeaving = true
        return painter.clear()
    }

    /// Whether a picture is too old to be shown: like any other reading, so that nobody flies by a picture that stands
    /// still. What is wrong takes its place.
    ///
    /// In a replay that went back so is one that is yet to come. The phone's is from any time, and says from when.
    private func isExpired(_ arrival: Duration, at now: Duration) -> Bool {
        if still != nil { return false }
        return now - arrival >= Freshness.expiry || viewTime != nil && arrival - now >= Freshness.staleness
    }

    /// The best mode for this pane, until the pilot chooses another.
    private mutating func choose(for pane: Rectangle) {
        if isChosen { return }
        isChosen = true
        let cells = pane.rows * pane.columns
        painter.mode =
            choice.mode(of: capabilities, cells: cells, bytesPerSecond: budget.bytesPerSecond)
            ?? capabilities.bestMode(forCells: cells, bytesPerSecond: budget.bytesPerSecond)
    }
}
