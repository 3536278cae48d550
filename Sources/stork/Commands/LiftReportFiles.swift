import FlightRecording
import FlightReport
import Foundation
import JSONText
import LiftAnalysis

/// Writes the report of a lift campaign: the page, and the results beside it for spreadsheets and programs.
enum LiftReportFiles {
    /// The page and the files beside it.
    struct Paths {
        var page: String
        var csv: String
        var json: String

        /// `report.html`, `results.csv` and `results.json` in the campaign's folder, or beside `output`.
        init(folder: String, output: String?) {
            page = output ?? URL(filePath: folder).appending(path: "report.html").path
            let beside = output.map { URL(filePath: $0).deletingLastPathComponent() } ?? URL(filePath: folder)
            csv = beside.appending(path: "results.csv").path
            json = beside.appending(path: "results.json").path
        }
    }

    /// What is written may replace an earlier report of this program, and nothing else.
    static func refuseForeign(_ paths: Paths) throws {
        for (path, mark) in [
            (paths.page, ReportPage.generatorMark), (paths.csv, LiftReport.csvMark), (paths.json, LiftReport.kind),
        ] {
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let head = try FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: 4096) ?? Data()
            guard String(decoding: head, as: UTF8.self).contains(mark) else { throw ReportRefusal(path: path) }
        }
    }

    /// Writes all three.
    static func write(_ report: LiftReport, to paths: Paths) throws {
        try Data(report.csv.utf8).write(to: URL(filePath: paths.csv), options: .atomic)
        try Data((report.json.rendered() + "\n").utf8).write(to: URL(filePath: paths.json), options: .atomic)
        try Data(LiftReportPage.html(of: report).utf8).write(to: URL(filePath: paths.page), options: .atomic)
    }

    /// What the terminal says.
    static func summary(_ report: LiftReport, page: String) -> String {
        let mark = report.isSimulated == true ? "SIMULATED lift campaign" : "lift campaign"
        let counted = report.campaign.runs.count(where: \.counts)
        let lines: [String?] = [
            "\(page): report of a \(mark); \(counted) of \(report.flights.count) flights count", report.verdict,
            report.verdictDetail,
        ]
        return lines.compactMap { $0 }.joined(separator: "\n").replacingOccurrences(of: "\u{A0}", with: " ")
    }
}
