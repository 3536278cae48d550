/// What a scheme knows of a bundle.
public struct RoutingSubject: Hashable, Sendable {
    /// True if the neighbour is the destination, or a member of it.
    public var isForNeighbour: Bool
    /// True if the neighbour says that it carries such bundles for others.
    public var isCarriedByNeighbour: Bool
    /// How many copies may still be handed out, this one included; `UInt16.max` for any number.
    public var copies: UInt16
    /// True for a destination with many members.
    public var isForGroup: Bool

    /// A bundle towards a neighbour.
    public init(isForNeighbour: Bool, isCarriedByNeighbour: Bool, copies: UInt16, isForGroup: Bool) {
        self.isForNeighbour = isForNeighbour
        self.isCarriedByNeighbour = isCarriedByNeighbour
        self.copies = copies
        self.isForGroup = isForGroup
    }
}

/// What to do with a bundle when a neighbour is there.
public enum RoutingDecision: Hashable, Sendable {
    /// Keep it to ourselves.
    case keep
    /// Hand it over, with so many copies of those that are left; we stay with the rest.
    case hand(copies: UInt16)
}

/// Decides what is handed to whom. Another scheme is another file like its neighbours here, and a case in
/// ``RoutingChoice``. Lifetime and hop limit are enforced outside, whatever the scheme says.
public protocol RoutingScheme: Sendable {
    /// How many copies a bundle that is made here may have.
    var initialCopies: UInt16 { get }
    /// What to do with this bundle.
    func decide(_ subject: RoutingSubject) -> RoutingDecision
}

/// The schemes by their names in the configuration.
public enum RoutingChoice: Hashable, Sendable {
    /// ``DirectRouting``
    case direct
    /// ``EpidemicRouting``
    case epidemic
    /// ``SprayRouting``
    case spray(copies: UInt16)

    /// The scheme.
    public var scheme: any RoutingScheme {
        switch self {
        case .direct: DirectRouting()
        case .epidemic: EpidemicRouting()
        case .spray(let copies): SprayRouting(initialCopies: copies)
        }
    }

    /// The name.
    public var name: String {
        switch self {
        case .direct: "direct"
        case .epidemic: "epidemic"
        case .spray(let copies): "spray \(copies)"
        }
    }
}
