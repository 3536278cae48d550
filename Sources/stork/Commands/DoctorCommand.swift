import ArgumentParser
import DroneLink
import DroneModel
import DroneProtocol
import Foundation
import JSONText

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the way to the drone step by step and name the step that fails.",
        discussion: """
            Observes only: it never takes off, moves or lands a drone.

            Example: stork doctor --sim
            """)

    @OptionGroup var drone: DroneOptions

    @Flag(help: "One JSON object a step.")
    var json = false

    func run() async throws {
        let connection: DroneConnection
        do {
            connection = try await DroneConnection.open(drone, navdata: .full, role: .observer)
        } catch let error as LinkError {
            report(CheckUp.Finding(step: "address", outcome: .failed("\(error)", remedy: "check the spelling")))
            throw ExitCode(1)
        }
        let checkUp = CheckUp(connection: connection)
        var failed = false
        for step in CheckUp.steps {
            let finding = await checkUp.run(step)
            report(finding)
            if case .failed = finding.outcome {
                failed = true
                if step.isEssential { break }
            }
        }
        await connection.close()
        if failed { throw ExitCode(1) }
    }

    private func report(_ finding: CheckUp.Finding) {
        let (word, text, remedy): (String, String, String?) =
            switch finding.outcome {
            case .passed(let text): ("ok", text, nil)
            case .skipped(let text): ("skipped", text, nil)
            case .failed(let text, let remedy): ("FAILED", text, remedy)
            }
        if json {
            let fields: [(String, JSONValue)] = [
                ("step", .text(finding.step)), ("result", .text(word.lowercased())), ("found", .text(text)),
                ("remedy", .text(remedy)),
            ]
            StandardOutput.write(JSONValue.object(fields).line)
            return
        }
        let name = finding.step.padding(toLength: 16, withPad: " ", startingAt: 0)
        StandardOutput.write("\(word.padding(toLength: 8, withPad: " ", startingAt: 0)) \(name) \(text)")
        if let remedy { StandardOutput.write(String(repeating: " ", count: 26) + "→ \(remedy)") }
    }
}
