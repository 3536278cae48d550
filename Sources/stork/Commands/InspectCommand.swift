import ArgumentParser
import FlightRecording
import Foundation

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what a recording or a capture holds: flight, commands, video.",
        discussion: """
            Reads a recording's folder; pcap and pcapng, gzipped or not, with Ethernet, Wi-Fi (radiotap), \
            Linux-cooked and raw-IP frames; a file that holds one navdata datagram; and the bytes of a video \
            connection (PaVE). A damaged capture is read up to the damage.

            Example: stork inspect flight.pcapng.gz --json
            Example: stork inspect --diff Recordings/20260131T120000Z-light Recordings/20260131T121500Z-heavy
            """)

    @Argument(help: ArgumentHelp("A recording's folder, a capture, one navdata datagram, or video.", valueName: "file"))
    var files: [String]

    @Flag(help: "Compare two: name every value that is not the same in both.")
    var diff = false

    @Flag(help: "One JSON object a file; a value the file does not hold is null.")
    var json = false

    func validate() throws {
        if diff, files.count != 2 { throw ValidationError("--diff compares two recordings: give two.") }
    }

    func run() async throws {
        if diff {
            let comparison = InspectionComparison(
                try FlightInspection.inspect(path: files[0]), try FlightInspection.inspect(path: files[1]))
            StandardOutput.write(json ? comparison.json : comparison.text)
            return
        }
        // One file that cannot be read does not hide the others.
        var failed = false
        for file in files {
            do throws(InspectionError) {
                let inspection = try FlightInspection.inspect(path: file)
                StandardOutput.write(json ? inspection.json : inspection.text)
            } catch {
                if files.count == 1 { throw error }
                StandardError.write("Error: \(error)")
                failed = true
            }
        }
        if failed { throw ExitCode(1) }
    }
}
