/// Binary spray and wait (Spyropoulos et al. 2005): half of the copies go to each neighbour that carries, the last one
/// waits for its destination. Nearly twice the deliveries of epidemic routing where stores are small, at a tenth of the
/// relays.
public struct SprayRouting: RoutingScheme {
    /// How many copies a bundle begins with.
    public let initialCopies: UInt16

    /// The scheme; at least two copies.
    public init(initialCopies: UInt16) { self.initialCopies = max(2, initialCopies) }

    /// Half to carriers, all to the destination.
    public func decide(_ subject: RoutingSubject) -> RoutingDecision {
        if subject.isForNeighbour { return .hand(copies: subject.isForGroup ? 1 : subject.copies) }
        // A bundle of a node with another scheme is limited from here on.
        let left = subject.copies == .max ? initialCopies : subject.copies
        return subject.isCarriedByNeighbour && left > 1 ? .hand(copies: left / 2) : .keep
    }
}
