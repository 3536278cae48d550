/// What a store knows of a bundle without its octets: small, because a node keeps it in memory for each.
public struct StoredBundle: Hashable, Sendable {
    /// Where an application's copy stands.
    public enum Inbox: UInt8, Hashable, Sendable {
        /// Not for an application here.
        case none = 0
        /// For one, but an earlier message of the same author has not come.
        case held = 1
        /// For one, and not taken yet.
        case ready = 2
        /// Taken.
        case taken = 3
        /// A piece for one, which waits for the others.
        case fragment = 4
    }

    /// The number of the row; rows are numbered by who inserts them, never twice.
    public var row: Int64
    /// What the bundle is called.
    public var digest: BundleDigest
    /// The number of the source in the table of endpoints.
    public var source: UInt32
    /// The number of the destination.
    public var destination: UInt32
    /// When it came, milliseconds of the store's own time.
    public var arrived: Int64
    /// When it is of no more use, milliseconds of the store's own time.
    public var expires: Int64
    /// Octets.
    public var size: UInt32
    /// How many copies may still be handed out, this one included; `UInt16.max` for any number.
    public var copies: UInt16
    /// 0 bulk, 1 normal, 2 urgent.
    public var priority: UInt8
    /// True if the bundle was made here.
    public var isOwn: Bool
    /// True while others may still want it; false for what stays only for an application here.
    public var isCarried: Bool
    /// Where an application's copy stands.
    public var inbox: Inbox
    /// When it is an application's turn to get it: smaller is earlier. From the same numbers as the rows.
    public var turn: Int64

    /// What is known of a bundle.
    public init(
        row: Int64, digest: BundleDigest, source: UInt32, destination: UInt32, arrived: Int64, expires: Int64,
        size: UInt32, copies: UInt16 = .max, priority: UInt8 = 1, isOwn: Bool = false, isCarried: Bool = true,
        inbox: Inbox = .none, turn: Int64? = nil
    ) {
        self.row = row
        self.digest = digest
        self.source = source
        self.destination = destination
        self.arrived = arrived
        self.expires = expires
        self.size = size
        self.copies = copies
        self.priority = priority
        self.isOwn = isOwn
        self.isCarried = isCarried
        self.inbox = inbox
        self.turn = turn ?? row
    }
}

/// That a bundle which is here no longer was here, so that it is not taken again.
public struct Tombstone: Hashable, Sendable {
    /// What the bundle was called.
    public var digest: BundleDigest
    /// When the bundle itself would have expired; after that nobody offers it.
    public var expires: Int64
    /// True if its destination has it.
    public var isDelivered: Bool

    /// A tombstone.
    public init(digest: BundleDigest, expires: Int64, isDelivered: Bool) {
        self.digest = digest
        self.expires = expires
        self.isDelivered = isDelivered
    }
}

/// What happened to a bundle that was made here.
public struct BundleEvent: Hashable, Sendable {
    /// What.
    public enum Kind: UInt8, Hashable, Sendable {
        /// A neighbour took it.
        case pickedUp = 1
        /// Its destination, or a member of it, has it.
        case delivered = 2
        /// A node gave it up.
        case deleted = 3
    }

    /// The bundle.
    public var digest: BundleDigest
    /// What.
    public var kind: Kind
    /// Which node.
    public var node: String
    /// When, milliseconds since 1970 by the clock of whoever says so.
    public var time: Int64

    /// An event.
    public init(digest: BundleDigest, kind: Kind, node: String, time: Int64) {
        self.digest = digest
        self.kind = kind
        self.node = node
        self.time = time
    }
}

/// A change of the store; those of one call are made together or not at all.
public enum StoreChange: Sendable {
    /// A new bundle with its octets.
    case insert(StoredBundle, data: [UInt8])
    /// A bundle goes.
    case remove(row: Int64)
    /// Fewer copies are left.
    case copies(row: Int64, UInt16)
    /// An application's copy moves on.
    case inbox(row: Int64, StoredBundle.Inbox, turn: Int64)
    /// Others want it no longer.
    case carriedNoMore(row: Int64)
    /// A bundle is remembered.
    case tombstone(Tombstone)
    /// Bundles that have expired before this time are not remembered any more.
    case forgetTombstones(before: Int64)
    /// An endpoint gets its number.
    case endpoint(UInt32, octets: [UInt8])
    /// How far a stream of messages has come.
    case stream(key: [UInt8], next: UInt64)
    /// Something small by name; replaces what was there.
    case note(String, [UInt8])
    /// Something happened to a bundle of ours. Of what a node did once to a bundle there is one event, however often it
    /// is told of.
    case event(BundleEvent, ifKnown: KnownEvent)

    /// What becomes of an event when the node is known to have done the same to the bundle before.
    public enum KnownEvent: Hashable, Sendable {
        /// The time of the first stays.
        case keepsTime
        /// It has this time now: another piece of a message came to the node.
        case takesTime
    }
}
