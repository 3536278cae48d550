import ArgumentParser

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Read, write, compare, save and restore the drone's configuration.",
        discussion: """
            Values are checked against the catalogue of keys before they are sent and read back afterwards: the \
            drone's own acknowledgement only tells that a command arrived.

            Example: stork config set control:altitude_max 5000
            """,
        subcommands: [
            ConfigListCommand.self, ConfigGetCommand.self, ConfigSetCommand.self, ConfigDiffCommand.self,
            ConfigBackupCommand.self, ConfigRestoreCommand.self,
        ])
}
