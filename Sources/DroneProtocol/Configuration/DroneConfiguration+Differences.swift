public import DroneModel

/// A key on which two configurations do not agree.
public struct ConfigurationDifference: Equatable, Sendable {
    /// The key.
    public var key: ConfigurationKey
    /// The raw text on the left; nil where the key is missing there.
    public var left: String?
    /// The raw text on the right; nil where the key is missing there.
    public var right: String?
    /// What the numbers count, from the catalogue.
    public var unit: ConfigurationUnit
}

extension ConfigurationDifference: CustomStringConvertible {
    /// `control:altitude_max: 3000 mm → 5000 mm`.
    public var description: String {
        let suffix = unit == .none ? "" : " \(unit.rawValue)"
        let side: (String?) -> String = { text in
            guard let text else { return "n/a" }
            return text.isEmpty ? "(empty)" : text + suffix
        }
        return "\(key): \(side(left)) → \(side(right))"
    }
}

extension DroneConfiguration {
    /// Only what differs from `other`: in this order, then what only the other has.
    ///
    /// Texts that stand for the same value do not differ: `0.209440` and `2.0943952e-01`, `1` and `TRUE`.
    public func differences(to other: DroneConfiguration) -> [ConfigurationDifference] {
        let onlyThere = other.keys.filter { self[$0] == nil }
        return (keys + onlyThere).compactMap { key in
            let (left, right) = (self[key], other[key])
            if left == right { return nil }
            if let here = value(for: key), let there = other.value(for: key), here.isEquivalent(to: there) {
                return nil
            }
            let unit = ConfigurationCatalogue.entry(for: key)?.unit ?? .none
            return ConfigurationDifference(key: key, left: left, right: right, unit: unit)
        }
    }

    /// What has to be written, and what cannot be, to bring a drone back to a backup.
    public struct RestorePlan: Equatable, Sendable {
        /// Values to write, in this order.
        public var writes: [Write] = []
        /// Differences the drone would not take, with the reason.
        public var refused: [ConfigurationError] = []
        /// Keys of the backup that are left alone because writing them starts something or selects a set.
        public var skipped: [ConfigurationKey] = []

        /// One value to write.
        public struct Write: Equatable, Sendable {
            /// The key.
            public var key: ConfigurationKey
            /// The text for the CONFIG command.
            public var wireText: String
        }
    }

    /// How to bring a drone that holds this configuration back to `backup`.
    ///
    /// Every write is played through with its consequences, so that switching `control:outdoor`, which overwrites
    /// the working limits, and writing a limit, which overwrites a twin, come before what they would overwrite.
    public func restorePlan(
        from backup: DroneConfiguration, generation: DroneGeneration, firmware: FirmwareVersion?,
        ids: MulticonfigurationIDs
    ) -> RestorePlan {
        var plan = RestorePlan()
        var expected = self
        let phases: [(ConfigurationKey) -> Bool] = [
            { $0.hasConsequences }, { ConfigurationKey.workingLimits.contains($0) },
            { !$0.hasConsequences && !ConfigurationKey.workingLimits.contains($0) },
        ]
        for belongs in phases {
            for difference in expected.differences(to: backup) where belongs(difference.key) {
                guard let wanted = difference.right else { continue }
                if difference.key.startsSomething {
                    plan.skipped.append(difference.key)
                    continue
                }
                do throws(ConfigurationError) {
                    let value = try ConfigurationCatalogue.validate(
                        wanted, for: difference.key, generation: generation, firmware: firmware, ids: ids)
                    plan.writes.append(RestorePlan.Write(key: difference.key, wireText: value.wireText()))
                    expected.write(wanted, to: difference.key)
                } catch {
                    plan.refused.append(error)
                }
            }
        }
        return plan
    }
}

extension ConfigurationKey {
    /// True where writing the key makes the drone do something at once, or changes which set is active.
    ///
    /// Such keys are never written by a restore: a backup must not start a flip.
    public var startsSomething: Bool {
        switch self {
        case .flightAnimation, .ledAnimation, .userbox, .sessionID, .profileID, .applicationID: true
        default: description == "rescue:rescue" || section == "control" && name.hasPrefix("flying_camera_")
        }
    }
}
