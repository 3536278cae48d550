import ArgumentParser

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "inspect")
    @Argument var file: String
    func run() async throws {}
}
