import ArgumentParser

struct PayloadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payload",
        abstract: "The phone on the drone: its position and its pictures.",
        subcommands: [PayloadServeCommand.self, PayloadImportCommand.self, PayloadExportCommand.self])
}

/// Where everything is kept that phones sent.
struct PayloadFolder: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where everything is kept: requests.warc, fixes.jsonl, photos. An old folder is gone on with.",
            valueName: "folder"))
    var folder = "Payload"
}
