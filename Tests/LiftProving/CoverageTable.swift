import DroneSimulation
import LiftAnalysis
public import Missions

/// How often the intervals of many simulated campaigns hold the truth, and how far off the estimates are on average.
public struct CoverageTable: Sendable {
    /// One thing that is estimated.
    public struct Row: Sendable {
        /// What.
        public var name: String
        /// How many campaigns gave an interval.
        public var count = 0
        /// How many of them hold the truth.
        public var held = 0
        /// Sum of what the estimates are off, as a share of ``scale``.
        var error = 0.0
        /// Sum of squares of that.
        var power = 0.0
        /// Sum of half widths, same unit.
        var width = 0.0

        /// Share of campaigns whose interval holds the truth.
        public var coverage: Double { Double(held) / Double(max(1, count)) }
        /// Mean error in percent of the scale.
        public var bias: Double { 100 * error / Double(max(1, count)) }
        /// Root of the mean square error in percent of the scale.
        public var rms: Double { 100 * (power / Double(max(1, count))).squareRoot() }
        /// Mean half width in percent of the scale.
        public var halfWidth: Double { 100 * width / Double(max(1, count)) }
    }

    /// The rows in the order of ``Subject``.
    public private(set) var rows = Subject.allCases.map { Row(name: $0.rawValue) }
    /// Campaigns.
    public private(set) var campaigns = 0
    /// Flights that did not count, by why: up to the first colon.
    public private(set) var excluded: [String: Int] = [:]

    /// What is estimated, and what errors are counted in.
    public enum Subject: String, CaseIterable, Sendable {
        /// Hover counts without load.
        case lawBare = "hover law at 0 g, % of counts"
        /// Hover counts with the heaviest load.
        case lawLoaded = "hover law at 130 g, % of counts"
        /// Payload at 217 counts in the same air.
        case control = "payload at 85 %, this day (statistical), % of gross mass"
        /// Payload at 217 counts on a day whose thrust differs by 2 %.
        case anotherDay = "payload at 85 %, another day (total), % of gross mass"
        /// Time to 9 V with 88 g.
        case endurance = "endurance with 88 g, % of time"
        /// Centre of mass with 110 g.
        case centreForward = "centre of mass forward with 110 g, mm"
        /// Centre of mass with 110 g.
        case centreRight = "centre of mass right with 110 g, mm"
    }

    /// No campaign yet.
    public init() {}

    /// Flies and analyses the campaign of a seed and notes how it compares with the truth.
    ///
    /// - Parameter numbers: Which flights of the mission, from 1; nil for all.
    public mutating func fly(_ mission: Mission, only numbers: Set<Int>? = nil, seed: UInt64) {
        let judged = Self.judge(mission, numbers, seed: seed)
        campaigns += 1
        excluded.merge(judged.excluded, uniquingKeysWith: +)
        for judgement in judged.results {
            guard let index = Subject.allCases.firstIndex(of: judgement.subject) else { continue }
            let off = (judgement.estimate - judgement.truth) / judgement.scale
            rows[index].count += 1
            if judgement.interval.contains(judgement.truth) { rows[index].held += 1 }
            rows[index].error += off
            rows[index].power += off * off
            rows[index].width +=
                (judgement.interval.upperBound - judgement.interval.lowerBound) / 2 / judgement.scale
        }
    }

    /// Adds what another table saw.
    public mutating func add(_ other: CoverageTable) {
        campaigns += other.campaigns
        excluded.merge(other.excluded, uniquingKeysWith: +)
        for index in rows.indices {
            rows[index].count += other.rows[index].count
            rows[index].held += other.rows[index].held
            rows[index].error += other.rows[index].error
            rows[index].power += other.rows[index].power
            rows[index].width += other.rows[index].width
        }
    }

    private struct Judgement {
        var subject: Subject
        var estimate: Double
        var interval: ClosedRange<Double>
        var truth: Double
        var scale: Double
    }

    /// How high the missions of lift tests hold, m.
    private static let holdHeight = 1.0

    private static func judge(
        _ mission: Mission, _ numbers: Set<Int>?, seed: UInt64
    ) -> (results: [Judgement], excluded: [String: Int]) {
        var dice = SeededGenerator(seed: seed, purpose: .specimen)
        var drone = ProvingDrone.drawn(seed: seed, dice: &dice)
        drone.hoverHeight = holdHeight
        let masses = mission.flights.compactMap { $0.payload?.mass }
        var flown = ProvingCampaign(drone, masses: masses)
        let (x, y) = (Double.random(in: -0.02...0.02, using: &dice), Double.random(in: -0.02...0.02, using: &dice))
        flown.place = SIMD3(x, y, -0.03)
        for mass in Set(masses).sorted() where mass > 0 { flown.weighingErrors[mass] = 0.0005 * dice.gaussian() }
        let anotherDay = 1 + PayloadLimit.systematic * dice.gaussian()
        let runs = flown.fly(mission, only: numbers)
        let bare = drone.parameters.frame.mass
        let campaign = LiftCampaign(runs, bareMass: bare + 0.001 * dice.gaussian(), bareMassUncertainty: 0.001)
        var results: [Judgement] = []
        if let fit = campaign.fit {
            let law = ThrustLaw()
            let air = campaign.density / ThrustLaw.referenceDensity
            for (subject, mass) in [(Subject.lawBare, 0.0), (.lawLoaded, masses.max() ?? 0)] {
                let square = fit.square(payload: mass)
                let half = fit.halfWidth(payload: mass)
                let counts = { law.counts(square: $0 / air) }
                let truth = drone.hoverCounts(load: (mass, x, y))
                results.append(
                    Judgement(
                        subject: subject, estimate: counts(square),
                        interval: counts(square - half)...counts(square + half), truth: truth, scale: truth))
            }
        }
        if let limit = campaign.controlPayload {
            let truth = drone.load(counts: LiftCampaign.controlLimit, x: x, y: y)
            results.append(
                Judgement(
                    subject: .control, estimate: limit.mass, interval: limit.statistical, truth: truth,
                    scale: truth + bare))
            results.append(
                Judgement(
                    subject: .anotherDay, estimate: limit.mass, interval: limit.total,
                    truth: drone.load(counts: LiftCampaign.controlLimit, x: x, y: y, thrustShare: anotherDay),
                    scale: truth + bare))
        }
        if let mass = campaign.bareMass {
            let truth = drone.endurance(load: 0.088)
            results.append(
                Judgement(
                    subject: .endurance, estimate: campaign.endurance.time(grossMass: mass + 0.088),
                    interval: campaign.endurance.interval(grossMass: mass + 0.088), truth: truth, scale: truth))
        }
        let mass = 0.11
        if let balance = campaign.balances.min(by: { abs($0.mass - mass) < abs($1.mass - mass) }),
            let half = balance.halfWidth
        {
            // A percent of a decimetre is a millimetre.
            for (subject, axis, place) in [(Subject.centreForward, 0, x), (.centreRight, 1, y)] {
                let shift = balance.shift[axis]
                results.append(
                    Judgement(
                        subject: subject, estimate: shift, interval: shift - half[axis]...shift + half[axis],
                        truth: drone.shift(load: mass, at: place), scale: 0.1))
            }
        }
        let reasons = campaign.runs.filter { !$0.counts }.map { run in
            (run.exclusion ?? "nobody said what was on board").split(separator: ":").prefix(2).joined(separator: ":")
        }
        return (results, Dictionary(reasons.map { ($0, 1) }, uniquingKeysWith: +))
    }
}
