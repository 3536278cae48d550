import ArgumentParser

struct BloomCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bloom",
        abstract: "Make, ask, describe and join Bloom filters, as nodes of the ferry exchange them.",
        discussion: """
            A filter tells for a key that it was never added, or that it probably was. The file is the wire form: a \
            header of 40 octets and the bits.

            Example: stork bloom build ids.txt --output ids.bloom
            """,
        subcommands: [
            BloomBuildCommand.self, BloomTestCommand.self, BloomInfoCommand.self, BloomMergeCommand.self,
        ])
}
