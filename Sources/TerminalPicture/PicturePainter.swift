public import CellCanvas

/// Shows pictures in one pane in whatever mode is chosen, and makes clean changes between modes and places.
///
/// Whoever owns the screen leaves the pane to the painter, and sends its bytes when nothing else is under way.
public struct PicturePainter: Sendable {
    /// How the next picture is shown; one that the terminal has.
    public var mode: PictureMode
    /// Bytes of the last frame; 0 when the screen showed it already.
    public private(set) var lastFrameBytes = 0
    /// What makes up the picture as characters, for screens saved as text; nil in the pixel modes.
    public private(set) var cells: CellPicture?

    private let capabilities: TerminalCapabilities
    /// What may differ unsent, see ``CellWriter/Settings/tolerance``.
    private let tolerance: Int
    private var writer: CellWriter
    private var kitty: KittyEncoder
    private let sixel = SixelEncoder()
    private var shown: Shown?

    private struct Shown {
        var mode: PictureMode
        var area: Rectangle
        var image: PixelImage
    }

    /// A painter for a terminal.
    ///
    /// - Parameters:
    ///   - tolerance: The difference in colours (0–255) that is not worth sending; nil for the writer's own.
    ///   - compression: For kitty's pixels, zlib's format; nil sends them as they are.
    public init(
        _ capabilities: TerminalCapabilities, mode: PictureMode, tolerance: Int? = nil,
        compression: KittyEncoder.Compression? = nil
    ) {
        self.capabilities = capabilities
        self.mode = mode
        self.tolerance = tolerance ?? CellWriter.Settings(depth: .truecolor).tolerance
        writer = CellWriter(CellWriter.Settings(depth: .truecolor))
        kitty = KittyEncoder(compression: compression)
    }

    /// Where a picture of the camera's size goes in a pane, and the pixels it needs there.
    public func placement(of source: PixelSize, in pane: Rectangle) -> PicturePlacement {
        PicturePlacement(of: source, in: pane, mode: mode, cell: capabilities.cellSize ?? .unknown)
    }

    /// The bytes that show a picture in its place; none when the screen shows it already.
    ///
    /// When the mode or the place changed, what was shown is taken away first: pixels by their protocol or by
    /// blanks over them. A picture of another size than the placement asked for is scaled.
    public mutating func paint(_ image: PixelImage, at placement: PicturePlacement) -> [UInt8] {
        let area = placement.area
        guard !area.isEmpty, area.row >= 0, area.column >= 0 else { return [] }
        let scaled = image.resized(to: placement.pixels)
        var output: [UInt8] = []
        if let old = shown, old.mode != mode || old.area != area { output += clear() }
        let isSame = shown?.image == scaled
        let isFirst = shown == nil
        switch mode {
        case .cells(let shape, let depth):
            if isFirst { writer = CellWriter(settings(depth)) }
            let picture = CellPicture(scaled, columns: area.columns, rows: area.rows, shape: shape, depth: depth)
            cells = picture
            output += writer.write(picture, row: area.row, column: area.column)
        case .kitty:
            if !isSame { output += at(area, kitty.encode(scaled, columns: area.columns, rows: area.rows)) }
        case .sixel:
            if !isSame { output += at(area, sixel.encode(scaled)) }
        }
        shown = Shown(mode: mode, area: area, image: scaled)
        lastFrameBytes = output.count
        return output
    }

    /// The bytes that take the picture off the screen and leave blanks in the terminal's own colours.
    public mutating func clear() -> [UInt8] {
        guard let old = shown else { return [] }
        shown = nil
        cells = nil
        var output: [UInt8] = old.mode == .kitty ? kitty.remove() : []
        output += ControlSequence.saveCursor
        output += ControlSequence.plainStyle
        for row in old.area.row..<old.area.endRow {
            output.appendCursor(row: row, column: old.area.column)
            output += [UInt8](repeating: 0x20, count: old.area.columns)
        }
        return output + ControlSequence.restoreCursor
    }

    /// Makes the next picture be sent in full: after the screen was cleared or something was written over it.
    public mutating func invalidate() { shown = nil }

    private func settings(_ depth: ColorDepth) -> CellWriter.Settings {
        var settings = CellWriter.Settings(depth: depth)
        settings.tolerance = tolerance
        settings.repetition = capabilities.hasRepetition ? .available : .unknown
        return settings
    }

    private func at(_ area: Rectangle, _ bytes: [UInt8]) -> [UInt8] {
        var output = ControlSequence.saveCursor
        output.appendCursor(row: area.row, column: area.column)
        return output + bytes + ControlSequence.restoreCursor
    }
}
