import FlightRecording
import JSONText

/// What an export wrote.
public struct ExportSummary: Equatable, Sendable {
    /// As what.
    public var format: ExportFormat
    /// The files, `-` for standard output.
    public var files: [String]
    /// Bytes in all of them.
    public var bytes: Int
    /// Whether the drone was a simulated one; nil where the recording does not tell.
    public var simulated: Bool?
    /// What was written, by name and count: rows, frames, points.
    public var counts: [(name: String, count: Int)] { entries.map { ($0.name, $0.count) } }
    /// What a person should know about it.
    public var remarks: [String]

    var entries: [Entry]

    struct Entry: Equatable, Sendable {
        var name: String
        var count: Int
    }

    init(
        _ format: ExportFormat, files: [String], bytes: Int, source: ExportSource, counts: [(String, Int)],
        remarks: [String] = []
    ) {
        self.format = format
        self.files = files
        self.bytes = bytes
        simulated = source.manifest?.simulated
        entries = counts.map { Entry(name: $0.0, count: $0.1) }
        self.remarks = source.remarks + remarks
    }

    /// How many of a name; 0 for a name that is not there.
    public subscript(name: String) -> Int { entries.first { $0.name == name }?.count ?? 0 }

    /// The summary for people, a line for the files and one for each remark.
    public var text: String {
        let counts = entries.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        let mark = simulated == true ? "SIMULATED flight, " : ""
        let what = "\(mark)\(counts), \(bytes) bytes"
        let names = files.map { $0 == "-" ? "standard output" : $0 }.joined(separator: ", ")
        return ([names + ": " + what] + remarks.map { "note: \($0)" }).joined(separator: "\n")
    }

    /// The summary as one JSON object.
    public var json: String {
        JSONValue.object([
            ("format", .text(format.rawValue)), ("files", .list(files.map { .text($0) })), ("bytes", .integer(bytes)),
            ("simulated", .flag(simulated)),
            ("counts", .object(entries.map { ($0.name, .integer($0.count)) })),
            ("remarks", .list(remarks.map { .text($0) })),
        ]).rendered()
    }
}
