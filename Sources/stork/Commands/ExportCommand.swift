public import ArgumentParser
public import FlightExport
import Foundation
import Synchronization

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a recording out for other programs: tables, video, tracks, Foxglove, Wireshark.",
        discussion: """
            csv   a row per valid navdata packet, units in the names of the columns
            mp4   the video as the drone coded it; one more file where its size changes
            ass   telemetry as subtitles for that video (ffmpeg -vf ass=FILE)
            gpx   the track, where the drone had a position
            kml   the same for Google Earth
            mcap  telemetry, attitude, events, video, datagrams: Foxglove, PlotJuggler
            pcap  the packets, for Wireshark and tcpdump
            y4m   the video decoded, for any encoder

            A recording is a folder in Recordings, any capture, or for video a file with
            the bytes of TCP port 5555. The file has its name only once it is whole, and
            says when the flight was a simulated one. Unknown values are empty.

            Example: stork export Recordings/20260131T120000Z-hover --format csv
            Example: stork export flight.pcapng.gz --format csv --output - | head -3
            """)

    @Argument(help: ArgumentHelp("The recording.", valueName: "recording"))
    var recording: String

    @Option(help: ArgumentHelp("As what.", valueName: "format"))
    var format: ExportFormat

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file; - for standard output. (default: named after the recording, in this folder)", valueName: "file"))
    var output: String?

    @Flag(help: "Replace a file that is there already.")
    var force = false

    @Option(help: ArgumentHelp("Which video: live (TCP 5555, UDP 5555) or record (TCP 5553).", valueName: "stream"))
    var stream = ExportStream.live

    @Flag(help: "Tell what was written as one JSON object.")
    var json = false

    func validate() throws {
        if output == "-", !format.canBePiped {
            throw ValidationError("--format \(format.rawValue) needs a file: give --output FILE.")
        }
        if output == "" { throw ValidationError("--output is empty: give a file, or - for standard output.") }
    }

    func run() async throws {
        var settings = ExportSettings(recording: recording, format: format)
        settings.output = output
        settings.overwrite = force
        settings.stream = stream
        let stopped = StopRequest()
        let interruption = Interruption { _ in stopped.raise() }
        defer { interruption.stop() }
        let display = ProgressDisplay("exporting \(format.rawValue)")
        let summary: ExportSummary
        do throws(ExportError) {
            defer { display.end() }
            summary = try FlightExport.run(
                settings,
                monitor: ExportMonitor(
                    note: { display.show(fraction: $0.fraction, count: $0.items) }, isStopped: { stopped.isRaised }))
        } catch {
            // `| head` has what it wanted.
            if case .unwritable("-", _) = error, errno == EPIPE { return }
            throw error
        }
        let text = json ? summary.json : summary.text
        if settings.path == "-" { StandardError.write(text) } else { StandardOutput.write(text) }
    }

    /// Raised once, from the queue of the signals.
    private final class StopRequest: Sendable {
        private let state = Mutex(false)
        var isRaised: Bool { state.withLock { $0 } }
        func raise() { state.withLock { $0 = true } }
    }
}

extension ExportFormat: ExpressibleByArgument {}
extension ExportStream: ExpressibleByArgument {}
