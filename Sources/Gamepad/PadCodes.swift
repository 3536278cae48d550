/// An axis of a game pad, by the number that Linux gives it (`ABS_…` in linux/input-event-codes.h).
public struct PadAxis: Hashable, Sendable {
    /// The number, 0 to 0x3F.
    public var code: UInt16

    /// An axis by its number.
    public init(code: UInt16) { self.code = code }

    /// The kernel's name, as evtest and libevdev write it; the number where it has none.
    public var name: String {
        Self.names[code] ?? "ABS_0x" + String(code, radix: 16)
    }

    /// An axis by its name; nil where there is none of this name.
    public init?(name: String) {
        if let code = Self.names.first(where: { $0.value == name })?.key {
            self.code = code
        } else if name.hasPrefix("ABS_0x"), let code = UInt16(name.dropFirst(6), radix: 16), code <= Self.last {
            self.code = code
        } else {
            return nil
        }
    }

    /// Axes of fingers on a surface begin behind this one.
    static let last: UInt16 = 0x2E

    static let x = PadAxis(code: 0)
    static let y = PadAxis(code: 1)
    static let rightX = PadAxis(code: 3)
    static let rightY = PadAxis(code: 4)
    static let hatX = PadAxis(code: 0x10)
    static let hatY = PadAxis(code: 0x11)

    /// All names.
    public static var allNames: [String] { names.values.sorted() }

    private static let names: [UInt16: String] = [
        0x00: "ABS_X", 0x01: "ABS_Y", 0x02: "ABS_Z", 0x03: "ABS_RX", 0x04: "ABS_RY", 0x05: "ABS_RZ",
        0x06: "ABS_THROTTLE", 0x07: "ABS_RUDDER", 0x08: "ABS_WHEEL", 0x09: "ABS_GAS", 0x0A: "ABS_BRAKE",
        0x10: "ABS_HAT0X", 0x11: "ABS_HAT0Y", 0x12: "ABS_HAT1X", 0x13: "ABS_HAT1Y", 0x14: "ABS_HAT2X",
        0x15: "ABS_HAT2Y", 0x16: "ABS_HAT3X", 0x17: "ABS_HAT3Y", 0x18: "ABS_PRESSURE", 0x19: "ABS_DISTANCE",
        0x1A: "ABS_TILT_X", 0x1B: "ABS_TILT_Y", 0x1C: "ABS_TOOL_WIDTH", 0x20: "ABS_VOLUME", 0x28: "ABS_MISC",
    ]
}

/// A button of a game pad, by the number that Linux gives it (`BTN_…` in linux/input-event-codes.h).
public struct PadButton: Hashable, Sendable {
    /// The number, 0x100 to 0x2FF.
    public var code: UInt16

    /// A button by its number.
    public init(code: UInt16) { self.code = code }

    /// The kernel's name, as evtest and libevdev write it; the number where it has none.
    public var name: String {
        Self.names[code] ?? "BTN_0x" + String(code, radix: 16)
    }

    /// A button by its name, or by the name that the pad's maker prints on it (BTN_A); nil where there is none.
    public init?(name: String) {
        if let code = Self.aliases[name] ?? Self.names.first(where: { $0.value == name })?.key {
            self.code = code
        } else if name.hasPrefix("BTN_0x"), let code = UInt16(name.dropFirst(6), radix: 16), Self.range.contains(code) {
            self.code = code
        } else {
            return nil
        }
    }

    /// The numbers of buttons, keys of keyboards left out.
    public static let range: ClosedRange<UInt16> = 0x100...0x2FF
    /// The numbers of joystick and game pad buttons: a device that has one of them is a pad.
    public static let padRange: ClosedRange<UInt16> = 0x120...0x13F

    static let south = PadButton(code: 0x130)

    /// All names, aliases left out.
    public static var allNames: [String] { names.values.sorted() }

    private static let aliases: [String: UInt16] = [
        "BTN_A": 0x130, "BTN_B": 0x131, "BTN_X": 0x133, "BTN_Y": 0x134,
    ]

    private static let names: [UInt16: String] = {
        var names: [UInt16: String] = [
            0x12F: "BTN_DEAD", 0x220: "BTN_DPAD_UP", 0x221: "BTN_DPAD_DOWN", 0x222: "BTN_DPAD_LEFT",
            0x223: "BTN_DPAD_RIGHT",
        ]
        let joystick = [
            "TRIGGER", "THUMB", "THUMB2", "TOP", "TOP2", "PINKIE", "BASE", "BASE2", "BASE3", "BASE4", "BASE5", "BASE6",
        ]
        for (offset, name) in joystick.enumerated() { names[0x120 + UInt16(offset)] = "BTN_" + name }
        let gamepad = [
            "SOUTH", "EAST", "C", "NORTH", "WEST", "Z", "TL", "TR", "TL2", "TR2", "SELECT", "START", "MODE", "THUMBL",
            "THUMBR",
        ]
        for (offset, name) in gamepad.enumerated() { names[0x130 + UInt16(offset)] = "BTN_" + name }
        for number in 1...40 { names[0x2BF + UInt16(number)] = "BTN_TRIGGER_HAPPY\(number)" }
        return names
    }()
}

/// Something on a pad that is pressed: a button, or an axis pushed to one side, such as a directional pad.
public enum PadControl: Hashable, Sendable {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    case button(PadButton)
    /// An axis beyond half of its way to the larger (`+`) or the smaller (`-`) values.
    case axis(PadAxis, Side)

    /// A side of an axis.
    public enum Side: String, Hashable, Sendable {
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case negative = "-"
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case positive = "+"
    }

    /// As a mapping file writes it: `BTN_SOUTH`, `ABS_HAT0Y-`.
    public var name: String {
        switch self {
        case .button(let button): button.name
        case .axis(let axis, let side): axis.name + side.rawValue
        }
    }

    /// The control of a name; nil where there is none.
    public init?(name: String) {
        if let button = PadButton(name: name) {
            self = .button(button)
        } else if let side = name.last.flatMap({ Side(rawValue: String($0)) }),
            let axis = PadAxis(name: String(name.dropLast()))
        {
            self = .axis(axis, side)
        } else {
            return nil
        }
    }
}
