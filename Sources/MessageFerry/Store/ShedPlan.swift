import BundleStore

/// Who goes first when the store is full: others' before ours, then the lowest priority, then the soonest expiry.
struct ShedPlan {
    private var victims: [StoredBundle] = []

    /// The order in which bundles go.
    static func goesBefore(_ left: StoredBundle, _ right: StoredBundle) -> Bool {
        if left.isOwn != right.isOwn { return right.isOwn }
        if left.priority != right.priority { return left.priority < right.priority }
        return left.expires < right.expires
    }

    /// The bundles that have to go so that `octets` become free for `newcomer`; nil where that would cost one that is
    /// worth as much as the newcomer. What waits for an application here is no candidate.
    mutating func makeRoom(for newcomer: StoredBundle, octets: Int, in index: BundleIndex) -> [StoredBundle]? {
        var chosen: [StoredBundle] = []
        var freed = 0
        var isFresh = false
        while freed < octets {
            if victims.isEmpty {
                if isFresh { return nil }
                isFresh = true
                // A two-hundredth at once, so that a full store is not searched for each bundle.
                let taken = Set(chosen.map(\.row))
                let sorted = index.bundles.filter {
                    $0.inbox != .held && $0.inbox != .ready && !taken.contains($0.row)
                }.sorted(by: Self.goesBefore)
                victims = Array(sorted.prefix(max(64, sorted.count / 200))).reversed()
            }
            guard let next = victims.last else { return nil }
            guard Self.goesBefore(next, newcomer) else { return nil }
            victims.removeLast()
            guard let current = index[next.digest], current.row == next.row else { continue }
            chosen.append(current)
            freed += Int(current.size)
            isFresh = false
        }
        return chosen
    }
}
