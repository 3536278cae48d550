import Missions
import ScriptText

/// Missions: a text is a mission within the limits of what a mission may be, or is refused with sentences and places.
enum MissionFuzzing {
    private static let vocabulary = MissionVocabulary(
        animations: [("wave", 13, 5000)], lights: [("fire", 5)])

    static func run(_ bytes: [UInt8]) throws(Finding) {
        let text = String(decoding: bytes, as: UTF8.self)
        let mission: Mission
        do throws(MissionError) {
            // Every include is the same text again: circles and depths are met at once.
            mission = try MissionReader.read(file: "input", vocabulary: vocabulary) { _ in text }
        } catch {
            try Finding.unless(!error.problems.isEmpty, "refused without a problem")
            for problem in error.problems {
                try Finding.unless(
                    problem.place.line >= 1 && problem.place.column >= 1, "a problem at \(problem.place)")
                try Finding.unless(!problem.what.isEmpty, "a problem without words")
            }
            return
        }
        try Finding.unless(!mission.steps.isEmpty, "a mission without steps")
        try Finding.unless(mission.steps.count <= MissionReader.Limit.steps, "\(mission.steps.count) steps")
        var isFlying = false
        for step in mission.steps {
            if step.action == .takeOff { isFlying = true }
            if step.action == .land { isFlying = false }
        }
        try Finding.unless(!isFlying, "a mission that ends in the air")
        try Finding.unless(mission.estimate.airMinutes >= 0, "flies for \(mission.estimate.airMinutes) min")
    }
}
