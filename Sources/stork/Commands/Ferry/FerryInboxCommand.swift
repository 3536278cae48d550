import ArgumentParser
import BundleStore
import Foundation
import JSONText
import MessageFerry

struct FerryInboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "Read what has come.",
        discussion: """
            Messages of one author come in their order. What was printed is forgotten only after it was printed, so \
            that a message is never lost; --keep leaves everything where it is.

            Example: stork ferry inbox --wait --json
            """)

    @OptionGroup var folder: FerryFolder

    @Option(help: ArgumentHelp("Only messages whose destination begins so.", valueName: "endpoint"))
    var to = ""

    @Flag(help: "Forget nothing.")
    var keep = false

    @Flag(help: "Go on and print what comes, until Ctrl-C.")
    var wait = false

    @Option(help: ArgumentHelp("Write the payloads as files into this folder.", valueName: "folder"))
    var save: String?

    @Flag(help: "One JSON object for each message.")
    var json = false

    func run() async throws {
        let client = try FerryClient(folder: folder.path(ProcessInfo.processInfo.environment))
        repeat {
            switch try client.ask(.inbox(prefix: to, limit: 1000, waits: wait)) {
            case .messages(let messages):
                if messages.isEmpty { return }
                for message in messages {
                    try saveIfAsked(message)
                    guard StandardOutput.write(json ? FerryText.json(message).line : FerryText.line(message)) else {
                        return
                    }
                }
                if keep { return }
                guard case .done = try client.ask(.confirm(messages.map(\.digest))) else {
                    throw FerryRefusal(reason: "the node could not forget what was read; it will come again")
                }
            case .refused(let reason): throw FerryRefusal(reason: reason)
            case .done, .text, .events, .changed:
                throw FerryRefusal(reason: "the node answers something else; is it of this version?")
            }
        } while true
    }

    private func saveIfAsked(_ message: FerryMessage) throws {
        guard let save else { return }
        do {
            try FileManager.default.createDirectory(atPath: save, withIntermediateDirectories: true)
            try Data(message.payload).write(to: URL(filePath: save + "/\(message.digest)"))
        } catch { throw FileProblem(path: save, reason: error.localizedDescription) }
    }
}

struct FerryStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "What is on board, for whom, and who is near.",
        discussion: "Example: stork ferry status --json | jq .store.bundles")

    @OptionGroup var folder: FerryFolder

    @Flag(help: "One JSON object, in full.")
    var json = false

    func run() async throws {
        let client = try FerryClient(folder: folder.path(ProcessInfo.processInfo.environment))
        guard case .text(let text) = try client.ask(.status) else {
            throw FerryRefusal(reason: "the node answers something else; is it of this version?")
        }
        StandardOutput.write(json ? text : try FerryText.summary(of: text))
    }
}

/// Messages and status as lines.
enum FerryText {
    static func line(_ message: FerryMessage) -> String {
        let time = Date(timeIntervalSince1970: Double(message.created) / 1000)
        let when = message.created == 0 ? "n/a" : time.ISO8601Format()
        let mark =
            switch message.signature {
            case .none: ""
            case .verified: " (verified)"
            case .wrong: " (NOT verified)"
            case .unreadable: " (encrypted)"
            }
        return "\(when) \(message.source) → \(message.destination)\(mark): \(text(message.payload))"
    }

    /// Text for a terminal: nothing that could move its cursor.
    static func text(_ payload: [UInt8]) -> String {
        guard let text = String(validating: payload, as: UTF8.self) else { return "\(payload.count) octets" }
        return String(text.unicodeScalars.map { $0.value < 32 || (127..<160).contains($0.value) ? " " : Character($0) })
    }

    static func json(_ message: FerryMessage) -> JSONValue {
        .object([
            ("id", .text("\(message.digest)")), ("source", .text(message.source)),
            ("destination", .text(message.destination)), ("created_unix_ms", .integer(message.created)),
            ("sequence", .integer(message.sequence)), ("octets", .integer(message.payload.count)),
            ("signature", .text("\(message.signature)")),
            ("text", .text(String(validating: message.payload, as: UTF8.self))),
        ])
    }

    /// A few lines of a status.
    static func summary(of text: String) throws -> String {
        guard let status = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
            let store = status["store"] as? [String: Any], let contacts = status["contacts"] as? [[String: Any]]
        else { throw FerryRefusal(reason: "the node's status cannot be read") }
        func word(_ value: Any?) -> String { value.map { "\($0)" } ?? "n/a" }
        var lines = [
            "\(word(status["role"])) \(word(status["node"])), routing \(word(status["routing"]))",
            "on board: \(word(store["bundles"])) bundles, \(word(store["octets"])) of \(word(store["quota_octets"])) octets",
            "for applications here: \(word(store["inbox"]))",
        ]
        for entry in (store["for"] as? [[String: Any]] ?? []).prefix(10) {
            lines.append(
                "  for \(word(entry["destination"])): \(word(entry["bundles"])) bundles, \(word(entry["octets"])) octets"
            )
        }
        if contacts.isEmpty { lines.append("nobody is near") }
        for contact in contacts {
            lines.append(
                "near: \(word(contact["node"])) at \(word(contact["host"])) for \(word(contact["for_s"])) s, \(word(contact["stage"])), sent \(word(contact["sent"])), received \(word(contact["received"])), to send \(word(contact["to_send"]))"
            )
        }
        return lines.joined(separator: "\n")
    }
}
