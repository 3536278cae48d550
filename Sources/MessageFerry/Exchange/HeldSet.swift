import BloomFilter
import BundleStore

/// What a neighbour holds, as far as it told.
enum HeldSet {
    /// It told nothing that can be believed: everything is offered, and what it has it refuses.
    case unknown
    /// Exactly these.
    case list(Set<BundleDigest>)
    /// Perhaps.
    case filter(BloomFilter)

    /// True if the neighbour has the bundle, or is taken to have it.
    func contains(_ digest: BundleDigest) -> Bool {
        switch self {
        case .unknown: false
        case .list(let digests): digests.contains(digest)
        case .filter(let filter): filter.contains(high: digest.high, low: digest.low)
        }
    }

    /// True where a bundle may be held to be there that is not.
    var isMistakable: Bool { if case .filter = self { true } else { false } }
}
