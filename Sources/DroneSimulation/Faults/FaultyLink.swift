/// A radio link that loses, delays, doubles and swaps datagrams, repeatably: a relay in virtual time.
///
/// Datagrams go in with the time at which they were sent and come out with the time at which they arrive. The same
/// seed, plan and traffic give the same arrivals.
public struct FaultyLink<Endpoint: Sendable>: Sendable {
    /// A datagram at the end of its way.
    public struct Arrival: Sendable {
        /// When it arrives.
        public var time: Duration
        /// Which way it went.
        public var direction: LinkDirection
        /// Whom it came from, or goes to.
        public var endpoint: Endpoint
        /// What is in it.
        public var bytes: [UInt8]
    }

    /// What happened to the datagrams of both directions.
    public struct Counters: Equatable, Sendable {
        /// From the client to the drone.
        public var commands = Counts()
        /// From the drone to the client.
        public var navdata = Counts()

        /// Those of one direction.
        public subscript(direction: LinkDirection) -> Counts {
            get { direction == .commands ? commands : navdata }
            set { if direction == .commands { commands = newValue } else { navdata = newValue } }
        }
    }

    /// What happened to the datagrams of one direction.
    public struct Counts: Equatable, Sendable {
        /// Sent into the link.
        public var sent = 0
        /// Lost on the way, by chance, by a blackout or because too many were under way.
        public var lost = 0
        /// Arrived twice.
        public var duplicated = 0
        /// Held back for others to overtake.
        public var heldBack = 0
    }

    /// How many datagrams may be under way: five seconds of full navdata. More are lost, as in a real queue.
    public static var capacity: Int { 1000 }

    private let plan: [NetworkFault]
    private var generator: SeededGenerator
    private var underWay: [Arrival] = []
    private var lastOrderly: [LinkDirection: Duration] = [:]
    /// What happened so far, by direction.
    public private(set) var counts = Counters()

    /// A link with the network faults of `plan`; others have no meaning here.
    public init(plan: FaultPlan, seed: UInt64) {
        self.plan = plan.faults.compactMap { NetworkFault($0) }
        generator = SeededGenerator(seed: seed, purpose: .firmware)
    }

    /// Sends a datagram.
    public mutating func send(_ bytes: [UInt8], direction: LinkDirection, endpoint: Endpoint, at time: Duration) {
        counts[direction].sent += 1
        var delay = Duration.zero
        var heldBack = Duration.zero
        var copies = 1
        for fault in plan where fault.path.includes(direction) && fault.fault.isActive(at: time) {
            switch fault.fault.kind {
            case .blackout: copies = 0
            case .loss(let share, _): if generator.uniform() < share { copies = 0 }
            case .delay(let by, _): delay += by
            case .jitter(let by, _): delay += by * generator.uniform()
            case .duplication(let share, _): if generator.uniform() < share { copies = 2 * copies }
            case .reordering(let share, let by, _): if generator.uniform() < share { heldBack += by }
            default: break
            }
        }
        copies = min(copies, 2)
        if copies == 0 || underWay.count >= Self.capacity {
            counts[direction].lost += 1
            return
        }
        if copies > 1 { counts[direction].duplicated += 1 }
        if heldBack > .zero { counts[direction].heldBack += 1 }
        // Delay and jitter keep the order; only what is held back lets others pass.
        let orderly = max(time + delay, lastOrderly[direction] ?? .zero)
        if !plan.isEmpty { lastOrderly[direction] = orderly }
        let arrival = Arrival(time: orderly + heldBack, direction: direction, endpoint: endpoint, bytes: bytes)
        for _ in 0..<copies { insert(arrival) }
    }

    /// When the next datagram arrives; nil where none is under way.
    public var nextArrival: Duration? { underWay.first?.time }

    /// Takes out the next datagram that has arrived by `time`, in the order of arrival.
    public mutating func receive(until time: Duration) -> Arrival? {
        guard let first = underWay.first, first.time <= time else { return nil }
        return underWay.removeFirst()
    }

    /// Loses everything that is under way.
    public mutating func clear() { underWay = [] }

    private mutating func insert(_ arrival: Arrival) {
        var index = underWay.count
        while index > 0, underWay[index - 1].time > arrival.time { index -= 1 }
        underWay.insert(arrival, at: index)
    }
}

/// A fault that concerns datagrams, with the way it concerns.
private struct NetworkFault: Sendable {
    var fault: Fault
    var path: Fault.Path

    init?(_ fault: Fault) {
        self.fault = fault
        switch fault.kind {
        case .loss(_, let path), .delay(_, let path), .jitter(_, let path), .duplication(_, let path),
            .reordering(_, _, let path):
            self.path = path
        case .blackout: path = .both
        default: return nil
        }
    }
}
