public import CellCanvas

/// A part of a picture as one cell: a pattern of dots, and the colours of those set and of those not set.
public struct PictureCell: Hashable, Sendable {
    /// Which dots are in the foreground colour, bit 0 the upper left, along the rows; in ``CellShape/ascii`` the
    /// step from dark to light.
    public var pattern: UInt8
    /// The colour of the dots that are set.
    public var foreground: PictureColor
    /// The colour of the others.
    public var background: PictureColor

    /// A cell.
    public init(pattern: UInt8, foreground: PictureColor, background: PictureColor) {
        self.pattern = pattern
        self.foreground = foreground
        self.background = background
    }
}

/// A picture made of cells of one shape.
public struct CellPicture: Equatable, Sendable {
    /// How every cell is divided.
    public let shape: CellShape
    /// The width in cells.
    public let columns: Int
    /// The height in cells.
    public let rows: Int
    /// Row by row, `rows · columns` of them.
    public internal(set) var cells: [PictureCell]

    init(shape: CellShape, _ area: Rectangle, cells: [PictureCell]) {
        self.shape = shape
        columns = area.columns
        rows = area.rows
        self.cells = cells
    }

    /// The picture as pixels, one for each dot: what an ideal terminal shows of it, black for its own colours.
    ///
    /// For pictures of the screen and to measure what a mode loses; ASCII is given its colour by its step's share.
    public var pixels: PixelImage {
        let size = PixelSize(width: columns * shape.dotColumns, height: rows * shape.dotRows)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(3 * size.count)
        for row in 0..<size.height {
            for column in 0..<size.width {
                let cell = cells[row / shape.dotRows * columns + column / shape.dotColumns]
                if shape == .ascii {
                    let full = Int(shape.fullPattern)
                    for part in [cell.foreground.red, cell.foreground.green, cell.foreground.blue] {
                        let whole = cell.foreground == .standard ? 255 : Int(part)
                        bytes.append(UInt8(clamping: whole * Int(cell.pattern) / full))
                    }
                    continue
                }
                let bit = row % shape.dotRows * shape.dotColumns + column % shape.dotColumns
                let isSet = cell.pattern >> UInt8(bit) & 1 == 1
                let color = isSet ? cell.foreground : cell.background
                let own: UInt8 = isSet ? 255 : 0
                bytes += color == .standard ? [own, own, own] : [color.red, color.green, color.blue]
            }
        }
        return PixelImage(size, bytes)
    }
}

extension Canvas {
    /// Draws a picture into the upper left corner of `area`, clipped there: for screens saved as text, and for
    /// terminals that take no escape sequences but terminfo's.
    public mutating func draw(_ picture: CellPicture, in area: Rectangle) {
        for row in 0..<min(picture.rows, area.rows) {
            for column in 0..<min(picture.columns, area.columns) {
                let cell = picture.cells[row * picture.columns + column]
                let style = Style(cell.foreground.color, on: cell.background.color)
                let glyph = String(picture.shape.scalar(for: cell.pattern))
                write(glyph, in: area, row: row, column: column, style: style)
            }
        }
    }
}
