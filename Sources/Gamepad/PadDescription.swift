/// What a game pad is and has.
public struct PadDescription: Equatable, Sendable {
    /// The name that it gives itself.
    public var name: String
    /// Its maker's number on USB or Bluetooth; 0 where it has none.
    public var vendor: UInt16
    /// Its maker's number for it; 0 where it has none.
    public var product: UInt16
    /// Its axes and what they tell.
    public var axes: [PadAxis: Range]
    /// Its buttons.
    public var buttons: Set<PadButton>

    /// What an axis can tell.
    public struct Range: Equatable, Sendable {
        /// The smallest number: left, or up.
        public var minimum: Int
        /// The largest number: right, or down.
        public var maximum: Int
        /// How far from the middle the kernel takes for the middle.
        public var flat: Int

        /// A range in the axis' own numbers.
        public init(minimum: Int, maximum: Int, flat: Int = 0) {
            self.minimum = minimum
            self.maximum = maximum
            self.flat = flat
        }

        /// −1 (smallest) to 1 (largest), 0 in the middle; 0 for a range that is none.
        public func position(of value: Int) -> Double {
            let width = Double(maximum) - Double(minimum)
            guard width > 0 else { return 0 }
            return min(1, max(-1, (Double(value) - Double(minimum)) / width * 2 - 1))
        }

        /// What the kernel takes for the middle, as a share of the way to one side.
        var flatShare: Double {
            let width = Double(maximum) - Double(minimum)
            return width > 0 ? max(0, Double(flat) * 2 / width) : 0
        }
    }

    /// A pad from what it says of itself. The name keeps no characters that a terminal would obey, and 80 at most.
    public init(
        name: String, vendor: UInt16 = 0, product: UInt16 = 0, axes: [PadAxis: Range] = [:],
        buttons: Set<PadButton> = []
    ) {
        let clean = name.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 0x20 }
            .filter { !(0x7F..<0xA0).contains($0.value) }
        self.name = String(String(String.UnicodeScalarView(clean)).prefix(80))
        self.vendor = vendor
        self.product = product
        self.axes = axes
        self.buttons = buttons
    }

    /// Vendor and product as lsusb writes them, `045e:028e`.
    public var identifier: String { "\(Self.hexadecimal(vendor)):\(Self.hexadecimal(product))" }

    static func hexadecimal(_ number: UInt16) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}

/// How the axes and buttons of a pad are.
public struct PadState: Equatable, Sendable {
    /// In the axes' own numbers; an axis that never told is not there.
    public var axes: [PadAxis: Int]
    /// The buttons held down.
    public var pressed: Set<PadButton>

    /// A state.
    public init(axes: [PadAxis: Int] = [:], pressed: Set<PadButton> = []) {
        self.axes = axes
        self.pressed = pressed
    }

    /// Takes in what changed.
    public mutating func apply(_ event: PadEvent) {
        switch event {
        case .axis(let axis, let value): axes[axis] = value
        case .button(let button, true): pressed.insert(button)
        case .button(let button, false): pressed.remove(button)
        }
    }
}

/// Something that changed on a pad.
public enum PadEvent: Equatable, Sendable {
    /// An axis has this value now, in its own numbers.
    case axis(PadAxis, Int)
    /// A button went down or up.
    case button(PadButton, isPressed: Bool)
}

/// What becomes known of the pads of a computer, in order.
public enum PadUpdate: Equatable, Sendable {
    /// A pad is there; the path names it from now on.
    case connected(path: String, PadDescription, PadState)
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    case changed(path: String, PadEvent)
    /// It is gone, or cannot be read any more; why, in a few words.
    case disconnected(path: String, reason: String)
    /// The one device that was asked for cannot be used; why, and what to do.
    case unusable(path: String, reason: String)
}
