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
            "“\(text.unicodeScalars.prefix(64).map { $0.escaped(asASCII: true) }.joined())” is no configuration key, which reads section:name"
                + Self.hint(suggestions)
        case .unknownKey(let key, let suggestions):
            "no AR.Drone has the configuration key \(key)" + Self.hint(suggestions)
        case .notOnThisDrone(let key, let generation, let firmware, let availability):
            "\(key) exists on \(availability), not on this \(generation)" + (firmware.map { " with \($0)" } ?? "")
        case .readOnly(let key):
            "\(key) can only be read"
        case .needsMulticonfiguration(let key, let category):
            "\(key) is read-only with the default ids: activate \(category == .application ? "an application" : "a \(category.rawValue)") id first"
        case .wrongType(let key, let text, let expected):
            "\(key) takes \(expected), not “\(text)”"
        case .outOfRange(let key, let text, let allowed, let unit):
            "\(key) = \(text) is out of range: \(allowed.description(in: unit))"
        case .tooLong(let key, let count, let limit):
            "the value of \(key) has \(count) characters; the drone takes \(limit)"
        case .forbiddenCharacter(let key, let scalar, let position):
            "the value of \(key) holds the character \(scalar.escaped(asASCII: true)) at position \(position + 1); only printable ASCII without quotation marks can be sent"
        }
    }

    private static func hint(_ suggestions: [ConfigurationKey]) -> String {
        suggestions.isEmpty ? "" : "; did you mean \(suggestions.map(\.description).joined(separator: " or "))?"
    }
}

extension ConfigurationCatalogue {
    /// The longest value of a CONFIG command, in characters (SDK string of 128 with its end).
    public static let maximumValueLength = 127

    /// Reads what somebody wants to write, or says why the drone would not take it.
    ///
    /// - Parameters:
    ///   - text: The value as typed.
    ///   - name: The key as typed; capitals are accepted.
    ///   - generation: The airframe.
    ///   - firmware: Its firmware; nil while unknown, then any firmware of the airframe counts.
    ///   - ids: The sets that are active on the drone.
    public static func validate(
        _ text: String, forKeyNamed name: String, generation: DroneGeneration, firmware: FirmwareVersion? = nil,
        ids: MulticonfigurationIDs = .standard
    ) throws(ConfigurationError) -> ConfigurationValue {
        guard let key = ConfigurationKey(name) else {
            throw .malformedKey(name, suggestions: suggestions(for: name))
        }
        return try validate(text, for: key, generation: generation, firmware: firmware, ids: ids)
    }

    /// Reads what somebody wants to write, or says why the drone would not take it.
    ///
    /// - Parameters:
    ///   - text: The value as typed.
    ///   - key: The key.
    ///   - generation: The airframe.
    ///   - firmware: Its firmware; nil while unknown, then any firmware of the airframe counts.
    ///   - ids: The sets that are active on the drone.
    public static func validate(
        _ text: String, for key: ConfigurationKey, generation: DroneGeneration, firmware: FirmwareVersion? = nil,
        ids: MulticonfigurationIDs = .standard
    ) throws(ConfigurationError) -> ConfigurationValue {
        guard let entry = entry(for: key) else {
            throw .unknownKey(key, suggestions: suggestions(for: key.description))
        }
        guard isAvailable(entry, on: generation, firmware: firmware) else {
            throw .notOnThisDrone(key, generation, firmware, availability: entry.availability)
        }
        guard entry.rights.access(with: ids).isWritable else {
            if entry.rights.custom?.isWritable == true {
                throw .needsMulticonfiguration(key, entry.rights.category)
            }
            throw .readOnly(key)
        }
        try checkText(text, for: key)
        return try read(text, as: entry, on: generation)
    }

    /// Reads a value by type and range only, as the drone's own files hold it.
    static func read(
        _ text: String, as entry: ConfigurationEntry, on generation: DroneGeneration
    ) throws(ConfigurationError) -> ConfigurationValue {
        guard let value = ConfigurationValue(text, as: entry.type) else {
            throw .wrongType(entry.key, text: text, expected: entry.type)
        }
        guard entry.valid.allows(value, on: generation) else {
            throw .outOfRange(entry.key, text: text, allowed: entry.valid.on(generation), unit: entry.unit)
        }
        return value
    }

    /// Refuses a text that would break an AT command: too long, quotation marks, control characters, not ASCII.
    public static func checkText(_ text: String, for key: ConfigurationKey) throws(ConfigurationError) {
        for (position, scalar) in text.unicodeScalars.enumerated() {
            if scalar == "\"" || scalar.value < 0x20 || scalar.value >= 0x7F {
                throw .forbiddenCharacter(key, scalar, position: position)
            }
        }
        let count = text.utf8.count
        if count > maximumValueLength { throw .tooLong(key, count: count, limit: maximumValueLength) }
    }
}
