extension CommandSyntax {
    /// What is noted in the recording and on no wire.
    enum Note: Equatable, Sendable {
        /// A mark with its text.
        case mark(String)
        /// What is on board: its mass, kilograms, and where its centre is from the drone's (forward, right, down), metres.
        case payload(mass: Double, position: SIMD3<Double>?)
    }

    /// The heaviest payload, kilograms: ten times what lifts any of these drones.
    private static let heaviest = 5.0
    /// How far out it may be, metres: twice the size of the drone.
    private static let farthest = 1.0
    private static let masses: [(name: String, factor: Double)] = [("g", 0.001), ("kg", 1)]
    private static let lengths: [(name: String, factor: Double)] = [("mm", 0.001), ("cm", 0.01), ("m", 1)]

    /// `mark` and a text.
    func mark(_ words: [String]) throws(Mistake) -> Note {
        if words.isEmpty { throw Mistake(reason: "mark and a text: mark first hover") }
        return .mark(words.joined(separator: " "))
    }

    /// `payload 88 g` or `payload 88 g at 0 60 -10 mm`; `payload 0 g` when it is off again.
    func payload(_ words: [String]) throws(Mistake) -> Note {
        let usage = Mistake(reason: "payload MASS or payload MASS at X Y Z: payload 88 g at 0 60 -10 mm")
        let parts = words.split(separator: "at", omittingEmptySubsequences: false).map(Array.init)
        guard let weight = parts.first.flatMap({ Self.quantities($0, Self.masses) }), weight.count == 1,
            parts.count <= 2
        else { throw usage }
        guard (0...Self.heaviest).contains(weight[0]) else {
            throw Mistake(reason: "a payload has between 0 g and \(Int(Self.heaviest)) kg")
        }
        guard parts.count == 2 else { return .payload(mass: weight[0], position: nil) }
        guard let place = Self.quantities(parts[1], Self.lengths), place.count == 3 else { throw usage }
        guard place.allSatisfy({ abs($0) <= Self.farthest }) else {
            throw Mistake(reason: "a payload is at most \(Int(Self.farthest)) m from the drone's centre")
        }
        return .payload(mass: weight[0], position: SIMD3(place[0], place[1], place[2]))
    }

    /// The units that may follow, for completion.
    func payloadChoices(after words: [String]) -> [String] {
        switch words.count {
        case 2: Self.masses.map(\.name)
        case 3: ["at"]
        case 7: Self.lengths.map(\.name)
        default: []
        }
    }

    /// Numbers with one unit behind the last of them, apart or not: `0 60 -10 mm`, `0,60,-10 mm`, `88g`.
    private static func quantities(_ words: [String], _ units: [(name: String, factor: Double)]) -> [Double]? {
        // Commas between numbers are as good as blanks.
        var words = words.flatMap { $0.split(separator: ",").map(String.init) }
        guard let last = words.popLast() else { return nil }
        let number = last.prefix { $0.isNumber || $0 == "." || $0 == "-" }
        guard let unit = units.first(where: { $0.name == last.dropFirst(number.count) }) else { return nil }
        if !number.isEmpty { words.append(String(number)) }
        let values = words.compactMap { Double($0) }
        guard !values.isEmpty, values.count == words.count, values.allSatisfy(\.isFinite) else { return nil }
        return values.map { $0 * unit.factor }
    }
}
