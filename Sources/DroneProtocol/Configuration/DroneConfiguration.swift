public import DroneModel

/// What a drone holds: keys and their texts, in the order in which they came.
///
/// Two configurations are equal where order and texts are; ``differences(to:)`` compares what they mean.
public struct DroneConfiguration: Equatable, Sendable {
    /// The keys, in the order in which they were first set.
    public private(set) var keys: [ConfigurationKey] = []
    private var texts: [ConfigurationKey: String] = [:]

    /// Nothing.
    public init() {}

    /// What an unused drone holds: the catalogue's default of every key that the firmware has.
    ///
    /// The firmware's own number stands in `general:num_version_soft`. A firmware of another airframe is written there
    /// too, but the keys are those of the airframe.
    public static func defaults(for generation: DroneGeneration, firmware: FirmwareVersion) -> Self {
        var configuration = Self()
        for entry in ConfigurationCatalogue.entries(for: generation, firmware: firmware) {
            configuration[entry.key] = entry.initial[generation]
        }
        configuration[.firmware] = firmware.description
        return configuration
    }

    /// The raw text of a key; nil where the drone has not told.
    ///
    /// Setting nil removes the key.
    ///
    /// Control characters in a text become spaces and the spaces around it go, so that every text survives a dump.
    public subscript(key: ConfigurationKey) -> String? {
        get { texts[key] }
        set {
            guard let newValue else {
                if texts.removeValue(forKey: key) != nil { keys.removeAll { $0 == key } }
                return
            }
            if texts.updateValue(Self.printable(newValue), forKey: key) == nil { keys.append(key) }
        }
    }

    /// The text without control characters and without spaces around it.
    static func printable(_ text: String) -> String {
        let bytes = text.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }
        return String(decoding: DumpLines.trimmed(bytes), as: UTF8.self)
    }

    /// The value of a key, read as the catalogue says.
    ///
    /// Nil where the key is missing, unknown to the catalogue, or holds something else than its type.
    public func value(for key: ConfigurationKey) -> ConfigurationValue? {
        guard let text = texts[key], let entry = ConfigurationCatalogue.entry(for: key) else { return nil }
        return ConfigurationValue(text, as: entry.type)
    }

    /// Sets the values of `other`, keeping the others.
    public mutating func merge(_ other: DroneConfiguration) {
        for entry in other { self[entry.key] = entry.value }
    }
}

extension DroneConfiguration: RandomAccessCollection {
    /// The first place.
    public var startIndex: Int { keys.startIndex }
    /// Behind the last place.
    public var endIndex: Int { keys.endIndex }
    /// Key and raw text at that place.
    public subscript(position: Int) -> (key: ConfigurationKey, value: String) {
        (keys[position], texts[keys[position]] ?? "")
    }
}
