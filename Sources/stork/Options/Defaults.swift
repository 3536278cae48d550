import ArgumentParser
import Foundation
import ScriptText

/// Settings from the environment and the configuration file, for what no flag says.
struct Defaults {
    var drone = "192.168.1.1"
    var navdata = NavdataChoice.full
    /// The folder with all recordings.
    var recordings = "Recordings"
    /// Whether flights are recorded.
    var records = true
    var recordingLimit: ByteCount?
    var keepRecordings: ByteCount?
    var lowSpace: ByteCount?

    /// Reads the file first, then lets the environment override it.
    ///
    /// - Throws: `ScriptError` with file, line and column for a file that cannot be used, `ValidationError` for a
    ///   variable that cannot.
    static func load(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Defaults {
        var defaults = Defaults()
        let path = folder(environment) + "/config.yaml"
        if FileManager.default.fileExists(atPath: path) { try defaults.apply(file: path) }
        if let drone = environment["STORK_DRONE"], !drone.isEmpty { defaults.drone = drone }
        if let text = environment["STORK_NAVDATA"], !text.isEmpty {
            guard let choice = NavdataChoice(rawValue: text) else {
                throw ValidationError("STORK_NAVDATA is “\(text)”; use full, demo or as-is.")
            }
            defaults.navdata = choice
        }
        if let folder = environment["STORK_RECORDINGS"], !folder.isEmpty { defaults.recordings = folder }
        return defaults
    }

    /// Where the user's files for this program are, by the XDG base directory specification.
    static func folder(_ environment: [String: String]) -> String {
        let base =
            environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? (environment["HOME"] ?? "") + "/.config"
        return base + "/stork"
    }

    private mutating func apply(file path: String) throws {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw ValidationError("\(path) cannot be read: \(error.localizedDescription)")
        }
        let document = try ScriptDocument(text, file: path)
        var problems = ScriptProblems()
        var fields = ScriptFields(document.root, problems: &problems)
        if let node = fields.optional("drone") {
            if let host = node.text {
                drone = host
            } else {
                problems.add(at: node.place, "drone is not a name or an address", remedy: "write drone: 192.168.1.1")
            }
        }
        if let node = fields.optional("navdata"),
            let choice = problems.word(node, of: NavdataChoice.allCases.map { ($0.rawValue, $0) })
        {
            navdata = choice
        }
        if let node = fields.optional("recordings") {
            if let folder = node.text, !folder.isEmpty {
                recordings = folder
            } else {
                problems.add(at: node.place, "recordings is not a folder", remedy: "write recordings: Recordings")
            }
        }
        if let node = fields.optional("record"), let choice = problems.word(node, of: [("on", true), ("off", false)]) {
            records = choice
        }
        recordingLimit = fields.bytes("recording-limit", problems: &problems)
        keepRecordings = fields.bytes("keep-recordings", problems: &problems)
        lowSpace = fields.bytes("low-space", problems: &problems)
        fields.finish(problems: &problems)
        try problems.throwIfAny(file: path)
    }
}

extension ScriptFields {
    /// A number of bytes; nil where it is not there, or is none, which is a problem.
    fileprivate mutating func bytes(_ name: String, problems: inout ScriptProblems) -> ByteCount? {
        guard let node = optional(name) else { return nil }
        if let count = node.text.flatMap(ByteCount.init(argument:)) { return count }
        problems.add(at: node.place, "\(name) is no number of bytes", remedy: "write for example \(name): 20 GB")
        return nil
    }
}
