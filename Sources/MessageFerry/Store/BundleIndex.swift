import BundleStore

/// What is held, in memory: answers in no time whether a bundle is here, and goes through all of them.
struct BundleIndex {
    private(set) var bundles: [StoredBundle] = []
    private var places: [BundleDigest: Int32] = [:]

    /// Octets of all.
    private(set) var octets = 0
    /// Octets of those made here.
    private(set) var ownOctets = 0
    /// The digests' first words, joined by exclusive or: two nodes that hold the same have the same.
    private(set) var xor: UInt64 = 0

    init(_ bundles: [StoredBundle] = []) {
        places.reserveCapacity(bundles.count)
        self.bundles.reserveCapacity(bundles.count)
        for bundle in bundles { insert(bundle) }
    }

    var count: Int { bundles.count }

    subscript(digest: BundleDigest) -> StoredBundle? { places[digest].map { bundles[Int($0)] } }

    func contains(_ digest: BundleDigest) -> Bool { places[digest] != nil }

    /// Adds a bundle; false if it is there already.
    @discardableResult
    mutating func insert(_ bundle: StoredBundle) -> Bool {
        guard places[bundle.digest] == nil, bundles.count < Int(Int32.max) else { return false }
        places[bundle.digest] = Int32(bundles.count)
        bundles.append(bundle)
        octets += Int(bundle.size)
        if bundle.isOwn { ownOctets += Int(bundle.size) }
        xor ^= bundle.digest.high
        return true
    }

    /// Takes a bundle out.
    @discardableResult
    mutating func remove(_ digest: BundleDigest) -> StoredBundle? {
        guard let place = places.removeValue(forKey: digest) else { return nil }
        let bundle = bundles[Int(place)]
        let last = bundles.removeLast()
        if last.digest != digest {
            bundles[Int(place)] = last
            places[last.digest] = place
        }
        octets -= Int(bundle.size)
        if bundle.isOwn { ownOctets -= Int(bundle.size) }
        xor ^= digest.high
        return bundle
    }

    /// Changes what may change of a bundle: copies, whether it is carried, its place in the inbox.
    mutating func update(_ digest: BundleDigest, _ change: (inout StoredBundle) -> Void) {
        guard let place = places[digest] else { return }
        change(&bundles[Int(place)])
    }
}
