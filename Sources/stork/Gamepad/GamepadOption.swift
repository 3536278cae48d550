import ArgumentParser
import GamepadDevices

/// Which game pad flies.
enum GamepadOption: ExpressibleByArgument, Equatable {
    case off
    case automatic
    case path(String)

    init?(argument: String) {
        switch argument {
        case "": return nil
        case "off": self = .off
        case "auto": self = .automatic
        case let path where path.hasPrefix("/"): self = .path(path)
        default: return nil
        }
    }

    var defaultValueDescription: String {
        switch self {
        case .off: "off"
        case .automatic: "auto"
        case .path(let path): path
        }
    }

    /// What is to be watched; nil for nothing.
    var choice: PadChoice? {
        switch self {
        case .off: nil
        case .automatic: .automatic
        case .path(let path): .path(path)
        }
    }
}
