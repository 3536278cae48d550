import ArgumentParser
import BloomFilter

struct BloomMergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Join filters into one that holds what any of them holds.",
        discussion: """
            The filters have to be of the same bits, hashes and salt: build them with the same --members, \
            --probability and --salt.

            Example: stork bloom merge a.bloom b.bloom --output both.bloom
            """)

    @Argument(help: ArgumentHelp("Two or more filters.", valueName: "filter"))
    var filters: [String]

    @Option(name: [.short, .long], help: ArgumentHelp("Where to write the filter.", valueName: "file"))
    var output: String

    @Flag(help: "One JSON object.")
    var json = false

    func validate() throws {
        if filters.count < 2 { throw ValidationError("merge needs at least two filters") }
    }

    func run() async throws {
        var merged = try BloomFile.read(filters[0])
        for name in filters.dropFirst() {
            let filter = try BloomFile.read(name)
            do throws(BloomError) { try merged.formUnion(filter) } catch {
                throw BloomFileError(path: name, reason: "cannot be joined to \(filters[0]): \(error)")
            }
        }
        try BloomFile.write(merged, to: output)
        StandardOutput.write(BloomSummary(name: output, filter: merged).text(json: json))
    }
}
