public import DroneModel
public import ScriptText

/// A mission as it was read and checked: what a runner flies, step after step.
public struct Mission: Equatable, Sendable {
    /// What it is called.
    public var name: String
    /// The comment at the head of its file, line by line; empty where there is none.
    public var comment: [String]
    /// Which airframe it is written for.
    public var airframe: MissionAirframe
    /// What must never be exceeded.
    public var limits: MissionLimits
    /// Every step in the order of flying, with repetitions written out.
    public var steps: [MissionStep]
    /// The file and everything it includes, in the order of reading.
    public var sources: [MissionSource]
    /// Whether it compares payloads and so leaves a campaign behind: it goes through a ladder.
    public var isLiftTest: Bool
    /// Where the ferry's stations are for a simulated drone; nil where the mission names none.
    public var ferry: FerryField?

    /// The steps of each flight: what is done before it, take-off, and everything up to its landing.
    public var flights: [MissionFlight] {
        var flights: [MissionFlight] = []
        var begin = 0
        var payload: MissionPayload?
        var battery = 0
        var takesOff = false
        var place = MissionFlight.Place(battery: 0, secondsBefore: 0, energyBefore: 0)
        let energy = FlightEnergy(airframe)
        var carried = 0.0
        for (index, step) in steps.enumerated() {
            switch step.action {
            case .attach(let new):
                payload = new
                carried = new.mass
            case .changeBattery:
                battery += 1
                place = MissionFlight.Place(battery: battery, secondsBefore: 0, energyBefore: 0)
            case .takeOff: takesOff = true
            default: break
            }
            if step.action == .land, takesOff {
                let range = begin..<(index + 1)
                let flight = MissionFlight(number: flights.count + 1, steps: range, payload: payload, place: place)
                flights.append(flight)
                let seconds = steps[range].reduce(0) { $0 + $1.action.airSeconds }
                place.secondsBefore += seconds
                place.energyBefore += seconds * energy.power(carrying: carried)
                begin = index + 1
                takesOff = false
            }
        }
        return flights
    }
}

/// One flight of a mission.
public struct MissionFlight: Equatable, Sendable {
    /// From 1.
    public var number: Int
    /// Which steps of the mission belong to it; the last is its landing.
    public var steps: Range<Int>
    /// What is on board; nil where the mission never says.
    public var payload: MissionPayload?
    /// Where on a battery's charge it stands.
    public var place: Place

    /// Which battery, and what was taken from it before.
    public struct Place: Equatable, Sendable {
        /// Counts the batteries of the mission, from 0.
        public var battery: Int
        /// Time in the air on this battery before, seconds.
        public var secondsBefore: Double
        /// Energy taken from this battery before by the endurance law, joules.
        public var energyBefore: Double
    }
}

/// A file of a mission.
public struct MissionSource: Equatable, Sendable {
    /// As it was asked for.
    public var file: String
    /// All of it, comments included.
    public var text: String

    /// A file.
    public init(file: String, text: String) {
        self.file = file
        self.text = text
    }
}

/// One step, with where it was written.
public struct MissionStep: Equatable, Sendable {
    /// What is done.
    public var action: MissionAction
    /// The step in the words of the file: `hover 20 s`.
    public var title: String
    /// The comment beside or right above it; empty where there is none.
    public var comment: String
    /// The file it stands in.
    public var file: String
    /// Where it stands.
    public var place: ScriptPlace

    /// A step.
    public init(_ action: MissionAction, title: String, comment: String = "", file: String, place: ScriptPlace) {
        self.action = action
        self.title = title
        self.comment = comment
        self.file = file
        self.place = place
    }
}

/// Something that is fastened to the drone.
public struct MissionPayload: Equatable, Sendable {
    /// kg; 0 is the drone by itself.
    public var mass: Double
    /// How far the weighing may be off (one standard deviation), kg; nil where nobody said.
    public var uncertainty: Double?
    /// Its centre, metres forward, right and down of the drone's; nil where nobody said.
    public var position: SIMD3<Double>?

