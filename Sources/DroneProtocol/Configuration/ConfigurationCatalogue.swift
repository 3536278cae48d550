public import DroneModel

/// Every configuration key that is known of any AR.Drone, as a table.
///
/// The rows are data: SDK headers 1.5, 1.8, 2.0 and 2.0.1, dumps of firmware 1.7.4, 2.3.3 and 2.4.8, and what other
/// clients write; ``ConfigurationEntry/evidence`` tells which.
public enum ConfigurationCatalogue {
    /// All rows, by section.
    public static let entries: [ConfigurationEntry] = general + control + video + services

    private static let index: [ConfigurationKey: ConfigurationEntry] = Dictionary(
        entries.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })

    /// What is known of a key; nil for a key that no known drone has.
    public static func entry(for key: ConfigurationKey) -> ConfigurationEntry? { index[key] }

    /// What a drone has: by its firmware where that is known, otherwise everything any firmware of the airframe has.
    public static func entries(
        for generation: DroneGeneration, firmware: FirmwareVersion? = nil
    ) -> [ConfigurationEntry] {
        entries.filter { entry in isAvailable(entry, on: generation, firmware: firmware) }
    }

    /// True where that drone has the key.
    ///
    /// A firmware of another airframe counts as unknown.
    static func isAvailable(
        _ entry: ConfigurationEntry, on generation: DroneGeneration, firmware: FirmwareVersion?
    ) -> Bool {
        guard let firmware, firmware.generation == generation else { return entry.availability.includes(generation) }
        return entry.availability.includes(firmware)
    }

    /// The keys that begin with a text, for completion; also those whose name behind the colon does.
    public static func completions(of prefix: String, for generation: DroneGeneration? = nil) -> [ConfigurationKey] {
        let wanted = prefix.lowercased()
        return entries.compactMap { entry in
            if let generation, !entry.availability.includes(generation) { return nil }
            let matches = entry.key.description.hasPrefix(wanted) || entry.key.name.hasPrefix(wanted)
            return matches ? entry.key : nil
        }
    }

    /// At most three keys that somebody who wrote `text` may have meant, best first.
    ///
    /// A missing or wrong section, letters changed, dropped, doubled or swapped. More than a third of the letters
    /// wrong is taken for something else.
    public static func suggestions(for text: String) -> [ConfigurationKey] {
        let wanted = Array(text.lowercased().utf8.prefix(64))
        guard !wanted.isEmpty else { return [] }
        let name = wanted.lastIndex(of: UInt8(ascii: ":")).map { Array(wanted[($0 + 1)...]) } ?? wanted
        let hasSection = name.count < wanted.count
        let ranked = entries.compactMap { entry -> (distance: Int, key: ConfigurationKey)? in
            let whole = editDistance(wanted, Array(entry.key.description.utf8))
            // A right name in a wrong section costs one, so that the right section wins where there is one.
            let alone = editDistance(name, Array(entry.key.name.utf8)) + (hasSection ? 1 : 0)
            let best = min(whole, alone)
            let limit = max(1, (whole <= alone ? wanted.count : name.count) / 3)
            return best <= limit ? (best, entry.key) : nil
        }
        let sorted = ranked.sorted { ($0.distance, $0.key) < ($1.distance, $1.key) }
        let closest = sorted.first?.distance ?? 0
        return sorted.prefix(3).filter { $0.distance <= closest + 2 }.map(\.key)
    }

    /// How many letters must be inserted, removed, changed or swapped with their neighbour.
    static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
