import ArgumentParser
import BundleProtocol
import BundleStore
import Foundation
import MessageFerry
import ScriptText

struct FerrySendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send a message: text, a file, or standard input.",
        discussion: """
            Returns when the message is on disk, and prints its name. A topic is a word, and means the group \
            dtn://topic/~word; --to takes any endpoint.

            Example: stork ferry send --topic field "dinner at six"
                     stork ferry send --to dtn://alice/photos --file flight.jpg --lifetime "2 h"
            """)

    @OptionGroup var folder: FerryFolder

    @Option(help: ArgumentHelp("For whom.", valueName: "endpoint"))
    var to: String?

    @Option(help: ArgumentHelp("To all who subscribe.", valueName: "topic"))
    var topic: String?

    @Option(help: ArgumentHelp("Send this file.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("How long it is of use, with its unit.", valueName: "time"))
    var lifetime = "24 h"

    @Option(help: ArgumentHelp("bulk, normal or urgent.", valueName: "priority"))
    var priority = Priority.normal

    @Flag(help: "Encrypt with the group's key.")
    var `private` = false

    @Flag(help: "Ask for no receipt.")
    var noReceipt = false

    @Argument(help: "The text; - or nothing for standard input.")
    var text: String?

    enum Priority: String, ExpressibleByArgument, CaseIterable {
        case bulk, normal, urgent
    }

    func validate() throws {
        if (to == nil) == (topic == nil) { throw ValidationError("give one of --to and --topic") }
        if file != nil, text != nil { throw ValidationError("give one of a text and --file") }
        _ = try duration()
        _ = try destination()
    }

    private func duration() throws -> Duration {
        guard let quantity = try? Quantity(lifetime), quantity.dimension == .time, let time = quantity.duration,
            time > .zero
        else { throw ValidationError("--lifetime is a time with its unit, as 90 s, 10 min or 2 h, not “\(lifetime)”") }
        return time
    }

    private func destination() throws -> EndpointID {
        do { return try topic.map(FerrySettings.topic) ?? EndpointID(to ?? "") } catch {
            throw ValidationError("“\(topic ?? to ?? "")” is no endpoint: \(error)")
        }
    }

    func run() async throws {
        let payload: [UInt8]
        if let file {
            do { payload = Array(try Data(contentsOf: URL(filePath: file))) } catch {
                throw FileProblem(path: file, reason: error.localizedDescription)
            }
        } else if let text, text != "-" {
            payload = Array(text.utf8)
        } else {
            payload = Array(FileHandle.standardInput.readDataToEndOfFile())
        }
        var submission = FerryNode.Submission(
            destination: try destination(), payload: payload, lifetime: try duration())
        submission.priority = UInt8(Priority.allCases.firstIndex(of: priority) ?? 1)
        submission.isPrivate = `private`
        submission.wantsReceipt = !noReceipt
        let client = try FerryClient(folder: folder.path(ProcessInfo.processInfo.environment))
        switch try client.ask(.submit(submission)) {
        case .done(let digests): StandardOutput.write(digests.map(\.description).joined(separator: " "))
        case .refused(let reason): throw FerryRefusal(reason: reason)
        case .messages, .text, .events, .changed:
            throw FerryRefusal(reason: "the node answers something else; is it of this version?")
        }
    }
}

/// What a node says no with.
struct FerryRefusal: Error, CustomStringConvertible {
    var reason: String
    var description: String { reason }
}
