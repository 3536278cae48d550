import ArgumentParser

struct FerryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ferry",
        abstract: "Messages carried between people who never meet.",
        discussion: """
            A station is a place with people, a carrier is what flies or walks between places. Nodes find each other \
            by beacons, hand on what the other lacks, and acknowledge nothing before it is on disk. They speak the \
            bundle protocol (BPv7, TCPCLv4), so other delay-tolerant software is part of the same network.

            Example: stork ferry station --folder bob &
                     stork ferry send --folder bob --to dtn://alice/chat "hello"
                     stork ferry inbox --folder bob
                     stork ferry chat --folder bob field
            """,
        subcommands: [
            StationCommand.self, CarrierCommand.self, FerrySendCommand.self, FerryInboxCommand.self,
            FerryChatCommand.self, FerryStatusCommand.self,
        ])
}

/// Where the node is.
struct FerryFolder: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The node's folder: ferry.yaml, its store, its keys. (default: STORK_FERRY, or ~/.config/stork/ferry)",
            valueName: "folder"))
    var folder: String?

    /// The folder, as it is used.
    func path(_ environment: [String: String]) -> String {
        if let folder { return folder }
        if let named = environment["STORK_FERRY"], !named.isEmpty { return named }
        return Defaults.folder(environment) + "/ferry"
    }
}
