import ArgumentParser
import CellCanvas
import TerminalPicture

/// How the camera's picture is to be shown.
enum VideoChoice: String, ExpressibleByArgument, CaseIterable {
    case off, auto, kitty, sixel, sextants, quadrants
    case halfBlocks = "half-blocks"
    case ascii

    /// The best mode of that kind which the terminal has; nil where it has none.
    func mode(of capabilities: TerminalCapabilities, cells: Int, bytesPerSecond: Int?) -> PictureMode? {
        switch self {
        case .off, .auto: capabilities.bestMode(forCells: cells, bytesPerSecond: bytesPerSecond)
        case .kitty: capabilities.modes.first { $0 == .kitty }
        case .sixel: capabilities.modes.first { $0 == .sixel }
        case .sextants: Self.first(.sextants, of: capabilities)
        case .quadrants: Self.first(.quadrants, of: capabilities)
        case .halfBlocks: Self.first(.halfBlocks, of: capabilities)
        case .ascii: Self.first(.ascii, of: capabilities)
        }
    }

    private static func first(_ wanted: CellShape, of capabilities: TerminalCapabilities) -> PictureMode? {
        capabilities.modes.first { mode in
            if case .cells(let shape, _) = mode { shape == wanted } else { false }
        }
    }
}