    /// A payload.
    public init(mass: Double, uncertainty: Double? = nil, position: SIMD3<Double>? = nil) {
        self.mass = mass
        self.uncertainty = uncertainty
        self.position = position
    }

    /// For people: `88 g ± 0.5 g at 0, 60, -10 mm`, or `nothing`.
    public var title: String {
        guard mass > 0 else { return "nothing" }
        var text = "\(Self.number(mass * 1000)) g"
        if let uncertainty { text += " ± \(Self.number(uncertainty * 1000)) g" }
        if let position {
            text +=
                " at \([position.x, position.y, position.z].map { Self.number($0 * 1000) }.joined(separator: ", ")) mm"
        }
        return text
    }

    /// A number with at most one decimal.
    static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        guard abs(tenths) < 1e15 else { return "\(value)" }
        let whole = Int(tenths)
        let sign = whole < 0 ? "-" : ""
        let rest = abs(whole) % 10
        return sign + "\(abs(whole) / 10)" + (rest == 0 ? "" : ".\(rest)")
    }
}

/// Which drone a mission is written for, as far as its mass and battery go.
public struct MissionAirframe: Equatable, Sendable {
    /// Nil for either.
    public var generation: DroneGeneration?
    /// What covers the propellers.
    public var hull = Hull.outdoor
    /// What it flies on.
    public var battery = Battery.standard
    /// As weighed with hull and battery, kg; nil where nobody did.
    public var weighedMass: Double?
    /// How far that weighing may be off (one standard deviation), kg; nil where nobody said.
    public var weighingUncertainty: Double?

    /// What covers the propellers.
    public enum Hull: String, Hashable, Sendable, CaseIterable {
        /// Nothing.
        case bare
        /// The light outdoor hull.
        case outdoor
        /// The foam ring.
        case indoor
    }

    /// The two packs that were sold.
    public enum Battery: String, Hashable, Sendable, CaseIterable {
        /// 1000 mAh.
        case standard
        /// 1500 mAh, 30 g heavier.
        case highDensity = "high-density"
    }

    /// Either drone with its outdoor hull and the standard battery.
    public init() {}

    /// With hull and battery, without payload, kg: as weighed, else what that model weighs, ±0.015.
    ///
    /// 2.0: 0.396 bare, 0.420 outdoor, 0.456 indoor (weighed, but for the outdoor hull); 1.0: 0.380 and 0.420
    /// (specification); 30 g more with the larger pack (assumed).
    public var mass: Double {
        if let weighedMass { return weighedMass }
        let bare =
            switch (generation, hull) {
            case (.ardrone1, .indoor): 0.420
            case (.ardrone1, _): 0.380
            case (_, .bare): 0.396
            case (_, .outdoor): 0.420
            case (_, .indoor): 0.456
            }
        return bare + (battery == .highDensity ? 0.030 : 0)
    }
}

extension Mission {
    /// What flying it takes, by the endurance law.
    public struct Estimate: Equatable, Sendable {
        /// Take-offs.
        public var flights: Int
        /// Whole minutes in the air, rounded up.
        public var airMinutes: Int
        /// Energy of all flights, watt hours, rounded.
        public var wattHours: Int
    }

    /// What flying it takes: steps that wait for something are taken at their time-out.
    public var estimate: Estimate {
        let energy = FlightEnergy(airframe)
        let flights = flights
        var seconds = 0.0
        var joules = 0.0
        for flight in flights {
            let time = steps[flight.steps].reduce(0) { $0 + $1.action.airSeconds }
            seconds += time
            joules += time * energy.power(carrying: flight.payload?.mass ?? 0)
        }
        return Estimate(
            flights: flights.count, airMinutes: Int((seconds / 60).rounded(.up)),
            wattHours: Int((joules / 3600).rounded(.up)))
    }
}
