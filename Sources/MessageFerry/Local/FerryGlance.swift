import FoundationEssentials

/// What a node says of itself, as far as people look at it all the time: what ``LocalRequest/status`` answers, read.
public struct FerryGlance: Decodable, Equatable, Sendable {
    /// The node's name.
    public var node: String
    /// station or carrier.
    public var role: String
    /// Beginnings of the groups that are for applications here.
    public var subscriptions: [String]
    /// Who is near.
    public var contacts: [Contact]
    private var store: Store

    /// How many bundles it holds.
    public var bundles: Int { store.bundles }
    /// Octets of them.
    public var octets: Int { store.octets }
    /// How many it may hold, octets.
    public var quota: Int { store.quota }
    /// For whom they are, the most octets first.
    public var destinations: [Destination] { store.for }

    /// A neighbour that can be talked to now.
    public struct Contact: Decodable, Equatable, Sendable {
        /// Its name; nil where it has not said it.
        public var node: String?
        /// Its address.
        public var host: String
        /// How long it has been there, seconds.
        public var seconds: Double
        /// How long ago something was handed over, seconds.
        public var lastTransfer: Double
        /// How far the exchange has come: opening, sending, comparing, settled.
        public var stage: String
        /// Bundles sent to it.
        public var sent: Int
        /// Bundles received from it.
        public var received: Int
        /// Bundles that are to be sent.
        public var toSend: Int

        private enum CodingKeys: String, CodingKey {
            case node, host, stage, sent, received
            case seconds = "for_s"
            case lastTransfer = "last_transfer_s"
            case toSend = "to_send"
        }
    }

    /// What is held for one destination.
    public struct Destination: Decodable, Equatable, Sendable {
        /// Its name.
        public var destination: String
        /// Bundles.
        public var bundles: Int
        /// Octets.
        public var octets: Int
    }

    private struct Store: Decodable, Equatable {
        var bundles: Int
        var octets: Int
        var quota: Int
        var `for`: [Destination]

        enum CodingKeys: String, CodingKey {
            case bundles, octets, `for`
            case quota = "quota_octets"
        }
    }

    /// Reads a node's answer; nil where it says something else.
    public init?(json: String) {
        guard let glance = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
        self = glance
    }
}
