import ArgumentParser
import DroneModel
import JSONText
import Missions
import ScriptText

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find every mistake in missions, without flying.",
        discussion: """
            Says file, line, column, what is wrong and what to write instead: unknown steps, quantities without or \
            with the wrong unit, heights that cannot be, steps that can never be reached, flights longer than the \
            battery, and loads more than 30 g beyond the heaviest flown. Includes are checked along with the \
            mission. Exit status 0 when all are good, 1 when one is not.

            Example: stork check Missions/*.yaml
            """)

    @Argument(help: ArgumentHelp("Mission files.", valueName: "mission")) var missions: [String]
    @Flag(help: "Say it as JSON, one object per mission and line.") var json = false

    func validate() throws {
        if missions.isEmpty { throw ValidationError("Which missions? Example: stork check Missions/hover-check.yaml") }
    }

    func run() throws {
        var isGood = true
        for path in missions {
            do throws(MissionError) {
                let mission = try MissionFiles.read(path)
                StandardOutput.write(json ? Self.json(path, mission) : Self.summary(path, mission))
            } catch {
                isGood = false
                if json {
                    StandardOutput.write(Self.json(path, error.problems))
                } else {
                    StandardError.write(error.description)
                }
            }
        }
        if !isGood { throw ExitCode(1) }
    }

    static func summary(_ path: String, _ mission: Mission) -> String {
        let estimate = mission.estimate
        let flights = estimate.flights == 1 ? "1 flight" : "\(estimate.flights) flights"
        return "\(path): good: \(mission.name), \(mission.steps.count) steps, \(flights), "
            + "\(estimate.airMinutes) min in the air, \(estimate.wattHours) Wh"
    }

    private static func json(_ path: String, _ mission: Mission) -> String {
        let estimate = mission.estimate
        return JSONValue.object([
            ("file", .text(path)), ("good", .flag(true)), ("mission", .text(mission.name)),
            ("sha256", .text(mission.sha256)), ("steps", .integer(mission.steps.count)),
            ("flights", .integer(estimate.flights)), ("problems", .list([])),
        ]).line
    }

    private static func json(_ path: String, _ problems: [MissionProblem]) -> String {
        let list = problems.map { problem in
            JSONValue.object([
                ("file", .text(problem.file)), ("line", .integer(problem.place.line)),
                ("column", .integer(problem.place.column)), ("problem", .text(problem.what)),
                ("remedy", .text(problem.remedy)),
            ])
        }
        return JSONValue.object([("file", .text(path)), ("good", .flag(false)), ("problems", .list(list))]).line
    }
}
