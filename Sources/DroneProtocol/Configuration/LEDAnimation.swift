public import DroneModel

/// A light pattern of the four motor lamps, `leds:leds_anim`.
public enum LEDAnimation: Int, Hashable, Sendable, CaseIterable {
    /// Red and green in turn.
    case blinkGreenRed = 0
    /// Green and dark.
    case blinkGreen
    /// Red and dark.
    case blinkRed
    /// Orange and dark.
    case blinkOrange
    /// A green and a red lamp run around.
    case snakeGreenRed
    /// Flickering.
    case fire
    /// Front green, rear red: as usual.
    case standard
    /// All red.
    case red
    /// All green.
    case green
    /// A red lamp runs around.
    case redSnake
    /// All dark.
    case blank
    /// A shot on the right.
    case rightMissile
    /// A shot on the left.
    case leftMissile
    /// A shot on both sides.
    case doubleMissile
    /// Front left green, the others red.
    case frontLeftGreenOthersRed
    /// Front right green, the others red.
    case frontRightGreenOthersRed
    /// Rear right green, the others red.
    case rearRightGreenOthersRed
    /// Rear left green, the others red.
    case rearLeftGreenOthersRed
    /// Left green, right red.
    case leftGreenRightRed
    /// Left red, right green.
    case leftRedRightGreen
    /// The usual pattern, blinking.
    case blinkStandard

    /// The animation of that name; nil where there is none.
    public init?(name: String) {
        guard let animation = Self.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
        self = animation
    }

    /// The name for people and for completion: `blink-green-red`.
    public var name: String { row.name }

    /// What is shown, one frame after the other.
    public var frames: [Frame] {
        row.frames.map { Frame(lamps: Lamps(pattern: $0.pattern), duration: .milliseconds($0.milliseconds)) }
    }

    /// True where the frames are repeated for the duration asked for.
    public var repeats: Bool {
        switch self {
        case .blinkGreenRed, .blinkGreen, .blinkRed, .blinkOrange, .snakeGreenRed, .fire, .redSnake, .blinkStandard:
            true
        default: false
        }
    }

    /// True where the firmware knows it: SDK 1.5 ends at 13.
    public func isAvailable(on firmware: FirmwareVersion) -> Bool {
        rawValue <= Self.doubleMissile.rawValue || firmware >= FirmwareVersion(1, 6, 0)
    }

    /// The value of `leds:leds_anim`: id, the bits of the frequency, seconds.
    ///
    /// `0,1073741824,5` is 2 Hz for 5 s.
    ///
    /// - Parameters:
    ///   - frequency: Hz.
    ///   - seconds: How long; 0 until the next one.
    public func configurationText(frequency: Float, seconds: Int32) -> String {
        "\(rawValue),\(Int32(bitPattern: frequency.bitPattern)),\(seconds)"
    }

    /// What one lamp shows.
    public enum Colour: Int, Hashable, Sendable {
        /// Nothing.
        case dark = 0
        /// Its red half.
        case red = 1
        /// Its green half.
        case green = 2
        /// Both halves.
        case orange = 3
    }

    /// What the four lamps show.
    public struct Lamps: Hashable, Sendable {
        /// Front left.
        public var frontLeft: Colour
        /// Front right.
        public var frontRight: Colour
        /// Rear right.
        public var rearRight: Colour
        /// Rear left.
        public var rearLeft: Colour

        /// From the SDK's byte: G1 R1 G2 R2 G3 R3 G4 R4, most significant bit first, lamps clockwise from front left.
        public init(pattern: UInt8) {
            let colour: (UInt8) -> Colour = { shift in Colour(rawValue: Int(pattern >> shift & 3)) ?? .dark }
            frontLeft = colour(6)
            frontRight = colour(4)
            rearRight = colour(2)
            rearLeft = colour(0)
        }
    }

    /// One picture of an animation.
    public struct Frame: Hashable, Sendable {
        /// What the lamps show.
        public var lamps: Lamps
        /// For how long, at the animation's own pace; zero where it stays.
        public var duration: Duration
    }

    private typealias Row = (name: String, frames: [(pattern: UInt8, milliseconds: Int)])

    private var row: Row {
        switch self {
        case .blinkGreenRed: ("blink-green-red", [(0x55, 500), (0xAA, 500)])
        case .blinkGreen: ("blink-green", [(0x00, 500), (0xAA, 500)])
        case .blinkRed: ("blink-red", [(0x55, 500), (0x00, 500)])
        case .blinkOrange: ("blink-orange", [(0xFF, 500), (0x00, 500)])
        case .snakeGreenRed:
            (
                "snake-green-red",
                [
                    (0x90, 200), (0x48, 200), (0x24, 200), (0x12, 200), (0x09, 200), (0x84, 200), (0x42, 200),
                    (0x21, 200),
                ]
            )
        case .fire: ("fire", [(0x35, 50), (0xC5, 50)])
        case .standard: ("standard", [(0xA5, 0)])
        case .red: ("red", [(0x55, 0)])
        case .green: ("green", [(0xAA, 0)])
        case .redSnake: ("red-snake", [(0x40, 500), (0x10, 500), (0x04, 500), (0x01, 500)])
        case .blank: ("blank", [(0x00, 0)])
        case .rightMissile: ("right-missile", [(0x00, 500), (0x04, 300), (0x1C, 100), (0x30, 300), (0x00, 500)])
        case .leftMissile: ("left-missile", [(0x00, 500), (0x01, 300), (0x43, 100), (0xC0, 300), (0x00, 500)])
        case .doubleMissile: ("double-missile", [(0x00, 500), (0x05, 300), (0x5F, 100), (0xF0, 300), (0x00, 500)])
        case .frontLeftGreenOthersRed: ("front-left-green-others-red", [(0x95, 0)])
        case .frontRightGreenOthersRed: ("front-right-green-others-red", [(0x65, 0)])
        case .rearRightGreenOthersRed: ("rear-right-green-others-red", [(0x59, 0)])
        case .rearLeftGreenOthersRed: ("rear-left-green-others-red", [(0x56, 0)])
        case .leftGreenRightRed: ("left-green-right-red", [(0x96, 0)])
        case .leftRedRightGreen: ("left-red-right-green", [(0x69, 0)])
        case .blinkStandard: ("blink-standard", [(0x00, 500), (0xA5, 500)])
        }
    }
}
