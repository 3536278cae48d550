public import CellCanvas

/// Writes pictures of cells to a place of the screen, and of each only what the place does not show yet.
///
/// A camera's noise moves almost every colour in every frame by a little, which would defeat sending differences
/// alone. So a cell stays while it is within a tolerance of what is wanted; one row after the other is brought up
/// to date exactly, so that no error lasts longer than there are rows.
///
/// When the camera turns, almost every cell changes and tolerance for noise saves nothing. Then, as long as frames stay
/// large, the tolerance grows step by step up to twice its size, and neighbours that near share a colour; it shrinks as
/// the picture comes to rest.
///
/// The cursor and its attributes are as before after every frame, so that curses' idea of them stays right.
public struct CellWriter: Sendable {
    /// What a terminal shows and how closely.
    public struct Settings: Hashable, Sendable {
        /// How many colours are sent.
        public var depth: ColorDepth
        /// The difference in every colour component (0–255) that is not worth sending; 0 sends every change.
        ///
        /// Grows while most of the picture moves, see ``CellWriter/tolerance``. 6 is above the noise of an AR.Drone's H.264 and below what is seen from one frame to the next: of a real
        /// recording it leaves 3 kB of the 54 kB that a frame of 80×24 half-blocks takes without it.
        public var tolerance = 6
        /// Whether colours are dithered where there are few.
        public var dithering = Dithering.none
        /// Whether the terminal repeats a character by REP (terminfo's `rep`).
        public var repetition = Repetition.unknown

        /// Settings for a depth; ordered dithering with sixteen colours or fewer.
        public init(depth: ColorDepth) {
            self.depth = depth
            if depth <= .sixteen { dithering = .ordered }
        }
    }

    /// Whether colours are dithered.
    public enum Dithering: Sendable {
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case none, ordered
    }

    /// Whether a terminal knows REP.
    public enum Repetition: Sendable {
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case unknown, available
    }

    /// What one frame took.
    public struct Count: Hashable, Sendable {
        /// Bytes for the terminal.
        public var bytes = 0
        /// Cells that were written.
        public var cells = 0
    }

    /// What it was made with.
    public let settings: Settings
    /// What the last frame took.
    public private(set) var lastFrame = Count()

    /// The difference in every colour component that is not sent at present: the settings' tolerance, or up to twice
    /// that while most of the picture moves.
    public private(set) var tolerance: Int

    private let leastTolerance: Int
    private let reduction: ColorReduction
    /// What the screen shows, by cell.
    private var sent: [PictureCell] = []
    /// What new cells are compared with: in truecolour what the screen shows; with fewer colours what was wanted
    /// when it was sent, because the nearest that the terminal has may be further off than any tolerance.
    private var reference: [PictureCell] = []
    private var place = Rectangle.empty
    private var shape = CellShape.halfBlocks
    private var exactRow = 0

    /// A writer whose place of the screen shows nothing of it yet.
    public init(_ settings: Settings) {
        self.settings = settings
        reduction = ColorReduction(depth: settings.depth, isDithered: settings.dithering == .ordered)
        leastTolerance = min(255, max(0, settings.tolerance))
        tolerance = leastTolerance
    }

    /// Makes the next frame be sent in full: after something else wrote there.
    public mutating func invalidate() { place = .empty }

