/// Hands a bundle to its destination and to nobody else.
public struct DirectRouting: RoutingScheme {
    /// One is enough.
    public let initialCopies: UInt16 = .max

    /// The scheme.
    public init() {}

    /// Only to whom it is for.
    public func decide(_ subject: RoutingSubject) -> RoutingDecision {
        subject.isForNeighbour ? .hand(copies: subject.copies) : .keep
    }
}
