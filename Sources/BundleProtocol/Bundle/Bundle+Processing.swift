/// Reason codes of status reports (RFC 9171, 9.5, and RFC 9172, 11.2).
public struct ReasonCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt64

    /// A reason by its number.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Nothing to add.
    public static let none = ReasonCode(rawValue: 0)
    /// The lifetime is over.
    public static let lifetimeExpired = ReasonCode(rawValue: 1)
    /// The store is full.
    public static let depletedStorage = ReasonCode(rawValue: 4)
    /// The destination cannot be reached.
    public static let destinationUnavailable = ReasonCode(rawValue: 5)
    /// Nobody knows a way.
    public static let noRoute = ReasonCode(rawValue: 6)
    /// No contact will be in time.
    public static let noTimelyContact = ReasonCode(rawValue: 7)
    /// A block cannot be read.
    public static let blockUnintelligible = ReasonCode(rawValue: 8)
    /// The hop limit is passed.
    public static let hopLimitExceeded = ReasonCode(rawValue: 9)
    /// A node has a limit of its own.
    public static let trafficPared = ReasonCode(rawValue: 10)
    /// A block that has to be understood is not.
    public static let blockUnsupported = ReasonCode(rawValue: 11)
    /// A signature or encryption is missing.
    public static let missingSecurity = ReasonCode(rawValue: 12)
    /// A signature or encryption does not hold.
    public static let failedSecurity = ReasonCode(rawValue: 15)
}

/// Why a bundle goes no further.
public struct BundleDeletion: Error, Hashable, Sendable {
    /// What a status report says about it.
    public var reason: ReasonCode

    /// A deletion.
    public init(_ reason: ReasonCode) { self.reason = reason }
}

extension Bundle {
    /// How old the bundle is.
    ///
    /// - Parameters:
    ///   - now: The time by a trusted clock; nil without one.
    ///   - residence: How long the bundle has been here.
    /// - Returns: By the clocks where the creation time is known and ours is trusted, else by the age block; nil where
    ///   neither tells.
    public func age(now: DTNTime?, residence: Duration) -> Duration? {
        if let now, now.isKnown, primary.created.time.isKnown {
            let created = primary.created.time.milliseconds
            return Duration(milliseconds: now.milliseconds > created ? now.milliseconds - created : 0)
        }
        return ageMilliseconds.map { Duration(milliseconds: $0) + max(.zero, residence) }
    }

    /// How long the bundle is still of use: zero or less once it has expired. Where its age cannot be told, the time
    /// that it has been here counts as its age.
    public func remainingLifetime(now: DTNTime?, residence: Duration) -> Duration {
        lifetime - (age(now: now, residence: residence) ?? max(.zero, residence))
    }

    /// True once the bundle is of no use to anybody.
    public func isExpired(now: DTNTime?, residence: Duration) -> Bool {
        remainingLifetime(now: now, residence: residence) < .zero
    }

    /// Makes the bundle ready to be sent on: names this node as the previous one, counts the hop, and adds the time
    /// spent here to the age. To be called as late as possible.
    ///
    /// - Parameters:
    ///   - node: Our node ID.
    ///   - now: The time by a trusted clock; nil without one.
    ///   - residence: How long the bundle has been here.
    ///   - isSource: True where the bundle was made here: no previous node, and no hop yet.
    /// - Throws: The reason to delete the bundle instead: lifetime over or too many hops.
    public mutating func prepareForForwarding(
        by node: EndpointID, now: DTNTime?, residence: Duration, isSource: Bool = false
    ) throws(BundleDeletion) {
        if isExpired(now: now, residence: residence) { throw BundleDeletion(.lifetimeExpired) }
        if let age = ageMilliseconds {
            let (sum, overflow) = age.addingReportingOverflow(residence.wholeMilliseconds)
            set(.bundleAge, flags: .replicate, data: Self.age(encoding: overflow ? .max : sum))
        }
        if isSource { return }
        if var hops = hopCount {
            hops.count = hops.count == .max ? .max : hops.count + 1
            if hops.count > UInt64(hops.limit) { throw BundleDeletion(.hopLimitExceeded) }
            set(.hopCount, flags: .replicate, data: hops.encoded)
        }
        set(.previousNode, flags: [], data: node.encoded)
    }

    /// What becomes of blocks that are not understood, after ``discardUnknownBlocks(understood:)``.
    public struct UnknownBlocks: Hashable, Sendable {
        /// One of them asks to be reported, with ``ReasonCode/blockUnsupported``.
        public var asksForReport = false
        /// The numbers of those that were left out.
        public var discarded: [UInt64] = []

        /// None was unknown.
        public init() {}
    }

    /// Treats the blocks that are not understood as their flags say: leaves them out or keeps them.
    ///
    /// - Throws: That the bundle is to be deleted; it is then as it was.
    public mutating func discardUnknownBlocks(
        understood: Set<BlockType> = BlockType.understood
    ) throws(BundleDeletion) -> UnknownBlocks {
        var outcome = UnknownBlocks()
        for block in extensions where !understood.contains(block.type) {
            if block.flags.contains(.deleteBundleIfUnknown) { throw BundleDeletion(.blockUnsupported) }
            if block.flags.contains(.reportIfUnknown) { outcome.asksForReport = true }
            if block.flags.contains(.discardIfUnknown) { outcome.discarded.append(block.number) }
        }
        extensions.removeAll { outcome.discarded.contains($0.number) }
        return outcome
    }
}
