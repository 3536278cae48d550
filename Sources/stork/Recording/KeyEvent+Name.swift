import CellCanvas

extension KeyEvent {
    /// The key in the words of the help page, for the recording; nil for what is no press of a key.
    var recordedName: String? {
        switch self {
        case .character(" "): "space"
        case .character(let character): String(character)
        case .control(let character): "^\(character.uppercased())"
        case .arrow(.up): "up"
        case .arrow(.down): "down"
        case .arrow(.left): "left"
        case .arrow(.right): "right"
        case .function(let number): "F\(number)"
        case .enter: "enter"
        case .escape: "esc"
        case .tab: "tab"
        case .backspace: "backspace"
        case .delete: "delete"
        case .home: "home"
        case .end: "end"
        case .pageUp: "page up"
        case .pageDown: "page down"
        default: nil
        }
    }
}
