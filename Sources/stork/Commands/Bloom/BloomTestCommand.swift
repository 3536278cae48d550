import ArgumentParser
import BloomFilter
import JSONText

struct BloomTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Ask a filter for keys.",
        discussion: """
            Prints a line for each key: “maybe” if the filter may hold it, “no” if it surely does not. The exit \
            status is 1 when it does not hold all of them.

            Example: stork bloom test ids.bloom ids.txt
            """)

    @Argument(help: ArgumentHelp("A filter as `stork bloom build` writes it.", valueName: "filter"))
    var filter: String

    @OptionGroup var keys: BloomKeys

    @Flag(help: "One JSON object a key.")
    var json = false

    func run() async throws {
        let filter = try BloomFile.read(filter)
        let asked = try keys.read()
        var absent = 0
        for key in asked {
            let isMaybe = filter.contains(key)
            if !isMaybe { absent += 1 }
            let name = keys.text(of: key)
            let line =
                json
                ? JSONValue.object([("key", .text(name)), ("maybe", .flag(isMaybe))]).line
                : "\(isMaybe ? "maybe" : "no")\t\(name)"
            if !StandardOutput.write(line) { return }
        }
        if absent > 0 {
            StandardError.write("Error: \(absent) of \(asked.count) keys were never added to \(self.filter)")
            throw ExitCode(1)
        }
    }
}
