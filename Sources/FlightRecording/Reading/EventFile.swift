/// Reads a recording's `events.jsonl`; a line that cannot be understood is noted and passed over.
final class EventFile {
    /// How many problems are kept.
    private static let problemCapacity = 100

    /// Lines that were passed over, the first hundred.
    private(set) var problems: [RecordingError] = []
    /// How many lines were passed over.
    private(set) var skippedLines = 0

    private let file: LineFile

    init(path: String) throws(RecordingError) { file = try LineFile(path: path) }

    /// Opens the file where another reader of it stood.
    init(path: String, at place: Place) throws(RecordingError) {
        file = try LineFile(path: path, at: place.line)
        problems = place.problems
        skippedLines = place.skippedLines
    }

    /// Between two lines.
    struct Place: Sendable {
        fileprivate var line: LineFile.Place
        fileprivate var problems: [RecordingError]
        fileprivate var skippedLines: Int
    }

    /// Where the next line begins.
    var place: Place { Place(line: file.place, problems: problems, skippedLines: skippedLines) }

    /// The next event; nil at the end.
    func next() -> RecordedEvent? {
        while let line = file.next() {
            if line.text.isEmpty { continue }
            guard line.isWhole else {
                note(.badEvent(line: line.number, reason: "the line is cut off"))
                continue
            }
            do throws(RecordingError) {
                return try RecordedEvent(line: line.text)
            } catch {
                guard case .badEvent(_, let reason) = error else { continue }
                note(.badEvent(line: line.number, reason: reason))
            }
        }
        return nil
    }

    private func note(_ problem: RecordingError) {
        skippedLines += 1
        if problems.count < Self.problemCapacity { problems.append(problem) }
    }
}
