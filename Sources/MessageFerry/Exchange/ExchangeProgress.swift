public import BundleProtocol

/// How far the exchange between a node and a neighbour has come.
public enum ExchangeProgress: Hashable, Sendable {
    /// There is no contact.
    case apart
    /// They tell each other what they hold, or hand bundles over.
    case underWay
    /// Both agree, and nothing is on its way.
    case settled
}

extension FerryNode {
    /// How far the exchange with a neighbour has come.
    public func progress(with node: EndpointID) -> ExchangeProgress {
        let contacts = contacts.values.filter { $0.opening.peer == node }
        if contacts.isEmpty { return .apart }
        return contacts.contains { $0.stage == .settled && $0.isDrained } ? .settled : .underWay
    }
}
