/// What a stick changes, with the signs of `Setpoint`.
public enum FlightAxis: String, Hashable, Sendable, CaseIterable {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    case roll, pitch, climb, yaw
}

/// What a button orders.
public enum PadAction: String, Hashable, Sendable, CaseIterable {
    /// In every mode, and whatever the sticks say.
    case land
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    case takeOff = "take-off"
    /// Stop; the sticks count again when they were centred.
    case hover
    /// The first step of a motor cut: asks.
    case cut
    /// The second step, within two seconds: the drone falls.
    case confirmCut = "confirm-cut"
    /// Leave the emergency state.
    case recover
    /// A smaller share of the limits.
    case slower
    /// A larger share of the limits.
    case faster
    /// The other camera.
    case camera
    /// Save the camera's picture.
    case picture
}

/// What the axes and buttons of a pad mean.
public struct PadMapping: Equatable, Sendable {
    /// The file's name without its ending, or that of a built-in mapping.
    public var name: String
    /// The file's path; nil for a built-in mapping.
    public var file: String?
    /// Which pads it is for.
    public var match: Match
    /// How far from the middle a stick is taken for centred, 0 to 0.9 of the way to one side.
    public var deadZone: Double
    /// Which axis is what; all four are there.
    public var sticks: [FlightAxis: Stick]
    /// What is pressed for what.
    public var controls: [PadControl: PadAction]

    /// Which pads a mapping is for: those for which everything that is said holds.
    public struct Match: Equatable, Sendable {
        /// The maker's number.
        public var vendor: UInt16?
        /// The maker's number for the pad.
        public var product: UInt16?
        /// A part of the pad's name, in any case of letters.
        public var name: String?

        /// A match; with nothing said it holds for every pad.
        public init(vendor: UInt16? = nil, product: UInt16? = nil, name: String? = nil) {
            self.vendor = vendor
            self.product = product
            self.name = name
        }

        /// How exactly it names a pad; nil where it does not.
        func precision(for pad: PadDescription) -> Int? {
            if let vendor, vendor != pad.vendor { return nil }
            if let product, product != pad.product { return nil }
            if let name, !pad.name.lowercased().contains(name.lowercased()) { return nil }
            return (vendor == nil ? 0 : 2) + (product == nil ? 0 : 4) + (name == nil ? 0 : 1)
        }
    }

    /// An axis with its sign.
    public struct Stick: Equatable, Sendable {
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        public var axis: PadAxis
        /// Whether larger numbers of the axis mean smaller ones of the set-point.
        public var isReversed: Bool

        /// A stick.
        public init(_ axis: PadAxis, isReversed: Bool = false) {
            self.axis = axis
            self.isReversed = isReversed
        }
    }

    /// 15 %: more than the 5–8 % that worn sticks rest off their middle, less than the 24 % of XInput
    /// (XINPUT_GAMEPAD_LEFT_THUMB_DEADZONE, 7849 of 32767), which takes fine control away.
    public static let usualDeadZone = 0.15
    /// The dead zones that a file may have.
    static let deadZones = 0.02...0.9

    /// A mapping.
    public init(
        name: String, file: String? = nil, match: Match = Match(), deadZone: Double = PadMapping.usualDeadZone,
        sticks: [FlightAxis: Stick], controls: [PadControl: PadAction]
    ) {
        self.name = name
        self.file = file
        self.match = match
        self.deadZone = min(Self.deadZones.upperBound, max(Self.deadZones.lowerBound, deadZone))
        self.sticks = sticks
        self.controls = controls
    }

    /// Name and where it is from: `xbox (built in)`.
    public var title: String { file == nil ? "\(name) (built in)" : name }

