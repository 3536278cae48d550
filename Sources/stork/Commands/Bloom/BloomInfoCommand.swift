import ArgumentParser

struct BloomInfoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Say how large and how full a filter is, and how often it is mistaken.",
        discussion: """
            The number of members is estimated from the bits that are set, and so is the rate of false positives.

            Example: stork bloom info ids.bloom --json
            """)

    @Argument(help: ArgumentHelp("Filters as `stork bloom build` writes them.", valueName: "filter"))
    var filters: [String]

    @Flag(help: "One JSON object a filter.")
    var json = false

    func run() async throws {
        for name in filters {
            StandardOutput.write(BloomSummary(name: name, filter: try BloomFile.read(name)).text(json: json))
        }
    }
}
