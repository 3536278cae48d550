import ArgumentParser
import FlightRecording
import FlightReport
import Foundation
import JSONText

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the report of a flight, or of a lift campaign: one HTML page.",
        discussion: """
            Reads a folder of Recordings, or any pcap or pcapng capture: checks, curves and a map. The page needs no \
            network and no other file; it can be read on paper, in the dark and without scripts. It goes into the \
            recording's folder as report.html; for a capture it is NAME-report.html in the present folder.

            A campaign is a folder with a campaign.json and the recordings that it names. Its report says how much \
            the drone can carry, for how long and what the load does to it, with the hover law, limits and their \
            intervals. report.html, results.csv and results.json go into the campaign's folder, or beside --output.

            With --lift recordings without a mission become such a report: the flights are told apart by their \
            landings, and what was on board is what :payload marked in the cockpit. lift-report.html, results.csv \
            and results.json go beside the recording, those of several into the present folder.

            A page of an earlier run is replaced; any other file is not. What the recording does not hold reads n/a. \
            With --json the summary and the checks, or the campaign's results, are printed instead, and files are \
            written only where --output says.

            Example: stork report Recordings/20260131T120000Z-hover --output hover.html
            """)

    @Argument(
        help: ArgumentHelp(
            "A recording's folder, a capture, or a campaign's folder; with --lift several recordings.",
            valueName: "recording"))
    var recordings: [String]

    @OptionGroup var lift: LiftReportOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Where the page goes; - is standard output.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Where the pictures of a phone on board are, of cockpit and fly --payload: small copies go into the page.",
            valueName: "folder"))
    var payload: String?

    @Flag(help: "Print the summary and the checks as JSON; a value the recording does not hold is null.")
    var json = false

    func validate() throws {
        if json, output == "-" { throw ValidationError("--json and --output - both want standard output.") }
        if payload != nil, lift.lift { throw ValidationError("--payload is for the report of one recording.") }
        if recordings.count > 1, !lift.lift {
            throw ValidationError("one recording has one report; --lift weighs the flights of several together.")
        }
    }

    /// The only one, or the first of several.
    var recording: String { recordings[0] }

    func run() async throws {
        if lift.lift { return try reportMarkedFlights() }
        if CampaignFile.isPresent(in: recording) { return try await reportCampaign() }
        let source = try RecordingSource(path: recording)
        let page = output ?? (json ? nil : Self.page(of: source))
        if let page, page != "-" { try Self.refuseForeign(page) }
        // Hashing takes as long as reading, and there is a second core.
        let capture = source.capture
        async let fingerprint = Task.detached { try SHA256.hexadecimal(ofFile: capture) }.value
        var digest = try FlightDigest.read(source, program: "stork \(Stork.version)")
        (digest.provenance.sha256, digest.provenance.byteCount) = try await fingerprint
        if let payload { try ContactSheet(folder: payload).complete(&digest.phones) }
        if let page {
            let html = FlightReportPage.html(of: digest)
            if page == "-" {
                StandardOutput.write(html)
            } else {
                try Data(html.utf8).write(to: URL(filePath: page), options: .atomic)
                if !json { StandardOutput.write(Self.summary(digest, page: page)) }
            }
        }
        if json { StandardOutput.write(digest.json.rendered()) }
    }

    private func reportCampaign() async throws {
        let paths = LiftReportFiles.Paths(folder: recording, output: output == "-" ? nil : output)
        if writesFiles { try LiftReportFiles.refuseForeign(paths) }
        let report = try await LiftReport.read(
            folder: recording, program: "stork \(Stork.version)", cores: ProcessInfo.processInfo.activeProcessorCount)
        try hand(out: report, paths)
    }

    var writesFiles: Bool { output == nil ? !json : output != "-" }

    func hand(out report: LiftReport, _ paths: LiftReportFiles.Paths) throws {
        if writesFiles { try LiftReportFiles.write(report, to: paths) }
        if json {
            StandardOutput.write(report.json.rendered())
        } else if output == "-" {
            StandardOutput.write(LiftReportPage.html(of: report))
        } else {
            StandardOutput.write(LiftReportFiles.summary(report, page: paths.page))
        }
    }

    /// `report.html` beside our manifest; for somebody else's capture a name of its own in the present folder.
    private static func page(of source: RecordingSource) -> String {
        if source.capture != source.path { return URL(filePath: source.path).appending(path: "report.html").path }
        var name = URL(filePath: source.path).lastPathComponent
        for ending in [".gz", ".pcapng", ".pcap", ".cap"] where name.hasSuffix(ending) && name.count > ending.count {
            name.removeLast(ending.count)
        }
        return name + "-report.html"
    }

    /// A page of ours may be written again; what is not of ours is not touched.
    private static func refuseForeign(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let head = try FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: 4096) ?? Data()
        guard !String(decoding: head, as: UTF8.self).contains(ReportPage.generatorMark) else { return }
        throw ReportRefusal(path: path)
    }

    private static func summary(_ digest: FlightDigest, page: String) -> String {
        let counts = FlightCheck.Verdict.allCases.map { verdict in
            "\(digest.checks.count { $0.verdict == verdict }) \(verdict.rawValue)"
        }
        let mark = if case .simulated = digest.reality { "SIMULATED flight" } else { "flight" }
        return "\(page): report of a \(mark); checks: \(counts.joined(separator: ", "))"
    }
}

/// The page's name is taken by something else.
struct ReportRefusal: Error, CustomStringConvertible {
    let path: String
    var description: String {
        "\(path): there is a file that is no report of stork. Give another name with --output, or move it away."
    }
}
