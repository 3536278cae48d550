import DroneModel
import DroneSimulation
import MissionRehearsal
import Missions

struct NoFile: Error {}

/// Reads a mission from its steps.
func mission(_ steps: String, head: String = "") throws -> Mission {
    let text = "mission: test\n\(head)steps: [\(steps)]\n"
    return try MissionReader.read(file: "m.yaml", vocabulary: MissionVocabulary(animations: [("wave", 13, 5000)])) {
        if $0 == "m.yaml" { return text }
        throw NoFile()
    }
}

/// Flies it on a drone with these faults; times of faults count from power-up; the drone hovers from about 8 s on.
func fly(
    _ steps: String, head: String = "", faults: [Fault] = [], acts: [(time: Duration, act: OperatorAct)] = [],
    conditions: @escaping @Sendable (Duration) -> MissionConditions = { _ in MissionConditions() },
    change: (inout DroneSettings) -> Void = { _ in }
) throws -> MissionRehearsal.Result {
    var settings = DroneSettings(seed: 3)
    settings.faults = FaultPlan(faults)
    change(&settings)
    var rehearsal = MissionRehearsal(settings)
    rehearsal.acts = acts
    rehearsal.conditions = conditions
    rehearsal.longest = .seconds(120)
    return try rehearsal.fly(try mission(steps, head: head))
}
