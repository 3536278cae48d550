import BundleProtocol
public import BundleStore
import JSONText

/// How a node is, for people and programs.
struct FerryStatus {
    private let shell: FerryShell

    init(_ shell: FerryShell) { self.shell = shell }

    var json: JSONValue {
        let node = shell.node
        let settings = node.settings
        return .object([
            ("node", .text("\(settings.node)")), ("role", .text(settings.role.rawValue)),
            ("routing", .text(settings.routing.name)),
            ("subscriptions", .list(settings.subscriptions.map { .text($0) })),
            ("store", store), ("contacts", .list(contacts)), ("neighbours", .list(neighbours)),
            ("counters", counters),
        ])
    }

    private var store: JSONValue {
        let node = shell.node
        var destinations: [UInt32: (count: Int, octets: Int)] = [:]
        for bundle in node.bundles where bundle.isCarried {
            destinations[bundle.destination, default: (0, 0)].count += 1
            destinations[bundle.destination, default: (0, 0)].octets += Int(bundle.size)
        }
        let largest = destinations.sorted { $0.value.octets > $1.value.octets }.prefix(100)
        return .object([
            ("bundles", .integer(node.bundles.count)), ("octets", .integer(node.index.octets)),
            ("quota_octets", .integer(node.settings.quota)), ("remembered", .integer(node.tombstones.count)),
            ("inbox", .integer(node.bundles.count { $0.inbox == .ready })),
            ("waiting_for_order", .integer(node.bundles.count { $0.inbox == .held })),
            (
                "for",
                .list(
                    largest.map { number, sum in
                        .object([
                            ("destination", .text(node.name(of: number))), ("bundles", .integer(sum.count)),
                            ("octets", .integer(sum.octets)),
                        ])
                    })
            ),
        ])
    }

    private var contacts: [JSONValue] {
        let node = shell.node
        return node.contacts.sorted { $0.key < $1.key }.map { number, contact in
            .object([
                ("contact", .integer(number)), ("node", .text(contact.opening.peer.map { "\($0)" })),
                ("authenticated", .flag(contact.opening.isAuthenticated)), ("host", .text(contact.opening.host)),
                ("stage", .text(contact.stage.rawValue)),
                ("for_s", .number(Double(node.time.steady - contact.since) / 1000, decimals: 1)),
                ("last_transfer_s", .number(Double(node.time.steady - contact.lastTransfer) / 1000, decimals: 1)),
                ("sent", .integer(contact.sentBundles)), ("received", .integer(contact.receivedBundles)),
                ("to_send", .integer(contact.queue.count - contact.next + contact.inFlight.count)),
                ("is_full", .flag(contact.isFull)),
            ])
        }
    }

    private var neighbours: [JSONValue] {
        let node = shell.node
        return node.neighbours.sorted { $0.key < $1.key }.map { key, neighbour in
            .object([
                ("address", .text(key)), ("node", .text(neighbour.node.map { "\($0)" })),
                ("heard_s", .number(Double(node.time.steady - neighbour.lastHeard) / 1000, decimals: 1)),
                ("failures", .integer(neighbour.failures)),
            ])
        }
    }

    private var counters: JSONValue {
        let counters = shell.node.counters
        return .object([
            ("received", .integer(counters.received)), ("received_octets", .integer(counters.receivedOctets)),
            ("handed_over", .integer(counters.handedOver)), ("handed_over_octets", .integer(counters.handedOverOctets)),
            ("for_applications", .integer(counters.forApplications)), ("duplicates", .integer(counters.duplicates)),
            ("malformed", .integer(counters.malformed)), ("last_malformed", .text(counters.lastMalformed)),
            ("expired", .integer(counters.expired)), ("hop_limit", .integer(counters.hopLimit)),
            ("not_carried", .integer(counters.notCarried)), ("impostors", .integer(counters.impostors)),
            ("shed", .integer(counters.shed)), ("refused_full", .integer(counters.refusedFull)),
            ("refused_share", .integer(counters.refusedShare)), ("refused_rate", .integer(counters.refusedRate)),
            ("unproven", .integer(counters.unproven)), ("failed_commits", .integer(counters.failedCommits)),
            ("last_failure", .text(counters.lastFailure)), ("bad_exchanges", .integer(counters.badExchanges)),
            ("freed", .integer(counters.freed)), ("reconciled", .integer(counters.reconciled)),
            ("ignored_beacons", .integer(counters.ignoredBeacons)), ("bad_beacons", .integer(shell.badBeacons)),
            ("refused_contacts", .integer(counters.refusedContacts)), ("anomalies", .integer(shell.anomalies)),
        ])
    }
}

extension FerryNode {
    /// What is held, in no order.
    public var bundles: [StoredBundle] { index.bundles }

    /// The name of an endpoint by its number in the store.
    public func name(of number: UInt32) -> String { endpoints[number].description }

    /// How many contacts have told each other everything.
    public var settledContacts: Int { contacts.values.count { $0.stage == .settled } }
}
