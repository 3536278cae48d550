/// The payloads that a lift test compares, and in which order they are flown.
struct PayloadLadder: Equatable, Sendable {
    var payloads: [MissionPayload] = []
    /// How often each is flown.
    var runs = 1
    var order = Order.asWritten
    /// How many flights one battery is used for; nil where the steps change it themselves.
    var flightsPerBattery: Int?

    enum Order: Equatable, Sendable {
        /// As written, again and again.
        case asWritten
        /// Up, down, up …, so that what drifts with time does not look like mass.
        case counterbalanced
        /// By chance, the same for the same seed; the first run of each goes upwards, because no more than 30 g may
        /// be added to what has flown.
        case random(seed: UInt64)
    }

    /// What is flown, flight after flight.
    ///
    /// Where the order is not as written, flights without load stand at the start, in the middle and at the end, as
    /// many as there are runs.
    var sequence: [MissionPayload] {
        if order == .asWritten { return (0..<runs).flatMap { _ in payloads } }
        let loads = payloads.filter { $0.mass > 0 }.sorted { $0.mass < $1.mass }
        var flights: [MissionPayload]
        switch order {
        case .asWritten, .counterbalanced:
            flights = (0..<runs).flatMap { $0.isMultiple(of: 2) ? loads : loads.reversed() }
        case .random(let seed):
            var numbers = SplitMix(seed)
            var rest = (1..<max(runs, 1)).flatMap { _ in loads }
            for index in rest.indices.dropFirst().reversed() { rest.swapAt(index, numbers.next(below: index + 1)) }
            flights = loads + rest
        }
        guard let empty = payloads.first(where: { $0.mass == 0 }) else { return flights }
        if runs == 1 { return [empty] + flights }
        let count = flights.count
        for run in (0..<runs).reversed() {
            flights.insert(empty, at: count * run / (runs - 1))
        }
        return flights
    }
}

/// Numbers that look like chance and follow from a seed: Steele, Lea, Flood 2014.
private struct SplitMix {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(bound, 1)))
    }
}
