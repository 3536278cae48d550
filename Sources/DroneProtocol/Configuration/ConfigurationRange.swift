public import DroneModel

/// Which values a configuration key accepts.
public indirect enum ConfigurationRange: Equatable, Sendable {
    /// Everything its type can say: no limit is known.
    case any
    /// Whole numbers in a range, and some single ones outside it.
    case integers(ClosedRange<Int>, also: [Int])
    /// Numbers in a range, and some single ones outside it.
    case numbers(ClosedRange<Double>, also: [Double])
    /// One of a list.
    case oneOf([Choice])
    /// An id of eight lower-case hexadecimal digits, or `-id`, or `-all`.
    case multiconfigurationID
    /// A hardware address: `00:12:34:56:78:9a`.
    case hardwareAddress
    /// Different on the two airframes.
    case each(ardrone1: ConfigurationRange, ardrone2: ConfigurationRange)

    /// One of the values of ``oneOf(_:)``.
    public struct Choice: Hashable, Sendable {
        /// The number on the wire.
        public var value: Int
        /// What it stands for.
        public var meaning: String
    }

    static func integers(_ range: ClosedRange<Int>) -> Self { .integers(range, also: []) }
    static func numbers(_ range: ClosedRange<Double>) -> Self { .numbers(range, also: []) }
    static func choices(_ pairs: KeyValuePairs<Int, String>) -> Self {
        .oneOf(pairs.map { pair in Choice(value: pair.key, meaning: pair.value) })
    }

    /// No negative numbers.
    static let count = integers(0...Int(Int32.max))
    /// At least 1.
    static let positive = integers(1...Int(Int32.max))

    /// The range that counts on that airframe.
    public func on(_ generation: DroneGeneration) -> ConfigurationRange {
        guard case .each(let ardrone1, let ardrone2) = self else { return self }
        return generation == .ardrone1 ? ardrone1 : ardrone2
    }

    /// True where that airframe accepts the value.
    public func allows(_ value: ConfigurationValue, on generation: DroneGeneration) -> Bool {
        switch (on(generation), value) {
        case (.integers(let range, let also), .integer(let number)):
            range.contains(number) || also.contains(number)
        case (.oneOf(let choices), .integer(let number)):
            choices.contains { $0.value == number }
        case (.numbers(let range, let also), .float(let number)), (.numbers(let range, let also), .double(let number)):
            range.contains(number) || also.contains(number)
        case (.multiconfigurationID, .text(let text)):
            MulticonfigurationSelector(text) != nil
        case (.hardwareAddress, .text(let text)):
            Self.isHardwareAddress(text)
        case (.any, _):
            true
        case (.integers, _), (.oneOf, _), (.numbers, _), (.multiconfigurationID, _), (.hardwareAddress, _), (.each, _):
            false
        }
    }

    /// For messages and help: `0.0 to 0.52 rad`.
    public func description(in unit: ConfigurationUnit) -> String {
        let suffix = unit == .none ? "" : " \(unit.rawValue)"
        switch self {
        case .any: return "any value"
        case .integers(let range, let also):
            let end =
                range.upperBound == Int(Int32.max)
                ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            return ([end + suffix] + also.map(String.init)).joined(separator: " or ")
        case .numbers(let range, let also):
            let span = "\(range.lowerBound) to \(range.upperBound)" + suffix
            return ([span] + also.map { "\($0)" }).joined(separator: " or ")
        case .oneOf(let choices):
            return choices.map { "\($0.value) (\($0.meaning))" }.joined(separator: ", ")
        case .multiconfigurationID: return "8 lower-case hexadecimal digits, or -id, or -all"
        case .hardwareAddress: return "six pairs of hexadecimal digits with colons"
        case .each(let ardrone1, let ardrone2):
            return
                "\(ardrone1.description(in: unit)) on AR.Drone 1.0; \(ardrone2.description(in: unit)) on AR.Drone 2.0"
        }
    }

    private static func isHardwareAddress(_ text: String) -> Bool {
        let pairs = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return pairs.count == 6
            && pairs.allSatisfy { pair in
                pair.count == 2 && pair.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
            }
    }
}
