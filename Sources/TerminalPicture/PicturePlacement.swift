public import CellCanvas

/// Where in a pane a picture goes and how many pixels it needs there, its aspect kept.
public struct PicturePlacement: Hashable, Sendable {
    /// The cells that the picture covers, in the middle of the pane.
    public let area: Rectangle
    /// The picture's size for this place: what a decoder is to scale to.
    public let pixels: PixelSize

    /// Places a picture.
    ///
    /// - Parameters:
    ///   - source: The camera's size; it decides the aspect, and kitty, which scales by itself, never gets more.
    ///   - pane: The cells that there are.
    ///   - mode: How it will be shown.
    ///   - cell: One cell's size in pixels of the terminal.
    public init(of source: PixelSize, in pane: Rectangle, mode: PictureMode, cell: CellSize = .unknown) {
        guard !source.isEmpty, !pane.isEmpty else {
            area = .empty
            pixels = PixelSize(width: 0, height: 0)
            return
        }
        // Both sides as cells: the pane is too wide when its columns exceed what its rows ask for.
        let wide = source.width * cell.height
        let high = source.height * cell.width
        let columns = min(pane.columns, max(1, Self.rounded(pane.rows * wide, over: high)))
        let rows = min(pane.rows, max(1, Self.rounded(pane.columns * high, over: wide)))
        area = pane.centered(rows: rows, columns: columns)
        switch mode {
        case .cells(let shape, _):
            pixels = PixelSize(width: columns * shape.dotColumns, height: rows * shape.dotRows)
        case .sixel:
            pixels = PixelSize(width: columns * cell.width, height: rows * cell.height)
        case .kitty:
            let width = min(source.width, columns * cell.width)
            pixels = PixelSize(width: width, height: max(1, Self.rounded(width * source.height, over: source.width)))
        }
    }

    private static func rounded(_ dividend: Int, over divisor: Int) -> Int { (2 * dividend + divisor) / (2 * divisor) }
}

/// One cell of a terminal in pixels.
public struct CellSize: Hashable, Sendable {
    /// The width, 1…``limit`` pixels.
    public let width: Int
    /// The height, 1…``limit`` pixels.
    public let height: Int

    /// The largest believable side, pixels: a screen 7680 pixels wide with 60 columns has 128.
    public static let limit = 128

    /// A size; sides outside 1…``limit`` are clamped.
    public init(width: Int, height: Int) {
        self.width = min(Self.limit, max(1, width))
        self.height = min(Self.limit, max(1, height))
    }

    /// What is assumed where the terminal does not tell: twice as high as wide, 8×16 as VGA had it.
    public static let unknown = CellSize(width: 8, height: 16)
}
