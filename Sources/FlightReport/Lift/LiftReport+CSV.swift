import DroneModel
import JSONText
import LiftAnalysis

extension LiftReport {
    /// How `results.csv` of this program begins; a file that does not was made by somebody else.
    public static let csvMark = "run,order,payload_g,"

    /// One line for each flight, RFC 4180; what is unknown is empty.
    public var csv: String {
        let columns = RunResult.all
        var lines = [columns.map(\.name).joined(separator: ",")]
        for run in campaign.runs { lines.append(columns.map { Self.field($0.value(run).cell) }.joined(separator: ",")) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func field(_ cell: String) -> String {
        var text = cell
        // A spreadsheet would take such a name for a formula.
        if let first = text.first, "=+@\t".contains(first) || (first == "-" && Double(text) == nil) {
            text = "'" + text
        }
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
