public import DroneModel

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
