import CellCanvas

/// A key as kitty's keyboard protocol tells of it.
struct KittyKey {
    /// The Unicode scalar that the key makes without modifiers, or a number of the private use area; 0 for text alone.
    var code: Int
    var modifiers: Modifiers
    /// The scalar with shift, where it was told.
    var shifted: Int?
    /// The scalar at this place of a US keyboard, where it was told.
    var base: Int?
    var isRelease = false
    /// The scalars that the key press makes, where they were told.
    var text: [Int] = []

    /// The event type of a release; 1 is a press, 2 a repetition.
    static let release = 3

    /// Modifier keys, as bits of the number on the wire less one.
    struct Modifiers: OptionSet {
        var rawValue: Int
        static let shift = Modifiers(rawValue: 1)
        static let control = Modifiers(rawValue: 4)
        /// Super, hyper and meta: they belong to the window system.
        static let foreign = Modifiers(rawValue: 8 | 16 | 32)
        static let capsLock = Modifiers(rawValue: 64)
    }

    init(code: Int, modifiers: Int?) {
        self.code = code
        self.modifiers = Modifiers(rawValue: max(0, (modifiers ?? 1) - 1))
    }

    /// No key makes more text at once; an input method may.
    private static let longestText = 64

    /// What the program is told: nothing of modifier keys alone, which would answer a question for the pilot.
    var inputs: [TerminalInput] {
        if Self.isModifier(code) { return [] }
        if isRelease { return [.key(.release(Self.plain(code)))] }
        if let event = Self.functional(code) {
            // Shift-tab is another key, as it is without the protocol.
            return [.key(event == .tab && modifiers.contains(.shift) ? .other : event)]
        }
        if modifiers.contains(.control) { return [.key(controlled)] }
        if !modifiers.isDisjoint(with: .foreign) { return [.key(.other)] }
        if !text.isEmpty { return text.prefix(Self.longestText).map { .key(Self.event(scalar: $0)) } }
        return code == 0 ? [] : [.key(Self.event(scalar: typed))]
    }

    /// With the control key a letter is what it always was in a terminal: its last five bits.
    private var controlled: KeyEvent {
        let letter = (0x40...0x7F).contains(code) ? code : base ?? 0
        guard (0x40...0x7E).contains(letter) else { return .other }
        return KeyDecoder.event(control: UInt8(letter & 0x1F))
    }

    /// The scalar where no text was told.
    private var typed: Int {
        let isLetter = (0x61...0x7A).contains(code)
        let isShifted = modifiers.contains(.shift)
        if isLetter, isShifted != modifiers.contains(.capsLock) { return code - 0x20 }
        return isShifted && !isLetter ? shifted ?? code : code
    }

    /// The key without modifiers.
    private static func plain(_ code: Int) -> KeyEvent { functional(code) ?? event(scalar: code) }

    private static func event(scalar value: Int) -> KeyEvent {
        guard value >= 0x20, value != 0x7F, let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init) else {
            return .other
        }
        return .character(Character(scalar))
    }

    /// Caps lock, scroll lock, num lock; shift, control, alt, super, hyper, meta and the level shifts.
    private static func isModifier(_ code: Int) -> Bool {
        (57_358...57_360).contains(code) || (57_441...57_454).contains(code)
    }

    /// Keys that make no text; nil for those that do.
    private static func functional(_ code: Int) -> KeyEvent? {
        switch code {
        case 27: .escape
        case 13, 57_414: .enter
        case 9: .tab
        case 8, 127: .backspace
        case 57_349, 57_426: .delete
        case 57_354, 57_421: .pageUp
        case 57_355, 57_422: .pageDown
        case 57_356, 57_423: .home
        case 57_357, 57_424: .end
        case 57_399...57_408: .character(Character(Unicode.Scalar(UInt8(code - 57_399 + 0x30))))
        case 57_409: .character(".")
        case 57_410: .character("/")
        case 57_411: .character("*")
        case 57_412: .character("-")
        case 57_413: .character("+")
        case 57_415: .character("=")
        case 57_416: .character(",")
        case 57_417: .arrow(.left)
        case 57_418: .arrow(.right)
        case 57_419: .arrow(.up)
        case 57_420: .arrow(.down)
        // The private use area that the protocol takes for itself.
        case 57_344...63_743: .other
        default: nil
        }
    }
}
