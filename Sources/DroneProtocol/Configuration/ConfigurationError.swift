public import DroneModel

/// Why a configuration value is not sent to the drone.
public enum ConfigurationError: Error, Equatable, Sendable {
    /// The text is no key at all.
    case malformedKey(String, suggestions: [ConfigurationKey])
    /// No known drone has this key.
    case unknownKey(ConfigurationKey, suggestions: [ConfigurationKey])
    /// Another drone or another firmware has it.
    case notOnThisDrone(ConfigurationKey, DroneGeneration, FirmwareVersion?, availability: ConfigurationAvailability)
    /// It cannot be written at all.
    case readOnly(ConfigurationKey)
    /// It can be written only while a set of that category is active.
    case needsMulticonfiguration(ConfigurationKey, ConfigurationCategory)
    /// The text does not read as the key's type.
    case wrongType(ConfigurationKey, text: String, expected: ConfigurationType)
    /// The value is not accepted.
    case outOfRange(ConfigurationKey, text: String, allowed: ConfigurationRange, unit: ConfigurationUnit)
    /// The text is longer than the drone's strings.
    case tooLong(ConfigurationKey, count: Int, limit: Int)
    /// A character that would break the command.
    case forbiddenCharacter(ConfigurationKey, Unicode.Scalar, position: Int)
}

extension ConfigurationError: CustomStringConvertible {
    /// What is wrong with which key, and what to do.
    public var description: String {
        switch self {
        case .malformedKey(let text, let suggestions):
            "“\(Self.quotable(text))” is no configuration key, which reads section:name" + Self.hint(suggestions)
        case .unknownKey(let key, let suggestions):
            "no AR.Drone has the configuration key \(key)" + Self.hint(suggestions)
        case .notOnThisDrone(let key, let generation, let firmware, let availability):
            "\(key) exists on \(availability), not on this \(generation)" + (firmware.map { " with \($0)" } ?? "")
        case .readOnly(let key):
            "\(key) can only be read"
        case .needsMulticonfiguration(let key, let category):
            "\(key) is read-only with the default ids: activate "
                + (category == .application ? "an application" : "a \(category.rawValue)") + " id first"
        case .wrongType(let key, let text, let expected):
            "\(key) takes \(expected), not “\(text)”"
        case .outOfRange(let key, let text, let allowed, let unit):
            "\(key) = \(text) is out of range: \(allowed.description(in: unit))"
        case .tooLong(let key, let count, let limit):
            "the value of \(key) has \(count) characters; the drone takes \(limit)"
        case .forbiddenCharacter(let key, let scalar, let position):
            "the value of \(key) holds the character \(scalar.escaped(asASCII: true)) at position \(position + 1); "
                + "only printable ASCII without quotation marks can be sent"
        }
    }

    /// The beginning of a text from outside, escaped so that a terminal may show it.
    static func quotable(_ text: String) -> String {
        text.unicodeScalars.prefix(64).map { $0.escaped(asASCII: true) }.joined()
    }

    private static func hint(_ suggestions: [ConfigurationKey]) -> String {
        suggestions.isEmpty ? "" : "; did you mean \(suggestions.map(\.description).joined(separator: " or "))?"
    }
}
