/// What is known of the world besides the drone: the phone on board, the ferry's station and its node.
///
/// Fed from outside by whoever knows, each time with the moment on the clock of the runner's ticks; read by the
/// envelope's rules and by the steps that wait.
public struct MissionConditions: Equatable, Sendable {
    /// When the phone on board last gave a position.
    public var payloadFix: Duration?
    /// When the ferry's station was last heard.
    public var stationHeard: Duration?
    /// What the ferry node on board has done so far.
    public private(set) var ferry = FerryActivity()

    /// Nothing known.
    public init() {}

    /// The node on board got a whole bundle from a neighbour.
    ///
    /// - Parameter node: The neighbour: `A`, or its endpoint `dtn://A/`.
    public mutating func pickedUp(from node: String, at now: Duration) { ferry.note(\.pickedUp, node, at: now) }

    /// A neighbour took over a whole bundle from the node on board.
    ///
    /// - Parameter node: The neighbour: `A`, or its endpoint `dtn://A/`.
    public mutating func delivered(to node: String, at now: Duration) { ferry.note(\.delivered, node, at: now) }
}

/// What the ferry node on board has done since the program began.
public struct FerryActivity: Equatable, Sendable {
    /// Bundles got, by the neighbour's name.
    public fileprivate(set) var pickedUp: [String: Int] = [:]
    /// Bundles handed over, by the neighbour's name.
    public fileprivate(set) var delivered: [String: Int] = [:]
    /// Bundles that went either way.
    public fileprivate(set) var transfers = 0
    /// When the last of them was through.
    public fileprivate(set) var lastTransfer: Duration?

    /// More neighbours than this are counted together only: names come from the radio.
    private static let mostNames = 256

    /// The short name of a node: `A` for `A` and for every endpoint of `dtn://A/`.
    public static func name(of node: String) -> String {
        guard node.hasPrefix("dtn:") else { return node }
        let path = node.dropFirst(4).drop { $0 == "/" }
        return String(path.prefix { $0 != "/" })
    }

    fileprivate mutating func note(_ counts: WritableKeyPath<Self, [String: Int]>, _ node: String, at now: Duration) {
        transfers += 1
        lastTransfer = now
        let name = Self.name(of: node)
        if self[keyPath: counts][name] == nil, self[keyPath: counts].count >= Self.mostNames { return }
        self[keyPath: counts][name, default: 0] += 1
    }

    /// Forgets what came from or went to a node until `other`: it counts from there.
    mutating func use(_ condition: MissionCondition, as other: FerryActivity) {
        switch condition {
        case .ferryPickup(let name): pickedUp[name] = other.pickedUp[name]
        case .ferryDelivery(let name): delivered[name] = other.delivered[name]
        default: break
        }
    }
}
