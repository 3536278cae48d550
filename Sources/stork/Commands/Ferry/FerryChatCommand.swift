import ArgumentParser
import BundleProtocol
import FerryChat
import Foundation
import MessageFerry

struct FerryChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Talk in a topic, and see how far each message has come.",
        discussion: """
            Shows what the node of the folder has of the topic, who wrote it and whether it is verified by the \
            group's key; under each message of yours whether it waits, who picked it up and whom it reached, and \
            when. A topic is a word, and means the group dtn://topic/~word. A node that goes away is said so and \
            tried again; what is typed meanwhile is sent when it is back.

            Enter sends, up and down bring earlier lines back, page up and page down scroll, Ctrl-C leaves. Without \
            a terminal, or with --plain, each line of standard input is a message, messages are printed as lines, \
            and what became of yours as lines that begin with #.

            Example: stork ferry chat --folder bob field
                     echo "dinner at six" | stork ferry chat --folder bob field
            """)

    @OptionGroup var folder: FerryFolder

    @Option(help: ArgumentHelp("How long a message is of use, with its unit.", valueName: "time"))
    var lifetime = Lifetime.day

    @Flag(help: "Encrypt with the group's key.")
    var `private` = false

    @Flag(help: "Lines instead of a screen, as where there is no terminal.")
    var plain = false

    @Flag(help: "With lines: go on at the end of standard input, until Ctrl-C.")
    var follow = false

    @OptionGroup var terminal: TerminalOptions

    @Argument(help: "The topic.")
    var topic: String

    func validate() throws { _ = try group() }

    private func group() throws -> EndpointID {
        do {
            let group = try FerrySettings.topic(topic)
            guard !group.isSingleton else {
                throw ValidationError(
                    "“\(topic)” is one place and no topic; stork ferry send --to \(topic) writes there")
            }
            return group
        } catch let error as EndpointError {
            throw ValidationError("“\(topic)” is no topic: \(error); write a word, as in stork ferry chat field")
        }
    }

    func run() async throws {
        let path = folder.path(ProcessInfo.processInfo.environment)
        let settings = ChatNode.Settings(
            folder: path, topic: try group(), lifetime: lifetime.duration, isPrivate: `private`)
        let isTerminal = isatty(0) != 0 && isatty(1) != 0 && !plain
        let unsent =
            isTerminal
            ? try await ChatTerminal.run(settings, terminal.configuration)
            : try await ChatLines.run(settings, follows: follow)
        guard !unsent.isEmpty else { return }
        StandardError.write("\(unsent.count) not with the node, and lost with this chat:")
        for text in unsent { StandardError.write("  " + FerryText.text(Array(text.utf8))) }
        throw ExitCode.failure
    }
}
