import ArgumentParser

struct LiftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lift", abstract: "What a drone can lift.", subcommands: [LiftPredictCommand.self])
}
