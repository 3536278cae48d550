/// A configuration value, read from its text.
public enum ConfigurationValue: Hashable, Sendable {
    /// A 32-bit number.
    case integer(Int)
    /// A single-precision number.
    ///
    /// Always finite.
    case float(Double)
    /// A double-precision number.
    ///
    /// Always finite.
    case double(Double)
    /// TRUE or FALSE.
    case flag(Bool)
    /// Text.
    case text(String)
    /// Single-precision numbers in braces.
    case vector([Double])
    /// Whole numbers with commas between them.
    case integers([Int])

    /// Reads a text as the type its key has; nil where it is something else.
    ///
    /// Accepts what dumps of real drones hold and what people type: `1` and `true` for TRUE, a vector without braces.
    public init?(_ text: String, as type: ConfigurationType) {
        switch type {
        case .int:
            guard let number = DecimalText.integer(text) else { return nil }
            self = .integer(number)
        case .float:
            guard let number = Self.single(text) else { return nil }
            self = .float(number)
        case .double:
            guard let number = DecimalText.number(text) else { return nil }
            self = .double(number)
        case .bool:
            switch text.lowercased() {
            case "true", "1": self = .flag(true)
            case "false", "0": self = .flag(false)
            default: return nil
            }
        case .string:
            self = .text(text)
        case .vector(let count):
            var inner = text[...]
            if text.utf8.first == UInt8(ascii: "{") {
                guard text.utf8.count > 1, text.utf8.last == UInt8(ascii: "}") else { return nil }
                inner = text.dropFirst().dropLast()
            }
            let parts = inner.split(separator: " ")
            let numbers = parts.compactMap { Self.single($0) }
            guard parts.count == count, numbers.count == count else { return nil }
            self = .vector(numbers)
        case .integers(let count):
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { part in DecimalText.integer(Self.trimmed(part)) }
            guard numbers.count == parts.count, numbers.count == count || numbers == [0] else { return nil }
            self = .integers(numbers)
        }
    }

    /// How a double goes into a CONFIG command.
    ///
    /// Which of the two the firmware reads is not settled.
    public enum DoubleCoding: Hashable, Sendable {
        /// `49.276719`, as SDK 2.0.1 prints it.
        case text
        /// The decimal 64-bit number that has the double's bits, as the developer guide says: 42.0 is
        /// 4631107791820423168.
        case bitPattern
    }

    /// The text for a CONFIG command: `%d`, `%f`, TRUE and FALSE.
    public func wireText(doubles: DoubleCoding = .text) -> String {
        switch self {
        case .float(let number): DecimalText.fixed(number)
        case .double(let number):
            switch doubles {
            case .text: DecimalText.fixed(number)
            case .bitPattern: String(Int64(bitPattern: number.bitPattern))
            }
        case .integer, .flag, .text, .vector, .integers: dumpText
        }
    }

    /// The text as the drone's own dump shows it: floats in scientific notation.
    public var dumpText: String {
        switch self {
        case .integer(let number): String(number)
        case .float(let number): DecimalText.scientific(Double(Float(number)), decimals: 7)
        case .double(let number): DecimalText.scientific(number, decimals: 16)
        case .flag(let flag): flag ? "TRUE" : "FALSE"
        case .text(let text): text
        case .vector(let numbers):
            "{ " + numbers.map { DecimalText.scientific(Double(Float($0)), decimals: 7) }.joined(separator: " ") + " }"
        case .integers(let numbers): numbers.map(String.init).joined(separator: ",")
        }
    }

    /// True where both stand for the same setting though their texts differ: `0.209440` and `2.0943952e-01`.
    ///
    /// Singles count as the same within 1 part in 100,000, which is what six decimals keep of 0.1; doubles within
    /// 1 part in 10^9.
    public func isEquivalent(to other: ConfigurationValue) -> Bool {
        switch (self, other) {
        case (.float(let left), .float(let right)): Self.near(left, right, 1e-5)
        case (.double(let left), .double(let right)): Self.near(left, right, 1e-9)
        case (.vector(let left), .vector(let right)):
            left.count == right.count && zip(left, right).allSatisfy { Self.near($0, $1, 1e-5) }
        default: self == other
        }
    }

    private static func near(_ left: Double, _ right: Double, _ tolerance: Double) -> Bool {
        (left - right).magnitude <= tolerance * max(left.magnitude, right.magnitude)
    }

    /// A number that a single can hold.
    private static func single(_ text: some StringProtocol) -> Double? {
        guard let number = DecimalText.number(text), Float(number).isFinite else { return nil }
        return number
    }

    private static func trimmed(_ part: Substring) -> Substring {
        var inner = part.drop { $0 == " " }
        while inner.utf8.last == UInt8(ascii: " ") { inner.removeLast() }
        return inner
    }
}
