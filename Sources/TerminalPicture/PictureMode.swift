public import CellCanvas

/// One rung of the ladder of ways to show a picture in a terminal.
public enum PictureMode: Hashable, Sendable {
    /// Pixels by kitty's graphics protocol.
    case kitty
    /// Pixels by DEC's sixel, at most 256 colours.
    case sixel
    /// Characters in colours of a depth.
    case cells(CellShape, ColorDepth)

    /// All rungs, best first; a cockpit's key goes through those that a terminal has
    /// (``TerminalCapabilities/modes``).
    public static let ladder: [PictureMode] = [
        .kitty, .sixel, .cells(.sextants, .truecolor), .cells(.quadrants, .truecolor), .cells(.halfBlocks, .truecolor),
        .cells(.sextants, .palette256), .cells(.quadrants, .palette256), .cells(.halfBlocks, .palette256),
        .cells(.halfBlocks, .sixteen), .cells(.halfBlocks, .eight), .cells(.quadrants, .monochrome),
        .cells(.ascii, .sixteen), .cells(.ascii, .eight), .cells(.ascii, .monochrome),
    ]

    /// What a pane says about itself: `half-blocks, 256 colours`.
    public var name: String {
        switch self {
        case .kitty: "kitty graphics"
        case .sixel: "sixel"
        case .cells(let shape, let depth): "\(Self.name(of: shape)), \(Self.name(of: depth))"
        }
    }

    private static func name(of shape: CellShape) -> String {
        switch shape {
        case .sextants: "sextants"
        case .quadrants: "quadrants"
        case .halfBlocks: "half-blocks"
        case .ascii: "ASCII"
        }
    }

    private static func name(of depth: ColorDepth) -> String {
        switch depth {
        case .monochrome: "mono"
        case .eight: "8 colours"
        case .sixteen: "16 colours"
        case .palette256: "256 colours"
        case .truecolor: "truecolour"
        }
    }
}