    /// What a pad must have for this mapping and has not, by the kernel's names, sorted.
    public func missing(on pad: PadDescription) -> [String] {
        var missing = sticks.values.map(\.axis).filter { pad.axes[$0] == nil }.map(\.name)
        // A pad that cannot land must not fly; other buttons may be absent.
        let lands = controls.filter { $0.value == .land }.keys
        if !lands.contains(where: { has($0, pad) }) { missing += lands.map(\.name) }
        return missing.sorted()
    }

    private func has(_ control: PadControl, _ pad: PadDescription) -> Bool {
        switch control {
        case .button(let button): pad.buttons.contains(button)
        case .axis(let axis, _): pad.axes[axis] != nil
        }
    }

    /// What a stick asks for, −1 to 1: 0 in the dead zone, from there on evenly; nil where the pad lacks it or it
    /// never told.
    public func value(of axis: FlightAxis, _ state: PadState, on pad: PadDescription) -> Double? {
        guard let stick = sticks[axis], let range = pad.axes[stick.axis], let raw = state.axes[stick.axis] else {
            return nil
        }
        let position = range.position(of: raw) * (stick.isReversed ? -1 : 1)
        let edge = min(Self.deadZones.upperBound, max(deadZone, range.flatShare))
        guard abs(position) > edge else { return 0 }
        return (abs(position) - edge) / (1 - edge) * (position < 0 ? -1 : 1)
    }

    /// The control that orders something, by name; the first of several.
    public func controlName(for action: PadAction) -> String? {
        controls.filter { $0.value == action }.keys.map(\.name).sorted().first
    }

    /// The mapping that names a pad most exactly; of equals the first. Without a match nil.
    public static func best(for pad: PadDescription, among mappings: [PadMapping]) -> PadMapping? {
        var best: (mapping: PadMapping, precision: Int)?
        for mapping in mappings {
            guard let precision = mapping.match.precision(for: pad) else { continue }
            // A built-in mapping for every pad is no use for one that lacks its sticks.
            if mapping.file == nil, !mapping.missing(on: pad).isEmpty { continue }
            let exactness = precision + (mapping.file == nil ? 0 : 100)
            if exactness > best?.precision ?? -1 { best = (mapping, exactness) }
        }
        return best?.mapping
    }
}

extension PadMapping {
    /// The mappings that come with the program: for pads with the kernel's standard layout
    /// (Documentation/input/gamepad.rst), two sticks, in mode 2 of model flight: left climbs and turns, right tilts.
    public static let builtIn: [PadMapping] = [
        standard(name: "xbox", vendor: 0x045E), standard(name: "playstation", vendor: 0x054C),
        standard(name: "standard", vendor: nil),
    ]

    /// The kernel calls buttons by their place, so that A and cross are south, B and circle east. The two above and
    /// to the left are hover and picture on either, since the kernel's driver for Xbox pads has them exchanged.
    private static func standard(name: String, vendor: UInt16?) -> PadMapping {
        let north = PadButton(code: 0x133)
        let west = PadButton(code: 0x134)
        // xpad tells X, which is to the west, as BTN_X, whose number is that of the north.
        let isExchanged = vendor == 0x045E
        return PadMapping(
            name: name, match: Match(vendor: vendor),
            sticks: [
                .roll: Stick(.rightX), .pitch: Stick(.rightY), .climb: Stick(.y, isReversed: true), .yaw: Stick(.x),
            ],
            controls: [
                .button(.south): .takeOff, .button(PadButton(code: 0x131)): .land,
                .button(isExchanged ? north : west): .hover, .button(isExchanged ? west : north): .picture,
                .button(PadButton(code: 0x136)): .slower, .button(PadButton(code: 0x137)): .faster,
                .button(PadButton(code: 0x13A)): .cut, .button(PadButton(code: 0x13B)): .confirmCut,
                .button(PadButton(code: 0x13C)): .recover, .button(PadButton(code: 0x13D)): .camera,
                .axis(.hatY, .negative): .faster, .axis(.hatY, .positive): .slower, .axis(.hatX, .positive): .camera,
            ])
    }
}
