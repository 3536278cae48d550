/// What each address has sent of late, so that one neighbour cannot take up a node, also not by coming back again and
/// again.
struct PeerAccounts {
    /// What becomes of a bundle.
    enum Outcome {
        case taken
        /// More bundles in a second than anybody may send.
        case tooMany
        /// More octets for others in an hour than one neighbour's share.
        case tooMuch
    }

    private struct Account {
        /// Bundles that were not yet worked off at the permitted rate.
        var bundles = 0.0
        /// Octets that were not yet worked off at a share in an hour.
        var octets = 0.0
        var since: Int64
    }

    private var accounts: [String: Account] = [:]
    private var lastPruned: Int64 = .min / 2
    private static let pruningPause: Int64 = 10_000
    /// Addresses that are remembered; more come only from somebody who makes them up, and share one account.
    private static let limit = 1024
    private static let hour = 3_600_000.0
    /// Seconds of the permitted rate that may come at once.
    private static let burst = 2.0

    /// How many addresses are remembered.
    var count: Int { accounts.count }

    /// Charges a bundle to an address.
    ///
    /// - Parameters:
    ///   - octets: Octets of it that count.
    ///   - share: Octets that one address may send in an hour.
    mutating func charge(
        _ host: String, octets: Int, at time: Int64, bundlesPerSecond rate: Double, share: Double
    ) -> Outcome {
        var key = host
        if accounts[key] == nil, accounts.count >= Self.limit {
            if time - lastPruned > Self.pruningPause {
                accounts = accounts.filter { Double(time - $0.value.since) < Self.hour }
                lastPruned = time
            }
            if accounts.count >= Self.limit { key = "" }
        }
        var account = accounts[key] ?? Account(since: time)
        let passed = Double(max(0, time - account.since))
        account.since = time
        account.bundles = max(0, account.bundles - passed / 1000 * rate)
        account.octets = max(0, account.octets - passed / Self.hour * share)
        let outcome: Outcome =
            account.bundles + 1 > max(1, rate * Self.burst)
            ? .tooMany : account.octets + Double(octets) > share ? .tooMuch : .taken
        if outcome == .taken {
            account.bundles += 1
            account.octets += Double(octets)
        }
        accounts[key] = account
        return outcome
    }
}
