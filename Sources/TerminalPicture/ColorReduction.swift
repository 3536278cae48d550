import CellCanvas

/// What a terminal is told for a colour, in one depth.
struct TerminalColor: Equatable {
    /// The colour that is then shown; the wanted one or the nearest there is.
    let shown: PictureColor
    /// The palette entry, or nil for a direct colour or the terminal's own.
    let index: UInt8?

    static let standard = TerminalColor(shown: .standard, index: nil)
}

/// Reduces colours to a depth, fast enough for every cell of every frame.
struct ColorReduction: Sendable {
    let depth: ColorDepth
    /// The palette entry for the upper five bits of each component, 32 768 of them; empty for truecolour.
    private let nearest: [UInt8]
    /// How far an ordered dither moves a component; 0 for none.
    private let ditherStep: Int

    init(depth: ColorDepth, isDithered: Bool) {
        self.depth = depth
        switch depth {
        case .monochrome, .truecolor: nearest = []
        case .eight: nearest = Self.ofEight
        case .sixteen: nearest = Self.ofSixteen
        case .palette256: nearest = Self.ofPalette
        }
        // The cube's steps are 40 apart, most of the sixteen about 128.
        ditherStep = !isDithered || nearest.isEmpty ? 0 : depth == .palette256 ? 40 : 128
    }

    private static let ofEight = table { XtermPalette.nearestName(red: $0, green: $1, blue: $2, among: 8).rawValue }
    private static let ofSixteen = table { XtermPalette.nearestName(red: $0, green: $1, blue: $2, among: 16).rawValue }
    private static let ofPalette = table { XtermPalette.nearest(red: $0, green: $1, blue: $2) }

    private static func table(_ nearest: (UInt8, UInt8, UInt8) -> UInt8) -> [UInt8] {
        (0..<1 << 15).map { key in
            func component(_ shift: Int) -> UInt8 { UInt8(truncatingIfNeeded: (key >> shift & 31) * 255 / 31) }
            return nearest(component(10), component(5), component(0))
        }
    }

    /// What to send for a colour at a place, counted in dots.
    func color(_ wanted: PictureColor, row: Int, column: Int) -> TerminalColor {
        if wanted == .standard || depth == .monochrome { return .standard }
        if nearest.isEmpty { return TerminalColor(shown: wanted, index: nil) }
        var (red, green, blue) = (Int(wanted.red), Int(wanted.green), Int(wanted.blue))
        if ditherStep > 0 {
            let offset = OrderedDither.offset(row: row, column: column, step: ditherStep)
            red = min(255, max(0, red + offset))
            green = min(255, max(0, green + offset))
            blue = min(255, max(0, blue + offset))
        }
        let index = nearest[(red >> 3) << 10 | (green >> 3) << 5 | blue >> 3]
        let (shownRed, shownGreen, shownBlue) = XtermPalette.components(of: index)
        return TerminalColor(
            shown: PictureColor(red: shownRed, green: shownGreen, blue: shownBlue), index: index)
    }
}
