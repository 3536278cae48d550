/// What the firmware changes by itself when a key is written.
extension DroneConfiguration {
    /// A value that changes because another was written.
    public struct Consequence: Equatable, Sendable {
        /// The key that changes.
        public var key: ConfigurationKey
        /// Its new raw text.
        public var value: String
    }

    /// The other keys that change when `text` is written to `key`, by the rules of the firmware.
    ///
    /// - The working limits of tilt, climb and turn are also stored in the `indoor_` or `outdoor_` twin of the active
    ///   mode. Writing a twin itself leaves the working limit alone: the headers say nothing of the other direction.
    /// - Switching `control:outdoor` copies the stored twins of the new mode into the working limits.
    /// - Writing `detect:detect_type` clears the three tag masks.
    public func consequences(ofWriting text: String, to key: ConfigurationKey) -> [Consequence] {
        switch key {
        case .outdoor:
            guard case .flag(let outdoor) = ConfigurationValue(text, as: .bool) else { return [] }
            return ConfigurationKey.workingLimits.compactMap { limit in
                self[limit.twin(outdoor: outdoor)].map { Consequence(key: limit, value: $0) }
            }
        case .detection:
            return ConfigurationKey.tagMasks.compactMap { mask in
                self[mask] == nil ? nil : Consequence(key: mask, value: "0")
            }
        case _ where ConfigurationKey.workingLimits.contains(key):
            return [Consequence(key: key.twin(outdoor: isOutdoor ?? false), value: text)]
        default:
            return []
        }
    }

    /// Writes a value with all its consequences.
    public mutating func write(_ text: String, to key: ConfigurationKey) {
        let consequences = consequences(ofWriting: text, to: key)
        self[key] = text
        for consequence in consequences { self[consequence.key] = consequence.value }
    }
}

extension ConfigurationKey {
    /// The limits that exist three times: at work, for indoors and for outdoors.
    static let workingLimits: [ConfigurationKey] = [.tiltMaximum, .verticalSpeedMaximum, .yawRateMaximum]

    static let tagMasks: [ConfigurationKey] = [
        ConfigurationKey(known: "detect:detections_select_h"),
        ConfigurationKey(known: "detect:detections_select_v_hsync"),
        ConfigurationKey(known: "detect:detections_select_v"),
    ]

    /// The key that stores this limit for one of the modes.
    func twin(outdoor: Bool) -> ConfigurationKey {
        ConfigurationKey(known: "\(section):\(outdoor ? "outdoor" : "indoor")_\(name)")
    }

    /// True where writing the key changes keys that have a meaning of their own.
    var hasConsequences: Bool { self == .outdoor || self == .detection }
}
