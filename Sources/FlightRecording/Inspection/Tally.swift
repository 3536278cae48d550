/// How often each of several things occurred, in bounded memory.
///
/// A file from outside may hold any number of different ports, names or words; a sound one holds a handful. Once
/// `capacity` different keys are there, further ones are only counted together.
public struct Tally<Key: Hashable & Sendable>: Equatable, Sendable {
    /// How many different keys are told apart.
    public let capacity: Int
    /// Occurrences by key; keys that did not occur are absent.
    public private(set) var counts: [Key: Int] = [:]
    /// Occurrences of keys beyond the first `capacity` ones.
    public private(set) var others = 0

    /// A tally of nothing.
    public init(capacity: Int = 256) { self.capacity = max(0, capacity) }

    /// How often `key` occurred.
    public subscript(key: Key) -> Int { counts[key, default: 0] }

    /// Occurrences of all keys.
    public var total: Int { counts.values.reduce(others, +) }

    /// Notes `occurrences` of `key`.
    mutating func count(_ key: Key, occurrences: Int = 1) {
        if counts[key] != nil || counts.count < capacity {
            counts[key, default: 0] += occurrences
        } else {
            others += occurrences
        }
    }
}

extension Tally where Key: Comparable {
    /// The keys with their counts, by ascending key.
    public var ascending: [(key: Key, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { (key: $0.key, count: $0.value) }
    }
}
