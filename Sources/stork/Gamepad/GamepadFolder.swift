import ArgumentParser
import Foundation
import Gamepad
import ScriptText

/// Where the user's mapping files are: `stork/gamepads` in XDG_CONFIG_HOME or ~/.config.
struct GamepadFolder {
    let path: String

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        path = Defaults.folder(environment) + "/gamepads"
    }

    /// Reads every mapping, by name.
    ///
    /// - Throws: `ScriptError` with file, line and column of every mistake in all of them.
    func mappings() throws -> [PadMapping] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw ValidationError("\(path) cannot be read: \(error.localizedDescription)")
        }
        var mappings: [PadMapping] = []
        var mistakes: [String] = []
        for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
            let file = "\(path)/\(name)"
            do {
                mappings.append(try PadMapping(text: String(contentsOfFile: file, encoding: .utf8), file: file))
            } catch let error as ScriptError {
                mistakes.append(error.description)
            } catch {
                mistakes.append("\(file) cannot be read: \(error.localizedDescription)")
            }
        }
        if !mistakes.isEmpty { throw MappingMistakes(lines: mistakes) }
        return mappings
    }

    /// The path of a mapping of this name.
    func file(_ name: String) -> String { "\(path)/\(name).yaml" }

    /// A file name from a pad's: small letters and digits, anything else a hyphen.
    static func name(for pad: PadDescription) -> String {
        let words = pad.name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.isEmpty
            ? "pad-\(pad.identifier.replacing(":", with: "-"))" : words.prefix(6).joined(separator: "-")
    }

    /// Writes a mapping.
    func write(_ mapping: PadMapping) throws -> String {
        let file = file(mapping.name)
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try mapping.text.write(toFile: file, atomically: true, encoding: .utf8)
        } catch {
            throw FileProblem(path: file, reason: error.localizedDescription)
        }
        return file
    }
}

/// What is wrong with mapping files.
struct MappingMistakes: Error, CustomStringConvertible {
    var lines: [String]
    var description: String { lines.joined(separator: "\n") }
}