    /// The bytes that make the screen show a picture with its upper left corner at a place; none when it does.
    ///
    /// The place has to be on the screen; rows and columns count from 0.
    public mutating func write(_ picture: CellPicture, row: Int, column: Int) -> [UInt8] {
        let target = Rectangle(row: max(0, row), column: max(0, column), rows: picture.rows, columns: picture.columns)
        let isNew = target != place || picture.shape != shape
        if isNew {
            place = target
            shape = picture.shape
            sent = picture.cells
            reference = picture.cells
            exactRow = 0
        }
        let limit = PictureColor.squaredDistance(ofDifference: tolerance)
        // Colours nearer than this to the one the terminal writes with are written with that one.
        let penLimit = PictureColor.squaredDistance(ofDifference: tolerance / 2)
        lastFrame = Count()
        var pen = Pen(glyphs: shape.encodedGlyphs, repetition: settings.repetition)
        pen.output.reserveCapacity((isNew ? 40 : 16) * picture.cells.count)
        pen.output += ControlSequence.saveCursor
        pen.output += ControlSequence.plainStyle
        for line in 0..<picture.rows {
            let isExact = line == exactRow
            for index in line * picture.columns..<(line + 1) * picture.columns {
                if !isNew, isShown(picture.cells[index], at: index, within: isExact ? 0 : limit) { continue }
                let cell = terminalCell(picture.cells[index], at: index)
                reference[index] = picture.cells[index]
                if !isNew, reduction.depth != .truecolor, shows(cell, at: index) { continue }
                let spot = (row: target.row + line, column: target.column + index - line * picture.columns)
                sent[index] = pen.put(
                    cell, shape, row: spot.row, column: spot.column, within: isExact ? 0 : penLimit)
                if reduction.depth == .truecolor { reference[index] = sent[index] }
                lastFrame.cells += 1
            }
        }
        exactRow = picture.rows == 0 ? 0 : (exactRow + 1) % picture.rows
        if lastFrame.cells > 0 {
            pen.flushRepeats()
            pen.output += ControlSequence.restoreCursor
            lastFrame.bytes = pen.output.count
        }
        // The first frame says nothing of motion.
        if !isNew { adaptTolerance(toCells: picture.cells.count) }
        return lastFrame.cells == 0 ? [] : pen.output
    }

    /// Above this many bytes for each cell of the picture a frame is large: 22 kB of 80×23 cells, 5 Mbit/s at 30 frames
    /// per second.
    private static let largeFrame = 12
    /// Below this many it is not. A step of tolerance saves an eighth, so that it does not go up and down by itself.
    private static let smallFrame = 10

    private mutating func adaptTolerance(toCells count: Int) {
        if lastFrame.bytes > Self.largeFrame * count {
            tolerance = min(2 * leastTolerance, tolerance + 1)
        } else if lastFrame.bytes < Self.smallFrame * count {
            tolerance = max(leastTolerance, tolerance - 1)
        }
    }

    /// What the place shows, in the colours the terminal was told: for measurements and saved screens.
    public var shown: CellPicture { CellPicture(shape: shape, place, cells: place.isEmpty ? [] : sent) }

    /// Whether the screen shows a cell within a squared distance.
    private func isShown(_ cell: PictureCell, at index: Int, within limit: Int32) -> Bool {
        let old = reference[index]
        if old == cell { return true }
        if shape == .ascii {
            return old.pattern == cell.pattern && old.foreground.squaredDistance(to: cell.foreground) <= limit
        }
        let (was, now) = (old.pattern, cell.pattern)
        if reduction.depth == .monochrome { return was == now }
        let full = shape.fullPattern
        if was & now != 0, old.foreground.squaredDistance(to: cell.foreground) > limit { return false }
        if was & ~now != 0, old.foreground.squaredDistance(to: cell.background) > limit { return false }
        if ~was & now & full != 0, old.background.squaredDistance(to: cell.foreground) > limit { return false }
        if ~was & ~now & full != 0, old.background.squaredDistance(to: cell.background) > limit { return false }
        return true
    }

    /// The cell in the terminal's colours.
    private func terminalCell(_ cell: PictureCell, at index: Int) -> TerminalCell {
        let (row, column) = index.quotientAndRemainder(dividingBy: place.columns)
        return TerminalCell(
            pattern: cell.pattern, foreground: reduction.color(cell.foreground, row: 2 * row, column: column),
            background: reduction.color(cell.background, row: 2 * row + 1, column: column))
    }

    /// Whether a cell looks exactly as the one that was sent.
    private func shows(_ cell: TerminalCell, at index: Int) -> Bool {
        let old = sent[index]
        let (foreground, background) = (cell.foreground.shown, cell.background.shown)
        if shape == .ascii { return old.pattern == cell.pattern && old.foreground == foreground }
        if old.pattern == cell.pattern {
            return (cell.pattern == 0 || old.foreground == foreground)
                && (cell.pattern == shape.fullPattern || old.background == background)
        }
        return old.pattern == shape.fullPattern ^ cell.pattern && reduction.depth > .monochrome
            && (cell.pattern == 0 || old.background == foreground)
            && (cell.pattern == shape.fullPattern || old.foreground == background)
    }
}
