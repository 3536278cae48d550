public import DroneModel

/// The configuration as a drone keeps it: one common set and one set for each application, user and session.
///
/// What the simulator answers with; the rules are the firmware's. With the default ids the default values are at work
/// and many keys can only be read; the first write of an id copies the defaults into a new set.
public struct MulticonfigurationStore: Equatable, Sendable {
    /// The airframe, which decides about keys and ranges.
    public let generation: DroneGeneration
    /// The firmware, which decides about keys.
    public let firmware: FirmwareVersion
    /// The sets that are active.
    public private(set) var active = MulticonfigurationIDs.standard

    /// The default set of every category, and the common values.
    private var standard: DroneConfiguration
    private var sets: [ConfigurationCategory: [MulticonfigurationID: DroneConfiguration]] = [:]
    /// The ids in the order of their creation.
    private var order: [ConfigurationCategory: [MulticonfigurationID]] = [:]

    /// How many sets of one category are kept, so that nobody on the network can fill the memory.
    ///
    /// The limit of real drones is not known.
    public static let maximumSets = 64

    /// What became of a CONFIG command.
    public enum Outcome: Equatable, Sendable {
        /// These keys hold new values: the one that was written first, then its consequences.
        case stored([ConfigurationKey])
        /// An id was written: sets were selected, created or deleted.
        case selected(MulticonfigurationIDs)
        /// The command has no effect.
        ///
        /// A real drone acknowledges it all the same and tells nothing.
        case ignored(Reason)
    }

    /// Why a command has no effect.
    public enum Reason: Equatable, Sendable {
        /// The key or the value is not accepted.
        case invalid(ConfigurationError)
        /// Sets are active and CONFIG_IDS did not name exactly them.
        case idsDoNotMatch(active: MulticonfigurationIDs, named: MulticonfigurationIDs?)
        /// There are too many sets already.
        case tooManySets(ConfigurationCategory)
    }

    /// A drone that nobody has configured.
    public init(generation: DroneGeneration, firmware: FirmwareVersion) {
        self.generation = generation
        self.firmware = firmware
        standard = .defaults(for: generation, firmware: firmware)
    }

    /// What the drone dumps: the common values and those of the active sets, in the order of the catalogue.
    public var effective: DroneConfiguration {
        var configuration = standard
        for category in [ConfigurationCategory.application, .user, .session] {
            if let set = sets[category]?[active[category]] { configuration.merge(set) }
        }
        for (key, category) in Self.selectorKeys where configuration[key] != nil {
            configuration[key] = active[category].description
        }
        return configuration
    }

    /// The sets that exist, as CTRL mode 6 lists them.
    public var list: MulticonfigurationList {
        var list = MulticonfigurationList()
        for (key, category) in Self.descriptionKeys {
            list[category] = order[category, default: []].map { id in
                MulticonfigurationList.Item(id: id, description: sets[category]?[id]?[key] ?? "")
            }
        }
        return list
    }

    /// Takes a CONFIG command.
    ///
    /// - Parameters:
    ///   - text: The value as it came.
    ///   - key: The key.
    ///   - named: The ids of the CONFIG_IDS directly before it; nil where there was none.
    public mutating func write(
        _ text: String, to key: ConfigurationKey, named: MulticonfigurationIDs? = nil
    ) -> Outcome {
        do throws(ConfigurationError) {
            let value = try ConfigurationCatalogue.validate(
                text, for: key, generation: generation, firmware: firmware, ids: active)
            // A client's first command names the ids it is about to create, so ids may always be written.
            if let category = Self.selectorKeys.first(where: { $0.key == key })?.value,
                let selector = MulticonfigurationSelector(text)
            {
                return apply(selector, to: category)
            }
            guard named == active || named == nil && active == .standard else {
                return .ignored(.idsDoNotMatch(active: active, named: named))
            }
            let stored = value.dumpText
            let consequences = effective.consequences(ofWriting: stored, to: key)
            set(key, to: stored)
            for consequence in consequences { set(consequence.key, to: consequence.value) }
            return .stored([key] + consequences.map(\.key))
        } catch {
            return .ignored(.invalid(error))
        }
    }

    /// Sets a value the drone itself knows, whatever the rights: its flying time, its serial number, its name.
    public mutating func setByDrone(_ text: String, to key: ConfigurationKey) { set(key, to: text) }

    /// Starts the drone anew: no set is active, and what is not saved or not read back has its default again.
    public mutating func restart() {
        active = .standard
        let defaults = DroneConfiguration.defaults(for: generation, firmware: firmware)
        for entry in ConfigurationCatalogue.entries(for: generation, firmware: firmware) {
            // Values that can only be read describe the drone and do not change.
            if entry.rights.standard.isWritable, entry.rights.standard.persistence != .saved {
                standard[entry.key] = defaults[entry.key]
            }
            guard let custom = entry.rights.custom, custom.persistence != .saved else { continue }
            for id in order[entry.rights.category, default: []] {
                sets[entry.rights.category]?[id]?[entry.key] = defaults[entry.key]
            }
        }
    }

    private static let selectorKeys: KeyValuePairs<ConfigurationKey, ConfigurationCategory> = [
        .applicationID: .application, .profileID: .user, .sessionID: .session,
    ]

    private static let descriptionKeys: KeyValuePairs<ConfigurationKey, ConfigurationCategory> = [
        .applicationDescription: .application, .profileDescription: .user, .sessionDescription: .session,
    ]

    private mutating func apply(_ selector: MulticonfigurationSelector, to category: ConfigurationCategory) -> Outcome {
        switch selector {
        case .select(let id):
            if id != .standard, sets[category]?[id] == nil {
                guard order[category, default: []].count < Self.maximumSets else {
                    return .ignored(.tooManySets(category))
                }
                sets[category, default: [:]][id] = defaultSet(of: category)
                order[category, default: []].append(id)
            }
            active[category] = id
        case .delete(let id):
            sets[category]?[id] = nil
            order[category]?.removeAll { $0 == id }
            if active[category] == id { active[category] = .standard }
        case .deleteAll:
            sets[category] = nil
            order[category] = nil
            active[category] = .standard
        }
        return .selected(active)
    }

    /// The values of one category in the default set: what a new set begins with.
    private func defaultSet(of category: ConfigurationCategory) -> DroneConfiguration {
        var set = DroneConfiguration()
        for (key, text) in standard where !Self.selectorKeys.contains(where: { $0.key == key }) {
            if ConfigurationCatalogue.entry(for: key)?.rights.category == category { set[key] = text }
        }
        return set
    }

    private mutating func set(_ key: ConfigurationKey, to text: String) {
        let category = ConfigurationCatalogue.entry(for: key)?.rights.category ?? .common
        let id = active[category]
        if id == .standard {
            standard[key] = text
        } else {
            sets[category]?[id]?[key] = text
        }
    }
}
