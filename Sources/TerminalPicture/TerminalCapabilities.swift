public import CellCanvas

/// What a terminal can show of pictures, and what else it answered.
public struct TerminalCapabilities: Hashable, Sendable {
    /// The name and version it gives itself, ASCII; nil when it did not.
    public var name: String?
    /// How many colours it shows.
    public var colorDepth: ColorDepth
    /// Which characters it shows.
    public var glyphs: GlyphSet
    /// Whether sextants look right.
    public var drawsSextants = false
    /// Whether quadrants look right: in every font of a window system, but not in those of consoles, which have
    /// half-blocks alone.
    public var drawsQuadrants = true
    /// Whether it shows pixels by kitty's protocol.
    public var hasKittyGraphics = false
    /// Whether it shows pixels by sixel.
    public var hasSixel = false
    /// Whether it shows frames at once (DEC mode 2026).
    public var hasSynchronizedOutput = false
    /// Whether it has kitty's keyboard protocol, which tells of keys let go.
    public var hasKittyKeyboard = false
    /// Whether it knows REP.
    public var hasRepetition: Bool
    /// One cell in pixels; nil when it did not tell.
    public var cellSize: CellSize?

    /// A terminal without more than characters in colours.
    public init(colorDepth: ColorDepth = .monochrome, glyphs: GlyphSet = .ascii, hasRepetition: Bool = false) {
        self.colorDepth = colorDepth
        self.glyphs = glyphs
        self.hasRepetition = hasRepetition
    }

    /// The rungs of the ladder that it has, best first; never empty.
    public var modes: [PictureMode] { PictureMode.ladder.filter(supports) }

    /// Whether a mode can be shown.
    ///
    /// No pixels where colours are not wanted; sixel only where the size of a cell is known, because a picture of
    /// the wrong size would cover what is around it.
    public func supports(_ mode: PictureMode) -> Bool {
        switch mode {
        case .kitty: hasKittyGraphics && colorDepth > .monochrome
        case .sixel: hasSixel && cellSize != nil && colorDepth > .monochrome
        case .cells(let shape, let depth):
            depth <= colorDepth && (glyphs == .unicode || shape == .ascii) && draws(shape)
        }
    }

    private func draws(_ shape: CellShape) -> Bool {
        switch shape {
        case .sextants: drawsSextants
        case .quadrants: drawsQuadrants
        case .halfBlocks, .ascii: true
        }
    }

    /// The next plainer rung, and after the plainest the best: what the key does.
    public func mode(after mode: PictureMode) -> PictureMode {
        let all = modes
        guard let place = all.firstIndex(of: mode), place + 1 < all.count else { return all.first ?? .plainest }
        return all[place + 1]
    }

    /// The best mode of which a connection carries ten frames each second; the plainest where it carries none.
    ///
    /// - Parameters:
    ///   - cells: How many cells the picture has.
    ///   - bytesPerSecond: The connection's budget; nil for no limit.
    public func bestMode(forCells cells: Int, bytesPerSecond: Int?) -> PictureMode {
        let all = modes
        guard let bytesPerSecond else { return all.first ?? .plainest }
        let size = cellSize ?? .unknown
        let budget = Double(bytesPerSecond) / 10
        return all.first { $0.bytesPerCell(of: size) * Double(max(0, cells)) <= budget } ?? all.last ?? .plainest
    }
}

extension PictureMode {
    /// What every terminal shows.
    public static let plainest = PictureMode.cells(.ascii, .monochrome)

    /// About what a cell of a moving picture takes in each frame, bytes.
    ///
    /// Measured on a recording of an AR.Drone 2.0 panned by 4 pixels each frame, 80×24 cells, rounded up; a still
    /// picture takes half. Pixels are sent whole: sixel took 0.6 bytes for each, kitty 4 without compression.
    func bytesPerCell(of cell: CellSize) -> Double {
        switch self {
        case .kitty: 4 * Double(cell.width * cell.height)
        case .sixel: 0.6 * Double(cell.width * cell.height)
        case .cells(.ascii, let depth): depth == .monochrome ? 0.3 : 0.6
        case .cells(_, .truecolor): 4
        case .cells(_, .palette256): 1.5
        case .cells: 0.5
        }
    }
}
