import DroneModel
import ScriptText

/// Goes through a mission as if it were flown, and finds what cannot be.
struct MissionCheck {
    private let mission: Mission
    private let energy: FlightEnergy
    private var heaviest: Double
    private var problems: [MissionProblem] = []
    private var isFlying = false
    private var altitude = 0.0
    private var payload = 0.0
    /// Taken from the battery so far, joules.
    private var spent = 0.0
    private var airTime = 0.0
    private var hasFlown = false

    /// The lift test's rule: no more than this is added to the heaviest load already flown, kg.
    static let largestIncrease = 0.030
    /// Where the drone hovers after take-off, metres (recorded: 0.76).
    private static let hoverHeight = 0.75

    init(_ mission: Mission, heaviestFlown: Double) {
        self.mission = mission
        energy = FlightEnergy(mission.airframe)
        heaviest = heaviestFlown
    }

    mutating func run() -> [MissionProblem] {
        for step in mission.steps {
            checkOrder(step)
            checkHeight(step)
            checkEnergy(step)
        }
        if isFlying, let last = mission.steps.last {
            add(last, "the mission ends in the air", "add land as the last step")
        }
        return problems
    }

    private mutating func add(_ step: MissionStep, _ what: String, _ remedy: String) {
        problems.append(MissionProblem(file: step.file, at: step.place, what, remedy: remedy))
    }

    private mutating func checkOrder(_ step: MissionStep) {
        switch (step.action.realm, isFlying) {
        case (.air, false):
            let when = hasFlown ? "after land without take off" : "before take off"
            add(step, "“\(step.title)” can never be reached: it comes \(when)", "put take off before it")
            // Told once: what follows is judged as if somebody had taken off.
            isFlying = true
            altitude = Self.hoverHeight
        case (.ground, true):
            let remedy = step.action == .takeOff ? "take it out, or land before it" : "put land before it"
            add(step, "“\(step.title)” can never be reached: the drone is in the air", remedy)
        default: break
        }
        switch step.action {
        case .takeOff:
            isFlying = true
            hasFlown = true
            altitude = Self.hoverHeight
            heaviest = max(heaviest, payload)
        case .land: isFlying = false
        case .attach(let new):
            if new.mass > heaviest + Self.largestIncrease + 1e-9 {
                let grams = MissionPayload.number(new.mass * 1000), before = MissionPayload.number(heaviest * 1000)
                let most = MissionPayload.number((heaviest + Self.largestIncrease) * 1000)
                add(
                    step, "\(grams) g is more than 30 g beyond the heaviest flown, \(before) g",
                    "fly \(most) g first, or say what has flown: flown before: \(grams) g")
            }
            payload = new.mass
        case .changeBattery:
            spent = 0
            airTime = 0
        default: break
        }
    }

    private mutating func checkHeight(_ step: MissionStep) {
        var goal = altitude
        switch step.action {
        case .climbTo(let height, _):
            if step.title.hasPrefix("descend"), height > altitude + 0.01 {
                add(
                    step, "\(text(height)) is impossible: the drone is at \(text(altitude)) and would have to climb",
                    "write climb to \(text(height))")
            } else if step.title.hasPrefix("climb"), height < altitude - 0.01 {
                add(
                    step, "\(text(height)) is impossible: the drone is at \(text(altitude)) and would have to descend",
                    "write descend to \(text(height))")
            }
            goal = height
        case .climbBy(let metres, _): goal += metres
        case .climbAt(let rate, let time): goal += rate * (time / .seconds(1))
        default: return
        }
        if goal > mission.limits.altitude + 1e-9 {
            add(
                step, "\(text(goal)) is impossible: the altitude limit is \(text(mission.limits.altitude))",
                "climb less, or raise limits: altitude")
        } else if goal < 0.3 - 1e-9 {
            add(
                step, "\(text(goal)) is impossible: below 0.3 m the drone cannot measure its height",
                "descend less, or land")
        }
        altitude = min(max(goal, 0.3), mission.limits.altitude)
    }

    private func text(_ metres: Double) -> String {
        let hundredths = Int((metres * 100).rounded())
        let rest = abs(hundredths) % 100
        let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
        return "\(hundredths < 0 ? "-" : "")\(abs(hundredths) / 100)" + (rest == 0 ? "" : ".\(digits)") + " m"
    }

    private mutating func checkEnergy(_ step: MissionStep) {
        guard isFlying || step.action == .land else { return }
        let reserve = Double(mission.limits.battery) / 100
        let usable = energy.capacity * (1 - reserve)
        let before = spent
        if case .wait(.batteryBelow(let percent), let limit) = step.action {
            // Flies until the battery is there; the time is only a limit.
            let goal = energy.capacity * (1 - Double(percent) / 100)
            let most = limit.map { $0 / .seconds(1) * energy.power(carrying: payload) } ?? .infinity
            if percent < mission.limits.battery {
                add(
                    step,
                    "\(percent) % is below the battery limit of \(mission.limits.battery) %: the drone lands before",
                    "wait for \(mission.limits.battery) % or more, or lower limits: battery")
            }
            spent = max(spent, min(goal, spent + most))
            airTime += (spent - before) / energy.power(carrying: payload)
            return
        }
        let seconds = step.action.airSeconds
        spent += seconds * energy.power(carrying: payload)
        airTime += seconds
        // The reserve is there for the landing.
        if step.action != .land, before <= usable, spent > usable {
            let needed = Int((airTime / 60).rounded(.up))
            let endurance = usable / energy.power(carrying: payload) / 60
            add(
                step,
                "energy beyond the battery: \(watthours(spent)) Wh and \(needed) min in the air by here, "
                    + "\(watthours(usable)) Wh and \(MissionPayload.number(endurance)) min are there above "
                    + "\(mission.limits.battery) %",
                "fly less, or put land and change battery before it")
        }
    }

    private func watthours(_ joules: Double) -> String { MissionPayload.number(joules / 3600) }
}
