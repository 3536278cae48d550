import Missions

/// The names that tests use.
let vocabulary = MissionVocabulary(
    animations: [("flip-ahead", 16, 15), ("wave", 13, 5000)], lights: [("fire", 5), ("green", 8)])

/// There is no such file.
struct NoFile: Error, CustomStringConvertible { var description: String { "no such file" } }

/// Reads a mission called `m.yaml`, and what it includes from `others`.
func read(_ text: String, _ others: [String: String] = [:]) throws(MissionError) -> Mission {
    try MissionReader.read(file: "m.yaml", vocabulary: vocabulary) { name in
        if name == "m.yaml" { return text }
        guard let other = others[name] else { throw NoFile() }
        return other
    }
}

/// Every mistake in a mission, one per line.
func mistakes(_ text: String, _ others: [String: String] = [:]) -> String {
    do throws(MissionError) {
        _ = try read(text, others)
        return "none"
    } catch {
        return error.description
    }
}
