/// Hands everything to everybody who takes it: most deliveries where stores are large, many copies (Vahdat, Becker
/// 2000).
public struct EpidemicRouting: RoutingScheme {
    /// Any number.
    public let initialCopies: UInt16 = .max

    /// The scheme.
    public init() {}

    /// To all.
    public func decide(_ subject: RoutingSubject) -> RoutingDecision {
        subject.isForNeighbour || subject.isCarriedByNeighbour ? .hand(copies: subject.copies) : .keep
    }
}
